package io.eventflux.core.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several sources of one stream, some of them silent (language 7.1). */
class IdleInputsTest {
  private static final PlanNode.Watermark PLAN =
      new PlanNode.Watermark(0, 0, null, Long.MAX_VALUE, 10);

  private final List<Long> due = new ArrayList<>();
  private final Timers timers =
      new Timers() {
        @Override
        public long nowMillis() {
          return 0;
        }

        @Override
        public void schedule(long dueMillis) {
          due.add(dueMillis);
        }
      };
  private final IdleInputs idle = new IdleInputs(10, timers);
  private final EventTime time = eventTime(idle);

  private static EventTime eventTime(IdleInputs idle) {
    EventTime time = new EventTime(PLAN, idle);
    time.expect(3);
    time.expect(5);
    return time;
  }

  private void see(long millis, int publisher, long nowMillis) {
    idle.start(nowMillis);
    idle.see(time.slotOf(publisher), nowMillis);
    time.see(millis, publisher);
  }

  @Test
  void shouldNotWaitForASourceThatIsIdle() {
    see(100, 3, 0);
    see(70, 5, 1);
    see(120, 3, 9);
    assertEquals(70, time.watermarkMillis());

    assertFalse(idle.onTime(10));
    assertTrue(idle.onTime(11));
    time.giveUpIdle();

    assertEquals(120, time.watermarkMillis());
    assertFalse(time.isIdle());
    assertEquals(List.of(10L, 11L, 19L), due);
  }

  @Test
  void shouldNotWaitForASourceThatNeverGaveRows() {
    see(100, 3, 5);
    see(101, 3, 6);
    assertEquals(Long.MIN_VALUE, time.watermarkMillis());

    assertTrue(idle.onTime(15));
    time.giveUpIdle();

    assertEquals(101, time.watermarkMillis());
  }

  @Test
  void shouldCountASourceAgainWhenItsRowsCome() {
    see(100, 3, 0);
    assertTrue(idle.onTime(10));
    time.giveUpIdle();
    assertTrue(time.isIdle());

    see(40, 5, 12);
    see(200, 3, 13);

    assertFalse(time.isIdle());
    assertEquals(40, time.watermarkMillis());
    see(150, 5, 14);
    assertEquals(150, time.watermarkMillis());
  }

  @Test
  void shouldKnowAfterARestartWhoWasIdle() {
    see(100, 3, 0);
    see(70, 5, 1);
    see(120, 3, 9);
    idle.onTime(11);
    StateWriter writer = new StateWriter();
    time.snapshot(writer);
    idle.snapshot(writer);

    IdleInputs restoredIdle = new IdleInputs(10, timers);
    EventTime restored = eventTime(restoredIdle);
    StateReader reader = new StateReader(writer.toByteArray());
    restored.restore(reader);
    restoredIdle.restore(reader);
    restored.giveUpIdle();

    assertEquals(0, reader.remaining());
    assertEquals(120, restored.watermarkMillis());
    assertTrue(restoredIdle.isIdle(1));
  }
}
