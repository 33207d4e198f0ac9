package io.eventflux.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private record Timer(long dueMillis, int operator) {}

  @Test
  void shouldFireByDueTimeAndThenByRegistration() {
    TimerQueue queue = new TimerQueue();

    queue.schedule(1, 30);
    queue.schedule(2, 10);
    queue.schedule(3, 30);
    queue.schedule(4, 10);
    queue.schedule(0, 20);

    assertEquals(
        List.of(
            new Timer(10, 2),
            new Timer(10, 4),
            new Timer(20, 0),
            new Timer(30, 1),
            new Timer(30, 3)),
        takeAll(queue));
  }

  @Test
  void shouldAgreeWithASortedListUnderRandomUse() {
    long seed = 20_250_101L;
    Random random = new Random(seed);
    TimerQueue queue = new TimerQueue();
    List<Timer> sorted = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (sorted.isEmpty() || random.nextInt(5) < 3) {
        Timer timer = new Timer(random.nextInt(50), step);
        queue.schedule(timer.operator(), timer.dueMillis());
        sorted.add(timer);
        // Stable: timers of one due time stay in the order of registration.
        sorted.sort(Comparator.comparingLong(Timer::dueMillis));
      } else {
        Timer expected = sorted.remove(0);
        assertEquals(expected.dueMillis(), queue.nextDueMillis(), "seed=" + seed);
        assertEquals(expected.operator(), queue.take(), "seed=" + seed);
      }
      assertEquals(sorted.size(), queue.size());
      if (sorted.size() > 200) {
        sorted.clear();
        takeAll(queue);
      }
    }
  }

  @Test
  void shouldShowTimersInFiringOrder() {
    TimerQueue queue = new TimerQueue();
    queue.schedule(1, 9);
    queue.schedule(2, 7);
    queue.schedule(3, 7);
    List<Timer> shown = new ArrayList<>();

    queue.forEach((operator, dueMillis) -> shown.add(new Timer(dueMillis, operator)));

    assertEquals(List.of(new Timer(7, 2), new Timer(7, 3), new Timer(9, 1)), shown);
    assertEquals(shown, takeAll(queue));
  }

  @Test
  void shouldBeDueNeverWhenEmpty() {
    TimerQueue queue = new TimerQueue();

    assertEquals(Long.MAX_VALUE, queue.nextDueMillis());
    IllegalStateException failure = assertThrows(IllegalStateException.class, queue::take);
    assertEquals("no timer is scheduled", failure.getMessage());
  }

  private static List<Timer> takeAll(TimerQueue queue) {
    List<Timer> taken = new ArrayList<>();
    while (queue.size() > 0) {
      taken.add(new Timer(queue.nextDueMillis(), queue.take()));
    }
    return taken;
  }
}
