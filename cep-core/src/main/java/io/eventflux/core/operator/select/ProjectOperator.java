package io.eventflux.core.operator.select;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowKind;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The select list of a query without aggregates, with the condition in front of it in the same
 * loop. Rows of kinds that the query does not emit are left out before anything is computed for
 * them; RESET rows end here. A select list of attributes only is a view of the rows it was given:
 * nothing is copied.
 */
public final class ProjectOperator implements Operator {
  /** Null where nothing is computed. */
  private final @Nullable ProjectKernel kernel;

  /** The input columns to show where nothing is computed. */
  private final int[] inputColumns;

  private final Column[] shown;
  private final RowErrors errors;
  private final Output output;
  private final int kindMask;
  private final ColumnBatch out;
  private final ColumnBatch view = ColumnBatch.newView();
  private int[] rows = new int[0];
  private byte[] kinds = new byte[0];
  private int[] units = new int[0];

  /** A projection for {@code node}. */
  public ProjectOperator(PlanNode.Project node, OperatorContext context, Output output) {
    if (node.isPlain()) {
      this.kernel = null;
      this.inputColumns =
          node.expressions().stream()
              .mapToInt(expression -> ((PlanExpr.Input) expression).column())
              .toArray();
    } else {
      this.kernel =
          context.kernels().project(context.inputSchema(0), node.condition(), node.expressions());
      this.inputColumns = new int[0];
    }
    this.shown = new Column[inputColumns.length];
    this.errors = context.errors();
    this.output = output;
    this.kindMask = node.emits().kindMask();
    this.out = new ColumnBatch(node.schema(), 0);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    if (batch.kinds() != null) {
      processKinds(batch, batch.kinds(), lo, hi);
    } else if ((kindMask & 1 << RowKind.CURRENT) != 0) {
      project(batch, lo, hi);
    }
  }

  private void processKinds(ColumnBatch batch, byte[] rowKinds, int lo, int hi) {
    if (rows.length < hi - lo) {
      rows = new int[Math.max(hi - lo, rows.length * 2)];
    }
    int[] selected = rows;
    int count = 0;
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      selected[count] = row;
      count += kindMask >>> rowKinds[row] & 1;
    }
    if (count == hi - lo) {
      project(batch, lo, hi);
    } else if (count > 0) {
      view.viewOf(batch).selection(selected);
      project(view, 0, count);
    }
  }

  private void project(ColumnBatch batch, int lo, int hi) {
    if (kernel == null) {
      show(batch, lo, hi);
    } else {
      compute(kernel, batch, lo, hi);
    }
  }

  private void show(ColumnBatch batch, int lo, int hi) {
    for (int c = 0; c < shown.length; c++) {
      shown[c] = batch.column(inputColumns[c]);
    }
    view.viewOf(batch).showColumns(shown);
    if (kindMask == 1 << RowKind.CURRENT) {
      view.kinds(null);
    }
    output.emit(view, lo, hi);
  }

  private void compute(ProjectKernel kernel, ColumnBatch batch, int lo, int hi) {
    out.ensureCapacity(hi - lo);
    boolean hasKinds = batch.kinds() != null && kindMask != 1 << RowKind.CURRENT;
    if (hasKinds && kinds.length < out.capacity()) {
      kinds = new byte[out.capacity()];
    }
    out.kinds(hasKinds ? kinds : null);
    boolean hasUnits = batch.units() != null;
    if (hasUnits && units.length < out.capacity()) {
      units = new int[out.capacity()];
    }
    out.units(hasUnits ? units : null);
    int count = kernel.project(batch, lo, hi, out, errors);
    if (count > 0) {
      output.emit(out, 0, count);
    }
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {}

  @Override
  public void restore(StateReader reader) {}
}
