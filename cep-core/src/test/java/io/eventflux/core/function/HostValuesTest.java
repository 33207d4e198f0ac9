package io.eventflux.core.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.query.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostValuesTest {
  @Test
  void shouldTakeTimesThatMillisecondsReach() {
    assertEquals(86_400_000L, HostValues.of(Type.DATE, LocalDate.of(1970, 1, 2)));
    assertEquals(0L, HostValues.of(Type.DATE, 86_399_999L));
    assertEquals(86_399_999L, HostValues.of(Type.TIME, LocalTime.MAX));
    assertEquals(86_399_999L, HostValues.of(Type.TIME, 86_399_999));
    assertEquals(
        Long.MAX_VALUE, HostValues.of(Type.TIMESTAMP, Instant.ofEpochMilli(Long.MAX_VALUE)));
    assertEquals(-1L, HostValues.of(Type.INTERVAL, Duration.ofMillis(-1)));
  }

  @Test
  void shouldRefuseTimesOutOfRange() {
    assertMisfit("a LocalDate does not fit type DATE", Type.DATE, LocalDate.MAX);
    assertMisfit("a Instant does not fit type TIMESTAMP", Type.TIMESTAMP, Instant.MIN);
    assertMisfit(
        "a Duration does not fit type INTERVAL", Type.INTERVAL, Duration.ofSeconds(Long.MAX_VALUE));
    assertMisfit("a Long does not fit type TIME", Type.TIME, 86_400_000L);
    assertMisfit("a Integer does not fit type TIME", Type.TIME, -1);
    assertMisfit(
        "a LocalDate does not fit type DATE", new Type.Array(Type.DATE), List.of(LocalDate.MIN));
  }

  private static void assertMisfit(String message, Type type, Object value) {
    IllegalArgumentException misfit =
        assertThrows(IllegalArgumentException.class, () -> HostValues.of(type, value));

    assertEquals(message, misfit.getMessage());
  }
}
