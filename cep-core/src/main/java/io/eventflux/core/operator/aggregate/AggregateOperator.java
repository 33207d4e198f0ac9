package io.eventflux.core.operator.aggregate;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.AggregateKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.KeyIndex;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The selector of a query with aggregates or GROUP BY. Every row changes the aggregates of its
 * group and is a candidate for output; of the candidates of a unit that survive HAVING and the
 * output kind only the last is emitted, or the last of each group in order of first survival (the
 * collapse rule, language 4.2).
 */
public final class AggregateOperator implements Operator {
  /** Fewer groups are not worth looking for those without rows. */
  private static final int GROUPS_SWEPT_MIN = 1024;

  /** A look at a group takes less time than this many rows. */
  private static final int ROWS_PER_GROUP_SWEPT = 8;

  private final AggregateKernel kernel;
  private final RowErrors errors;
  private final Output output;
  private final int kindMask;
  private final GroupKeys keys;
  private final KeyIndex index;

  private final boolean freesGroups;

  /** How many groups there may be before those without rows are looked for. */
  private int groupsUntilSweep = GROUPS_SWEPT_MIN;

  private long rowsSinceSweep;

  private final AggregatorSet aggregators;
  private final ColumnBatch out;
  private byte @Nullable [] outKinds;
  private int[] outUnits = new int[0];
  private int[] outSlots = new int[0];
  private int[] selection = new int[0];

  /** Per slot: the number of the last unit in which it survived, and its place in the selection. */
  private long[] survivedIn = new long[0];

  private int[] places = new int[0];
  private long unitNumber;

  /** A selector for {@code node}. */
  public AggregateOperator(PlanNode.Aggregate node, OperatorContext context, Output output) {
    this.errors = context.errors();
    this.output = output;
    this.kindMask = node.emits().kindMask();
    this.keys = new GroupKeys(node.keys(), context);
    this.index = keys.newIndex();
    this.freesGroups = node.freesGroups();
    this.aggregators = new AggregatorSet(node.aggregates());
    this.kernel =
        context
            .kernels()
            .aggregate(
                context.inputSchema(0),
                node.aggregates(),
                node.expressions(),
                node.having(),
                aggregators.aggregators());
    this.out = new ColumnBatch(node.schema(), 0);
    this.outKinds = kindMask == 1 << RowKind.CURRENT ? null : new byte[0];
    aggregators.ensureSlots(1);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    byte[] kinds = batch.kinds();
    int reset = kinds == null ? -1 : lastReset(batch, kinds, lo, hi);
    int idle = kinds == null || reset < 0 ? -1 : startOfIdleRows(batch, kinds, lo, reset);
    if (idle < 0) {
      apply(batch, lo, hi, reset >= 0);
      return;
    }
    // Rows between idle and the reset can neither be emitted nor leave a trace behind it, so they
    // are not looked at; and groups that have been in use until here are freed.
    if (lo < idle) {
      apply(batch, lo, idle, true);
    }
    aggregators.clearAll(groupCount());
    index.clear();
    if (reset + 1 < hi) {
      apply(batch, reset + 1, hi, false);
    }
  }

  private static int lastReset(ColumnBatch batch, byte[] kinds, int lo, int hi) {
    int position = hi - 1;
    while (position >= lo && kinds[batch.row(position)] != RowKind.RESET) {
      position--;
    }
    return position >= lo ? position : -1;
  }

  /**
   * The first position of the unit of the RESET row at {@code reset}, or -1 when a row of the unit
   * in front of it may be emitted.
   */
  private int startOfIdleRows(ColumnBatch batch, byte[] kinds, int lo, int reset) {
    int unit = batch.unit(batch.row(reset));
    int position = reset;
    while (position > lo && batch.unit(batch.row(position - 1)) == unit) {
      position--;
      if ((kindMask >>> kinds[batch.row(position)] & 1) != 0) {
        return -1;
      }
    }
    return position;
  }

  private void apply(ColumnBatch batch, int lo, int hi, boolean mayReset) {
    ColumnBatch rows = batch;
    int from = lo;
    int to = hi;
    int[] slots = null;
    if (!keys.isEmpty()) {
      keys.take(batch, lo, hi);
      rows = keys.rows();
      from = keys.lo();
      to = keys.hi();
      if (freesGroups) {
        sweepNowAndThen(to - from);
      }
      if (!freesGroups && keys.mayBeTooMany(index, to - from)) {
        to = keys.admit(index, from, to);
        from = 0;
        rows = keys.admitted();
        slots = keys.admittedSlots();
      } else {
        slots = mayReset ? keys.slotsAroundResets(index, from, to) : keys.slots(index, from, to);
      }
      aggregators.ensureSlots(index.size());
    }
    boolean hasUnits = rows.units() != null;
    prepareOut(to - from, hasUnits);
    boolean needsSlots = hasUnits && slots != null;
    int count =
        kernel.apply(rows, from, to, slots, kindMask, out, needsSlots ? outSlots : null, errors);
    if (count == 0) {
      return;
    }
    if (!hasUnits) {
      output.emit(out, 0, count);
    } else if (slots == null) {
      emitLastOfUnits(count);
    } else {
      emitLastOfGroups(count);
    }
  }

  /**
   * Frees groups without rows before {@code rowCount} rows are added: when there may be twice as
   * many groups as were needed the last time, and from time to time if they do not grow. So there
   * are never more than twice as many as needed since the last sweep, and a range; the cost is O(1)
   * for each new group, and far below that of a row for each row. Counting the rows of each group
   * in place of this would cost every row more.
   */
  private void sweepNowAndThen(int rowCount) {
    int groupCount = index.size();
    rowsSinceSweep += rowCount;
    if (groupCount >= GROUPS_SWEPT_MIN
        && (groupCount >= groupsUntilSweep
            || rowsSinceSweep / ROWS_PER_GROUP_SWEPT >= groupCount)) {
      sweep();
    }
  }

  /** Frees groups without rows. The others close ranks, and stay in the order of their slots. */
  private void sweep() {
    int groupCount = index.size();
    int kept = 0;
    for (int slot = 0; slot < groupCount; slot++) {
      if (!aggregators.isEmpty(slot)) {
        if (kept < slot) {
          index.move(slot, kept);
          aggregators.move(slot, kept);
        }
        kept++;
      }
    }
    index.keepFirst(kept);
    groupsUntilSweep = Math.max(GROUPS_SWEPT_MIN, 2 * kept);
    rowsSinceSweep = 0;
  }

  private void prepareOut(int rowCount, boolean hasUnits) {
    out.ensureCapacity(rowCount);
    int capacity = out.capacity();
    if (outSlots.length < capacity) {
      outSlots = new int[capacity];
      outUnits = new int[capacity];
      selection = new int[capacity];
      outKinds = outKinds == null ? null : new byte[capacity];
    }
    out.kinds(outKinds);
    out.units(hasUnits ? outUnits : null);
    out.selection(null);
  }

  private void emitLastOfUnits(int count) {
    int[] units = outUnits;
    int[] selected = selection;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      selected[kept] = i;
      if (i + 1 == count || units[i + 1] != units[i]) {
        kept++;
      }
    }
    emitSelected(count, kept, true);
  }

  private void emitLastOfGroups(int count) {
    if (isEachAUnit(outUnits, count)) {
      out.units(null);
      output.emit(out, 0, count);
      return;
    }
    if (survivedIn.length < index.size()) {
      int capacity = Math.max(index.size(), survivedIn.length * 2);
      survivedIn = Arrays.copyOf(survivedIn, capacity);
      places = new int[capacity];
    }
    int[] units = outUnits;
    int[] selected = selection;
    int kept = 0;
    int unitCount = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || units[i] != units[i - 1]) {
        unitNumber++;
        unitCount++;
      }
      int slot = outSlots[i];
      if (survivedIn[slot] == unitNumber) {
        selected[places[slot]] = i;
      } else {
        survivedIn[slot] = unitNumber;
        places[slot] = kept;
        selected[kept++] = i;
      }
    }
    emitSelected(count, kept, kept == unitCount);
  }

  /** Whether no two of the first {@code count} rows are of one unit. */
  private static boolean isEachAUnit(int[] units, int count) {
    for (int i = 1; i < count; i++) {
      if (units[i] == units[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void emitSelected(int count, int kept, boolean everyRowIsAUnit) {
    if (kept < count) {
      out.selection(selection);
    }
    if (everyRowIsAUnit) {
      out.units(null);
    }
    output.emit(out, 0, kept);
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {
    if (freesGroups && !keys.isEmpty()) {
      sweep();
    }
    index.snapshot(writer);
    aggregators.snapshot(writer, groupCount());
  }

  @Override
  public void restore(StateReader reader) {
    index.restore(reader);
    aggregators.ensureSlots(groupCount());
    aggregators.restore(reader, groupCount());
  }

  /** How many groups are kept, those that have no rows but are not freed yet included. */
  public int groupCount() {
    return keys.isEmpty() ? 1 : index.size();
  }
}
