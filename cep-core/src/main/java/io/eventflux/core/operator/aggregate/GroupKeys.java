package io.eventflux.core.operator.aggregate;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.state.KeyIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes the group keys of a range and finds the slot of each row. Keys that are plain attributes
 * are looked up where they stand; others are computed into columns of their own first. A row whose
 * key cannot be computed is reported and left out of {@link #rows}. Pipeline thread only.
 */
final class GroupKeys {
  private final RowSchema schema;
  private final List<PhysicalType> layout;
  private final RowErrors errors;

  /** Input columns of the keys; null when they have to be computed. */
  private final int @Nullable [] inputColumns;

  private final @Nullable ProjectKernel kernel;
  private final ColumnBatch computed;
  private final Column[] probe;
  private final ColumnBatch withoutUnits = ColumnBatch.newView();
  private final ColumnBatch rows = ColumnBatch.newView();
  private int[] computedRows = new int[0];
  private int[] selection = new int[0];
  private int[] dense = new int[0];
  private int[] slots = new int[0];
  private int lo;
  private int hi;

  // Around the bound on groups.
  private final OperatorContext context;
  private final int keysMax;
  private final ColumnBatch admitted = ColumnBatch.newView();
  private int[] admittedRows = new int[0];
  private final int[] found = new int[1];

  /** Position in {@link #rows} of the first computed key. */
  private int first;

  GroupKeys(List<PlanExpr> keys, OperatorContext context) {
    List<Field> fields = new ArrayList<>();
    List<PhysicalType> types = new ArrayList<>();
    for (PlanExpr key : keys) {
      fields.add(new Field("key" + fields.size(), key.type()));
      types.add(PhysicalType.of(key.type()));
    }
    schema = new RowSchema(fields);
    layout = List.copyOf(types);
    errors = context.errors();
    this.context = context;
    keysMax = context.limits().keysMax();
    inputColumns = inputColumns(keys);
    kernel =
        inputColumns == null ? context.kernels().project(context.inputSchema(0), null, keys) : null;
    computed = new ColumnBatch(schema, 0);
    probe = new Column[keys.size()];
  }

  private static int @Nullable [] inputColumns(List<PlanExpr> keys) {
    int[] columns = new int[keys.size()];
    for (int i = 0; i < columns.length; i++) {
      if (!(keys.get(i) instanceof PlanExpr.Input input)) {
        return null;
      }
      columns[i] = input.column();
    }
    return columns;
  }

  /** Whether there are any; without keys all rows are one group, slot 0. */
  boolean isEmpty() {
    return probe.length == 0;
  }

  /** The keys as attributes. */
  RowSchema schema() {
    return schema;
  }

  /** An empty index for these keys. */
  KeyIndex newIndex() {
    return KeyIndex.of(layout);
  }

  /**
   * Takes positions {@code [from, to)} of {@code batch}; afterwards {@link #rows}, {@link #lo} and
   * {@link #hi} say which rows have a key.
   */
  void take(ColumnBatch batch, int from, int to) {
    rows.viewOf(batch);
    lo = from;
    hi = to;
    if (inputColumns != null) {
      for (int i = 0; i < probe.length; i++) {
        probe[i] = batch.column(inputColumns[i]);
      }
      return;
    }
    ProjectKernel keyKernel =
        Objects.requireNonNull(kernel, "keys are computed when they are not attributes");
    computed.ensureCapacity(to - from);
    if (computedRows.length < computed.capacity()) {
      computedRows = new int[computed.capacity()];
    }
    // Without unit numbers the kernel writes row indexes in their place: which rows it kept.
    computed.units(computedRows);
    withoutUnits.viewOf(batch).units(null);
    int count = keyKernel.project(withoutUnits, from, to, computed, errors);
    System.arraycopy(computed.columns(), 0, probe, 0, probe.length);
    if (count < to - from) {
      rows.selection(computedRows);
      lo = 0;
      hi = count;
    }
    first = lo;
  }

  /** The batch that was taken, failed rows left out. */
  ColumnBatch rows() {
    return rows;
  }

  /** First position with a key. */
  int lo() {
    return lo;
  }

  /** Position behind the last with a key. */
  int hi() {
    return hi;
  }

  /**
   * The slots of positions {@code [from, to)} of {@link #rows}, from index 0; new keys are added.
   * None of the rows is a RESET row.
   */
  int[] slots(KeyIndex index, int from, int to) {
    reserveSlots(to - from);
    byte[] kinds = rows.kinds();
    int[] hints = rows.hints();
    if (inputColumns != null && kinds != null && hints != null) {
      index.findOrAdd(probe, rows.selection(), from, to, slots, kinds, hints);
    } else if (inputColumns != null) {
      index.findOrAdd(probe, rows.selection(), from, to, slots);
    } else {
      index.findOrAdd(probe, null, from - first, to - first, slots);
    }
    return slots;
  }

  /** As {@link #slots} where RESET rows may be; their slot is the count of groups. */
  int[] slotsAroundResets(KeyIndex index, int from, int to) {
    if (!hasReset(from, to)) {
      return slots(index, from, to);
    }
    reserveSlots(to - from);
    findAroundResets(index, from, to);
    return slots;
  }

  /** Whether {@code rowCount} more rows may be too many groups for {@code index}. */
  boolean mayBeTooMany(KeyIndex index, int rowCount) {
    return rowCount > keysMax - index.size();
  }

  /**
   * As {@link #slotsAroundResets} near the bound: a row of a group that would be one too many is
   * refused, and so has no slot. {@link #admitted} has the others, from position 0.
   *
   * <p>A row that leaves a window into which it was not let is passed over silently.
   *
   * @return how many there are
   */
  int admit(KeyIndex index, int from, int to) {
    reserveSlots(to - from);
    if (admittedRows.length < to - from) {
      admittedRows = new int[to - from];
    }
    admitted.viewOf(rows);
    byte[] kinds = rows.kinds();
    int count = 0;
    for (int position = from; position < to; position++) {
      int row = rows.row(position);
      int slot = -1;
      boolean isReset = kinds != null && kinds[row] == RowKind.RESET;
      if (!isReset) {
        slot = slotWithin(index, inputColumns != null ? row : position - first);
      }
      if (isReset || slot >= 0) {
        admittedRows[count] = row;
        slots[count++] = slot;
      } else if (kinds == null || kinds[row] == RowKind.CURRENT) {
        context.rejectRow(
            rows,
            row,
            "there are " + keysMax + " groups already; @app:limits(max.keys = '...') allows more");
      }
    }
    for (int i = 0; i < count; i++) {
      slots[i] = slots[i] < 0 ? index.size() : slots[i];
    }
    admitted.selection(admittedRows);
    return count;
  }

  /** The slot of the key at {@code row} of the keys; -1 if it is new and there is no room. */
  private int slotWithin(KeyIndex index, int row) {
    if (index.size() < keysMax) {
      index.findOrAdd(probe, null, row, row + 1, found);
    } else {
      index.find(probe, null, row, row + 1, found);
    }
    return found[0];
  }

  /** The rows that {@link #admit} has let in. */
  ColumnBatch admitted() {
    return admitted;
  }

  /** The slots of these rows, by position. */
  int[] admittedSlots() {
    return slots;
  }

  private void reserveSlots(int count) {
    if (slots.length < count) {
      slots = new int[Math.max(count, slots.length * 2)];
    }
  }

  private boolean hasReset(int from, int to) {
    byte[] kinds = rows.kinds();
    if (kinds != null) {
      for (int position = from; position < to; position++) {
        if (kinds[rows.row(position)] == RowKind.RESET) {
          return true;
        }
      }
    }
    return false;
  }

  /** RESET rows have no attributes, so their keys must not be looked at. */
  private void findAroundResets(KeyIndex index, int from, int to) {
    int capacity = to - from;
    if (selection.length < capacity) {
      selection = new int[capacity];
      dense = new int[capacity];
    }
    byte[] kinds = Objects.requireNonNull(rows.kinds(), "a RESET row has been seen");
    int count = 0;
    for (int position = from; position < to; position++) {
      int row = rows.row(position);
      if (kinds[row] != RowKind.RESET) {
        selection[count++] = inputColumns != null ? row : position - first;
      }
    }
    index.findOrAdd(probe, selection, 0, count, dense);
    int groupCount = index.size();
    int next = 0;
    for (int position = from; position < to; position++) {
      boolean isReset = kinds[rows.row(position)] == RowKind.RESET;
      slots[position - from] = isReset ? groupCount : dense[next++];
    }
  }
}
