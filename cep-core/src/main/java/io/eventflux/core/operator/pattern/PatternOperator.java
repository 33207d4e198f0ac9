package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.FilterKernel;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine of language 5.2 for chains of single events. Elements are numbered from 0. A run that
 * waits for element {@code i} stands in store {@code i}; there is no store 0, because a run without
 * events is one flag ({@code isArmed}): the element that starts a pattern, or the group of {@code
 * every} around it, has at most one empty run.
 *
 * <p>An event visits the elements from last to first, so it never fills two consecutive elements of
 * one run. Copies that R1 makes become available behind the event. Matches of one event come oldest
 * run first: by first event, then by the order in which runs forked off.
 *
 * <p>Conditions that look at the event alone are evaluated for a whole range at once; a row that
 * fits no element costs a few comparisons. Key equalities find the bucket of runs that can advance;
 * what is left of the condition runs in one loop over these. {@code within} needs no timers: a run
 * is dead when the horizon (greatest time seen since it started, less {@code within}) has passed
 * its first event, and its memory is freed when an event meets it, or when the stores have doubled
 * since they were last swept, which is O(1) amortised.
 *
 * <p>At most {@code runsMax} runs wait behind an event. Beyond that the oldest 64th is dropped at
 * once and reported; dropping the newest instead would make a pattern deaf for ever. Rows that fail
 * an evaluation are reported and bind nothing.
 */
public final class PatternOperator implements Operator {
  /** Stands for the rows that pass where there is no filter. */
  private static final int[] ALL_ROWS = {};

  private static final int OUT_ROWS_MAX = 1024;
  private static final int SWEEP_RUNS_MIN = 1024;

  private final OperatorContext context;
  private final Output output;
  private final int runsMax;
  private final int elementCount;
  private final long withinMillis;

  /** Elements by input, last to first. */
  private final int[][] listeners;

  private final @Nullable FilterKernel[] filters;

  /** Runs by the element they wait for; none for element 0. */
  private final @Nullable WaitingRuns[] stores;

  /** Copies made by R1, by the element that they will wait for, until the event is over. */
  private final @Nullable WaitingRuns[] copies;

  // What an element keeps of its event, by element: columns of the event and their registers.
  private final int[][] captureColumns;
  private final int[][] captureRegisters;

  /** The first element of the scope that ends with an element; -1: no scope ends there. */
  private final int[] scopeFirst;

  /** Last element of the scope that starts the pattern; -1: none. */
  private final int headScopeLast;

  // Rows of the range being processed that fulfil the filter of an element, by element.
  private final int[][] passed;
  private final int[] passedCount;
  private final int[] passedNext;

  private final ColumnBatch out;
  private int outCount;

  private boolean isArmed = true;

  /** The run inside a head scope of several elements; its start tells when R3 arms again. */
  private boolean isHeadOpen;

  private long headStartMillis;
  private long headStart;

  private long runNumber;
  private long horizonMillis = Long.MIN_VALUE;
  private int sweepAt;
  private final long[] watermarks;

  /** Which inputs have told the end; not part of the state, since they tell it again. */
  private final boolean[] hasEnded;

  private long watermarkGiven = Long.MIN_VALUE;

  /** The operator of {@code node}. */
  public PatternOperator(PlanNode.Pattern node, OperatorContext context, Output output) {
    this.context = context;
    this.output = output;
    this.runsMax = context.limits().runsMax();
    PatternProgram program = node.program();
    elementCount = program.elements().size();
    withinMillis = program.withinMillis();
    sweepAt = Math.min(SWEEP_RUNS_MIN, runsMax);
    watermarks = new long[node.inputs().size()];
    hasEnded = new boolean[node.inputs().size()];
    Arrays.fill(watermarks, Long.MIN_VALUE);

    scopeFirst = new int[elementCount];
    Arrays.fill(scopeFirst, -1);
    int headLast = -1;
    for (PatternProgram.Scope scope : program.scopes()) {
      scopeFirst[scope.last()] = scope.first();
      headLast = scope.first() == 0 ? scope.last() : headLast;
    }
    headScopeLast = headLast;

    RowSchema registers = program.registers();
    filters = new FilterKernel[elementCount];
    stores = new WaitingRuns[elementCount];
    copies = new WaitingRuns[elementCount];
    captureColumns = new int[elementCount][];
    captureRegisters = new int[elementCount][];
    for (int i = 0; i < elementCount; i++) {
      PatternProgram.Element element = program.elements().get(i);
      captureColumns[i] =
          element.captures().stream().mapToInt(PatternProgram.Capture::column).toArray();
      captureRegisters[i] =
          element.captures().stream().mapToInt(PatternProgram.Capture::register).toArray();
      RowSchema input = context.inputSchema(element.input());
      if (element.filter() != null) {
        filters[i] = context.kernels().filter(input, element.filter());
      }
      PairKernel condition =
          element.condition() == null
              ? null
              : context.kernels().pair(input, registers, element.condition());
      assert i > 0 || (condition == null && element.keys().isEmpty())
          : "the first element has nothing to refer to";
      if (i > 0) {
        stores[i] = new WaitingRuns(registers, boundBefore(program, i), element.keys(), condition);
      }
      int first = scopeFirst[i];
      if (first > 0 && first < i) {
        copies[first] = new WaitingRuns(registers, boundBefore(program, first), List.of(), null);
      }
    }
    listeners = new int[node.inputs().size()][];
    for (int input = 0; input < listeners.length; input++) {
      listeners[input] = listenersOf(program, input);
    }
    passed = new int[elementCount][];
    for (int i = 0; i < elementCount; i++) {
      passed[i] = filters[i] == null ? ALL_ROWS : new int[64];
    }
    passedCount = new int[elementCount];
    passedNext = new int[elementCount];
    out = new ColumnBatch(registers, OUT_ROWS_MAX);
  }

  private static int[] boundBefore(PatternProgram program, int index) {
    return program.elements().subList(0, index).stream()
        .flatMap(element -> element.captures().stream())
        .mapToInt(PatternProgram.Capture::register)
        .sorted()
        .toArray();
  }

  private static int[] listenersOf(PatternProgram program, int input) {
    int elementCount = program.elements().size();
    int[] elements = new int[elementCount];
    int count = 0;
    for (int i = elementCount - 1; i >= 0; i--) {
      if (program.elements().get(i).input() == input) {
        elements[count++] = i;
      }
    }
    return Arrays.copyOf(elements, count);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    int[] elements = listeners[input];
    for (int element : elements) {
      filterRange(element, batch, lo, hi);
    }
    int[] selection = batch.selection();
    long[] timestamps = batch.timestamps();
    for (int position = lo; position < hi; position++) {
      int row = selection == null ? position : selection[position];
      long timeMillis = timestamps[row];
      if (withinMillis >= 0) {
        raiseHorizon(timeMillis);
      }
      boolean isBound = false;
      for (int element : elements) {
        if (hasPassed(element, row)) {
          isBound |=
              element == 0
                  ? start(batch, row, timeMillis)
                  : advance(element, batch, row, timeMillis);
        }
      }
      if (isBound) {
        settle();
      }
    }
    flush();
  }

  /** Evaluates what a condition asks of the event alone, for all rows of the range. */
  private void filterRange(int element, ColumnBatch batch, int lo, int hi) {
    FilterKernel filter = filters[element];
    if (filter == null) {
      return;
    }
    int[] rows = passed[element];
    if (rows.length < hi - lo) {
      rows = new int[hi - lo];
      passed[element] = rows;
    }
    passedCount[element] = filter.filter(batch, lo, hi, rows, context.errors());
    passedNext[element] = 0;
  }

  private boolean hasPassed(int element, int row) {
    int[] rows = passed[element];
    if (rows == ALL_ROWS) {
      return true;
    }
    int next = passedNext[element];
    if (next == passedCount[element] || rows[next] != row) {
      return false;
    }
    passedNext[element] = next + 1;
    return true;
  }

  /** Step 1 of the machine: runs that started before the horizon are dead from here on. */
  private void raiseHorizon(long timeMillis) {
    long horizon = horizonAt(timeMillis);
    if (horizon > horizonMillis) {
      horizonMillis = horizon;
      if (isHeadOpen && headStartMillis < horizon) {
        // R3: available to the same event.
        isHeadOpen = false;
        isArmed = true;
      }
    }
  }

  /** The first time that is within reach of an event; far in the past it does not overflow. */
  private long horizonAt(long timeMillis) {
    long horizon = timeMillis - withinMillis;
    return horizon <= timeMillis ? horizon : Long.MIN_VALUE;
  }

  /** Element 0: the empty run binds the event. */
  private boolean start(ColumnBatch batch, int row, long timeMillis) {
    if (!isArmed) {
      return false;
    }
    if (withinMillis >= 0 && timeMillis < horizonMillis) {
      // An event from before the horizon starts a run that only later events can end. Once the
      // dead are gone the horizon may fall: all runs that are left lie behind the old one.
      sweep();
      horizonMillis = horizonAt(timeMillis);
    }
    isArmed = headScopeLast == 0;
    if (elementCount == 1) {
      bind(0, batch, row, out.columns(), outCount);
      out.timestamps()[outCount++] = timeMillis;
      flushWhenFull();
      return true;
    }
    long number = ++runNumber;
    if (headScopeLast > 0) {
      isHeadOpen = true;
      headStartMillis = timeMillis;
      headStart = number;
    }
    WaitingRuns store = store(1);
    int to = store.prepare(timeMillis, number, number);
    bind(0, batch, row, store.rows().columns(), to);
    store.add();
    return true;
  }

  /** Element {@code i} above 0: all runs that wait there and can bind the event do so. */
  private boolean advance(int element, ColumnBatch batch, int row, long timeMillis) {
    WaitingRuns store = store(element);
    if (store.size() == 0) {
      return false;
    }
    int count = store.find(batch, row, horizonMillis, context.errors());
    if (count == 0) {
      return false;
    }
    boolean isFork = scopeFirst[element] == element;
    if (element == elementCount - 1) {
      emitMatches(store, count, batch, row, timeMillis);
    } else {
      move(element, store, count, isFork, batch, row);
    }
    if (isFork) {
      // R1 for a single element: the run goes on waiting, what it became is the fork.
      return true;
    }
    rearm(element, store, count);
    store.removeFound();
    return true;
  }

  private void move(
      int element, WaitingRuns store, int count, boolean isFork, ColumnBatch batch, int row) {
    WaitingRuns target = store(element + 1);
    RunRows from = store.rows();
    RunRows to = target.rows();
    int[] found = store.found();
    for (int k = 0; k < count; k++) {
      int run = found[k];
      long birth = isFork ? ++runNumber : from.births[run];
      int moved = target.prepare(from.startMillis[run], from.starts[run], birth);
      to.copyRegisters(from, run, moved);
      bind(element, batch, row, to.columns(), moved);
      target.add();
    }
  }

  /** R1 for scopes of several elements. */
  private void rearm(int element, WaitingRuns store, int count) {
    int first = scopeFirst[element];
    if (first == 0) {
      isHeadOpen = false;
      return;
    }
    if (first < 0) {
      return;
    }
    RunRows from = store.rows();
    int[] found = store.found();
    for (int k = 0; k < count; k++) {
      int run = found[k];
      copy(from, run, copies(first), ++runNumber);
    }
  }

  /** Adds a copy of a run with the registers that {@code target} keeps. */
  private static void copy(RunRows from, int run, WaitingRuns target, long birth) {
    int copied = target.prepare(from.startMillis[run], from.starts[run], birth);
    target.rows().copyRegisters(from, run, copied);
    target.add();
  }

  /** Behind an event that bound something: copies become available, bounds are held. */
  private void settle() {
    if (headScopeLast > 0 && !isHeadOpen) {
      isArmed = true;
    }
    int waiting = 0;
    for (int i = 1; i < elementCount; i++) {
      WaitingRuns buffer = copies[i];
      if (buffer != null && buffer.size() > 0) {
        takeCopies(i, buffer);
      }
      waiting += store(i).size();
    }
    if (waiting > sweepAt) {
      holdBound();
    }
  }

  private void takeCopies(int element, WaitingRuns buffer) {
    RunRows from = buffer.rows();
    int[] runs = buffer.listRows();
    int count = buffer.size();
    for (int k = 0; k < count; k++) {
      copy(from, runs[k], store(element), from.births[runs[k]]);
    }
    buffer.clear();
  }

  private void bind(int element, ColumnBatch batch, int row, Column[] registers, int to) {
    int[] columns = captureColumns[element];
    int[] targets = captureRegisters[element];
    for (int k = 0; k < columns.length; k++) {
      if (columns[k] == PatternProgram.Capture.TIME) {
        LongColumn times = (LongColumn) registers[targets[k]];
        times.values()[to] = batch.timestamps()[row];
        times.nulls()[to] = false;
      } else {
        registers[targets[k]].copyRow(batch.column(columns[k]), row, to);
      }
    }
  }

  private void emitMatches(
      WaitingRuns store, int count, ColumnBatch batch, int row, long timeMillis) {
    int done = 0;
    while (done < count) {
      int end = Math.min(count, done + OUT_ROWS_MAX - outCount);
      for (int register : store.rows().kept()) {
        out.column(register)
            .gatherFrom(store.rows().columns()[register], store.found(), done, end, outCount);
      }
      for (; done < end; done++) {
        bind(elementCount - 1, batch, row, out.columns(), outCount);
        out.timestamps()[outCount++] = timeMillis;
      }
      flushWhenFull();
    }
  }

  private void flushWhenFull() {
    if (outCount == OUT_ROWS_MAX) {
      flush();
    }
  }

  private void flush() {
    if (outCount > 0) {
      int count = outCount;
      outCount = 0;
      output.emit(out, 0, count);
      for (Column column : out.columns()) {
        column.release(0, count);
      }
    }
  }

  /** Frees the dead, and drops the oldest runs if there are still too many. */
  private void holdBound() {
    sweep();
    int waiting = waiting();
    if (waiting > runsMax) {
      int count = waiting - runsMax + runsMax / 64;
      dropOldest(count, waiting);
      context.countDroppedState(
          count,
          "partial matches dropped, the oldest first: waiting="
              + waiting
              + ", runsMax="
              + runsMax
              + "; a 'within', or a shorter one, keeps fewer");
      waiting -= count;
    }
    sweepAt = (int) Math.min(runsMax, Math.max(SWEEP_RUNS_MIN, 2L * waiting));
  }

  /** Finds the age of the {@code count}th oldest run and drops up to it. */
  private void dropOldest(int count, int waiting) {
    long[] starts = new long[waiting];
    long[] births = new long[waiting];
    int all = 0;
    for (int i = 1; i < elementCount; i++) {
      WaitingRuns store = store(i);
      int[] rows = store.listRows();
      for (int k = 0; k < store.size(); k++) {
        starts[all] = store.rows().starts[rows[k]];
        births[all++] = store.rows().births[rows[k]];
      }
    }
    long[] byStart = starts.clone();
    Arrays.sort(byStart);
    long start = byStart[count - 1];
    int before = 0;
    int same = 0;
    for (int k = 0; k < all; k++) {
      if (starts[k] < start) {
        before++;
      } else if (starts[k] == start) {
        births[same++] = births[k];
      }
    }
    Arrays.sort(births, 0, same);
    long birth = births[count - before - 1];
    for (int i = 1; i < elementCount; i++) {
      store(i).dropOldest(start, birth);
    }
    if (isHeadOpen && headStart <= start) {
      isHeadOpen = false;
      isArmed = true;
    }
  }

  private void sweep() {
    for (int i = 1; i < elementCount; i++) {
      store(i).sweep(horizonMillis);
    }
  }

  private int waiting() {
    int waiting = 0;
    for (int i = 1; i < elementCount; i++) {
      waiting += store(i).size();
    }
    return waiting;
  }

  private WaitingRuns store(int element) {
    WaitingRuns store = stores[element];
    assert store != null : "every element but the first has a store";
    return store;
  }

  private WaitingRuns copies(int element) {
    WaitingRuns buffer = copies[element];
    assert buffer != null : "every scope of several elements in the middle has a buffer";
    return buffer;
  }

  /** Passes on the lowest watermark of all inputs; matches carry times above it. */
  @Override
  public void onWatermark(int input, long watermarkMillis) {
    hasEnded[input] = watermarkMillis == Operator.END_OF_INPUT;
    if (!hasEnded[input]) {
      watermarks[input] = Math.max(watermarks[input], watermarkMillis);
    }
    long lowest = Operator.END_OF_INPUT;
    for (int i = 0; i < watermarks.length; i++) {
      lowest = Math.min(lowest, hasEnded[i] ? Operator.END_OF_INPUT : watermarks[i]);
    }
    if (lowest == Operator.END_OF_INPUT) {
      output.watermark(lowest);
    } else if (lowest > watermarkGiven) {
      watermarkGiven = lowest;
      output.watermark(lowest);
    }
  }

  @Override
  public void snapshot(StateWriter writer) {
    sweep();
    writer.putBoolean(isArmed);
    writer.putBoolean(isHeadOpen);
    writer.putLong(headStartMillis);
    writer.putLong(headStart);
    writer.putLong(runNumber);
    writer.putLong(horizonMillis);
    writer.putLong(watermarkGiven);
    for (long watermark : watermarks) {
      writer.putLong(watermark);
    }
    for (int i = 1; i < elementCount; i++) {
      store(i).snapshot(writer);
    }
  }

  @Override
  public void restore(StateReader reader) {
    isArmed = reader.getBoolean();
    isHeadOpen = reader.getBoolean();
    headStartMillis = reader.getLong();
    headStart = reader.getLong();
    runNumber = reader.getLong();
    horizonMillis = reader.getLong();
    watermarkGiven = reader.getLong();
    for (int input = 0; input < watermarks.length; input++) {
      watermarks[input] = reader.getLong();
    }
    for (int i = 1; i < elementCount; i++) {
      store(i).restore(reader);
    }
  }
}
