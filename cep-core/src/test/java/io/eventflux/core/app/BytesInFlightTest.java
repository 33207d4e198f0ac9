package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.FakeConnectors.FakeSource;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.metric.Metric;
import io.eventflux.core.plan.DeadLetterColumn;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large records before a slow reader: what waits is counted in bytes. */
@Timeout(60)
public class BytesInFlightTest {
  private static final int MIB = 1 << 20;
  private static final RowSchema TEXTS = schema("text", Type.STRING);

  /** A source that waits, or has nothing more to give. */
  private static final Set<Thread.State> RESTING =
      EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

  private final FakeConnectors connectors = new FakeConnectors();
  private final AtomicLong offeredBytes = new AtomicLong();
  private final CountDownLatch isOffered = new CountDownLatch(1);
  private volatile Thread sourceThread = Thread.currentThread();

  /** A source of so many records of one MiB, {@code pollRows} of them at a time. */
  private FakeSource megabytes(int count, int pollRows) {
    FakeSource source = connectors.source("in").pollRows(pollRows);
    for (int i = 0; i < count; i++) {
      source.row(i, Integer.toString(i % 10).repeat(MIB));
    }
    return source.rowSizeBytes(
        (batch, row) -> ((String) Objects.requireNonNull(batch.column(0).boxed(row))).length());
  }

  private AppRuntime app(PlanBuilder plan, RuntimeOptions.Mode mode) {
    return AppRuntime.create(
        plan.app(),
        RuntimeOptions.defaults()
            .withMode(mode)
            .withClock(new VirtualClock(50))
            .withConnectors(connectors.registry())
            .withErrorListener(error -> {}));
  }

  private static PlanBuilder copy(String... sourceOptions) {
    PlanBuilder plan = new PlanBuilder("large").source("In", "in", sourceOptions);
    int in = plan.stream("In", TEXTS);
    int select = plan.project("copy/select", in, TEXTS, null, all(TEXTS));
    plan.insert(plan.output("copy", select), plan.derived("Out", TEXTS));
    return plan;
  }

  private static long inFlightBytes(AppRuntime app) {
    for (Metric metric : app.metrics().metrics()) {
      if (metric instanceof Metric.OfGauge gauge
          && gauge.descriptor().name().equals("eventflux_source_in_flight_bytes")) {
        return (long) gauge.value().getAsDouble();
      }
    }
    throw new AssertionError("there is no metric of bytes in flight");
  }

  /** Once more bytes are offered than are allowed, waits until their source waits. */
  private void awaitFullSource(long limitBytes, FakeSource source) {
    source.beforeDelivery(
        sizeBytes -> {
          sourceThread = Thread.currentThread();
          if (offeredBytes.addAndGet(sizeBytes) > limitBytes) {
            isOffered.countDown();
          }
        });
  }

  private void awaitWaiting() {
    try {
      assertTrue(isOffered.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    while (!RESTING.contains(sourceThread.getState())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldLetNoMoreBytesIntoTheRingThanTheLimitWhileASinkIsBlocked() {
    long limitBytes = 8L * MIB;
    FakeSource source = megabytes(40, 2);
    awaitFullSource(limitBytes, source);
    AtomicLong processedBytes = new AtomicLong();
    List<Long> inFlight = new ArrayList<>();
    AppRuntime app = app(copy("max-in-flight", "8MiB"), RuntimeOptions.Mode.THREADED);
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          if (processedBytes.get() == 0) {
            awaitWaiting();
            inFlight.add(inFlightBytes(app));
          }
          // Two records are on offer at most, while their source waits.
          assertTrue(offeredBytes.get() - processedBytes.get() <= limitBytes + 2L * MIB);
          assertTrue(inFlightBytes(app) <= limitBytes);
          processedBytes.addAndGet((long) MIB * (hi - lo));
        });

    app.start();
    app.runToEnd();
    app.close();

    assertEquals(List.of(limitBytes), inFlight);
    assertEquals(40L * MIB, processedBytes.get());
    assertEquals(0, inFlightBytes(app));
    assertEquals(0, app.statistics().errors(), "the listener has not failed");
  }

  @Test
  void shouldLetABatchOverTheLimitInAlone() {
    FakeSource source = megabytes(9, 3);
    awaitFullSource(3L * MIB, source);
    List<Long> inFlight = new ArrayList<>();
    AppRuntime app = app(copy("max-in-flight", "1MiB"), RuntimeOptions.Mode.THREADED);
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          awaitWaiting();
          inFlight.add(inFlightBytes(app));
        });

    app.start();
    app.runToEnd();
    app.close();

    assertEquals(List.of(3L * MIB, 3L * MIB, 3L * MIB), inFlight);
  }

  @Test
  void shouldCountDeadLettersOfLargeRecords() {
    FakeSource source = connectors.source("in").pollRows(1);
    for (int i = 0; i < 12; i++) {
      source.broken("x".repeat(MIB));
    }
    PlanBuilder plan =
        copy("max-in-flight", "6MiB", "error.strategy", "dlq", "error.dlq.stream", "Dead");
    plan.derived(
        "Dead",
        schema(
            Arrays.stream(DeadLetterColumn.values())
                .flatMap(column -> Stream.of(column.columnName(), column.type()))
                .toArray()));
    awaitFullSource(2L * MIB, source);
    List<Long> inFlight = new ArrayList<>();
    AppRuntime app = app(plan, RuntimeOptions.Mode.THREADED);
    app.subscribe(
        "Dead",
        (batch, lo, hi) -> {
          if (inFlight.isEmpty()) {
            awaitWaiting();
          }
          inFlight.add(inFlightBytes(app));
        });

    app.start();
    app.runToEnd();
    app.close();

    // Two letters of three MiB each, and never a third.
    assertEquals(6L * MIB, inFlight.get(0));
    assertTrue(inFlight.stream().allMatch(sizeBytes -> sizeBytes <= 6L * MIB), inFlight::toString);
    assertEquals(12, app.statistics().deadLetters());
    assertTrue(app.statistics().isBalanced());
  }

  @Test
  void shouldStopASourceThatWaits() throws Exception {
    FakeSource source = megabytes(10, 1);
    awaitFullSource(2L * MIB, source);
    CountDownLatch isReleased = new CountDownLatch(1);
    AppRuntime app = app(copy("max-in-flight", "2MiB"), RuntimeOptions.Mode.THREADED);
    app.subscribe(
        "Out",
        (batch, lo, hi) -> {
          awaitWaiting();
          try {
            isReleased.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    app.start();
    FutureTask<Void> stop =
        new FutureTask<>(
            () -> {
              awaitWaiting();
              app.stop();
              return null;
            });
    new Thread(stop).start();

    awaitWaiting();
    isReleased.countDown();
    stop.get(30, TimeUnit.SECONDS);

    assertEquals(AppRuntime.Status.STOPPED, app.status());
    assertTrue(app.statistics().isBalanced());
    assertEquals(0, inFlightBytes(app));
  }

  @Test
  void shouldLetAProgramSendNoMoreBytesThanTheLimit() throws InterruptedException {
    long limitBytes = 8L * MIB;
    PlanBuilder plan = new PlanBuilder("sent");
    int in = plan.stream("In", TEXTS);
    int select = plan.project("copy/select", in, TEXTS, null, all(TEXTS));
    plan.insert(plan.output("copy", select), plan.derived("Out", TEXTS));
    AtomicLong processed = new AtomicLong();
    AtomicLong waitingMax = new AtomicLong();
    try (AppRuntime app =
        AppRuntime.create(
            plan.app(),
            RuntimeOptions.defaults()
                .withMode(RuntimeOptions.Mode.THREADED)
                .withClock(new VirtualClock(50))
                .withConnectors(connectors.registry())
                .withMaxInFlightBytes(limitBytes)
                .withErrorListener(error -> {}))) {
      app.subscribe(
          "Out",
          (batch, lo, hi) -> {
            if (processed.get() == 0) {
              awaitWaiting();
            }
            waitingMax.accumulateAndGet(app.input("In").feed().inFlightBytes(), Math::max);
            processed.addAndGet(hi - lo);
          });
      app.start();
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < 40; i++) {
                  if (i == 8) {
                    isOffered.countDown();
                  }
                  app.input("In").send("x".repeat(MIB));
                }
              });
      sourceThread = sender;
      sender.start();
      sender.join();
      app.runToEnd();

      assertEquals(40, processed.get());
      assertEquals(limitBytes, waitingMax.get());
      assertEquals(0, app.statistics().errors(), "the listener has not failed");
    }
  }

  @Test
  void shouldNotWaitWhereCallersDriveTheApp() {
    megabytes(10, 5);
    try (AppRuntime app = app(copy("max-in-flight", "1MiB"), RuntimeOptions.Mode.CALLER_DRIVEN)) {
      app.start();

      app.runToEnd();

      assertEquals(10, app.statistics().processed());
      assertEquals(0, inFlightBytes(app));
    }
  }
}
