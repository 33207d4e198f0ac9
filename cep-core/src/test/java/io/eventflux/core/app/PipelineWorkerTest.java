package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Parts of an app that feed each other: what waits between them is bounded, and nobody is stuck.
 */
@Timeout(60)
class PipelineWorkerTest {
  private static final RowSchema NUMBERS = schema("n", Type.INT);
  private static final int RING_ROWS = 16;

  /** Streams A and B, each copied to a stream of its own: AOut and BOut; two pipelines. */
  private static AppRuntime app(String name) {
    PlanBuilder plan = new PlanBuilder(name);
    for (String stream : new String[] {"A", "B"}) {
      int in = plan.stream(stream, NUMBERS);
      int select = plan.project(stream + "/select", in, NUMBERS, null, all(NUMBERS));
      plan.insert(plan.output(stream + "/out", select), plan.derived(stream + "Out", NUMBERS));
      plan.newPipeline();
    }
    return AppRuntime.create(
        plan.app(),
        RuntimeOptions.defaults()
            .withMode(RuntimeOptions.Mode.THREADED)
            .withClock(new VirtualClock(50))
            .withRingCapacity(RING_ROWS)
            .withErrorListener(error -> {}));
  }

  private static Thread threadOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no thread " + name));
  }

  @Test
  void shouldHoldBackAPartWhoseRowsNobodyTakes() throws InterruptedException {
    AppRuntime app = app("slow");
    AtomicLong taken = new AtomicLong();
    AtomicLong given = new AtomicLong();
    CountDownLatch isReleased = new CountDownLatch(1);
    app.subscribe(
        "AOut",
        (batch, lo, hi) -> {
          for (int k = lo; k < hi; k++) {
            taken.incrementAndGet();
            app.input("B").send(1);
          }
        });
    app.subscribe(
        "BOut",
        (batch, lo, hi) -> {
          awaitLatch(isReleased);
          given.addAndGet(hi - lo);
        });
    app.start();
    StreamInput in = app.input("A");
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                in.send(i);
              }
            });
    sender.start();

    // A worker parks while its ring is full only if it is held back.
    Thread worker = threadOf("eventflux-slow-pipeline-0");
    while (sender.isAlive()
        && (app.pipelines().get(0).junction().remainingCapacity() > 0
            || worker.getState() != Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
    long takenWhileBlocked = taken.get();
    isReleased.countDown();
    sender.join();
    app.stop();

    // The ring of B and what waits in front of it, and a range that came on top.
    assertTrue(takenWhileBlocked <= 3L * RING_ROWS, () -> "takenWhileBlocked=" + takenWhileBlocked);
    assertEquals(1_000, given.get());
    assertEquals(0, app.statistics().errors());
  }

  @Test
  void shouldNotStickWherePartsFeedEachOther() {
    AppRuntime app = app("circle");
    AtomicLong ended = new AtomicLong();
    pass(app, "AOut", "B", ended);
    pass(app, "BOut", "A", ended);
    app.start();

    for (int i = 0; i < 500; i++) {
      app.input("A").send(40);
      app.input("B").send(40);
    }
    app.stop();

    assertEquals(1_000, ended.get());
    assertTrue(app.statistics().isBalanced());
    assertEquals(0, app.statistics().errors());
  }

  private static void pass(AppRuntime app, String from, String to, AtomicLong ended) {
    app.subscribe(
        from,
        (batch, lo, hi) -> {
          for (int k = lo; k < hi; k++) {
            int hops = ((IntColumn) batch.column(0)).values()[batch.row(k)];
            if (hops == 0) {
              ended.incrementAndGet();
            } else {
              app.input(to).send(hops - 1);
            }
          }
        });
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
