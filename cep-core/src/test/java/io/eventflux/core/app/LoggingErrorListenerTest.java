package io.eventflux.core.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.pipeline.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingErrorListenerTest {
  private final Logger logger = Logger.getLogger("io.eventflux");
  private final List<String> messages = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          messages.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private static AppError error(String event, AppError.Handling handling) {
    return new AppError(
        "shop",
        FailureKind.DECODE,
        "source/In/0",
        "In",
        "in.csv:3",
        event,
        "column 'n' is not a number",
        handling,
        System.Logger.Level.WARNING,
        null);
  }

  @Test
  void shouldSayWhatHappenedToWhichEventWithoutControlCharacters() {
    ErrorListener.logging().onError(error("a\u001b[2J", AppError.Handling.DROPPED));

    assertEquals(
        List.of(
            "WARNING app=shop place=source/In/0 stream=In origin=in.csv:3: column 'n' is not a"
                + " number (event dropped) event=a\\u001b[2J"),
        messages);
  }

  @Test
  void shouldWriteRepeatedErrorsEverMoreSeldom() {
    ErrorListener listener = ErrorListener.logging();
    for (int i = 0; i < 1_500; i++) {
      listener.onError(error("x", AppError.Handling.DROPPED));
    }

    assertEquals(12, messages.size());
    assertEquals(
        "WARNING app=shop place=source/In/0 stream=In origin=in.csv:3: column 'n' is not a number"
            + " (event dropped, count=1000) event=x",
        messages.get(11));
  }

  @Test
  void shouldLeaveDeadLettersToTheirStream() {
    ErrorListener.logging().onError(error("x", AppError.Handling.DEAD_LETTER));

    assertEquals(List.of(), messages);
  }

  @Test
  void shouldCutLongEvents() {
    AppError error = error("y".repeat(1_000), AppError.Handling.DROPPED);

    assertEquals("y".repeat(255) + "…", error.event());
  }
}
