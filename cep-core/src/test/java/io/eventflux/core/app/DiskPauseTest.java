package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.time.EngineClock;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An app on threads whose disk is full. */
@Timeout(60)
class DiskPauseTest {
  private static final RowSchema NUMBERS = schema("x", Type.INT);

  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger pollsAtPause = new AtomicInteger();
  private final AtomicInteger pollsAtRoom = new AtomicInteger();
  private final AtomicInteger parks = new AtomicInteger();
  private final List<String> told = new ArrayList<>();
  private final CountDownLatch paused = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile int parksUntilRoom = Integer.MAX_VALUE;

  /** Waits a millisecond in place of any time. */
  private final class ShortClock implements EngineClock {
    @Override
    public long millis() {
      return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void park(long nanos) {
      EngineClock.super.park(1_000_000L);
      if (parks.incrementAndGet() == parksUntilRoom) {
        pollsAtRoom.set(polls.get());
      }
    }
  }

  private final class Told implements ErrorListener {
    @Override
    public void onError(AppError error) {}

    @Override
    public void onPause(String app, String reason) {
      pollsAtPause.set(polls.get());
      told.add(app + " pauses: " + reason);
      paused.countDown();
    }

    @Override
    public void onResume(String app, long millis) {
      told.add(app + " resumes");
      resumed.countDown();
    }
  }

  private AppRuntime app(RuntimeOptions.OnDiskFull onDiskFull) {
    FakeConnectors connectors = new FakeConnectors();
    FakeConnectors.FakeSource source = connectors.source("in").endless();
    source.row(1, 1).beforePoll(row -> polls.incrementAndGet());
    connectors.sink("out").beforeWrite(this::requireRoom);
    PlanBuilder plan = new PlanBuilder("full").source("In", "in");
    int in = plan.stream("In", NUMBERS);
    plan.sink("In", in, "out");
    return AppRuntime.create(
        plan.app(),
        RuntimeOptions.defaults()
            .withMode(RuntimeOptions.Mode.THREADED)
            .withClock(new ShortClock())
            .withErrorListener(new Told())
            .withOnDiskFull(onDiskFull)
            .withConnectors(connectors.registry()));
  }

  private void requireRoom() throws IOException {
    if (parks.get() < parksUntilRoom) {
      throw new IOException("No space left on device");
    }
  }

  @Test
  void shouldReadNoSourceUntilThereIsRoom() throws InterruptedException {
    AppRuntime.Status whilePaused;
    AppRuntime app = app(RuntimeOptions.OnDiskFull.WAIT);
    try (app) {
      app.start();
      paused.await();
      whilePaused = app.status();
      parksUntilRoom = parks.get() + 200;
      resumed.await();
      int pollsWhilePaused = pollsAtRoom.get() - pollsAtPause.get();

      // Only one that had begun before.
      assertTrue(pollsWhilePaused <= 1, "pollsWhilePaused=" + pollsWhilePaused);
    }

    assertEquals(AppRuntime.Status.DEGRADED, whilePaused);
    assertEquals(List.of("full pauses: sink/In/0: No space left on device", "full resumes"), told);
    assertEquals(1, app.statistics().processed());
  }

  @Test
  void shouldEndTheWaitWhenItIsStopped() throws InterruptedException {
    AppRuntime app = app(RuntimeOptions.OnDiskFull.WAIT);
    app.start();
    paused.await();

    AppFailedException failed = assertThrows(AppFailedException.class, app::stop);

    assertEquals(
        "sink 'out' of stream 'In' cannot write: No space left on device", failed.getMessage());
  }

  @Test
  void shouldFailAtOnceIfThatIsWanted() throws InterruptedException {
    AppRuntime app = app(RuntimeOptions.OnDiskFull.FAIL);
    app.start();
    while (app.failure().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    assertThrows(AppFailedException.class, app::stop);
    assertEquals(List.of(), told);
  }
}
