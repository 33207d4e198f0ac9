package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTrainingTest {
  @TempDir Path folder;

  @Test
  void shouldRunAllItsCommandsAndGiveRowsOfEveryOutput() throws IOException {
    assertEquals(0, StartTraining.train(folder));

    CommandRun run = CommandRun.of("run", folder.resolve("start-training.eventflux").toString());
    assertEquals(0, run.exitCode(), run.err());
    for (String rule : new String[] {"test purchase", "much", "watched: "}) {
      assertTrue(run.out().contains("\"rule\":\"" + rule), rule);
    }
    assertTrue(run.out().contains("\"kind\":\"cheap\""), run.out());
    assertTrue(run.out().contains("\"low\":"), run.out());
    assertTrue(Files.size(folder.resolve("written.jsonl")) > 0);
  }
}
