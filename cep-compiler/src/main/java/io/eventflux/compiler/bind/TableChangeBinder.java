package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds what changes the rows of tables (language 4.8), which cannot be run yet, for its errors.
 * One thread.
 */
final class TableChangeBinder {
  private final BindContext context;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;

  TableChangeBinder(BindContext context, AppCatalog catalog, DefinitionBinder definitions) {
    this.context = context;
    this.catalog = catalog;
    this.definitions = definitions;
  }

  /** The table of a name, or null after a report. */
  @Nullable Relation table(Name name) {
    Relation relation = catalog.find(name.text(), name.span());
    if (relation == null || relation.isTable()) {
      return relation;
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.NOT_A_TABLE,
                name.span(),
                relation.kind() + " '" + name + "' is no table, and its rows cannot be changed")
            .with(relation.span(), "defined here"));
    return null;
  }

  /** Reports a table that has no primary key where its rows are found by it. */
  void checkKey(Relation table, Span span, String what) {
    if (table.table() != null && table.table().primaryKey().isEmpty()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_KEY,
                  span,
                  what + " finds rows by a primary key, and table '" + table.name() + "' has none")
              .with(table.span(), "defined here")
              .suggest("define a PRIMARY KEY, or say ON which condition rows agree"));
    }
  }

  // ---- targets of queries

  /**
   * Binds a target that changes rows.
   *
   * @param columns what the query gives; null if that is unknown because of a reported error
   * @param select where the query says what it gives
   */
  void target(Target target, @Nullable List<Column> columns, Span select) {
    if (target instanceof Target.Update update) {
      Relation table = table(update.table());
      TableScope scope = scope(table, columns);
      if (table != null && scope != null) {
        if (update.assignments().isEmpty()) {
          sameNames(table, columns, select);
        }
        assign(update.assignments(), table, null, scope);
        condition(update.on(), scope);
      }
    } else if (target instanceof Target.UpdateOrInsert upsert) {
      Relation table = table(upsert.table());
      TableScope scope = scope(table, columns);
      if (table != null && scope != null) {
        inserted(table, columns, select);
        assign(upsert.assignments(), table, null, scope);
        condition(upsert.on(), scope);
      }
    } else if (target instanceof Target.Delete delete) {
      TableScope scope = scope(table(delete.table()), columns);
      if (scope != null) {
        condition(delete.on(), scope);
      }
    }
  }

  private @Nullable TableScope scope(@Nullable Relation table, @Nullable List<Column> columns) {
    RowScope rows = new RowScope(context, List.of(new RowScope.Part("", "the query", "", columns)));
    return table == null ? null : new TableScope(context, rows, table, null);
  }

  private void condition(@Nullable Expression expression, Scope scope) {
    if (expression != null) {
      new ExpressionBinder(context, scope, null, "ON").condition(expression, "ON");
    }
  }

  private static @Nullable Column named(@Nullable List<Column> columns, String name) {
    int index = columns == null ? -1 : Column.indexOf(columns, name);
    return columns == null || index < 0 ? null : columns.get(index);
  }

  /** The columns of an update without SET: those that have a name of an output. */
  private void sameNames(Relation table, @Nullable List<Column> columns, Span select) {
    if (columns == null || table.columns() == null) {
      return;
    }
    boolean isAny = false;
    for (Column output : columns) {
      Column column = named(table.columns(), output.name());
      isAny |= column != null;
      if (column != null) {
        fit(output, column, table, select);
      }
    }
    if (!isAny) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_ATTRIBUTE,
                  select,
                  "no output of the query has the name of a column of table '"
                      + table.name()
                      + "', so nothing would be set")
              .fact("columns: " + Column.list(table.columns()))
              .fact("outputs: " + Column.list(columns)));
    }
  }

  /** The row that an upsert inserts, by position. */
  private void inserted(Relation table, @Nullable List<Column> columns, Span select) {
    List<Column> wanted = table.columns();
    if (columns == null || wanted == null) {
      return;
    }
    if (columns.size() != wanted.size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  select,
                  "table '"
                      + table.name()
                      + "' has "
                      + RowsBinder.count(wanted.size(), "column")
                      + ", the query gives "
                      + columns.size())
              .fact("columns: " + Column.list(wanted)));
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      fit(columns.get(i), wanted.get(i), table, select);
    }
  }

  private void fit(Column output, Column column, Relation table, Span span) {
    Type type = output.type();
    if (type != null && column.type() != null) {
      binder(new RowScope(context, List.of()), "SET")
          .assigned(context.opaque(type), span, column.type(), table.words(column));
    }
  }

  private ExpressionBinder binder(Scope scope, String clause) {
    return new ExpressionBinder(context, scope, null, clause);
  }

  private void assign(
      List<Assignment> assignments, Relation table, @Nullable Name alias, Scope scope) {
    List<Column> columns = table.columns();
    ExpressionBinder binder = binder(scope, "SET");
    Set<String> seen = new HashSet<>();
    for (Assignment assignment : assignments) {
      Name owner = assignment.table();
      boolean isOther =
          owner != null
              && !owner.text().equals(table.name())
              && (alias == null || !owner.text().equals(alias.text()));
      if (owner != null && isOther) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_STREAM,
                    owner.span(),
                    "SET changes columns of table '"
                        + table.name()
                        + "' only, not of '"
                        + owner
                        + "'")
                .suggest("leave the qualifier out"));
        binder.bind(assignment.value());
        continue;
      }
      Column column = columns == null ? null : named(columns, assignment.column().text());
      boolean isNew = column != null && seen.add(column.name());
      if (column != null && isNew && column.type() != null) {
        binder.assigned(assignment.value(), column.type(), table.words(column));
        continue;
      }
      binder.bind(assignment.value());
      if (columns != null && column == null) {
        context.report(table.unknownColumn(assignment.column(), columns));
      } else if (column != null && !isNew) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            assignment.column().span(),
            "column '" + column.name() + "' is set twice");
      }
    }
  }

  /** The keys and assignments of ON CONFLICT. */
  void conflict(OnConflict conflict, Relation table, @Nullable List<Column> inserted) {
    List<Column> columns = table.columns();
    for (Name key : conflict.keys()) {
      if (columns != null && Column.indexOf(columns, key.text()) < 0) {
        context.report(table.unknownColumn(key, columns));
      }
    }
    if (conflict.keys().isEmpty()) {
      checkKey(table, conflict.span(), "ON CONFLICT");
    }
    RowScope rows =
        new RowScope(context, List.of(new RowScope.Part("excluded", "the row", "", inserted)));
    assign(conflict.assignments(), table, null, new TableScope(context, rows, table, null));
  }

  // ---- statements

  void update(Statement.Update statement) {
    Relation table = table(statement.table());
    RowScope rows = source(statement.source());
    missingCondition("UPDATE", statement.table(), statement.source(), statement.where());
    if (table != null) {
      TableScope scope = new TableScope(context, rows, table, statement.alias());
      assign(statement.assignments(), table, statement.alias(), scope);
      where(statement.where(), scope);
    }
  }

  void delete(Statement.Delete statement) {
    Relation table = table(statement.table());
    RowScope rows = source(statement.source());
    missingCondition("DELETE", statement.table(), statement.source(), statement.where());
    if (table != null) {
      where(statement.where(), new TableScope(context, rows, table, null));
    }
  }

  private void where(@Nullable Expression where, Scope scope) {
    if (where != null) {
      binder(scope, "WHERE").condition(where, "WHERE");
    }
  }

  private void missingCondition(
      String word, Name table, @Nullable Source source, @Nullable Expression where) {
    if (source != null && where == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_CONDITION,
                  table.span(),
                  word + " for each event does not say which rows of '" + table + "' it changes")
              .suggest("add WHERE and a condition, or WHERE TRUE for all rows"));
    }
  }

  private RowScope source(@Nullable Source source) {
    return source == null
        ? new RowScope(context, List.of())
        : source.accept(new SourceBinder(context, catalog, null)).scope();
  }

  void upsert(Statement.Upsert statement) {
    Relation table = table(statement.table());
    if (table == null) {
      context.rows().bind(statement.rows());
      return;
    }
    StreamName name =
        new StreamName(StreamName.Kind.PLAIN, statement.table().text(), statement.table().span());
    Query query =
        new Query(
            List.of(),
            Dialect.SQL,
            statement.rows(),
            null,
            new Target.Insert(
                EventKind.CURRENT, name, statement.columns(), null, statement.table().span()),
            statement.span());
    QueryBinder.Bound bound =
        context.within(
            context.surroundings().stored(),
            () -> new QueryBinder(context, catalog, definitions, query, "upsert").bind());
    if (statement.on() == null) {
      checkKey(table, statement.table().span(), "UPSERT without ON");
    } else {
      condition(statement.on(), new TableScope(context, bound.scope(), table, null));
    }
  }

  void merge(Statement.Merge statement) {
    Relation table = table(statement.table());
    RowScope rows = source(statement.source());
    if (table == null) {
      return;
    }
    TableScope scope = new TableScope(context, rows, table, statement.alias());
    condition(statement.on(), scope);
    for (MergeBranch branch : statement.branches()) {
      if (branch.condition() != null) {
        binder(scope, "WHEN").condition(branch.condition(), "WHEN");
      }
      if (branch instanceof MergeBranch.Update update) {
        assign(update.assignments(), table, statement.alias(), scope);
      } else if (branch instanceof MergeBranch.Insert insert) {
        mergeInsert(insert, table, scope);
      }
    }
  }

  private void mergeInsert(MergeBranch.Insert insert, Relation table, Scope scope) {
    List<Column> columns = table.columns();
    ExpressionBinder binder = binder(scope, "VALUES");
    List<Expression> values = insert.row().values();
    if (columns == null) {
      values.forEach(binder::bind);
      return;
    }
    List<Column> wanted = new ArrayList<>();
    for (Name name : insert.columns()) {
      Column column = named(columns, name.text());
      if (column == null) {
        context.report(table.unknownColumn(name, columns));
        values.forEach(binder::bind);
        return;
      }
      wanted.add(column);
    }
    if (insert.columns().isEmpty()) {
      wanted.addAll(columns);
    }
    if (wanted.size() != values.size()) {
      values.forEach(binder::bind);
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  insert.row().span(),
                  "table '"
                      + table.name()
                      + "' takes "
                      + RowsBinder.count(wanted.size(), "value")
                      + " here, the row gives "
                      + values.size())
              .fact("columns: " + Column.list(wanted)));
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Type type = wanted.get(i).type();
      if (type != null) {
        binder.assigned(values.get(i), type, table.words(wanted.get(i)));
      } else {
        binder.bind(values.get(i));
      }
    }
  }

  void truncate(Statement.Truncate statement) {
    table(statement.table());
  }
}
