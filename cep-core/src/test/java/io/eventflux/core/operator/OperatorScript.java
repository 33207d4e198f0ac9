package io.eventflux.core.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an operator, in order, and the check that its output is the same for ranges of 1,
 * 7 and all rows, with and without a snapshot and restore between any two ranges. Cuts ranges as a
 * pipeline must: at timers, where a row could schedule one, at rows behind the clock, and at
 * watermarks. The clock is that of playback: the greatest time so far.
 *
 * <p>Output is a list of lines, one a unit, as {@code [a, 1]@100 -[b, 2]@110 RESET@110}: CURRENT,
 * EXPIRED and RESET rows with their times. Rows of a second output are marked {@code late:},
 * watermarks {@code W=5}. Failed rows, {@code error@100}, stand at the end in an order of their
 * own: a range reports them before it emits.
 */
public final class OperatorScript {
  private static final int[] RANGE_ROWS = {1, 7, Integer.MAX_VALUE};

  private final RowSchema schema;
  private final List<Step> steps = new ArrayList<>();
  private StateLimits limits = StateLimits.DEFAULT;

  /** A script whose rows have {@code schema}. */
  public OperatorScript(RowSchema schema) {
    this.schema = schema;
  }

  private sealed interface Step permits Unit, Watermark, Advance {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Unit(long timestamp, List<Object[]> rows, byte[] kinds) implements Step {}

  private record Watermark(long millis) implements Step {}

  private record Advance(long millis) implements Step {}

  /** Makes the operator under test. */
  @FunctionalInterface
  public interface Maker {
    /** Called once per run, and again for every restore. */
    Operator create(Bench bench);
  }

  /** Bounds the state of the operator. */
  public OperatorScript limits(int runsMax, int keysMax) {
    limits = new StateLimits(runsMax, keysMax);
    return this;
  }

  /** Sends one row, a unit of its own. */
  public OperatorScript send(long timestamp, @Nullable Object... values) {
    return sendUnit(timestamp, new Object[][] {values});
  }

  /** Sends several rows of one unit. */
  public OperatorScript sendUnit(long timestamp, Object[]... rows) {
    steps.add(new Unit(timestamp, List.of(rows), new byte[rows.length]));
    return this;
  }

  /** Sends one unit of rows with kinds. */
  public OperatorScript sendKinds(long timestamp, byte[] kinds, Object[]... rows) {
    steps.add(new Unit(timestamp, List.of(rows), kinds));
    return this;
  }

  /** Moves the watermark. */
  public OperatorScript watermark(long millis) {
    steps.add(new Watermark(millis));
    return this;
  }

  /** Moves the clock. */
  public OperatorScript advance(long millis) {
    steps.add(new Advance(millis));
    return this;
  }

  /** Runs the script in all ways and compares each output with {@code lines}. */
  public void shouldGive(Maker maker, String... lines) {
    for (int rangeRows : RANGE_ROWS) {
      for (boolean restoring : new boolean[] {false, true}) {
        assertEquals(
            String.join("\n", lines),
            String.join("\n", run(maker, rangeRows, restoring)),
            "rangeRows=" + rangeRows + " restoring=" + restoring);
      }
    }
  }

  /** Runs the script in all ways, compares the outputs with each other, and returns them. */
  public List<String> output(Maker maker) {
    List<String> lines = run(maker, 1, false);
    shouldGive(maker, lines.toArray(new String[0]));
    return lines;
  }

  private List<String> run(Maker maker, int rangeRows, boolean restoring) {
    return new Run(maker, rangeRows, restoring).run();
  }

  /** One row of a unit. */
  public static Object[] row(@Nullable Object... values) {
    return values;
  }

  /** What an operator under test is given. */
  public final class Bench implements Timers, RowErrors {
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    private long now;
    private long lateRows;

    private Bench() {}

    /** The output under test. */
    public Output output(int columnCount) {
      return new LoggingOutput("", columnCount);
    }

    /** The output for late rows. */
    public Output lateOutput(int columnCount) {
      return new LoggingOutput("late:", columnCount);
    }

    /** A context for an operator that reads rows of {@code input}. */
    public OperatorContext context(RowSchema input) {
      return new BenchContext(input);
    }

    /** An output that feeds {@code next}. */
    public Output into(Operator next) {
      return new Output() {
        @Override
        public void emit(ColumnBatch batch, int lo, int hi) {
          if (lo < hi) {
            next.process(0, batch, lo, hi);
          }
        }

        @Override
        public void watermark(long watermarkMillis) {
          next.onWatermark(0, watermarkMillis);
        }
      };
    }

    @Override
    public long nowMillis() {
      return now;
    }

    @Override
    public long nowMillisAt(long timestampMillis) {
      return Math.max(now, timestampMillis);
    }

    @Override
    public void schedule(long dueMillis) {
      timers.add(dueMillis);
    }

    @Override
    public void report(ColumnBatch batch, int row, Throwable cause) {
      errors.add("error@" + batch.timestamps()[row]);
    }

    private final class LoggingOutput implements Output {
      private final String prefix;
      private final int columnCount;

      LoggingOutput(String prefix, int columnCount) {
        this.prefix = prefix;
        this.columnCount = columnCount;
      }

      @Override
      public void emit(ColumnBatch batch, int lo, int hi) {
        StringBuilder line = new StringBuilder();
        for (int position = lo; position < hi; position++) {
          int row = batch.row(position);
          if (position > lo) {
            int before = batch.unit(batch.row(position - 1));
            if (batch.units() == null || batch.unit(row) != before) {
              assert batch.units() == null || batch.unit(row) > before : "unit numbers never fall";
              lines.add(line.toString());
              line.setLength(0);
            } else {
              line.append(' ');
            }
          }
          line.append(prefix).append(rowText(batch, row, columnCount));
        }
        if (lo < hi) {
          lines.add(line.toString());
        }
      }

      @Override
      public void watermark(long watermarkMillis) {
        lines.add("W=" + watermarkMillis);
      }
    }

    private final class BenchContext implements OperatorContext {
      private final RowSchema input;

      BenchContext(RowSchema input) {
        this.input = input;
      }

      @Override
      public String operatorId() {
        return "test";
      }

      @Override
      public RowSchema inputSchema(int index) {
        return input;
      }

      @Override
      public KernelFactory kernels() {
        return new InterpretedKernels();
      }

      @Override
      public Timers timers() {
        return Bench.this;
      }

      @Override
      public RowErrors errors() {
        return Bench.this;
      }

      @Override
      public Table table(String name) {
        throw new AssertionError("no tables here");
      }

      @Override
      public StateLimits limits() {
        return limits;
      }

      @Override
      public void countLate(long rows) {
        lateRows += rows;
        lines.add("late rows=" + lateRows);
      }

      @Override
      public void countDroppedState(long count, String reason) {
        lines.add("dropped " + count + " " + reason);
      }

      @Override
      public void rejectRow(ColumnBatch batch, int row, String reason) {
        lines.add("rejected: " + reason);
      }
    }
  }

  private static String rowText(ColumnBatch batch, int row, int columnCount) {
    byte[] kinds = batch.kinds();
    byte kind = kinds == null ? RowKind.CURRENT : kinds[row];
    String time = "@" + batch.timestamps()[row];
    if (kind == RowKind.RESET) {
      return "RESET" + time;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int c = 0; c < columnCount; c++) {
      values.add(batch.column(c).boxed(row));
    }
    assertEquals(columnCount, batch.columns().length);
    return (kind == RowKind.EXPIRED ? "-" : "") + values + time;
  }

  private final class Run {
    private final Maker maker;
    private final int rangeRows;
    private final boolean restoring;
    private final Bench bench = new Bench();
    private final List<Unit> range = new ArrayList<>();
    private Operator operator;

    /**
     * Clock behind the last row of the range, and the first time a timer of its rows may be due.
     */
    private long rangeClock;

    private long rangeLimit = Long.MAX_VALUE;

    Run(Maker maker, int rangeRows, boolean restoring) {
      this.maker = maker;
      this.rangeRows = rangeRows;
      this.restoring = restoring;
      this.operator = maker.create(bench);
    }

    List<String> run() {
      for (Step step : steps) {
        if (step instanceof Unit unit) {
          add(unit);
        } else {
          flush();
          if (step instanceof Watermark watermark) {
            operator.onWatermark(0, watermark.millis());
          } else if (step instanceof Advance advance) {
            advanceTo(advance.millis());
          }
          restore();
        }
      }
      flush();
      bench.lines.addAll(bench.errors);
      return bench.lines;
    }

    private void add(Unit unit) {
      long clock = Math.max(rangeClock, unit.timestamp());
      boolean isBehind = unit.timestamp() < rangeClock;
      int rowCount = unit.rows().size() + range.stream().mapToInt(u -> u.rows().size()).sum();
      if (isBehind || rowCount > rangeRows || clock >= rangeLimit) {
        flush();
      }
      advanceTo(clock, !range.isEmpty());
      range.add(unit);
      long shortest = operator.shortestTimerDelayMillis();
      if (shortest != Long.MAX_VALUE) {
        rangeLimit = Math.min(rangeLimit, Math.min(unit.timestamp(), clock) + shortest);
      }
      rangeClock = clock;
      if (isBehind) {
        flush();
      }
    }

    /**
     * Fires what is due until {@code millis}; while rows are waiting only looks whether there is.
     */
    private void advanceTo(long millis, boolean rowsWait) {
      if (rowsWait) {
        if (bench.timers.stream().anyMatch(due -> due <= millis)) {
          flush();
        } else {
          return;
        }
      }
      if (range.isEmpty()) {
        fire(millis);
      }
    }

    private void advanceTo(long millis) {
      fire(millis);
      bench.now = Math.max(bench.now, millis);
      rangeClock = bench.now;
    }

    private void fire(long millis) {
      while (true) {
        Long due = bench.timers.stream().min(Long::compare).orElse(null);
        if (due == null || due > millis) {
          return;
        }
        bench.timers.remove(due);
        bench.now = Math.max(bench.now, due);
        operator.onTime(due);
        restore();
      }
    }

    private void flush() {
      if (!range.isEmpty()) {
        ColumnBatch batch = batchOf(range);
        int rowCount = range.stream().mapToInt(unit -> unit.rows().size()).sum();
        // The clock of the range is that of its first row.
        bench.now = Math.max(bench.now, range.get(0).timestamp());
        operator.process(0, batch, 0, rowCount);
        for (Unit unit : range) {
          bench.now = Math.max(bench.now, unit.timestamp());
        }
        Arrays.fill(batch.timestamps(), Long.MIN_VALUE);
        for (int i = 0; i < batch.columns().length; i++) {
          Arrays.fill(batch.column(i).nulls(), true);
        }
        range.clear();
        restore();
        fire(bench.now);
      }
      rangeLimit = Long.MAX_VALUE;
      rangeClock = bench.now;
    }

    private ColumnBatch batchOf(List<Unit> units) {
      int rowCount = units.stream().mapToInt(unit -> unit.rows().size()).sum();
      ColumnBatch batch = new ColumnBatch(schema, rowCount);
      int[] numbers = new int[rowCount];
      byte[] kinds = new byte[rowCount];
      boolean isPlain = true;
      int row = 0;
      for (int u = 0; u < units.size(); u++) {
        Unit unit = units.get(u);
        isPlain &= unit.rows().size() == 1;
        for (int r = 0; r < unit.rows().size(); r++) {
          for (int c = 0; c < schema.size(); c++) {
            batch.column(c).setBoxed(row, unit.rows().get(r)[c]);
          }
          batch.timestamps()[row] = unit.timestamp();
          numbers[row] = u + 3;
          kinds[row] = unit.kinds()[r];
          row++;
        }
      }
      batch.units(isPlain ? null : numbers);
      boolean isCurrent = true;
      for (byte kind : kinds) {
        isCurrent &= kind == RowKind.CURRENT;
      }
      batch.kinds(isCurrent ? null : kinds);
      return batch;
    }

    private void restore() {
      if (restoring) {
        StateWriter writer = new StateWriter();
        operator.snapshot(writer);
        operator.close();
        operator = maker.create(bench);
        StateReader reader = new StateReader(writer.toByteArray());
        operator.restore(reader);
        assertEquals(0, reader.remaining(), "all of the snapshot is read");
      }
    }
  }

  /** Two operators as one: rows go into the first, and both are snapshot together. */
  public static final class Chain implements Operator {
    private final Operator first;
    private final Operator second;

    /** The output of {@code first} must already lead into {@code second}. */
    public Chain(Operator first, Operator second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public void process(int input, ColumnBatch batch, int lo, int hi) {
      first.process(input, batch, lo, hi);
    }

    @Override
    public void onTime(long dueMillis) {
      first.onTime(dueMillis);
    }

    @Override
    public long shortestTimerDelayMillis() {
      return first.shortestTimerDelayMillis();
    }

    @Override
    public void onWatermark(int input, long watermarkMillis) {
      first.onWatermark(input, watermarkMillis);
    }

    @Override
    public void snapshot(StateWriter writer) {
      first.snapshot(writer);
      second.snapshot(writer);
    }

    @Override
    public void restore(StateReader reader) {
      first.restore(reader);
      second.restore(reader);
    }
  }
}
