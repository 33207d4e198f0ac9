package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds expressions that cannot be run yet, for their types and errors. One thread. */
final class UnbuiltExpressions {
  private final BindContext context;
  private final ExpressionBinder binder;

  UnbuiltExpressions(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  // ---- sub-queries

  @Nullable RexNode subQuery(Expression.SubQuery query) {
    Type type = onlyColumn(query.query(), query.span(), "a sub-query as a value");
    return type == null ? null : context.opaque(type);
  }

  @Nullable RexNode exists(Expression.Exists test) {
    RowsBinder.Rows rows = context.rows().inside(test.query(), binder.scope());
    checkStored(rows, test.span());
    return context.opaque(Type.BOOL);
  }

  @Nullable RexNode inQuery(Expression.InQuery test) {
    RexNode value = binder.bind(test.value());
    Type type = onlyColumn(test.query(), test.span(), "a sub-query behind IN");
    if (value == null || type == null || ExpressionBinder.isUntypedNull(value)) {
      return context.opaque(Type.BOOL);
    }
    if (!Conversions.equatable(Expressions.type(value), type)) {
      String given = Expressions.type(value).sqlName();
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  test.value().span(),
                  "cannot compare " + given + " with " + type.sqlName())
              .labelled(given)
              .with(test.query().span(), type.sqlName()));
      return null;
    }
    return context.opaque(Type.BOOL);
  }

  /** The type of the only column of a sub-query; null if it is not known. */
  private @Nullable Type onlyColumn(SelectQuery query, Span span, String what) {
    int before = context.diagnostics().count();
    RowsBinder.Rows rows = context.rows().inside(query, binder.scope());
    if (context.diagnostics().count() == before) {
      checkStored(rows, span);
    }
    List<Column> columns = rows.columns();
    if (columns == null) {
      return null;
    }
    if (columns.size() != 1) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  query.span(),
                  what + " has one column, this one gives " + columns.size())
              .fact("columns: " + Column.list(columns)));
      return null;
    }
    return columns.get(0).type();
  }

  private void checkStored(RowsBinder.Rows rows, Span span) {
    if (rows.columns() != null && !rows.isStored()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNSUPPORTED_SQL,
                  span,
                  "a sub-query in an expression asks for rows that are kept, and a stream keeps none")
              .suggest("ask a table or a named window, or join the stream"));
    }
  }
}
