package io.eventflux.core.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.eventflux.query.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1970-01-01 00:00, 0",
    "1970-01-01T00:00:01, 1000",
    "1970-01-01 00:00:00.5, 500",
    "1970-01-01 00:00:00.123456789, 123",
    "1970-01-01 00:00:00Z, 0",
    "1970-01-01 01:00+01:00, 0",
    "1970-01-01 01:00 +0100, 0",
    "1970-01-01 00:00-01, 3600000",
    "1970-01-01 01:00 +01:00, 0",
    "1970-01-01t00:00z, 0",
    "1969-12-31 23:59:59.999, -1",
    "2024-02-29, 1709164800000",
    "+292278994-08-17 07:12:55.807, 9223372036854775807",
    "-292275055-05-16 16:47:04.192, -9223372036854775808"
  })
  void shouldReadTimestamps(String text, long millis) {
    assertEquals(millis, Times.parseTimestamp(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2025-02-29",
        "2025-13-01",
        "2025-1-1",
        "20250101",
        "12025-01-01",
        "2025-01-01 10",
        "2025-01-01 24:00",
        "2025-01-01 10:60",
        "2025-01-01 10:00:60",
        "2025-01-01 10:00:00.",
        "2025-01-01 10:00 CET",
        "2025-01-01 10:00+19",
        "2025-01-01 10:00+18:01",
        "2025-01-01 10:00 tail",
        "+292278994-08-17 07:12:55.808"
      })
  void shouldNotReadOtherTexts(String text) {
    assertNull(Times.parseTimestamp(text));
  }

  @Test
  void shouldPrintWhatItReads() {
    assertEquals("1970-01-01 00:00:00.000", Times.printTimestamp(0));
    assertEquals("1969-12-31 23:59:59.999", Times.printTimestamp(-1));
    assertEquals("2024-02-29", Times.printDate(1709164800000L));
    assertEquals("10:15:00.250", Times.printTime(36_900_250));
    for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 1709164800001L}) {
      assertEquals(millis, Times.parseTimestamp(Times.printTimestamp(millis)));
    }
  }

  @Test
  void shouldTakeConstantsThatLoseNothing() {
    assertEquals(0L, Times.parseConstant(" 1970-01-01 ", Type.DATE));
    assertEquals(0L, Times.parseConstant("1970-01-01 01:00 +0100", Type.DATE));
    assertNull(Times.parseConstant("1970-01-01 01:00", Type.DATE));
    assertEquals(3_600_000L, Times.parseConstant("01:00", Type.TIME));
    assertNull(Times.parseConstant("1970-01-01 01:00", Type.TIME));
    assertEquals(0L, Times.parseConstant("1970-01-01", Type.TIMESTAMP));
    assertNull(Times.parseConstant("01:00", Type.TIMESTAMP));
  }

  @Test
  void shouldCutTimestampsDownToDayOrTime() {
    assertEquals(0L, Times.parseDate("1970-01-01 23:00"));
    assertEquals(82_800_000L, Times.parseTime("1970-01-01 23:00"));
    assertEquals(82_800_500L, Times.parseTime("23:00:00.5"));
    assertNull(Times.parseTime("1970-01-01"));
    assertEquals(-86_400_000L, Times.dateOf(-1));
    assertEquals(86_399_999L, Times.timeOf(-1));
    // -292275055-05-16 begins beyond LONG; the midnight after it is 25,975,808 ms behind the start.
    assertEquals(Long.MIN_VALUE, Times.dateOf(Long.MIN_VALUE));
    assertEquals(Long.MIN_VALUE, Times.dateOf(Long.MIN_VALUE + 25_975_807));
    assertEquals(Long.MIN_VALUE + 25_975_808, Times.dateOf(Long.MIN_VALUE + 25_975_808));
    assertEquals("-292275055-05-16", Times.printDate(Times.dateOf(Long.MIN_VALUE)));
  }
}
