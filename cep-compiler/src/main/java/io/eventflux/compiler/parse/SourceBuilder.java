package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser.AliasContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentsContext;
import io.eventflux.grammar.EventFluxQLParser.HandlerContext;
import io.eventflux.grammar.EventFluxQLParser.JoinContext;
import io.eventflux.grammar.EventFluxQLParser.JoinOperatorContext;
import io.eventflux.grammar.EventFluxQLParser.JoinSideContext;
import io.eventflux.grammar.EventFluxQLParser.JoinStepContext;
import io.eventflux.grammar.EventFluxQLParser.NamedArgumentContext;
import io.eventflux.grammar.EventFluxQLParser.PrimarySourceContext;
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
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds what stands behind {@code FROM}. */
final class SourceBuilder {
  private final Places places;
  private final ExpressionBuilder expressions;
  private final PatternBuilder patterns;

  SourceBuilder(Places places, LiteralReader literals, ExpressionBuilder expressions) {
    this.places = places;
    this.expressions = expressions;
    this.patterns = new PatternBuilder(places, literals, this);
  }

  Source source(SourceContext tree, Dialect dialect) {
    if (tree.pattern() != null) {
      return patterns.pattern(tree.pattern());
    }
    JoinContext join = tree.join();
    if (join.WITHIN() != null || join.PER() != null) {
      TerminalNode word = join.WITHIN() != null ? join.WITHIN() : join.PER();
      throw StatementRefused.notSupportedYet(places.span(word), "Reading an aggregation");
    }
    if (join.joinStep().isEmpty()) {
      return alone(join.joinSide());
    }
    if (dialect == Dialect.CLASSIC && isSequence(join)) {
      return sequence(join);
    }
    List<Source.JoinStep> steps = new ArrayList<>();
    for (JoinStepContext step : join.joinStep()) {
      steps.add(step(step));
    }
    return new Source.Join(side(join.joinSide()), steps, places.span(join));
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
    return single(tree.single());
  }

  /** {@code from A, B select} reads a sequence, unless something says that rows are meant. */
  private static boolean isSequence(JoinContext tree) {
    boolean isList = isBare(tree.joinSide());
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
        && tree.UNIDIRECTIONAL() == null
        && tree.FOR() == null;
  }

  private Source sequence(JoinContext tree) {
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
        null,
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
    Source source = single(tree.single());
    if (tree.alias() != null) {
      source = renamed(source, tree.alias());
    }
    return new Source.JoinSide(source, tree.UNIDIRECTIONAL() != null, asOf, places.span(tree));
  }

  /** The alias behind {@code FOR SYSTEM_TIME AS OF}. */
  private Source renamed(Source source, AliasContext alias) {
    if (source instanceof Source.Stream stream && stream.alias() == null) {
      return new Source.Stream(
          stream.stream(), stream.handlers(), places.name(alias.anyName()), stream.span());
    }
    throw twoNames(alias);
  }

  private StatementRefused twoNames(AliasContext second) {
    return new StatementRefused(
        DiagnosticCode.DUPLICATE_CLAUSE, places.span(second), "the source has two names");
  }

  private Source single(SingleContext tree) {
    if (tree.alias().size() > 1) {
      throw twoNames(tree.alias(1));
    }
    Name alias = tree.alias().isEmpty() ? null : places.name(tree.alias(0).anyName());
    PrimarySourceContext primary = tree.primarySource();
    if (primary.tableFunction() != null) {
      ParserRuleContext extra = tree.handler().isEmpty() ? tree.windowClause() : tree.handler(0);
      if (extra != null) {
        throw StatementRefused.notSupportedYet(
            places.span(extra), "A filter, function or window behind a table function");
      }
      return windowTable(primary.tableFunction(), alias, places.span(tree));
    }
    refuseOthers(primary);
    List<Handler> handlers = handlers(tree.handler());
    if (tree.windowClause() != null) {
      handlers.add(window(tree.windowClause()));
    }
    return new Source.Stream(streamName(primary.streamName()), handlers, alias, places.span(tree));
  }

  private void refuseOthers(PrimarySourceContext tree) {
    if (tree.UNNEST() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree), "UNNEST");
    }
    if (tree.matchRecognize() != null) {
      throw StatementRefused.notSupportedYet(
          places.span(tree.matchRecognize().MATCH_RECOGNIZE()), "MATCH_RECOGNIZE");
    }
    if (tree.selectQuery() != null) {
      throw StatementRefused.notSupportedYet(places.span(tree), "A sub-query as a source");
    }
  }

  private Source windowTable(TableFunctionContext tree, @Nullable Name alias, Span span) {
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
    return new Source.WindowTable(function, input, partitionBy, timeColumn, arguments, alias, span);
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
    boolean hasNamespace = tree.anyWord().size() > 1;
    Name namespace = hasNamespace ? places.name(tree.anyWord(0)) : null;
    Name name = places.name(tree.anyWord(hasNamespace ? 1 : 0));
    List<Argument> arguments = plainArguments(tree.arguments());
    return tree.WINDOW() != null
        ? new Handler.Window(namespace, name, arguments, span)
        : new Handler.Function(namespace, name, arguments, span);
  }

  private Handler window(WindowClauseContext tree) {
    if (tree.windowCall() != null) {
      return window(tree.windowCall());
    }
    Name name = new Name(Places.content(tree.string().getStart()), places.span(tree.string()));
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
    return new StreamName(kind, Places.identifier(name.getStart()), span);
  }
}
