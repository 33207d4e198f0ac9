package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.plan.PlanNode;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows whose texts are short enough and refuses the others, unit by unit, so that all
 * rows before one that is refused have been processed. Pipeline thread only.
 */
final class LengthCheck {
  /** Takes whole units, see {@link StreamHub#processOutside}. */
  @FunctionalInterface
  interface Next {
    void take(ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher);
  }

  private final PlanNode.Stream node;
  private final StreamErrors errors;
  private final Next next;
  private int[] fittingRows = new int[0];

  /** A check of what {@code node} says of its texts; the others go to {@code next}. */
  LengthCheck(PlanNode.Stream node, StreamErrors errors, Next next) {
    this.node = node;
    this.errors = errors;
    this.next = next;
  }

  /** Takes whole units at positions {@code [lo, hi)}; none at all go on as an empty range. */
  void take(ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    int from = lo;
    int k = lo;
    while (k < hi) {
      int end = Units.end(batch, k, hi);
      if (isAnyTooLong(batch, k, end)) {
        next.take(batch, from, k, publishers, publisher);
        takeFitting(batch, k, end, publishers, publisher);
        from = end;
      }
      k = end;
    }
    next.take(batch, from, hi, publishers, publisher);
  }

  private boolean isAnyTooLong(ColumnBatch batch, int lo, int hi) {
    for (LengthLimit limit : node.lengths()) {
      for (int k = lo; k < hi; k++) {
        if (!limit.allows(batch, batch.row(k))) {
          return true;
        }
      }
    }
    return false;
  }

  /** One unit without the rows that have a text too long. */
  private void takeFitting(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (fittingRows.length < hi - lo) {
      fittingRows = new int[hi - lo];
    }
    int count = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      LengthLimit broken = null;
      for (LengthLimit limit : node.lengths()) {
        if (broken == null && !limit.allows(batch, row)) {
          broken = limit;
        }
      }
      if (broken == null) {
        fittingRows[count++] = row;
      } else {
        errors.refuse(batch, row, broken.refusal(node.schema()));
      }
    }
    ColumnBatch fitting = ColumnBatch.newView().viewOf(batch);
    fitting.selection(fittingRows);
    next.take(fitting, 0, count, publishers, publisher);
  }
}
