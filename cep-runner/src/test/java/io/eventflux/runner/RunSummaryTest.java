package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.app.AppStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  private static final RunSummary SUMMARY =
      new RunSummary(
          "fraud \"1\"",
          new AppStatistics(
              1_000_005,
              1_000_000,
              3,
              2,
              0,
              Map.of("Trades", 1_000_000L),
              Map.of("q", 7L),
              Map.of("q/window", 4L),
              Map.of(),
              Map.of("p/pattern", 9L),
              Map.of("Trades", 1_000_002L),
              Map.of("Log", 7L),
              3,
              0),
          Map.of("Alerts", 7L),
          2_000_000_000L,
          "end of input");

  @Test
  void shouldSayWhatCameInAndOut() {
    assertEquals(
        """
        Trades  in     1,000,002
        Alerts  out            7
        Log     out            7
        p/pattern has dropped state that was over its bound: 9
        1,000,005 events in 2.00 s (500,003/s), 6 late, 3 errors: end of input
        """,
        SUMMARY.text());
  }

  @Test
  void shouldSayTheSameToPrograms() {
    assertEquals(
        "{\"app\":\"fraud \\\"1\\\"\",\"exitReason\":\"end of input\",\"in\":{\"Trades\":1000002},"
            + "\"out\":{\"Alerts\":7,\"Log\":7},\"streams\":{\"Trades\":1000000},"
            + "\"queries\":{\"q\":7},\"droppedState\":{\"p/pattern\":9},\"read\":1000005,\"processed\":1000000,\"dead\":3,\"late\":2,"
            + "\"filtered\":0,\"lateTotal\":6,\"errors\":3,\"deadLetters\":0,\"wallMillis\":2000,"
            + "\"eventsPerSecond\":500003}\n",
        SUMMARY.json());
  }
}
