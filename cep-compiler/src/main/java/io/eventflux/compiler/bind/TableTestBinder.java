package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code x IN Table} (language 2.6): a condition that some row must fulfil, or a value that
 * must be a key. One thread.
 */
final class TableTestBinder {
  private final BindContext context;
  private final ExpressionBinder binder;

  TableTestBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  /** The test; null if it cannot be, which has been reported. */
  @Nullable RexNode bind(Expression.InTable test) {
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
    TableColumns scope =
        new TableColumns(relation, test.table().text(), binder.scope(), context.newTableColumns());
    RexNode value =
        new ExpressionBinder(context, scope, binder.aggregates(), binder.place())
            .bind(test.value());
    TablePlan plan = relation == null ? null : relation.table();
    if (value == null || relation == null || plan == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(value)) {
      return context.expressions().constant(null, Type.BOOL);
    }
    RexNode found =
        Expressions.type(value) == Type.BOOL
            ? context.expressions().tableTest(plan, value, scope.firstColumn)
            : key(test, value, relation, plan, scope);
    return found == null ? null : binder.negated(found, test.negated());
  }

  /**
   * A value that is no condition is looked for among the keys: there must be one column of them. A
   * NULL is unknown, as in any comparison.
   */
  private @Nullable RexNode key(
      Expression.InTable test,
      RexNode value,
      Relation relation,
      TablePlan plan,
      TableColumns scope) {
    if (plan.primaryKey().size() != 1) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_KEY,
                  test.table().span(),
                  "table '"
                      + relation.name()
                      + "' has no primary key of one column to look a value up in")
              .with(relation.span(), "defined here")
              .suggest(
                  "write the condition, as in ("
                      + relation.name()
                      + ".column == ...) IN "
                      + relation.name()));
      return null;
    }
    int index = plan.primaryKey().get(0);
    Type type = plan.schema().field(index).type();
    if (!Conversions.equatable(Expressions.type(value), type)) {
      String given = Expressions.type(value).sqlName();
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  test.value().span(),
                  "cannot compare " + given + " with " + type.sqlName())
              .labelled(given)
              .fact(
                  "key of "
                      + relation.name()
                      + ": "
                      + plan.schema().field(index).name()
                      + " "
                      + type.sqlName()));
      return null;
    }
    Expressions expressions = context.expressions();
    Span span = test.value().span();
    return context.once(
        value,
        once -> {
          RexNode equality =
              binder.comparisons().equality(scope.column(index, type), span, once, span);
          return equality == null
              ? null
              : expressions.conditional(
                  List.of(expressions.condition(PlanOperator.IS_NULL, once)),
                  List.of(expressions.constant(null, Type.BOOL)),
                  expressions.tableTest(plan, equality, scope.firstColumn),
                  Type.BOOL);
        });
  }

  /** The columns of the table, under its name only; all other names are of the row. */
  private final class TableColumns extends ScopeAround {
    private final @Nullable Relation table;
    private final String name;
    private final Scope row;
    private final int firstColumn;

    TableColumns(@Nullable Relation table, String name, Scope row, int firstColumn) {
      super(row);
      this.table = table;
      this.name = name;
      this.row = row;
      this.firstColumn = firstColumn;
    }

    RexNode column(int index, Type type) {
      return context.expressions().column(firstColumn + index, type);
    }

    @Override
    public @Nullable RexNode resolve(Expression.ColumnReference reference) {
      Expression.Qualifier qualifier = reference.qualifier();
      boolean isOfTable =
          qualifier != null
              && qualifier.name().kind() == StreamName.Kind.PLAIN
              && qualifier.name().name().equals(name);
      if (!isOfTable) {
        return super.resolve(reference);
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
      return type == null ? null : column(index, type);
    }

    @Override
    public Scope input() {
      return new TableColumns(table, name, row.input(), firstColumn);
    }
  }
}
