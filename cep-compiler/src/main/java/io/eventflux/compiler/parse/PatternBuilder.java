package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.AbsentElementContext;
import io.eventflux.grammar.EventFluxQLParser.CountContext;
import io.eventflux.grammar.EventFluxQLParser.EventElementContext;
import io.eventflux.grammar.EventFluxQLParser.LogicalStepContext;
import io.eventflux.grammar.EventFluxQLParser.PatternChainContext;
import io.eventflux.grammar.EventFluxQLParser.PatternContext;
import io.eventflux.grammar.EventFluxQLParser.PatternOperandContext;
import io.eventflux.grammar.EventFluxQLParser.PatternStepContext;
import io.eventflux.grammar.EventFluxQLParser.WithinContext;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds patterns and sequences. */
final class PatternBuilder {
  private final Places places;
  private final LiteralReader literals;
  private final SourceBuilder sources;
  private int elementCount;
  private @Nullable Token arrow;
  private @Nullable Token comma;

  PatternBuilder(Places places, LiteralReader literals, SourceBuilder sources) {
    this.places = places;
    this.literals = literals;
    this.sources = sources;
  }

  /** A condition may hold a query with a pattern of its own. */
  Source.Pattern pattern(PatternContext tree) {
    int outerCount = elementCount;
    Token outerArrow = arrow;
    Token outerComma = comma;
    elementCount = 0;
    arrow = null;
    comma = null;
    try {
      return patternAlone(tree);
    } finally {
      elementCount = outerCount;
      arrow = outerArrow;
      comma = outerComma;
    }
  }

  private Source.Pattern patternAlone(PatternContext tree) {
    PatternStep root = chain(tree.patternChain());
    boolean isSql = tree.PATTERN() != null || tree.SEQUENCE() != null;
    if (!isSql) {
      refuseLoneStream(tree);
    }
    Source.PatternMode mode = mode(tree);
    if (tree.within().size() > 1) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE, places.span(tree.within(1)), "WITHIN stands twice");
    }
    return new Source.Pattern(
        mode,
        isSql ? Dialect.SQL : Dialect.CLASSIC,
        root,
        tree.within().isEmpty() ? null : within(tree.within(0)),
        tree.alias() == null ? null : places.name(tree.alias().anyName()),
        places.names(tree.anyName()),
        places.span(tree));
  }

  /**
   * {@code FROM (S)} has no sign of a pattern, and as a pattern would match once and never again,
   * which nobody means.
   */
  private void refuseLoneStream(PatternContext tree) {
    EventElementContext element = lone(tree.patternChain());
    boolean isInParentheses = tree.getStart().getType() == EventFluxQLParser.LEFT_PAREN;
    if (element == null
        || !isInParentheses
        || element.EQUAL() != null
        || !element.count().isEmpty()) {
      return;
    }
    Diagnostic refusal =
        Diagnostic.of(
            DiagnosticCode.SYNTAX,
            places.span(tree.patternChain()),
            "parentheses stand around a query or a pattern, not around one stream");
    throw new StatementRefused(refusal.suggest("leave them out"));
  }

  /** The element that is all there is; null if there are several, or EVERY or NOT. */
  private static @Nullable EventElementContext lone(PatternChainContext chain) {
    if (chain.patternStep().size() != 1 || chain.patternStep(0).EVERY() != null) {
      return null;
    }
    PatternStepContext step = chain.patternStep(0);
    if (step.patternChain() != null) {
      return lone(step.patternChain());
    }
    LogicalStepContext logical = step.logicalStep();
    while (logical.patternOperand().size() == 1) {
      PatternOperandContext operand = logical.patternOperand(0);
      if (operand.logicalStep() == null) {
        return operand.eventElement();
      }
      logical = operand.logicalStep();
    }
    return null;
  }

  /**
   * In SQL the word decides and a sequence may be written with arrows; in the classic dialect the
   * signs decide.
   */
  private Source.PatternMode mode(PatternContext tree) {
    boolean isPattern = tree.PATTERN() != null;
    boolean isSequence = tree.SEQUENCE() != null;
    if (comma != null && (isPattern || (arrow != null && !isSequence))) {
      Diagnostic mixed =
          Diagnostic.of(
              DiagnosticCode.MIXED_PATTERN_SEQUENCE,
              places.span(comma),
              isPattern
                  ? "a pattern has '->' between its elements"
                  : "'->' and ',' cannot be mixed");
      throw new StatementRefused(
          mixed.suggest(
              isPattern
                  ? "write FROM SEQUENCE (...) if no other event may lie between"
                  : "'->' lets other events lie between, ',' does not; choose one"));
    }
    return isSequence || (comma != null && !isPattern)
        ? Source.PatternMode.SEQUENCE
        : Source.PatternMode.PATTERN;
  }

  private Source.Within within(WithinContext tree) {
    Span span = places.span(tree);
    if (tree.duration() != null) {
      return new Source.Within(literals.duration(tree.duration()), false, span);
    }
    Token count = tree.INTEGER().getSymbol();
    Expression limit = new Literal.IntLiteral(literals.count(count), places.span(count));
    return new Source.Within(limit, true, span);
  }

  private PatternStep chain(PatternChainContext tree) {
    List<PatternStep> steps = new ArrayList<>();
    for (PatternStepContext step : tree.patternStep()) {
      steps.add(step(step));
    }
    if (arrow == null && !tree.ARROW().isEmpty()) {
      arrow = tree.ARROW(0).getSymbol();
    }
    if (comma == null && !tree.COMMA().isEmpty()) {
      comma = tree.COMMA(0).getSymbol();
    }
    return steps.size() == 1 ? steps.get(0) : new PatternStep.Chain(steps, places.span(tree));
  }

  private PatternStep step(PatternStepContext tree) {
    if (tree.count() != null) {
      throw new StatementRefused(
          DiagnosticCode.UNSUPPORTED_GROUP_COUNT,
          places.span(tree.count()),
          "a group of pattern elements cannot have a count");
    }
    PatternStep step =
        tree.logicalStep() != null ? logical(tree.logicalStep()) : chain(tree.patternChain());
    return tree.EVERY() == null ? step : new PatternStep.Every(step, places.span(tree));
  }

  private PatternStep logical(LogicalStepContext tree) {
    List<PatternStep> operands = new ArrayList<>();
    for (PatternOperandContext operand : tree.patternOperand()) {
      operands.add(operand(operand));
    }
    if (operands.size() == 1) {
      return operands.get(0);
    }
    Expression.LogicalOperator operator =
        tree.AND().isEmpty() ? Expression.LogicalOperator.OR : Expression.LogicalOperator.AND;
    return new PatternStep.Logical(operator, operands, places.span(tree));
  }

  private PatternStep operand(PatternOperandContext tree) {
    if (tree.eventElement() != null) {
      return element(tree.eventElement());
    }
    return tree.absentElement() != null
        ? absent(tree.absentElement())
        : logical(tree.logicalStep());
  }

  private PatternStep absent(AbsentElementContext tree) {
    Expression duration = tree.duration() == null ? null : literals.duration(tree.duration());
    return new PatternStep.Absent(element(tree.eventElement()), duration, places.span(tree));
  }

  private PatternStep.Element element(EventElementContext tree) {
    if (++elementCount > Limits.PATTERN_ELEMENT_COUNT_MAX) {
      throw new StatementRefused(
          DiagnosticCode.TOO_COMPLEX,
          places.span(tree),
          "the pattern has more than " + Limits.PATTERN_ELEMENT_COUNT_MAX + " elements");
    }
    if (tree.count().size() > 1) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE,
          places.span(tree.count(1)),
          "the pattern element has two counts");
    }
    if (tree.bareName() != null && tree.alias() != null) {
      throw new StatementRefused(
          DiagnosticCode.DUPLICATE_CLAUSE,
          places.span(tree.alias()),
          "the pattern element has two names");
    }
    Name alias = tree.alias() == null ? null : places.name(tree.alias().anyName());
    if (tree.bareName() != null) {
      alias = places.name(tree.bareName());
    }
    List<Handler> handlers = sources.handlers(tree.handler());
    PatternStep.Count count = tree.count().isEmpty() ? null : count(tree.count(0));
    return new PatternStep.Element(
        alias, sources.streamName(tree.streamName()), handlers, count, places.span(tree));
  }

  private PatternStep.Count count(CountContext tree) {
    return count(tree.children, places.span(tree), "<2:5>, <2:>, <:5>, <2>, +, *, ?");
  }

  /**
   * Reads a count.
   *
   * @param children its tokens
   * @param span where it stands
   * @param examples what counts look like here, for messages
   */
  PatternStep.Count count(List<ParseTree> children, Span span, String examples) {
    return switch (((TerminalNode) children.get(0)).getSymbol().getType()) {
      case EventFluxQLParser.PLUS -> new PatternStep.Count(1, null, span);
      case EventFluxQLParser.STAR -> new PatternStep.Count(0, null, span);
      case EventFluxQLParser.QUESTION -> new PatternStep.Count(0, 1, span);
      default -> bounded(children, span, examples);
    };
  }

  /** {@code <n:m> <n:> <:m> <n>} and the same with braces and a comma. */
  private PatternStep.Count bounded(List<ParseTree> children, Span span, String examples) {
    Integer min = null;
    Integer max = null;
    boolean isRange = false;
    for (ParseTree child : children) {
      Token token = ((TerminalNode) child).getSymbol();
      int type = token.getType();
      if (type == EventFluxQLParser.COLON || type == EventFluxQLParser.COMMA) {
        isRange = true;
      } else if (type == EventFluxQLParser.INTEGER) {
        int number = literals.count(token);
        if (number > Limits.PATTERN_REPEAT_MAX) {
          throw new StatementRefused(
              DiagnosticCode.TOO_COMPLEX,
              places.span(token),
              "a count is at most " + Limits.PATTERN_REPEAT_MAX);
        }
        if (isRange) {
          max = number;
        } else {
          min = number;
        }
      }
    }
    boolean isEmpty = min == null && max == null;
    boolean isBad =
        isEmpty
            || (max != null && (max == 0 || (min != null && min > max)))
            || (!isRange && min != null && min == 0);
    if (isBad) {
      throw new StatementRefused(
          Diagnostic.of(DiagnosticCode.BAD_COUNT, span, "no count of events is meant by this")
              .fact("counts: " + examples));
    }
    if (!isRange) {
      max = min;
    }
    return new PatternStep.Count(min == null ? 0 : min, max, span);
  }
}
