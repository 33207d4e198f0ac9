package io.eventflux.runner.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small form of what {@code cep-runner/kill-loop.sh} does at length. */
class KillTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "fraud");

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private KillLoop loop(String backend, boolean damages) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new KillLoop(folder, EXAMPLE, backend, damages, 7, out);
  }

  @Test
  void shouldGiveTheSameOutputAfterKillsAtRandomMoments() throws IOException, InterruptedException {
    loop("rocksdb", false).killAtRandom(4);

    assertEquals(
        "4 kills, 0 damaged checkpoints: output as undisturbed\n",
        said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldGiveTheSameOutputWhenTheNewestCheckpointIsDamaged()
      throws IOException, InterruptedException {
    assertTrue(loop("file", true).killAtRandom(6) > 0, "a checkpoint was damaged");
  }

  @Test
  void shouldGiveTheSameOutputAfterACrashBetweenAnyTwoSteps()
      throws IOException, InterruptedException {
    loop("rocksdb", false).crashAtEveryPlace(0);

    assertEquals(
        "19 of 19 places, passed 0 times before: output as undisturbed\n",
        said.toString(StandardCharsets.UTF_8));
  }
}
