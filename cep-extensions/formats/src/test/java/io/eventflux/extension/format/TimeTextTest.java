package io.eventflux.extension.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares with java.time. */
class TimeTextTest {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  @Test
  void shouldWriteAndReadTimestampsAsTheJdkDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      // Years 0000 to 9999.
      long millis = -62_167_219_200_000L + (long) (random.nextDouble() * 315_569_519_999_999L);
      String text = TimeText.timestampText(millis);

      assertEquals(FORMAT.format(Instant.ofEpochMilli(millis)), text);
      assertEquals(millis, TimeText.timestampMillis(text), text);
      assertEquals(millis, TimeText.timestampMillis(Instant.ofEpochMilli(millis).toString()), text);
    }
  }

  @Test
  void shouldWriteAndReadYearsWithASign() {
    assertEquals("+10000-01-01 00:00:00.000", TimeText.timestampText(253_402_300_800_000L));
    assertEquals("-0001-12-31 23:59:59.999", TimeText.timestampText(-62_167_219_200_001L));
    assertEquals("+292278994-08-17 07:12:55.807", TimeText.timestampText(Long.MAX_VALUE));
    for (long millis :
        new long[] {253_402_300_800_000L, -62_167_219_200_001L, Long.MAX_VALUE, -Long.MAX_VALUE}) {
      assertEquals(millis, TimeText.timestampMillis(TimeText.timestampText(millis)));
    }
    byte[] day = "+10000-01-01".getBytes(StandardCharsets.US_ASCII);
    assertEquals(253_402_300_800_000L, TimeText.dateMillis(day, 0, day.length));
  }

  @Test
  void shouldRefuseWhatIsNoTime() {
    for (String text :
        new String[] {
          "",
          "2025",
          "2025-13-01",
          "2025-02-29",
          "1900-02-29",
          "2025-00-10",
          "2025-01-32",
          "2025-01-01 ",
          "2025-01-01 24:00",
          "2025-01-01 10:60",
          "2025-01-01 10:00:60",
          "2025-01-01 10:00:00.",
          "2025-01-01 10:00:00.1234567890",
          "2025-01-01x10:00",
          "2025-01-01 10:00+1",
          "2025-01-01 10:00+19:00",
          "2025-01-01 10:00+18:01",
          "12025-01-01",
          "+12025-13-01",
          "+12025-01-01x",
          "-62167219200001",
          "+292278994-08-17 07:12:55.808",
          "2025-01-01 10:00 UTC",
          "2025/01/01",
          "2025-01-01 1:00",
          "2025-01-01 10:00:00,5"
        }) {
      assertEquals(TimeText.MALFORMED, TimeText.timestampMillis(text), text);
    }
  }

  @Test
  void shouldApplyZones() {
    long instant = 1740824100000L;
    for (String text :
        new String[] {
          "2025-03-01 10:15",
          "2025-03-01T10:15Z",
          "2025-03-01t11:15:00+01",
          "2025-03-01 04:45:00-0530",
          "2025-03-01 11:15:00.000 +01:00",
          "2025-02-28 23:15:00.000-11:00"
        }) {
      assertEquals(instant, TimeText.timestampMillis(text), text);
    }
  }
}
