package io.eventflux.core.pipeline;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.ProjectKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.kernel.TableTest;
import io.eventflux.core.kernel.TableTestFailure;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.state.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a table of the pipeline: with a key one look-up, else one pass over the rows. The
 * arguments are a batch of one row, so that the kernels of joins serve here too. Pipeline thread
 * only.
 */
final class TableProbe implements TableTest {
  private static final RowErrors THROWING =
      new RowErrors() {
        @Override
        public void report(ColumnBatch batch, int row, Throwable cause) {
          throw new TableTestFailure("", cause);
        }

        @Override
        public void report(ColumnBatch batch, int row, String functionName, Throwable cause) {
          throw new TableTestFailure(functionName, cause);
        }
      };

  private final Table table;
  private final ColumnBatch arguments;
  private final @Nullable ProjectKernel keyKernel;
  private final ColumnBatch keys;
  private final @Nullable PairKernel condition;
  private final int[] found = new int[1];
  private int[] hits = new int[16];

  /**
   * A look into {@code table}.
   *
   * @param kernels makes kernels that are connected with the app
   */
  TableProbe(PlanExpr.TableTest test, Table table, KernelFactory kernels) {
    this.table = table;
    RowSchema schema = test.argumentSchema();
    arguments = new ColumnBatch(schema, 1);
    List<Field> keyFields = new ArrayList<>();
    for (PlanExpr key : test.keys()) {
      keyFields.add(new Field("key" + keyFields.size(), key.type()));
    }
    keys = new ColumnBatch(new RowSchema(keyFields), 1);
    keyKernel = keyFields.isEmpty() ? null : kernels.project(schema, null, test.keys());
    PlanExpr rest = test.condition();
    condition = rest == null ? null : kernels.pair(schema, table.schema(), rest);
  }

  @Override
  public void set(int index, boolean isNull, boolean value) {
    ((BooleanColumn) argument(index, isNull)).values()[0] = value;
  }

  @Override
  public void set(int index, boolean isNull, int value) {
    ((IntColumn) argument(index, isNull)).values()[0] = value;
  }

  @Override
  public void set(int index, boolean isNull, long value) {
    ((LongColumn) argument(index, isNull)).values()[0] = value;
  }

  @Override
  public void set(int index, boolean isNull, float value) {
    ((FloatColumn) argument(index, isNull)).values()[0] = value;
  }

  @Override
  public void set(int index, boolean isNull, double value) {
    ((DoubleColumn) argument(index, isNull)).values()[0] = value;
  }

  @Override
  public void set(int index, @Nullable Object value) {
    ((ObjectColumn) argument(index, value == null)).values()[0] = value;
  }

  private Column argument(int index, boolean isNull) {
    Column column = arguments.column(index);
    column.nulls()[0] = isNull;
    return column;
  }

  @Override
  public boolean isAny() {
    if (keyKernel != null) {
      return isAnyWithKey(keyKernel);
    }
    int count = table.rowCount();
    if (condition == null) {
      return count > 0;
    }
    if (hits.length < count) {
      hits = new int[Math.max(count, hits.length * 2)];
    }
    return condition.filter(arguments, 0, table.rows(), null, 0, count, hits, THROWING) > 0;
  }

  private boolean isAnyWithKey(ProjectKernel kernel) {
    kernel.project(arguments, 0, 1, keys, THROWING);
    for (Column key : keys.columns()) {
      if (key.nulls()[0]) {
        return false;
      }
    }
    table.findByKey(keys.columns(), 0, 1, found);
    return found[0] >= 0
        && (condition == null
            || condition.filter(arguments, 0, table.rows(), found, 0, 1, hits, THROWING) > 0);
  }
}
