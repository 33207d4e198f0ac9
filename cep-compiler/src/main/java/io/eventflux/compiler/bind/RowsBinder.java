package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.CommonTable;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds what gives rows inside something else: sub-queries, views, common tables, the parts of a
 * set operation. It finds their columns and what is wrong with them. One thread.
 */
final class RowsBinder {
  private final BindContext context;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;

  RowsBinder(BindContext context, AppCatalog catalog, DefinitionBinder definitions) {
    this.context = context;
    this.catalog = catalog;
    this.definitions = definitions;
  }

  /**
   * Bound rows.
   *
   * @param columns their columns; null if they are unknown because of a reported error
   * @param isStored whether they come from nothing but tables
   */
  record Rows(@Nullable List<Column> columns, boolean isStored) {}

  AppCatalog catalog() {
    return catalog;
  }

  /** A query whose body is one block: what is none is the source of {@code SELECT *}. */
  static SelectQuery asBlock(SelectQuery query) {
    if (query.body() instanceof SelectBody.Block) {
      return query;
    }
    Span span = query.body().span();
    SelectQuery rows =
        query.body() instanceof SelectBody.Nested nested
            ? nested.query()
            : new SelectQuery(List.of(), query.body(), List.of(), null, null, null, span);
    SelectBody.Block block =
        new SelectBody.Block(
            new Select(false, List.of(new SelectItem.All(null, span)), span),
            new Source.SubQuery(false, rows, List.of(), new Name("", span), List.of(), span),
            null,
            List.of(),
            null,
            List.of(),
            span);
    return new SelectQuery(
        query.with(),
        block,
        query.orderBy(),
        query.limit(),
        query.offset(),
        query.emit(),
        query.span());
  }

  /** The rows of a query; its sources may be tables. */
  Rows bind(SelectQuery query) {
    return context.within(context.surroundings().stored(), () -> rows(query));
  }

  /** The rows of a sub-query in an expression, which sees the columns around it. */
  Rows inside(SelectQuery query, Scope scope) {
    return context.within(context.surroundings().inside(scope), () -> rows(query));
  }

  /** The rows of a query that must give events. */
  Rows events(SelectQuery query) {
    return rows(query);
  }

  private Rows rows(SelectQuery query) {
    boolean isBare =
        query.with().isEmpty()
            && query.orderBy().isEmpty()
            && query.limit() == null
            && query.offset() == null
            && query.emit() == null;
    return isBare ? body(query.body()) : block(asBlock(query));
  }

  private Rows body(SelectBody body) {
    if (body instanceof SelectBody.SetOperation operation) {
      return setOperation(operation);
    }
    if (body instanceof SelectBody.Values values) {
      return values(values);
    }
    if (body instanceof SelectBody.Nested nested) {
      return rows(nested.query());
    }
    return block(new SelectQuery(List.of(), body, List.of(), null, null, null, body.span()));
  }

  private Rows block(SelectQuery query) {
    Query whole =
        new Query(
            List.of(),
            Dialect.SQL,
            query,
            null,
            new Target.Callback(EventKind.CURRENT, query.span()),
            query.span());
    QueryBinder.Bound bound =
        new QueryBinder(context, catalog, definitions, whole, "sub-query").bind();
    return new Rows(bound.columns(), bound.isStored());
  }

  // ---- common tables

  /** The names of the common tables of a query, in front of those around. */
  LocalNames commonTables(SelectQuery query) {
    LocalNames names = new LocalNames(catalog.locals(), false);
    Surroundings stored = context.surroundings().stored();
    Map<String, Span> seen = new HashMap<>();
    if (!query.with().isEmpty() && query.with().get(0).isRecursive()) {
      context.report(
          DiagnosticCode.UNSUPPORTED_SQL,
          query.with().get(0).name().span(),
          "WITH RECURSIVE has no meaning over streams: a common table cannot read itself");
    }
    for (CommonTable table : query.with()) {
      Span first = seen.putIfAbsent(table.name().text(), table.name().span());
      if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_DEFINITION,
                    table.name().span(),
                    "two common tables are called '" + table.name() + "'")
                .with(first, "the first one"));
      }
      if (table.isRecursive()) {
        // It may read itself, so nothing more is said about it.
        names.define(
            table.name().text(),
            () ->
                Relation.defined(
                    Relation.Form.VIEW, table.name().text(), null, table.name().span()));
        continue;
      }
      names.define(
          table.name().text(),
          () ->
              catalog.with(
                  names,
                  () ->
                      context.within(
                          stored, () -> view(table.name(), table.columns(), rows(table.query())))));
    }
    return names;
  }

  /** What a view or common table is to whoever reads it. */
  Relation view(Name name, List<Name> columns, Rows rows) {
    return Relation.defined(
        rows.isStored() ? Relation.Form.TABLE_VIEW : Relation.Form.VIEW,
        name.text(),
        renamed(rows.columns(), columns, "'" + name + "'"),
        name.span());
  }

  /** Columns with the names of a list behind an alias; the same if the list is empty. */
  @Nullable List<Column> renamed(@Nullable List<Column> columns, List<Name> names, String owner) {
    if (names.isEmpty()) {
      return columns;
    }
    if (columns != null && columns.size() != names.size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  names.get(0).span().to(names.get(names.size() - 1).span()),
                  owner
                      + " lists "
                      + count(names.size(), "name")
                      + " for "
                      + count(columns.size(), "column"))
              .fact("columns: " + Column.list(columns)));
      return null;
    }
    List<Column> renamed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).text();
      if (Column.indexOf(renamed, name) >= 0) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            names.get(i).span(),
            "column '" + name + "' is listed twice");
        return null;
      }
      renamed.add(new Column(name, columns == null ? null : columns.get(i).type()));
    }
    return renamed;
  }

  static String count(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  // ---- set operations and VALUES

  private Rows setOperation(SelectBody.SetOperation operation) {
    Rows result = body(operation.first());
    for (SelectBody.SetTerm term : operation.rest()) {
      Rows operand = body(term.operand());
      String words = term.operator().words();
      boolean isStored = result.isStored() && operand.isStored();
      if (!isStored && term.operator() != SelectBody.SetOperator.UNION_ALL) {
        Diagnostic diagnostic =
            Diagnostic.of(
                DiagnosticCode.SET_OPERATION_ON_STREAM,
                term.operatorSpan(),
                words + " would have to remember all rows of its streams");
        context.report(
            term.operator() == SelectBody.SetOperator.UNION
                ? diagnostic.suggest("UNION ALL passes every row on")
                : diagnostic);
      }
      result =
          new Rows(
              united(result.columns(), operand.columns(), words, term.operand().span()), isStored);
    }
    return result;
  }

  private @Nullable List<Column> united(
      @Nullable List<Column> first, @Nullable List<Column> other, String words, Span span) {
    if (first == null || other == null) {
      return null;
    }
    if (first.size() != other.size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  span,
                  "the parts of "
                      + words
                      + " give "
                      + first.size()
                      + " and "
                      + count(other.size(), "column"))
              .fact("columns of the first: " + Column.list(first))
              .fact("columns of this one: " + Column.list(other)));
      return null;
    }
    List<Column> united = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      Type a = first.get(i).type();
      Type b = other.get(i).type();
      Optional<Type> common = a == null || b == null ? Optional.empty() : Conversions.common(a, b);
      if (a != null && b != null && common.isEmpty()) {
        context.report(
            DiagnosticCode.TYPE_MISMATCH,
            span,
            "column "
                + (i + 1)
                + " of this part of "
                + words
                + " is "
                + b.sqlName()
                + ", but '"
                + first.get(i).name()
                + "' is "
                + a.sqlName());
      }
      united.add(new Column(first.get(i).name(), common.orElse(null)));
    }
    return united;
  }

  private Rows values(SelectBody.Values values) {
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "VALUES");
    List<Column> columns = null;
    for (Row row : values.rows()) {
      List<Column> own = new ArrayList<>();
      for (Expression value : row.values()) {
        RexNode bound = binder.bind(value);
        Type type =
            bound == null || ExpressionBinder.isUntypedNull(bound) ? null : Expressions.type(bound);
        own.add(new Column("_col" + own.size(), type));
      }
      columns = columns == null ? own : united(columns, own, "VALUES", row.span());
      if (columns == null) {
        return new Rows(null, true);
      }
    }
    return new Rows(columns, true);
  }
}
