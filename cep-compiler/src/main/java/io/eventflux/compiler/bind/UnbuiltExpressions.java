package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.StreamName;
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
    RowsBinder.Rows rows = context.rows().inside(query, binder.scope());
    checkStored(rows, span);
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

  // ---- IN with a table

  @Nullable RexNode inTable(Expression.InTable test) {
    Relation relation = context.rows().catalog().find(test.table().text(), test.table().span());
    if (relation != null && !relation.isTable()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NOT_A_TABLE,
                  test.table().span(),
                  relation.kind()
                      + " '"
                      + relation.name()
                      + "' is no table, and IN looks for rows of one")
              .with(relation.span(), "defined here"));
      relation = null;
    }
    Scope outer = binder.scope();
    Relation table = relation;
    Scope scope =
        new Scope() {
          @Override
          public @Nullable RexNode resolve(Expression.ColumnReference reference) {
            return column(reference, table, test.table().text(), outer);
          }

          @Override
          public @Nullable RexNode time(Expression.Qualifier qualifier) {
            return outer.time(qualifier);
          }

          @Override
          public boolean has(String name) {
            return outer.has(name);
          }
        };
    RexNode value = new ExpressionBinder(context, scope, null, "IN").bind(test.value());
    if (value != null && table != null && Expressions.type(value) != Type.BOOL) {
      checkKey(test, value, table);
    }
    context.notSupported(test.span(), "IN with a table");
    return context.opaque(Type.BOOL);
  }

  /**
   * A value that is no condition is looked for among the keys: there must be one column of them.
   */
  private void checkKey(Expression.InTable test, RexNode value, Relation table) {
    List<Column> columns = table.columns();
    TablePlan plan = table.table();
    if (columns == null || plan == null) {
      return;
    }
    if (plan.primaryKey().size() != 1) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_KEY,
                  test.table().span(),
                  "table '"
                      + table.name()
                      + "' has no primary key of one column to look a value up in")
              .with(table.span(), "defined here")
              .suggest(
                  "write the condition, as in ("
                      + table.name()
                      + ".column == ...) IN "
                      + table.name()));
      return;
    }
    Column key = columns.get(plan.primaryKey().get(0));
    Type type = key.type();
    if (type != null && !Conversions.equatable(Expressions.type(value), type)) {
      String given = Expressions.type(value).sqlName();
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  test.value().span(),
                  "cannot compare " + given + " with " + type.sqlName())
              .labelled(given)
              .fact("key of " + table.name() + ": " + key.name() + " " + type.sqlName()));
    }
  }

  private @Nullable RexNode column(
      Expression.ColumnReference reference, @Nullable Relation table, String name, Scope outer) {
    Expression.Qualifier qualifier = reference.qualifier();
    boolean isOfTable =
        qualifier != null
            && qualifier.name().kind() == StreamName.Kind.PLAIN
            && qualifier.name().name().equals(name);
    if (!isOfTable) {
      return outer.resolve(reference);
    }
    List<Column> columns = table == null ? null : table.columns();
    if (table == null || columns == null) {
      return null;
    }
    int index = Column.indexOf(columns, reference.name().text());
    if (index < 0) {
      context.report(table.unknownColumn(reference.name(), columns));
      return null;
    }
    Type type = columns.get(index).type();
    return type == null ? null : context.opaque(type);
  }
}
