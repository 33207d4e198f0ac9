package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.AssignmentContext;
import io.eventflux.grammar.EventFluxQLParser.CommonTableContext;
import io.eventflux.grammar.EventFluxQLParser.CommonTablesContext;
import io.eventflux.grammar.EventFluxQLParser.ConditionsContext;
import io.eventflux.grammar.EventFluxQLParser.EmitContext;
import io.eventflux.grammar.EventFluxQLParser.EventKindContext;
import io.eventflux.grammar.EventFluxQLParser.ExpressionContext;
import io.eventflux.grammar.EventFluxQLParser.GroupByContext;
import io.eventflux.grammar.EventFluxQLParser.GroupItemContext;
import io.eventflux.grammar.EventFluxQLParser.GroupingSetContext;
import io.eventflux.grammar.EventFluxQLParser.InsertContext;
import io.eventflux.grammar.EventFluxQLParser.NameListContext;
import io.eventflux.grammar.EventFluxQLParser.NamedWindowsContext;
import io.eventflux.grammar.EventFluxQLParser.OnConflictContext;
import io.eventflux.grammar.EventFluxQLParser.OnDemandQueryContext;
import io.eventflux.grammar.EventFluxQLParser.OrderAndLimitContext;
import io.eventflux.grammar.EventFluxQLParser.OutputRateContext;
import io.eventflux.grammar.EventFluxQLParser.PlainQueryContext;
import io.eventflux.grammar.EventFluxQLParser.QueryContext;
import io.eventflux.grammar.EventFluxQLParser.RestContext;
import io.eventflux.grammar.EventFluxQLParser.SelectBodyContext;
import io.eventflux.grammar.EventFluxQLParser.SelectContext;
import io.eventflux.grammar.EventFluxQLParser.SelectCoreContext;
import io.eventflux.grammar.EventFluxQLParser.SelectItemContext;
import io.eventflux.grammar.EventFluxQLParser.SelectQueryContext;
import io.eventflux.grammar.EventFluxQLParser.SetContext;
import io.eventflux.grammar.EventFluxQLParser.SetOperatorContext;
import io.eventflux.grammar.EventFluxQLParser.TargetContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.CommonTable;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds queries: collects the blocks of a query in whatever order they were written. */
final class QueryBuilder {
  private final Places places;
  private final LiteralReader literals;
  private final ExpressionBuilder expressions;
  private final SourceBuilder sources;

  QueryBuilder(
      Places places, LiteralReader literals, ExpressionBuilder expressions, SourceBuilder sources) {
    this.places = places;
    this.literals = literals;
    this.expressions = expressions;
    this.sources = sources;
  }

  Query query(List<Annotation> annotations, QueryContext tree, Span span) {
    if (tree.outputRate().size() > 1) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE, places.span(tree.outputRate(1)), "OUTPUT stands twice");
    }
    OutputRate outputRate = tree.outputRate().isEmpty() ? null : outputRate(tree.outputRate(0));
    boolean isClassic = tree.FROM() != null;
    if (tree.commonTables().size() > 1) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE,
          places.span(tree.commonTables(1)),
          "WITH stands twice in this query");
    }
    List<CommonTable> with =
        tree.commonTables().isEmpty() ? List.of() : commonTables(tree.commonTables(0));
    SelectQuery rows = isClassic ? classic(with, tree) : plain(with, tree.plainQuery());
    return new Query(
        annotations,
        isClassic ? Dialect.CLASSIC : Dialect.SQL,
        rows,
        outputRate,
        target(tree),
        span);
  }

  private SelectQuery classic(List<CommonTable> with, QueryContext tree) {
    Clauses clauses = new Clauses();
    for (RestContext rest : tree.rest()) {
      clauses.take(rest);
    }
    Source source = sources.source(tree.source(), Dialect.CLASSIC);
    Span span = places.span(tree);
    Select select = tree.select() == null ? everything(span.end()) : select(tree.select());
    return new SelectQuery(
        with,
        clauses.block(select, source, span),
        clauses.orderBy,
        clauses.limit,
        clauses.offset,
        tree.emit() == null ? null : emit(tree.emit()),
        span);
  }

  private List<CommonTable> commonTables(CommonTablesContext tree) {
    List<CommonTable> tables = new ArrayList<>();
    for (CommonTableContext table : tree.commonTable()) {
      tables.add(
          new CommonTable(
              tree.RECURSIVE() != null,
              places.name(table.anyName()),
              columns(table.nameList()),
              selectQuery(table.selectQuery()),
              places.span(table)));
    }
    return tables;
  }

  private List<Name> columns(@Nullable NameListContext tree) {
    return tree == null ? List.of() : places.names(tree.anyName());
  }

  /** Builds a query without target. Parentheses around all of it leave no trace. */
  SelectQuery selectQuery(SelectQueryContext tree) {
    List<CommonTable> with =
        tree.commonTables() == null ? List.of() : commonTables(tree.commonTables());
    return plain(with, tree.plainQuery());
  }

  private SelectQuery plain(List<CommonTable> with, PlainQueryContext tree) {
    SelectBody body = body(tree);
    Clauses clauses = new Clauses();
    clauses.takeOrder(tree.orderAndLimit());
    Emit emit = tree.emit() == null ? null : emit(tree.emit());
    boolean isBare = with.isEmpty() && !clauses.hasOrder() && emit == null;
    if (isBare && body instanceof SelectBody.Nested nested) {
      return nested.query();
    }
    return new SelectQuery(
        with, body, clauses.orderBy, clauses.limit, clauses.offset, emit, places.span(tree));
  }

  /**
   * The operands and the operators between them. {@code INTERSECT} binds tighter than the others,
   * as in standard SQL.
   */
  private SelectBody body(PlainQueryContext tree) {
    List<SelectBody> bodies = new ArrayList<>();
    int last = tree.selectCore().size() - 1;
    tree.selectCore().forEach(core -> bodies.add(body(core)));
    List<SelectBody.SetTerm> sum = new ArrayList<>();
    List<SelectBody.SetTerm> product = new ArrayList<>();
    SelectBody first = bodies.get(0);
    SelectBody current = first;
    for (int i = 0; i < last; i++) {
      SetOperatorContext sign = tree.setOperator(i);
      SelectBody.SetTerm term =
          new SelectBody.SetTerm(operator(sign), places.span(sign), bodies.get(i + 1));
      if (term.operator() == SelectBody.SetOperator.INTERSECT) {
        product.add(term);
        continue;
      }
      SelectBody whole = chain(current, product);
      if (sum.isEmpty()) {
        first = whole;
      } else {
        sum.set(sum.size() - 1, withOperand(sum.get(sum.size() - 1), whole));
      }
      product = new ArrayList<>();
      current = term.operand();
      sum.add(term);
    }
    SelectBody whole = chain(current, product);
    if (sum.isEmpty()) {
      return whole;
    }
    sum.set(sum.size() - 1, withOperand(sum.get(sum.size() - 1), whole));
    return chain(first, sum);
  }

  private static SelectBody.SetTerm withOperand(SelectBody.SetTerm term, SelectBody operand) {
    return new SelectBody.SetTerm(term.operator(), term.operatorSpan(), operand);
  }

  private static SelectBody chain(SelectBody first, List<SelectBody.SetTerm> rest) {
    return rest.isEmpty()
        ? first
        : new SelectBody.SetOperation(
            first, rest, first.span().to(rest.get(rest.size() - 1).span()));
  }

  private static SelectBody.SetOperator operator(SetOperatorContext tree) {
    if (tree.UNION() != null) {
      return tree.ALL() == null ? SelectBody.SetOperator.UNION : SelectBody.SetOperator.UNION_ALL;
    }
    return tree.EXCEPT() != null ? SelectBody.SetOperator.EXCEPT : SelectBody.SetOperator.INTERSECT;
  }

  private SelectBody body(SelectCoreContext tree) {
    Span span = places.span(tree);
    if (tree.VALUES() != null) {
      return new SelectBody.Values(expressions.rows(tree.row()), span);
    }
    if (tree.selectQuery() != null) {
      return new SelectBody.Nested(selectQuery(tree.selectQuery()), span);
    }
    SelectBodyContext body = tree.selectBody();
    Clauses clauses = new Clauses();
    clauses.takeConditions(body.conditions());
    return clauses.block(select(body.select()), sources.source(body.source(), Dialect.SQL), span);
  }

  /** The classic form of an on-demand query. */
  OnDemandQuery read(OnDemandQueryContext tree) {
    Clauses clauses = new Clauses();
    for (RestContext rest : tree.rest()) {
      clauses.take(rest);
      if (rest.conditions().namedWindows() != null) {
        throw new StatementRefused(
            DiagnosticCode.SYNTAX,
            places.span(rest.conditions().namedWindows()),
            "WINDOW .. AS cannot stand in an on-demand query that starts with FROM");
      }
    }
    int end = places.span(tree).end();
    List<ExpressionContext> values = tree.expression();
    int withinCount = tree.WITHIN() == null ? 0 : values.size() - (tree.PER() == null ? 0 : 1);
    return new OnDemandQuery.Read(
        places.name(tree.sourceName()),
        tree.condition() == null ? null : expressions.condition(tree.condition()),
        expressions.expressions(values.subList(0, withinCount)),
        tree.PER() == null ? null : expressions.expression(values.get(values.size() - 1)),
        tree.select() == null ? everything(end) : select(tree.select()),
        clauses.where,
        clauses.groupBy,
        clauses.having,
        clauses.orderBy,
        clauses.limit,
        clauses.offset,
        tree.target() == null ? nowhere(end) : target(tree.target()),
        places.span(tree));
  }

  static Select everything(int end) {
    Span nowhere = new Span(end, end);
    return new Select(false, List.of(new SelectItem.All(null, nowhere)), nowhere);
  }

  /** The clauses that may stand before or behind the select list, each once. */
  private final class Clauses {
    private @Nullable Expression where;
    private List<GroupItem> groupBy = List.of();
    private @Nullable Expression having;
    private List<NamedWindow> windows = List.of();
    private List<SortItem> orderBy = List.of();
    private @Nullable Expression limit;
    private @Nullable Expression offset;

    void take(RestContext tree) {
      takeConditions(tree.conditions());
      takeOrder(tree.orderAndLimit());
    }

    void takeConditions(ConditionsContext tree) {
      if (tree.where() != null) {
        once(where == null, tree.where(), "WHERE");
        where = expressions.condition(tree.where().condition());
      }
      if (tree.groupBy() != null) {
        once(groupBy.isEmpty(), tree.groupBy(), "GROUP BY");
        groupBy = groupItems(tree.groupBy());
      }
      if (tree.having() != null) {
        once(having == null, tree.having(), "HAVING");
        having = expressions.condition(tree.having().condition());
      }
      if (tree.namedWindows() != null) {
        once(windows.isEmpty(), tree.namedWindows(), "WINDOW");
        windows = windows(tree.namedWindows());
      }
    }

    /**
     * ORDER BY, then LIMIT with one or two values, OFFSET, FETCH; their expressions come in this
     * order.
     */
    private void takeOrder(OrderAndLimitContext tree) {
      if (tree.ORDER() != null) {
        once(orderBy.isEmpty(), tree, "ORDER BY");
        orderBy = expressions.sortItems(tree.sortItem());
      }
      int next = 0;
      if (tree.LIMIT() != null) {
        once(limit == null, tree.LIMIT(), "LIMIT");
        Expression first = expressions.expression(tree.expression(next++));
        boolean hasTwo = isDirectlyBehindComma(tree, next);
        limit = hasTwo ? expressions.expression(tree.expression(next++)) : first;
        if (hasTwo) {
          once(offset == null, tree.LIMIT(), "OFFSET");
          offset = first;
        }
      }
      if (tree.OFFSET() != null) {
        once(offset == null, tree.OFFSET(), "OFFSET");
        offset = expressions.expression(tree.expression(next++));
      }
      if (tree.FETCH() != null) {
        once(limit == null, tree.FETCH(), "LIMIT");
        limit = expressions.expression(tree.expression(next));
      }
    }

    boolean hasOrder() {
      return !orderBy.isEmpty() || limit != null || offset != null;
    }

    SelectBody.Block block(Select select, Source source, Span span) {
      return new SelectBody.Block(select, source, where, groupBy, having, windows, span);
    }

    private boolean isDirectlyBehindComma(OrderAndLimitContext tree, int index) {
      if (tree.expression().size() <= index) {
        return false;
      }
      int position = tree.children.indexOf(tree.expression(index));
      return tree.getChild(position - 1) instanceof TerminalNode before
          && before.getSymbol().getType() == EventFluxQLParser.COMMA;
    }

    private void once(boolean isFirst, ParserRuleContext tree, String clause) {
      once(isFirst, places.span(tree), clause);
    }

    private void once(boolean isFirst, TerminalNode word, String clause) {
      once(isFirst, places.span(word), clause);
    }

    private void once(boolean isFirst, Span span, String clause) {
      if (!isFirst) {
        throw new StatementRefused(
            DiagnosticCode.DUPLICATE_CLAUSE, span, clause + " stands twice in this query");
      }
    }
  }

  List<GroupItem> groupItems(GroupByContext tree) {
    List<GroupItem> items = new ArrayList<>();
    for (GroupItemContext item : tree.groupItem()) {
      items.add(item(item));
    }
    return items;
  }

  private GroupItem item(GroupItemContext tree) {
    Span span = places.span(tree);
    if (tree.GROUPING() != null) {
      List<GroupItem.KeySet> sets = new ArrayList<>();
      for (GroupingSetContext set : tree.groupingSet()) {
        sets.add(new GroupItem.KeySet(expressions.expressions(set.expression()), places.span(set)));
      }
      return new GroupItem.GroupingSets(sets, span);
    }
    List<Expression> keys = expressions.expressions(tree.expression());
    if (tree.ROLLUP() != null) {
      return new GroupItem.Rollup(keys, span);
    }
    return tree.CUBE() != null
        ? new GroupItem.Cube(keys, span)
        : new GroupItem.Key(keys.get(0), span);
  }

  private List<NamedWindow> windows(NamedWindowsContext tree) {
    List<NamedWindow> windows = new ArrayList<>();
    for (int i = 0; i < tree.bareName().size(); i++) {
      windows.add(
          new NamedWindow(
              places.name(tree.bareName(i)),
              expressions.window(tree.overSpec(i)),
              places.span(tree.bareName(i), tree.overSpec(i))));
    }
    return windows;
  }

  Select select(SelectContext tree) {
    if (tree.selectItem().size() > Limits.COLUMN_COUNT_MAX) {
      throw new StatementRefused(
          DiagnosticCode.TOO_COMPLEX,
          places.span(tree.selectItem(Limits.COLUMN_COUNT_MAX)),
          "the select list has more than " + Limits.COLUMN_COUNT_MAX + " entries");
    }
    List<SelectItem> items = new ArrayList<>();
    for (SelectItemContext item : tree.selectItem()) {
      items.add(item(item));
    }
    return new Select(tree.DISTINCT() != null, items, places.span(tree));
  }

  private SelectItem item(SelectItemContext tree) {
    Span span = places.span(tree);
    if (tree.expression() == null) {
      return new SelectItem.All(
          tree.bareName() == null ? null : places.name(tree.bareName()), span);
    }
    Name alias = null;
    if (tree.selectAlias() != null) {
      boolean hasAs = tree.selectAlias().AS() != null;
      alias = places.name(hasAs ? tree.selectAlias().anyName() : tree.selectAlias().bareName());
    }
    return new SelectItem.Value(expressions.expression(tree.expression()), alias, span);
  }

  private Emit emit(EmitContext tree) {
    Emit.Mode mode =
        tree.CLOSE() != null || tree.FINAL() != null
            ? Emit.Mode.ON_CLOSE
            : tree.EVERY() != null
                ? Emit.Mode.EVERY
                : tree.AFTER() != null ? Emit.Mode.AFTER : Emit.Mode.ON_UPDATE;
    Expression duration = tree.duration() == null ? null : literals.duration(tree.duration());
    return new Emit(mode, duration, places.span(tree));
  }

  private OutputRate outputRate(OutputRateContext tree) {
    OutputRate.Mode mode =
        tree.FIRST() != null
            ? OutputRate.Mode.FIRST
            : tree.LAST() != null
                ? OutputRate.Mode.LAST
                : tree.SNAPSHOT() != null ? OutputRate.Mode.SNAPSHOT : OutputRate.Mode.ALL;
    if (tree.duration() != null) {
      return new OutputRate(mode, literals.duration(tree.duration()), false, places.span(tree));
    }
    Token count = tree.INTEGER().getSymbol();
    Expression interval = new Literal.IntLiteral(literals.count(count), places.span(count));
    return new OutputRate(mode, interval, true, places.span(tree));
  }

  private Target target(QueryContext tree) {
    int end = places.span(tree).end();
    Target target = tree.target() == null ? nowhere(end) : target(tree.target());
    if (tree.onConflict() == null) {
      return target;
    }
    if (target instanceof Target.Insert insert) {
      return new Target.Insert(
          insert.kind(),
          insert.name(),
          insert.columns(),
          onConflict(tree.onConflict()),
          insert.span());
    }
    throw new StatementRefused(
        DiagnosticCode.SYNTAX,
        places.span(tree.onConflict().CONFLICT()),
        "ON CONFLICT belongs to INSERT INTO only");
  }

  private static Target nowhere(int end) {
    return new Target.Callback(EventKind.CURRENT, new Span(end, end));
  }

  Target target(TargetContext tree) {
    Span span = places.span(tree);
    if (tree.insert() != null) {
      return insert(tree.insert());
    }
    if (tree.RETURN() != null) {
      return new Target.Callback(kind(tree.eventKind()), span);
    }
    Name table = places.name(tree.anyName());
    EventKind kind =
        tree.forEvents() == null ? EventKind.CURRENT : kind(tree.forEvents().eventKind());
    Expression on = expressions.condition(tree.condition());
    if (tree.DELETE() != null) {
      return new Target.Delete(table, kind, on, span);
    }
    List<Assignment> assignments = tree.set() == null ? List.of() : assignments(tree.set());
    return tree.INSERT() != null
        ? new Target.UpdateOrInsert(table, kind, assignments, on, span)
        : new Target.Update(table, kind, assignments, on, span);
  }

  private Target insert(InsertContext tree) {
    StreamName name = sources.streamName(tree.targetName());
    List<Name> columns = columns(tree.nameList());
    if (tree.REPLACE() == null) {
      return new Target.Insert(kind(tree.eventKind()), name, columns, null, places.span(tree));
    }
    if (name.kind() != StreamName.Kind.PLAIN) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          name.span(),
          "rows of '" + name + "' cannot be replaced; expected: a table name");
    }
    return new Target.Replace(new Name(name.name(), name.span()), columns, places.span(tree));
  }

  List<Assignment> assignments(SetContext tree) {
    List<Assignment> assignments = new ArrayList<>();
    for (AssignmentContext each : tree.assignment()) {
      boolean isQualified = each.anyName().size() > 1;
      assignments.add(
          new Assignment(
              isQualified ? places.name(each.anyName(0)) : null,
              places.name(each.anyName(isQualified ? 1 : 0)),
              expressions.expression(each.expression()),
              places.span(each)));
    }
    return assignments;
  }

  OnConflict onConflict(OnConflictContext tree) {
    return new OnConflict(
        columns(tree.nameList()),
        tree.set() == null ? List.of() : assignments(tree.set()),
        places.span(tree));
  }

  static EventKind kind(@Nullable EventKindContext tree) {
    if (tree == null || tree.CURRENT() != null) {
      return EventKind.CURRENT;
    }
    return tree.ALL() != null ? EventKind.ALL : EventKind.EXPIRED;
  }
}
