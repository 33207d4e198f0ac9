package io.eventflux.query.print;

import io.eventflux.query.ast.CommonTable;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what gives rows, as a list of clauses: one a line in a statement, one line in a value. */
final class QueryPrinter
    implements SelectBody.Visitor<List<String>>,
        SelectItem.Visitor<String>,
        GroupItem.Visitor<String> {
  private final Dialect dialect;

  private QueryPrinter(Dialect dialect) {
    this.dialect = dialect;
  }

  /** For bodies in the SQL order. */
  static QueryPrinter sql() {
    return new QueryPrinter(Dialect.SQL);
  }

  /** Parentheses and all. */
  static String nested(SelectQuery query) {
    return "(" + String.join(" ", clauses(query)) + ")";
  }

  static List<String> clauses(SelectQuery query) {
    List<String> clauses = new ArrayList<>(with(query.with()));
    clauses.addAll(rows(query, Dialect.SQL));
    return clauses;
  }

  static List<String> with(List<CommonTable> tables) {
    return tables.isEmpty()
        ? List.of()
        : List.of(
            tables.stream()
                .map(QueryPrinter::commonTable)
                .collect(
                    Collectors.joining(
                        ", ", tables.get(0).isRecursive() ? "WITH RECURSIVE " : "WITH ", "")));
  }

  private static String commonTable(CommonTable table) {
    return Names.name(table.name())
        + StatementPrinter.columns(table.columns())
        + " AS "
        + nested(table.query());
  }

  /** Everything but the common tables. */
  static List<String> rows(SelectQuery query, Dialect dialect) {
    List<String> clauses = new ArrayList<>(query.body().accept(new QueryPrinter(dialect)));
    clauses.addAll(order(query.orderBy(), query.limit(), query.offset()));
    if (query.emit() != null) {
      clauses.add(emit(query.emit()));
    }
    return clauses;
  }

  static List<String> order(
      List<SortItem> orderBy, @Nullable Expression limit, @Nullable Expression offset) {
    List<String> clauses = new ArrayList<>();
    if (!orderBy.isEmpty()) {
      clauses.add("ORDER BY " + sort(orderBy));
    }
    if (limit != null) {
      clauses.add("LIMIT " + ExpressionPrinter.print(limit));
    }
    if (offset != null) {
      clauses.add("OFFSET " + ExpressionPrinter.print(offset));
    }
    return clauses;
  }

  static String sort(List<SortItem> items) {
    return items.stream().map(QueryPrinter::sortItem).collect(Collectors.joining(", "));
  }

  private static String sortItem(SortItem item) {
    return ExpressionPrinter.print(item.value())
        + (item.descending() ? " DESC" : "")
        + (item.nullsFirst() ? " NULLS FIRST" : "");
  }

  private static String emit(Emit emit) {
    String duration = emit.duration() == null ? "" : " " + ExpressionPrinter.print(emit.duration());
    return switch (emit.mode()) {
          case ON_CLOSE -> "EMIT ON CLOSE";
          case ON_UPDATE -> "EMIT ON UPDATE";
          case EVERY -> "EMIT EVERY";
          case AFTER -> "EMIT AFTER";
        }
        + duration;
  }

  // ---- bodies

  @Override
  public List<String> visitBlock(SelectBody.Block body) {
    return block(body, dialect == Dialect.CLASSIC);
  }

  /** The source in front, written as in SQL: classic aggregations read it so. */
  static List<String> sourceFirst(SelectBody.Block body) {
    return sql().block(body, true);
  }

  private List<String> block(SelectBody.Block body, boolean isSourceFirst) {
    String from = "FROM " + SourcePrinter.print(body.source(), dialect);
    List<String> clauses = new ArrayList<>();
    clauses.add(isSourceFirst ? from : select(body.select()));
    clauses.add(isSourceFirst ? select(body.select()) : from);
    clauses.addAll(conditions(body.where(), body.groupBy(), body.having()));
    if (!body.windows().isEmpty()) {
      clauses.add(
          body.windows().stream()
              .map(QueryPrinter::namedWindow)
              .collect(Collectors.joining(", ", "WINDOW ", "")));
    }
    return clauses;
  }

  static List<String> conditions(
      @Nullable Expression where, List<GroupItem> groupBy, @Nullable Expression having) {
    List<String> clauses = new ArrayList<>();
    if (where != null) {
      clauses.add("WHERE " + ExpressionPrinter.print(where));
    }
    if (!groupBy.isEmpty()) {
      QueryPrinter printer = sql();
      clauses.add(
          groupBy.stream()
              .map(item -> item.accept(printer))
              .collect(Collectors.joining(", ", "GROUP BY ", "")));
    }
    if (having != null) {
      clauses.add("HAVING " + ExpressionPrinter.print(having));
    }
    return clauses;
  }

  private static String namedWindow(NamedWindow window) {
    return Names.name(window.name()) + " AS " + window(window.window());
  }

  @Override
  public List<String> visitSetOperation(SelectBody.SetOperation body) {
    List<String> clauses = new ArrayList<>(body.first().accept(this));
    for (SelectBody.SetTerm term : body.rest()) {
      clauses.add(term.operator().words());
      clauses.addAll(term.operand().accept(this));
    }
    return clauses;
  }

  @Override
  public List<String> visitValues(SelectBody.Values body) {
    return List.of(
        body.rows().stream()
            .map(QueryPrinter::row)
            .collect(Collectors.joining(", ", "VALUES ", "")));
  }

  static String row(Row row) {
    return "(" + ExpressionPrinter.list(row.values()) + ")";
  }

  @Override
  public List<String> visitNested(SelectBody.Nested body) {
    return List.of(nested(body.query()));
  }

  // ---- select lists

  static String select(Select select) {
    QueryPrinter printer = sql();
    String items =
        select.items().stream().map(item -> item.accept(printer)).collect(Collectors.joining(", "));
    return (select.distinct() ? "SELECT DISTINCT " : "SELECT ") + items;
  }

  @Override
  public String visitAll(SelectItem.All item) {
    return item.qualifier() == null ? "*" : Names.name(item.qualifier()) + ".*";
  }

  @Override
  public String visitValue(SelectItem.Value item) {
    String alias = item.alias() == null ? "" : " AS " + Names.name(item.alias());
    return ExpressionPrinter.print(item.value()) + alias;
  }

  // ---- groups

  @Override
  public String visitKey(GroupItem.Key item) {
    return ExpressionPrinter.print(item.value());
  }

  @Override
  public String visitRollup(GroupItem.Rollup item) {
    return "ROLLUP (" + ExpressionPrinter.list(item.keys()) + ")";
  }

  @Override
  public String visitCube(GroupItem.Cube item) {
    return "CUBE (" + ExpressionPrinter.list(item.keys()) + ")";
  }

  @Override
  public String visitGroupingSets(GroupItem.GroupingSets item) {
    return item.sets().stream()
        .map(set -> "(" + ExpressionPrinter.list(set.keys()) + ")")
        .collect(Collectors.joining(", ", "GROUPING SETS (", ")"));
  }

  // ---- windows of OVER

  static String window(OverWindow window) {
    List<String> parts = new ArrayList<>();
    if (!window.partitionBy().isEmpty()) {
      parts.add("PARTITION BY " + ExpressionPrinter.list(window.partitionBy()));
    }
    if (!window.orderBy().isEmpty()) {
      parts.add("ORDER BY " + sort(window.orderBy()));
    }
    OverWindow.Frame frame = window.frame();
    if (frame != null) {
      parts.add(frame.unit() + " BETWEEN " + bound(frame.start()) + " AND " + bound(frame.end()));
    }
    return "(" + String.join(" ", parts) + ")";
  }

  private static String bound(OverWindow.Bound bound) {
    String words = bound.kind().name().replace('_', ' ');
    return bound.distance() == null
        ? words
        : ExpressionPrinter.print(bound.distance()) + " " + words;
  }
}
