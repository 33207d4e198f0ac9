package io.eventflux.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "30 sec, 30000",
    "500ms, 500",
    "1 min 30 sec, 90000",
    "250, 250",
    "2 days 3 hours, 183600000",
    "1 YEAR, 31536000000"
  })
  void shouldReadDurations(String text, long millis) {
    assertEquals(OptionalLong.of(millis), DurationText.millis(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sec",
        "5 parsec",
        "1 sec 1 min",
        "1 min 2 mins",
        "-5 sec",
        "5 sec x",
        "999999999999999999 years"
      })
  void shouldRefuseWhatIsNoDuration(String text) {
    assertEquals(OptionalLong.empty(), DurationText.millis(text));
  }

  @Test
  void shouldWriteWhatItReads() {
    for (long millis : new long[] {0, 1, 999, 60_000, 90_061_001, 31_536_000_000L}) {
      assertEquals(OptionalLong.of(millis), DurationText.millis(DurationText.literal(millis)));
    }
    assertEquals("1 day 1 hour 1 min 1 sec 1 millisec", DurationText.literal(90_061_001));
  }
}
