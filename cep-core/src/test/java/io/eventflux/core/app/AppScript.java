package io.eventflux.core.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.time.VirtualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an app, in order, and the check that its output is the same in every way of
 * running it: ranges of 1, 7 and all rows; rows sent one by one or many in a call; rings so small
 * that they cut units; a snapshot restored into a new runtime between any two steps; and threads.
 *
 * <p>Output is a map from stream or query to lines as {@link RowLines} writes them.
 */
public final class AppScript {
  private final CompiledApp app;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> streams = new ArrayList<>();
  private final List<String> queries = new ArrayList<>();
  private boolean isEnded;

  /** A script for {@code app}, which has no sources and sinks. */
  public AppScript(CompiledApp app) {
    this.app = app;
  }

  private sealed interface Step permits Unit, Advance {}

  private record Unit(String stream, long timestamp, List<@Nullable Object[]> rows)
      implements Step {}

  private record Advance(long millis) implements Step {}

  /** One way of running a script. */
  private record Manner(
      RuntimeOptions.Mode mode,
      int rangeRowsMax,
      int ringCapacity,
      boolean sendsTogether,
      boolean restartsEverywhere) {}

  /** Output of these streams counts. */
  public AppScript observe(String... names) {
    streams.addAll(List.of(names));
    return this;
  }

  /** Output of these queries counts. */
  public AppScript observeQueries(String... names) {
    queries.addAll(List.of(names));
    return this;
  }

  /** Sends one event. */
  public AppScript send(String stream, long timestamp, @Nullable Object... values) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(values);
    steps.add(new Unit(stream, timestamp, rows));
    return this;
  }

  /** Sends events that belong together. */
  public AppScript sendUnit(String stream, long timestamp, List<@Nullable Object[]> rows) {
    steps.add(new Unit(stream, timestamp, rows));
    return this;
  }

  /** Moves the clock. */
  public AppScript advance(long millis) {
    steps.add(new Advance(millis));
    return this;
  }

  /** Says at the end that no more events come. */
  public AppScript end() {
    isEnded = true;
    return this;
  }

  /** Runs the script in all manners and checks that the output is always {@code expected}. */
  public void assertOutput(Map<String, List<String>> expected) {
    for (Manner manner : manners()) {
      assertEquals(expected, run(manner), manner::toString);
    }
  }

  /** Runs the script in all manners, checks that the output is always the same, and returns it. */
  public Map<String, List<String>> assertSameOutput() {
    List<Manner> manners = manners();
    Map<String, List<String>> first = run(manners.get(0));
    for (Manner manner : manners) {
      assertEquals(first, run(manner), manner::toString);
    }
    return first;
  }

  private static List<Manner> manners() {
    List<Manner> manners = new ArrayList<>();
    for (RuntimeOptions.Mode mode : RuntimeOptions.Mode.values()) {
      for (int ringCapacity : new int[] {1024, 4}) {
        for (int rangeRowsMax : new int[] {1, 7, 0}) {
          for (boolean sendsTogether : new boolean[] {false, true}) {
            manners.add(new Manner(mode, rangeRowsMax, ringCapacity, sendsTogether, false));
          }
        }
      }
      manners.add(new Manner(mode, 0, 1024, true, true));
      manners.add(new Manner(mode, 7, 4, false, true));
    }
    return manners;
  }

  private Map<String, List<String>> run(Manner manner) {
    RuntimeOptions options =
        RuntimeOptions.defaults()
            .withMode(manner.mode())
            .withClock(new VirtualClock(0))
            .withRingCapacity(manner.ringCapacity())
            .withRangeRowsMax(manner.rangeRowsMax())
            .withErrorListener(error -> {})
            .withConnectors(new ConnectorRegistry(List.of(), List.of(), List.of()));
    Map<String, RowLines> output = new LinkedHashMap<>();
    streams.forEach(stream -> output.put(stream, new RowLines()));
    queries.forEach(query -> output.put(query, new RowLines()));
    AppRuntime runtime = start(options, output, null);
    int i = 0;
    while (i < steps.size()) {
      if (manner.restartsEverywhere() && i > 0) {
        byte[] state = runtime.snapshot();
        assertBalanced(runtime, manner);
        runtime.close();
        runtime = start(options, output, state);
      }
      if (steps.get(i) instanceof Advance advance) {
        runtime.advanceTo(advance.millis());
        i++;
      } else {
        i = sendFrom(i, runtime, manner.sendsTogether() && !manner.restartsEverywhere());
      }
    }
    if (isEnded) {
      runtime.runToEnd();
    }
    runtime.close();
    assertBalanced(runtime, manner);
    Map<String, List<String>> lines = new LinkedHashMap<>();
    output.forEach((name, rows) -> lines.put(name, rows.lines()));
    return lines;
  }

  private static void assertBalanced(AppRuntime runtime, Manner manner) {
    AppStatistics statistics = runtime.statistics();
    assertTrue(statistics.isBalanced(), () -> manner + " is not balanced: " + statistics);
  }

  private AppRuntime start(
      RuntimeOptions options, Map<String, RowLines> output, byte @Nullable [] state) {
    AppRuntime runtime = AppRuntime.create(app, options);
    streams.forEach(
        stream -> runtime.subscribe(stream, Objects.requireNonNull(output.get(stream))));
    queries.forEach(
        query -> runtime.subscribeQuery(query, Objects.requireNonNull(output.get(query))));
    if (state != null) {
      runtime.restore(state);
    }
    runtime.start();
    return runtime;
  }

  /**
   * Sends the unit at {@code from}, together with those behind it of the same stream if asked for;
   * returns the step behind.
   */
  private int sendFrom(int from, AppRuntime runtime, boolean together) {
    Unit first = (Unit) steps.get(from);
    StreamInput input = runtime.input(first.stream());
    int to = from + 1;
    if (!together) {
      input.sendUnit(first.timestamp(), first.rows());
      return to;
    }
    while (to < steps.size()
        && steps.get(to) instanceof Unit next
        && next.stream().equals(first.stream())) {
      to++;
    }
    ColumnBatch batch = input.newBatch(16);
    batch.units(new int[16]);
    int row = 0;
    for (int i = from; i < to; i++) {
      Unit unit = (Unit) steps.get(i);
      for (@Nullable Object[] values : unit.rows()) {
        batch.ensureCapacity(row + 1);
        RowValues.set(unit.stream(), input.schema(), batch, row, values);
        batch.timestamps()[row] = unit.timestamp();
        Objects.requireNonNull(batch.units())[row] = i;
        row++;
      }
    }
    if (row == to - from) {
      // Every row is a unit: the pipeline may take them where they stand.
      batch.units(null);
    }
    input.publish(batch, 0, row);
    return to;
  }
}
