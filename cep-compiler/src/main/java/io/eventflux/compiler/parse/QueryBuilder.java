package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.EmitContext;
import io.eventflux.grammar.EventFluxQLParser.EventKindContext;
import io.eventflux.grammar.EventFluxQLParser.GroupItemContext;
import io.eventflux.grammar.EventFluxQLParser.InsertContext;
import io.eventflux.grammar.EventFluxQLParser.OrderAndLimitContext;
import io.eventflux.grammar.EventFluxQLParser.OutputRateContext;
import io.eventflux.grammar.EventFluxQLParser.QueryContext;
import io.eventflux.grammar.EventFluxQLParser.RestContext;
import io.eventflux.grammar.EventFluxQLParser.SelectBodyContext;
import io.eventflux.grammar.EventFluxQLParser.SelectContext;
import io.eventflux.grammar.EventFluxQLParser.SelectItemContext;
import io.eventflux.grammar.EventFluxQLParser.SetOperatorContext;
import io.eventflux.grammar.EventFluxQLParser.SortItemContext;
import io.eventflux.grammar.EventFluxQLParser.TargetContext;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    if (!tree.commonTables().isEmpty()) {
      throw StatementRefused.notSupportedYet(
          places.span(tree.commonTables(0)), "WITH before a query");
    }
    if (!tree.setOperator().isEmpty()) {
      throw setOperation(tree.setOperator(0));
    }
    if (tree.onConflict() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree.onConflict()), "ON CONFLICT");
    }
    if (tree.outputRate().size() > 1) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE, places.span(tree.outputRate(1)), "OUTPUT stands twice");
    }
    boolean isClassic = tree.FROM() != null;
    Dialect dialect = isClassic ? Dialect.CLASSIC : Dialect.SQL;
    SelectBodyContext body = isClassic ? null : tree.selectBody(0);
    SelectContext select = body == null ? tree.select() : body.select();
    Source source = sources.source(body == null ? tree.source() : body.source(), dialect);
    Clauses clauses = new Clauses();
    for (RestContext rest : body == null ? tree.rest() : List.of(body.rest())) {
      clauses.take(rest);
    }
    return new Query(
        annotations,
        dialect,
        source,
        clauses.where,
        select == null ? everything(places.span(tree).end()) : select(select),
        clauses.groupBy,
        clauses.having,
        clauses.orderBy,
        clauses.limit,
        clauses.offset,
        tree.emit() == null ? null : emit(tree.emit()),
        tree.outputRate().isEmpty() ? null : outputRate(tree.outputRate(0)),
        target(tree),
        span);
  }

  private StatementRefused setOperation(SetOperatorContext tree) {
    if (tree.ALL() != null) {
      return StatementRefused.notSupportedYet(places.span(tree), "UNION ALL");
    }
    String word = tree.getStart().getText().toUpperCase(Locale.ROOT);
    Diagnostic diagnostic =
        Diagnostic.of(
            DiagnosticCode.SET_OPERATION_ON_STREAM,
            places.span(tree),
            word + " would have to remember all rows of its streams");
    return new StatementRefused(
        tree.UNION() == null ? diagnostic : diagnostic.suggest("UNION ALL passes every row on"));
  }

  private static Select everything(int end) {
    Span nowhere = new Span(end, end);
    return new Select(false, List.of(new SelectItem.All(null, nowhere)), nowhere);
  }

  /** The clauses that may stand before or behind the select list, each once. */
  private final class Clauses {
    private @Nullable Expression where;
    private List<Expression> groupBy = List.of();
    private @Nullable Expression having;
    private List<SortItem> orderBy = List.of();
    private @Nullable Expression limit;
    private @Nullable Expression offset;

    void take(RestContext tree) {
      if (tree.namedWindows() != null) {
        throw StatementRefused.notSupportedYet(places.span(tree.namedWindows()), "WINDOW .. AS");
      }
      if (tree.where() != null) {
        once(where == null, tree.where(), "WHERE");
        where = expressions.condition(tree.where().condition());
      }
      if (tree.groupBy() != null) {
        once(groupBy.isEmpty(), tree.groupBy(), "GROUP BY");
        groupBy = keys(tree.groupBy().groupItem());
      }
      if (tree.having() != null) {
        once(having == null, tree.having(), "HAVING");
        having = expressions.condition(tree.having().condition());
      }
      takeOrder(tree.orderAndLimit());
    }

    /**
     * ORDER BY, then LIMIT with one or two values, OFFSET, FETCH; their expressions come in this
     * order.
     */
    private void takeOrder(OrderAndLimitContext tree) {
      if (tree.ORDER() != null) {
        once(orderBy.isEmpty(), tree, "ORDER BY");
        List<SortItem> keys = new ArrayList<>();
        for (SortItemContext key : tree.sortItem()) {
          keys.add(sortItem(key));
        }
        orderBy = keys;
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

  private List<Expression> keys(List<GroupItemContext> trees) {
    List<Expression> keys = new ArrayList<>();
    for (GroupItemContext tree : trees) {
      boolean isSet = tree.ROLLUP() != null || tree.CUBE() != null || tree.GROUPING() != null;
      if (isSet) {
        throw StatementRefused.notSupportedYet(
            places.span(tree), "Grouping by several sets of keys");
      }
      keys.add(expressions.expression(tree.expression(0)));
    }
    return keys;
  }

  private SortItem sortItem(SortItemContext tree) {
    return new SortItem(
        expressions.expression(tree.expression()),
        tree.DESC() != null,
        tree.FIRST() != null,
        places.span(tree));
  }

  private Select select(SelectContext tree) {
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
    if (tree.insert() != null) {
      return insert(tree.insert());
    }
    TargetContext target = tree.target();
    if (target == null) {
      int end = places.span(tree).end();
      return new Target.Callback(EventKind.CURRENT, new Span(end, end));
    }
    if (target.insert() != null) {
      return insert(target.insert());
    }
    if (target.RETURN() != null) {
      return new Target.Callback(kind(target.eventKind()), places.span(target));
    }
    String construct =
        target.INSERT() != null
            ? "UPDATE OR INSERT"
            : target.UPDATE() != null ? "UPDATE" : "DELETE";
    throw StatementRefused.notSupportedYet(places.span(target), construct);
  }

  private Target insert(InsertContext tree) {
    if (tree.REPLACE() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree), "REPLACE INTO");
    }
    List<Name> columns =
        tree.nameList() == null ? List.of() : places.names(tree.nameList().anyName());
    return new Target.Insert(
        kind(tree.eventKind()), sources.streamName(tree.targetName()), columns, places.span(tree));
  }

  static EventKind kind(@Nullable EventKindContext tree) {
    if (tree == null || tree.CURRENT() != null) {
      return EventKind.CURRENT;
    }
    return tree.ALL() != null ? EventKind.ALL : EventKind.EXPIRED;
  }
}
