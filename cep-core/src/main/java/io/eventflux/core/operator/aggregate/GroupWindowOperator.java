package io.eventflux.core.operator.aggregate;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.function.aggregate.RowCount;
import io.eventflux.core.kernel.PaneKernel;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.NodeExpressions;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.KeyIndex;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A TUMBLE group window over event time (language 7.1, 7.2). The life of a window [start, end),
 * with W the watermark and L the allowed lateness:
 *
 * <pre>
 *   W &lt; end               open: rows are accumulated, nothing is emitted
 *   W reaches end         one unit: a row for each group, in order of first appearance
 *   W &lt; end + L           closed but kept: each row emits the corrected row of its group
 *   W &gt;= end + L          gone: rows are late
 * </pre>
 *
 * Rows carry the time end - 1. The watermark that counts is the one told before the range; the
 * pipeline cuts ranges so that this is the same at any range size.
 */
public final class GroupWindowOperator implements Operator {
  /** Panes kept for reuse; more are open only while catching up. */
  private static final int SPARE_PANES_MAX = 4;

  private static final AggregateFunction ROW_COUNT =
      new AggregateFunction(
          "count", List.of(), Type.LONG, RowCount.class, retractable -> new RowCount(), true);

  private final PlanNode.GroupWindow node;
  private final OperatorContext context;
  private final Output output;
  private final @Nullable LateRows lateRows;
  private final GroupKeys keys;
  private final TreeMap<Long, Pane> panes = new TreeMap<>();
  private final Deque<Pane> sparePanes = new ArrayDeque<>();
  private final ColumnBatch out;

  /** The aggregates of the node, and a count of rows where rows may fail on their way in. */
  private final List<AggregateCall> calls;

  private final boolean hasRowCount;

  /** Collects what is emitted around groups without rows. */
  private final ColumnBatch collected;

  /** One unit for a whole window. */
  private int[] sameUnit = new int[0];

  /** Slots of rows without keys. */
  private int[] onlySlot = new int[0];

  /** The pane of the last run; null when it has gone. */
  private @Nullable Pane current;

  private long watermarkMillis = Long.MIN_VALUE;

  /**
   * A group window for {@code node}.
   *
   * @param lateOutput receives late rows with W and their delay; null: they are counted
   */
  public GroupWindowOperator(
      PlanNode.GroupWindow node,
      OperatorContext context,
      Output output,
      @Nullable Output lateOutput) {
    this.node = node;
    this.context = context;
    this.output = output;
    this.lateRows = lateOutput == null ? null : new LateRows(context.inputSchema(0), lateOutput);
    this.keys = new GroupKeys(node.keys(), context);
    this.out = new ColumnBatch(node.schema(), 1);
    this.collected = new ColumnBatch(node.schema(), 1);
    this.hasRowCount =
        NodeExpressions.ofCalls(node.aggregates()).stream().anyMatch(ExpressionTree::isFallible);
    List<AggregateCall> counted = new ArrayList<>(node.aggregates());
    if (hasRowCount) {
      counted.add(new AggregateCall(ROW_COUNT, List.of(), null, false));
    }
    this.calls = List.copyOf(counted);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    keys.take(batch, lo, hi);
    ColumnBatch rows = keys.rows();
    int to = keys.hi();
    int from = keys.lo();
    while (from < to) {
      long time = rows.timestamps()[rows.row(from)];
      Pane pane = current;
      long start;
      long end;
      if (pane != null && pane.covers(time)) {
        start = pane.startMillis;
        end = pane.endMillis;
      } else {
        long sinceStart = sinceStart(time);
        // The first and the last window of all time are cut where time ends.
        start = time < Long.MIN_VALUE + sinceStart ? Long.MIN_VALUE : time - sinceStart;
        end = endOf(time);
      }
      int runEnd = endOfRun(rows, from, to, start, end);
      if (watermarkMillis < end) {
        accumulate(paneAt(start, end), from, runEnd);
      } else if (watermarkMillis < saturatedSum(end, node.allowedLatenessMillis())) {
        correct(paneAt(start, end), from, runEnd);
      } else if (lateRows != null) {
        lateRows.emit(rows, from, runEnd, watermarkMillis);
      } else {
        context.countLate(runEnd - from);
      }
      from = runEnd;
    }
  }

  /** How far {@code time} is behind the start of its window, computed without overflow. */
  private long sinceStart(long time) {
    long size = node.sizeMillis();
    long distance = Math.floorMod(time, size) - Math.floorMod(node.offsetMillis(), size);
    return distance < 0 ? distance + size : distance;
  }

  /** The end of the window that {@code time} is in. */
  private long endOf(long time) {
    return saturatedSum(time, node.sizeMillis() - sinceStart(time));
  }

  /** Where the rows from {@code from} on leave the window from {@code start} to {@code end}. */
  private int endOfRun(ColumnBatch rows, int from, int to, long start, long end) {
    long[] timestamps = rows.timestamps();
    int[] selection = rows.selection();
    int position = from + 1;
    while (position < to) {
      long time = timestamps[selection == null ? position : selection[position]];
      if (time < start || time >= end) {
        break;
      }
      position++;
    }
    return position;
  }

  private Pane paneAt(long start, long end) {
    Pane pane = current;
    if (pane == null || pane.startMillis != start) {
      pane = panes.get(start);
      if (pane == null) {
        pane = sparePanes.isEmpty() ? new Pane() : sparePanes.pop();
        pane.open(start, end);
        panes.put(start, pane);
      }
      current = pane;
    }
    return pane;
  }

  private void accumulate(Pane pane, int from, int to) {
    if (keys.mayBeTooMany(pane.index, to - from) && !keys.isEmpty()) {
      int count = pane.admit(from, to);
      pane.kernel.accumulate(keys.admitted(), 0, count, keys.admittedSlots(), context.errors());
      return;
    }
    int[] slots = pane.slots(from, to);
    pane.kernel.accumulate(keys.rows(), from, to, slots, context.errors());
  }

  /** Each row answers with the new result of its group, a unit of its own. */
  private void correct(Pane pane, int from, int to) {
    pane.isClosed = true;
    for (int position = from; position < to; position++) {
      if (keys.mayBeTooMany(pane.index, 1)
          && !keys.isEmpty()
          && pane.admit(position, position + 1) == 0) {
        continue;
      }
      int[] slots = pane.slots(position, position + 1);
      int slot = slots[0];
      long rowsBefore = pane.rowsIn(slot);
      pane.kernel.accumulate(keys.rows(), position, position + 1, slots, context.errors());
      if (!hasRowCount || pane.rowsIn(slot) > rowsBefore) {
        emit(pane, slot, slot + 1);
      }
    }
  }

  @Override
  public void onWatermark(int input, long newWatermarkMillis) {
    if (newWatermarkMillis == Operator.END_OF_INPUT) {
      endInput();
    } else if (newWatermarkMillis > watermarkMillis) {
      advanceTo(newWatermarkMillis);
    }
  }

  /**
   * Closes all windows. What is left is the watermark behind the last of them: more input may come,
   * and only rows of windows that are gone are late.
   */
  private void endInput() {
    long horizon = watermarkMillis;
    if (!panes.isEmpty()) {
      long lastEnd = panes.lastEntry().getValue().endMillis;
      horizon = Math.max(horizon, saturatedSum(lastEnd, node.allowedLatenessMillis()));
    }
    advanceTo(Operator.END_OF_INPUT);
    watermarkMillis = horizon;
  }

  private void advanceTo(long newWatermarkMillis) {
    watermarkMillis = newWatermarkMillis;
    Iterator<Pane> oldest = panes.values().iterator();
    while (oldest.hasNext()) {
      Pane pane = oldest.next();
      if (pane.endMillis > newWatermarkMillis) {
        break;
      }
      if (!pane.isClosed) {
        pane.isClosed = true;
        emit(pane, 0, pane.groupCount());
      }
      if (saturatedSum(pane.endMillis, node.allowedLatenessMillis()) <= newWatermarkMillis) {
        oldest.remove();
        release(pane);
      }
    }
    output.watermark(newWatermarkMillis);
  }

  private void release(Pane pane) {
    if (pane == current) {
      current = null;
    }
    if (sparePanes.size() < SPARE_PANES_MAX) {
      pane.clear();
      sparePanes.push(pane);
    }
  }

  private void emit(Pane pane, int from, int to) {
    if (hasRowCount) {
      emitUnit(pane, collected, collect(pane, from, to));
    } else {
      emitUnit(pane, out, compute(pane, from, to));
    }
  }

  private int compute(Pane pane, int from, int to) {
    out.units(null);
    out.ensureCapacity(to - from);
    return pane.kernel.emit(
        pane.index.keys(), from, to, pane.startMillis, pane.endMillis, out, context.errors());
  }

  /** Leaves out groups of which every row has failed: they have a slot but no row. */
  private int collect(Pane pane, int from, int to) {
    collected.units(null);
    int count = 0;
    int group = from;
    while (group < to) {
      int first = group;
      while (group < to && pane.rowsIn(group) > 0) {
        group++;
      }
      if (first < group) {
        int rowCount = compute(pane, first, group);
        collected.ensureCapacity(count + rowCount);
        collected.copyRows(out, 0, count, rowCount);
        count += rowCount;
      }
      group++;
    }
    return count;
  }

  private void emitUnit(Pane pane, ColumnBatch rows, int count) {
    if (count == 0) {
      return;
    }
    Arrays.fill(rows.timestamps(), 0, count, pane.endMillis - 1);
    if (count > 1) {
      if (sameUnit.length < rows.capacity()) {
        sameUnit = new int[rows.capacity()];
      }
      rows.units(sameUnit);
    }
    output.emit(rows, 0, count);
  }

  private static long saturatedSum(long left, long right) {
    long sum = left + right;
    return right >= 0 && sum < left ? Long.MAX_VALUE : sum;
  }

  @Override
  public void snapshot(StateWriter writer) {
    writer.putLong(watermarkMillis);
    writer.putInt(panes.size());
    for (Pane pane : panes.values()) {
      writer.putLong(pane.startMillis);
      writer.putBoolean(pane.isClosed);
      pane.snapshot(writer);
    }
  }

  @Override
  public void restore(StateReader reader) {
    watermarkMillis = reader.getLong();
    int count = reader.getCount(Long.BYTES);
    for (int i = 0; i < count; i++) {
      long start = reader.getLong();
      Pane pane = paneAt(start, endOf(start));
      pane.isClosed = reader.getBoolean();
      pane.restore(reader);
    }
  }

  /** The state of one window. Memory is reused for later windows. */
  private final class Pane {
    private final KeyIndex index = keys.newIndex();
    private final AggregatorSet aggregators = new AggregatorSet(calls);
    private final PaneKernel kernel =
        context
            .kernels()
            .pane(
                context.inputSchema(0),
                keys.schema(),
                calls,
                node.expressions(),
                node.having(),
                aggregators.aggregators());
    private long startMillis;
    private long endMillis;
    private boolean isClosed;

    Pane() {
      aggregators.ensureSlots(1);
    }

    void open(long start, long end) {
      startMillis = start;
      endMillis = end;
      isClosed = false;
    }

    boolean covers(long time) {
      return time >= startMillis && time < endMillis;
    }

    /** Without keys a window that exists has one group. */
    int groupCount() {
      return keys.isEmpty() ? 1 : index.size();
    }

    /** How many rows of a group have not failed; 0 when nobody counts. */
    long rowsIn(int group) {
      List<Aggregator> all = aggregators.aggregators();
      return hasRowCount ? ((RowCount) all.get(all.size() - 1)).result(group) : 0;
    }

    int[] slots(int from, int to) {
      if (keys.isEmpty()) {
        if (onlySlot.length < to - from) {
          onlySlot = new int[to - from];
        }
        return onlySlot;
      }
      int[] slots = keys.slots(index, from, to);
      aggregators.ensureSlots(index.size());
      return slots;
    }

    /** See {@link GroupKeys#admit}. */
    int admit(int from, int to) {
      int count = keys.admit(index, from, to);
      aggregators.ensureSlots(index.size());
      return count;
    }

    void clear() {
      aggregators.clearAll(groupCount());
      index.clear();
    }

    void snapshot(StateWriter writer) {
      index.snapshot(writer);
      aggregators.snapshot(writer, groupCount());
    }

    void restore(StateReader reader) {
      index.restore(reader);
      aggregators.ensureSlots(groupCount());
      aggregators.restore(reader, groupCount());
    }
  }

  /** Late rows on their way out: the input columns, then W and W - time. Each is its own unit. */
  private static final class LateRows {
    private final Output output;
    private final ColumnBatch rows;
    private final ColumnBatch inputPart = ColumnBatch.newView();
    private final int inputColumnCount;

    LateRows(RowSchema input, Output output) {
      List<Field> fields = new ArrayList<>(input.fields());
      fields.add(new Field("_watermark", Type.LONG));
      fields.add(new Field("_delay", Type.LONG));
      this.output = output;
      this.rows = new ColumnBatch(new RowSchema(fields), 1);
      this.inputColumnCount = input.size();
    }

    void emit(ColumnBatch batch, int from, int to, long watermark) {
      int count = to - from;
      rows.ensureCapacity(count);
      Column[] columns = rows.columns();
      inputPart.viewOf(rows).showColumns(Arrays.copyOf(columns, inputColumnCount));
      inputPart.copyRange(batch, from, to, 0);
      LongColumn watermarks = (LongColumn) columns[inputColumnCount];
      LongColumn delays = (LongColumn) columns[inputColumnCount + 1];
      Arrays.fill(watermarks.values(), 0, count, watermark);
      for (int row = 0; row < count; row++) {
        delays.values()[row] = watermark - rows.timestamps()[row];
      }
      output.emit(rows, 0, count);
    }
  }
}
