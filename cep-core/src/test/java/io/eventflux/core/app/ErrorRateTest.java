package io.eventflux.core.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** When too many events have failed. */
public class ErrorRateTest {
  private static void fail(ErrorRate rate, int count) {
    for (int i = 0; i < count; i++) {
      assertNull(rate.failed());
    }
  }

  @Test
  void shouldAllowWhatTheRateSaysInEachBlock() {
    ErrorRate rate = new ErrorRate(1.5);

    fail(rate, 15);
    rate.succeeded(985);
    fail(rate, 15);

    assertEquals("16 of 16", rate.failed());
  }

  @Test
  void shouldCountBlocksByEventsHoweverTheyCome() {
    ErrorRate rate = new ErrorRate(0.2);

    // The batch reaches into the next block: both errors of the first one are forgotten.
    fail(rate, 2);
    rate.succeeded(1_500);
    fail(rate, 2);

    assertEquals("3 of 505", rate.failed());
  }

  @Test
  void shouldLookAtAllEventsAtTheEndOfTheInput() {
    ErrorRate rate = new ErrorRate(50);
    assertNull(rate.ended());

    fail(rate, 2);
    assertEquals("2 of 2", rate.ended());
    rate.succeeded(1);
    assertEquals("2 of 3", rate.ended());
    rate.succeeded(1);

    assertNull(rate.ended());
  }

  @Test
  void shouldAllowNothingAtZeroAndEverythingAtAHundred() {
    assertEquals("1 of 1", new ErrorRate(0).failed());
    ErrorRate all = new ErrorRate(100);

    fail(all, 2_500);

    assertNull(all.ended());
  }
}
