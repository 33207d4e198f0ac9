package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.compare;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AppRuntimeTest {
  private static final RowSchema TRADES =
      schema("symbol", Type.STRING, "price", Type.DOUBLE, "volume", Type.LONG);
  private static final RowSchema NUMBERS = schema("n", Type.INT);

  @Test
  void shouldFilterAndProject() {
    PlanBuilder plan = new PlanBuilder("trades");
    int trades = plan.stream("Trades", TRADES);
    RowSchema big = schema("symbol", Type.STRING, "notional", Type.DOUBLE);
    PlanExpr price = column(1, Type.DOUBLE);
    PlanExpr volume = new PlanExpr.Cast(column(2, Type.LONG), Type.DOUBLE);
    int filtered =
        plan.filter(
            "big/filter",
            trades,
            compare(PlanOperator.GREATER, price, constant(10.0, Type.DOUBLE)));
    int projected =
        plan.project(
            "big/select",
            filtered,
            big,
            null,
            column(0, Type.STRING),
            new PlanExpr.Operation(PlanOperator.MULTIPLY, List.of(price, volume), Type.DOUBLE));
    plan.insert(plan.output("big", projected), plan.derived("Big", big));
    AppScript script = new AppScript(plan.app()).observe("Big").observeQueries("big");

    script
        .send("Trades", 1, "IBM", 12.5, 2L)
        .send("Trades", 2, "MSFT", 3.0, 100L)
        .send("Trades", 3, null, 11.0, null)
        .sendUnit(
            "Trades",
            4,
            List.of(
                new Object[] {"A", 20.0, 1L},
                new Object[] {"B", 1.0, 1L},
                new Object[] {"C", 30.0, 1L}));

    List<String> lines = List.of("[IBM, 25.0]@1", "[null, null]@3", "[A, 20.0]@4", "+[C, 30.0]@4");
    script.assertOutput(Map.of("Big", lines, "big", lines));
  }

  @Test
  void shouldKeepUnitsOfAnySizeWhole() {
    PlanBuilder plan = new PlanBuilder("units");
    int in = plan.stream("In", NUMBERS);
    int copy = plan.project("copy/select", in, NUMBERS, null, all(NUMBERS));
    plan.insert(plan.output("copy", copy), plan.derived("Out", NUMBERS));

    new AppScript(plan.app())
        .observe("Out")
        .send("In", 1, 1)
        .sendUnit("In", 2, rows(2, 3, 4, 5, 6, 7, 8, 9, 10))
        .sendUnit("In", 3, rows(11, 12))
        .send("In", 4, 13)
        .assertOutput(
            Map.of(
                "Out",
                List.of(
                    "[1]@1", "[2]@2", "+[3]@2", "+[4]@2", "+[5]@2", "+[6]@2", "+[7]@2", "+[8]@2",
                    "+[9]@2", "+[10]@2", "[11]@3", "+[12]@3", "[13]@4")));
  }

  @ParameterizedTest
  @EnumSource(RuntimeOptions.Mode.class)
  void shouldTakeEventsThatManyThreadsSendAtOnceOfEachThreadInOrder(RuntimeOptions.Mode mode)
      throws Exception {
    int threadCount = 4;
    int eventCount = 5_000;
    RowSchema numbered = schema("thread", Type.INT, "n", Type.INT);
    PlanBuilder plan = new PlanBuilder("many");
    plan.stream("In", numbered);
    List<List<Integer>> seen =
        Stream.generate(() -> new ArrayList<Integer>()).limit(threadCount).collect(toList());
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (AppRuntime app = AppRuntime.create(plan.app(), RuntimeOptions.defaults().withMode(mode))) {
      app.subscribe(
          "In",
          (batch, lo, hi) -> {
            int[] thread = ((IntColumn) batch.column(0)).values();
            int[] n = ((IntColumn) batch.column(1)).values();
            for (int k = lo; k < hi; k++) {
              seen.get(thread[batch.row(k)]).add(n[batch.row(k)]);
            }
          });
      app.start();
      StreamInput input = app.input("In");
      for (int t = 0; t < threadCount; t++) {
        int number = t;
        Thread thread =
            new Thread(
                () -> {
                  try {
                    start.await();
                    for (int n = 0; n < eventCount; n++) {
                      input.sendAt(n, number, n);
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
        threads.add(thread);
        thread.start();
      }

      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }

    List<Integer> all = IntStream.range(0, eventCount).boxed().toList();
    assertNull(failure.get());
    assertEquals(Collections.nCopies(threadCount, all), seen);
  }

  static List<Object[]> rows(int... values) {
    return Arrays.stream(values).mapToObj(value -> new Object[] {value}).toList();
  }
}
