package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.AliasContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentsContext;
import io.eventflux.grammar.EventFluxQLParser.ColumnAliasContext;
import io.eventflux.grammar.EventFluxQLParser.HandlerContext;
import io.eventflux.grammar.EventFluxQLParser.JoinContext;
import io.eventflux.grammar.EventFluxQLParser.JoinOperatorContext;
import io.eventflux.grammar.EventFluxQLParser.JoinSideContext;
import io.eventflux.grammar.EventFluxQLParser.JoinStepContext;
import io.eventflux.grammar.EventFluxQLParser.NamedArgumentContext;
import io.eventflux.grammar.EventFluxQLParser.PrimarySourceContext;
import io.eventflux.grammar.EventFluxQLParser.SelectQueryContext;
import io.eventflux.grammar.EventFluxQLParser.SingleContext;
import io.eventflux.grammar.EventFluxQLParser.SourceContext;
import io.eventflux.grammar.EventFluxQLParser.SourceNameContext;
import io.eventflux.grammar.EventFluxQLParser.StreamNameContext;
import io.eventflux.grammar.EventFluxQLParser.TableFunctionContext;
import io.eventflux.grammar.EventFluxQLParser.TableFunctionInputContext;
import io.eventflux.grammar.EventFluxQLParser.TargetNameContext;
import io.eventflux.grammar.EventFluxQLParser.WindowCallContext;
import io.eventflux.grammar.EventFluxQLParser.WindowClauseContext;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds what stands behind {@code FROM}. */
final class SourceBuilder {
  private final Places places;
  private final ExpressionBuilder expressions;
  private final Function<SelectQueryContext, SelectQuery> queries;
  private final PatternBuilder patterns;
  private final MatchRecognizeBuilder rowPatterns;

  SourceBuilder(
      Places places,
      LiteralReader literals,
      ExpressionBuilder expressions,
      Function<SelectQueryContext, SelectQuery> queries) {
    this.places = places;
    this.expressions = expressions;
    this.queries = queries;
    this.patterns = new PatternBuilder(places, literals, this);
    this.rowPatterns = new MatchRecognizeBuilder(places, literals, expressions, patterns);
  }

  Source source(SourceContext tree, Dialect dialect) {
    if (tree.pattern() != null) {
      return patterns.pattern(tree.pattern());
    }
    JoinContext join = tree.join();
    List<Expression> values = expressions.expressions(join.expression());
    int withinCount = values.size() - (join.PER() == null ? 0 : 1);
    List<Expression> within = values.subList(0, withinCount);
    Expression per = join.PER() == null ? null : values.get(withinCount);
    boolean isMatchTime = within.isEmpty() || (within.size() == 1 && isDuration(within.get(0)));
    if (dialect == Dialect.CLASSIC && per == null && isMatchTime && isSequence(join)) {
      return sequence(join, within);
    }
    Source source = rows(join);
    return values.isEmpty()
        ? source
        : new Source.AggregationRead(source, within, per, places.span(join));
  }

  private static boolean isDuration(Expression value) {
    return value instanceof Literal.DurationLiteral
        || value instanceof Literal.IntLiteral
        || value instanceof Literal.LongLiteral;
  }

  private Source rows(JoinContext join) {
    if (join.joinStep().isEmpty()) {
      return alone(join.joinSide());
    }
    List<Source.JoinStep> steps = new ArrayList<>();
    for (JoinStepContext step : join.joinStep()) {
      steps.add(step(step));
    }
    Span span = places.span(join.joinSide(), join.joinStep(steps.size() - 1));
    return new Source.Join(side(join.joinSide()), steps, span);
  }

  private Source alone(JoinSideContext tree) {
    if (tree.UNIDIRECTIONAL() != null || tree.FOR() != null) {
      TerminalNode word = tree.UNIDIRECTIONAL() != null ? tree.UNIDIRECTIONAL() : tree.FOR();
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.SYNTAX,
                  places.span(word),
                  Wording.found(word.getSymbol()) + " stands in a join only")
              .fact("expected: 'JOIN' behind this source"));
    }
    return single(tree.single(), null);
  }

  /** {@code from A, B select} reads a sequence, unless something says that rows are meant. */
  private static boolean isSequence(JoinContext tree) {
    boolean isList = !tree.joinStep().isEmpty() && isBare(tree.joinSide());
    for (JoinStepContext step : tree.joinStep()) {
      isList =
          isList
              && step.joinOperator().COMMA() != null
              && step.ON() == null
              && step.USING() == null
              && isBare(step.joinSide());
    }
    return isList;
  }

  private static boolean isBare(JoinSideContext tree) {
    SingleContext single = tree.single();
    boolean hasWindow = single.windowClause() != null;
    for (HandlerContext handler : single.handler()) {
      hasWindow |= handler.LEFT_BRACKET() == null;
    }
    return !hasWindow
        && single.alias().isEmpty()
        && single.primarySource().streamName() != null
        && single.primarySource().matchRecognize() == null
        && tree.UNIDIRECTIONAL() == null
        && tree.FOR() == null;
  }

  private Source sequence(JoinContext tree, List<Expression> within) {
    List<PatternStep> steps = new ArrayList<>();
    steps.add(element(tree.joinSide().single()));
    for (JoinStepContext step : tree.joinStep()) {
      steps.add(element(step.joinSide().single()));
    }
    Span span = places.span(tree);
    return new Source.Pattern(
        Source.PatternMode.SEQUENCE,
        Dialect.CLASSIC,
        new PatternStep.Chain(steps, span),
        within.isEmpty() ? null : new Source.Within(within.get(0), false, within.get(0).span()),
        null,
        List.of(),
        span);
  }

  private PatternStep element(SingleContext tree) {
    return new PatternStep.Element(
        null,
        streamName(tree.primarySource().streamName()),
        handlers(tree.handler()),
        null,
        places.span(tree));
  }

  private Source.JoinStep step(JoinStepContext tree) {
    Expression on = tree.condition() == null ? null : expressions.condition(tree.condition());
    List<Name> using =
        tree.nameList() == null ? List.of() : places.names(tree.nameList().anyName());
    return new Source.JoinStep(
        kind(tree.joinOperator()), side(tree.joinSide()), on, using, places.span(tree));
  }

  private static Source.JoinKind kind(JoinOperatorContext tree) {
    if (tree.LEFT() != null) {
      return Source.JoinKind.LEFT;
    }
    if (tree.RIGHT() != null) {
      return Source.JoinKind.RIGHT;
    }
    if (tree.FULL() != null) {
      return Source.JoinKind.FULL;
    }
    return tree.COMMA() != null || tree.CROSS() != null
        ? Source.JoinKind.CROSS
        : Source.JoinKind.INNER;
  }

  private Source.JoinSide side(JoinSideContext tree) {
    Expression asOf = tree.expression() == null ? null : expressions.expression(tree.expression());
    // The alias may stand behind FOR SYSTEM_TIME AS OF as well.
    Source source = single(tree.single(), tree.alias());
    return new Source.JoinSide(source, tree.UNIDIRECTIONAL() != null, asOf, places.span(tree));
  }

  private StatementRefused twoNames(AliasContext second) {
    return new StatementRefused(
        DiagnosticCode.DUPLICATE_CLAUSE, places.span(second), "the source has two names");
  }

  private Source single(SingleContext tree, @Nullable AliasContext last) {
    PrimarySourceContext primary = tree.primarySource();
    ColumnAliasContext columnAlias = primary.columnAlias();
    List<AliasContext> aliases = new ArrayList<>(tree.alias());
    if (last != null) {
      aliases.add(last);
    }
    if (aliases.size() > (columnAlias == null ? 1 : 0)) {
      throw twoNames(aliases.get(aliases.size() - 1));
    }
    Name alias = aliases.isEmpty() ? null : places.name(aliases.get(0).anyName());
    List<Name> columns = List.of();
    if (columnAlias != null) {
      alias = places.name(columnAlias.anyName());
      columns = places.names(columnAlias.nameList().anyName());
    }
    List<Handler> handlers = handlers(tree.handler());
    if (tree.windowClause() != null) {
      handlers.add(window(tree.windowClause()));
    }
    Span span = places.span(tree);
    if (primary.tableFunction() != null) {
      return windowTable(primary.tableFunction(), handlers, alias, span);
    }
    if (primary.UNNEST() != null) {
      Expression value = expressions.expression(primary.expression());
      boolean hasOrdinality = primary.ORDINALITY() != null;
      return new Source.Unnest(value, hasOrdinality, handlers, alias, columns, span);
    }
    if (primary.matchRecognize() != null) {
      return rowPatterns.matchRecognize(
          input(primary), primary.matchRecognize(), handlers, alias, span);
    }
    if (primary.selectQuery() != null) {
      SelectQuery query = queries.apply(primary.selectQuery());
      return new Source.SubQuery(primary.LATERAL() != null, query, handlers, alias, columns, span);
    }
    return new Source.Stream(streamName(primary.streamName()), handlers, alias, span);
  }

  /** What MATCH_RECOGNIZE reads. */
  private Source input(PrimarySourceContext tree) {
    if (tree.selectQuery() == null) {
      return new Source.Stream(
          streamName(tree.streamName()), List.of(), null, places.span(tree.streamName()));
    }
    SelectQuery query = queries.apply(tree.selectQuery());
    return new Source.SubQuery(
        tree.LATERAL() != null,
        query,
        List.of(),
        null,
        List.of(),
        places.span(tree.LEFT_PAREN(), tree.RIGHT_PAREN()));
  }

  private Source windowTable(
      TableFunctionContext tree, List<Handler> handlers, @Nullable Name alias, Span span) {
    Name input = null;
    Name timeColumn = null;
    boolean hasDescriptor = false;
    List<Expression> partitionBy = List.of();
    List<Argument> arguments = new ArrayList<>();
    for (TableFunctionInputContext each : tree.tableFunctionInput()) {
      if (each.tableArgument() != null && input == null) {
        input = places.name(each.tableArgument().anyName());
        partitionBy = expressions.expressions(each.tableArgument().expression());
      } else if (each.descriptor() != null && !hasDescriptor) {
        hasDescriptor = true;
        boolean isColumn = each.descriptor().anyName() != null;
        timeColumn = isColumn ? places.name(each.descriptor().anyName()) : null;
      } else {
        throw new StatementRefused(
            DiagnosticCode.DUPLICATE_CLAUSE,
            places.span(each),
            "a table function has one TABLE and one DESCRIPTOR");
      }
    }
    if (tree.namedArgument() != null) {
      NamedArgumentContext first = tree.namedArgument();
      arguments.add(
          new Argument(
              places.name(first.anyWord()),
              expressions.expression(first.expression()),
              places.span(first)));
    }
    for (ArgumentContext argument : tree.argument()) {
      arguments.add(expressions.argument(argument));
    }
    Name function = places.name(tree.bareName());
    if (input == null || !hasDescriptor) {
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  places.span(tree),
                  "the table function "
                      + function
                      + " needs "
                      + (input == null ? "TABLE and a stream" : "DESCRIPTOR and a time column"))
              .fact("example: TUMBLE(TABLE Ride, DESCRIPTOR(ts), INTERVAL '1' MINUTE)"));
    }
    return new Source.WindowTable(
        function, input, partitionBy, timeColumn, arguments, handlers, alias, span);
  }

  List<Handler> handlers(List<HandlerContext> trees) {
    List<Handler> handlers = new ArrayList<>();
    for (HandlerContext tree : trees) {
      handlers.add(handler(tree));
    }
    return handlers;
  }

  private Handler handler(HandlerContext tree) {
    Span span = places.span(tree);
    if (tree.condition() != null) {
      return new Handler.Filter(expressions.condition(tree.condition()), span);
    }
    boolean hasWords = tree.anyWord().size() > 1;
    Name namespace = hasWords ? places.name(tree.anyWord(0)) : null;
    if (tree.namespace() != null) {
      namespace = places.name(tree.namespace());
    }
    Name name = places.name(tree.anyWord(hasWords ? 1 : 0));
    List<Argument> arguments = plainArguments(tree.arguments());
    return tree.WINDOW() != null
        ? new Handler.Window(namespace, name, arguments, span)
        : new Handler.Function(namespace, name, arguments, span);
  }

  private Handler window(WindowClauseContext tree) {
    if (tree.windowCall() != null) {
      return window(tree.windowCall());
    }
    Name name = Places.name(Places.content(tree.string().getStart()), places.span(tree.string()));
    List<Argument> arguments = new ArrayList<>();
    tree.argument().forEach(argument -> arguments.add(expressions.argument(argument)));
    return new Handler.Window(null, name, arguments, places.span(tree));
  }

  Handler.Window window(WindowCallContext tree) {
    boolean hasNamespace = tree.anyWord().size() > 1;
    Name namespace = hasNamespace ? places.name(tree.anyWord(0)) : null;
    Name name = places.name(tree.anyWord(hasNamespace ? 1 : 0));
    return new Handler.Window(namespace, name, plainArguments(tree.arguments()), places.span(tree));
  }

  private List<Argument> plainArguments(@Nullable ArgumentsContext tree) {
    TerminalNode word = tree == null ? null : tree.STAR() != null ? tree.STAR() : tree.DISTINCT();
    if (word != null) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          places.span(word),
          Wording.found(word.getSymbol()) + " cannot stand here; expected: an argument or ')'");
    }
    return expressions.arguments(tree);
  }

  StreamName streamName(StreamNameContext tree) {
    return streamName(tree.HASH(), tree.BANG(), tree.sourceName(), places.span(tree));
  }

  StreamName streamName(TargetNameContext tree) {
    return streamName(tree.HASH(), tree.BANG(), tree.sourceName(), places.span(tree));
  }

  private static StreamName streamName(
      @Nullable TerminalNode hash, @Nullable TerminalNode bang, SourceNameContext name, Span span) {
    StreamName.Kind kind =
        hash != null
            ? StreamName.Kind.INNER
            : bang != null ? StreamName.Kind.FAULT : StreamName.Kind.PLAIN;
    return new StreamName(kind, Places.checked(Places.identifier(name.getStart()), span), span);
  }
}
