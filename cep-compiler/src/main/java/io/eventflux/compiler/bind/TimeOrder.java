package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.type.Type;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Whether a sort key is the order of time, which OVER and MATCH_RECOGNIZE need. */
enum TimeOrder {
  /** It is. */
  FITS,
  /** It is the time, backwards. */
  DESCENDING,
  /** It is something else. */
  OTHER;

  /** What a first sort key is; of rows without event time every column of times is in order. */
  static TimeOrder of(SortItem item, RexNode value, RowScope rows, AppCatalog catalog) {
    boolean isClock =
        item.value() instanceof Expression.FunctionCall call && call.name().is("proctime");
    Column time = timeColumn(rows, catalog);
    boolean isTime;
    if (time == null) {
      Type type = Expressions.type(value);
      isTime = type == Type.TIMESTAMP || type == Type.LONG;
    } else {
      isTime =
          item.value() instanceof Expression.ColumnReference reference
              && (reference.name().text().equals(time.name())
                  || reference.name().text().equals("window_time"));
    }
    if (!isTime && !isClock) {
      return OTHER;
    }
    return item.descending() ? DESCENDING : FITS;
  }

  /** The event time of the only source; null if there is none, or if it is not known. */
  static @Nullable Column timeColumn(RowScope rows, AppCatalog catalog) {
    List<RowScope.Part> parts = rows.parts();
    Relation relation = parts.size() == 1 ? catalog.known(parts.get(0).original()) : null;
    List<Column> columns = relation == null ? null : relation.columns();
    return relation == null || columns == null || relation.watermark() == null
        ? null
        : columns.get(relation.watermark().column());
  }

  /** Adds to a report what would be right. */
  Diagnostic explain(Diagnostic diagnostic, RowScope rows, AppCatalog catalog) {
    Column time = timeColumn(rows, catalog);
    if (this == DESCENDING) {
      return diagnostic.suggest("drop DESC");
    }
    return time == null ? diagnostic : diagnostic.suggest("write ORDER BY " + time.name());
  }
}
