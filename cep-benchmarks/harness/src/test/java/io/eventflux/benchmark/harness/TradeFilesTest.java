package io.eventflux.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeFilesTest {
  @TempDir Path folder;

  /** Gives every trade back as an answer. */
  private record EchoContestant(Answers answers) implements Contestant {
    @Override
    public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
      for (int i = lo; i < hi; i++) {
        answers.text(trades.symbols()[i]);
        answers.number(trades.prices()[i]);
        answers.number(trades.volumes()[i]);
        answers.number(trades.times()[i] + shiftMillis);
        answers.endRow();
      }
    }

    @Override
    public void finish(long millis) {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void shouldReadTheTradesThatWereWritten(String format) throws Exception {
    boolean isJson = format.equals("json");
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");

    TradeFiles.make(isJson, in, 1);
    FileTrial.run(
        "any", isJson, in, out, (question, variant, answers) -> new EchoContestant(answers));

    List<String> lines = Files.readAllLines(out);
    TradeColumns trades = TradeColumns.generate(1_000_000, 42);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.add(
          trades.symbols()[i]
              + ","
              + trades.prices()[i]
              + ","
              + trades.volumes()[i]
              + ","
              + trades.times()[i]);
    }
    assertEquals(expected, lines);
    assertTrue(Files.size(in) >= 1_000_000 && Files.size(in) < 1_000_100, "a megabyte");
  }

  @Test
  void shouldDigestRowsOfAFileAsThoseOfAContestant() throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "SYM0001,2,700,101.25,101.0,101.5\n");
    AnswerDigest expected = new AnswerDigest();
    expected.text("SYM0001");
    expected.number(2L);
    expected.number(700L);
    expected.number(101.25);
    expected.number(101.0);
    expected.number(101.5);
    expected.endRow();

    assertEquals(expected.toString(), TradeFiles.digest(file).toString());
  }
}
