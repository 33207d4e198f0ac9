package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.StartRows;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds the rows of {@code INSERT INTO .. VALUES}, which enter when the app starts. One thread. */
final class StartRowsBinder {
  private final BindContext context;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;
  private final TableChangeBinder changes;

  StartRowsBinder(
      BindContext context,
      AppCatalog catalog,
      DefinitionBinder definitions,
      TableChangeBinder changes) {
    this.context = context;
    this.catalog = catalog;
    this.definitions = definitions;
    this.changes = changes;
  }

  /** The rows of {@code insert}, or null after a report. */
  @Nullable StartRows bind(Statement.InsertValues insert) {
    Relation target = catalog.find(insert.target().text(), insert.target().span());
    if (target != null && insert.onConflict() != null) {
      target = changes.table(insert.target());
    }
    if (target != null && insert.onConflict() != null) {
      changes.conflict(insert.onConflict(), target, target.columns());
    }
    if (target != null && !TargetBinder.takesRows(context, target, insert.target().span())) {
      target = null;
    }
    List<Column> columns = target == null ? null : target.columns();
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "VALUES");
    if (target == null || columns == null) {
      insert.rows().forEach(row -> row.values().forEach(binder::bind));
      return null;
    }
    List<Integer> positions = positions(insert, target, columns);
    if (positions == null) {
      return null;
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    boolean isFine = true;
    for (Row row : insert.rows()) {
      List<@Nullable Object> values = row(row, target, columns, positions, binder);
      isFine &= values != null;
      if (values != null) {
        rows.add(values);
      }
    }
    return isFine ? new StartRows(target.name(), rows) : null;
  }

  private @Nullable List<Integer> positions(
      Statement.InsertValues insert, Relation target, List<Column> columns) {
    List<Integer> positions = new ArrayList<>();
    boolean isFine = true;
    for (Name name : insert.columns()) {
      int index = Column.indexOf(columns, name.text());
      if (index < 0) {
        context.report(target.unknownColumn(name, columns));
        isFine = false;
      } else if (positions.contains(index)) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            name.span(),
            "column '" + name + "' is listed twice");
        isFine = false;
      }
      positions.add(index);
    }
    if (insert.columns().isEmpty()) {
      for (int i = 0; i < columns.size(); i++) {
        positions.add(i);
      }
    }
    return isFine ? positions : null;
  }

  private @Nullable List<@Nullable Object> row(
      Row row,
      Relation target,
      List<Column> columns,
      List<Integer> positions,
      ExpressionBinder binder) {
    if (row.values().size() != positions.size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  row.span(),
                  target.kind()
                      + " '"
                      + target.name()
                      + "' takes "
                      + positions.size()
                      + (positions.size() == 1 ? " value" : " values")
                      + " here, the row gives "
                      + row.values().size())
              .fact("columns: " + Column.list(columns)));
      return null;
    }
    List<@Nullable Object> defaults = definitions.defaults(target.name());
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(i < defaults.size() ? defaults.get(i) : null);
    }
    boolean isFine = true;
    for (int i = 0; i < positions.size(); i++) {
      Column column = columns.get(positions.get(i));
      Expression expression = row.values().get(i);
      RexNode value =
          column.type() == null
              ? null
              : binder.assigned(expression, column.type(), target.words(column));
      RexNode constant = value == null ? null : context.fold(value);
      if (constant != null && !Expressions.isConstant(constant)) {
        context.report(
            DiagnosticCode.BAD_ARGUMENT,
            expression.span(),
            "a value that is inserted at start must be a constant");
        constant = null;
      }
      isFine &= constant != null;
      if (constant != null) {
        values.set(positions.get(i), Expressions.value(constant));
      }
    }
    return isFine ? Collections.unmodifiableList(values) : null;
  }
}
