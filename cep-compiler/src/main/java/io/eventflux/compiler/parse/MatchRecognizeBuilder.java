package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.MatchRecognizeContext;
import io.eventflux.grammar.EventFluxQLParser.MeasureContext;
import io.eventflux.grammar.EventFluxQLParser.RowAlternativesContext;
import io.eventflux.grammar.EventFluxQLParser.RowAtomContext;
import io.eventflux.grammar.EventFluxQLParser.RowDefinitionContext;
import io.eventflux.grammar.EventFluxQLParser.RowQuantifierContext;
import io.eventflux.grammar.EventFluxQLParser.RowSequenceContext;
import io.eventflux.grammar.EventFluxQLParser.RowSubsetContext;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.RowPattern;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds {@code MATCH_RECOGNIZE (..)}. */
final class MatchRecognizeBuilder {
  private final Places places;
  private final LiteralReader literals;
  private final ExpressionBuilder expressions;
  private final PatternBuilder patterns;

  /** Variables of the pattern at hand. */
  private int elementCount;

  MatchRecognizeBuilder(
      Places places,
      LiteralReader literals,
      ExpressionBuilder expressions,
      PatternBuilder patterns) {
    this.places = places;
    this.literals = literals;
    this.expressions = expressions;
    this.patterns = patterns;
  }

  Source.MatchRecognize matchRecognize(
      Source input,
      MatchRecognizeContext tree,
      List<Handler> handlers,
      @Nullable Name alias,
      Span span) {
    elementCount = 0;
    RowPattern pattern = alternatives(tree.rowAlternatives());
    List<Source.Measure> measures = new ArrayList<>();
    for (MeasureContext each : tree.measure()) {
      Expression value = expressions.expression(each.expression());
      measures.add(new Source.Measure(value, places.name(each.anyName()), places.span(each)));
    }
    List<Source.Subset> subsets = new ArrayList<>();
    for (RowSubsetContext each : tree.rowSubset()) {
      List<Name> variables = places.names(each.nameList().anyName());
      subsets.add(new Source.Subset(places.name(each.anyName()), variables, places.span(each)));
    }
    List<Source.VariableDefinition> definitions = new ArrayList<>();
    for (RowDefinitionContext each : tree.rowDefinition()) {
      Expression condition = expressions.condition(each.condition());
      definitions.add(
          new Source.VariableDefinition(places.name(each.anyName()), condition, places.span(each)));
    }
    return new Source.MatchRecognize(
        input,
        expressions.expressions(tree.expression()),
        expressions.sortItems(tree.sortItem()),
        measures,
        rowsPerMatch(tree),
        skip(tree),
        pattern,
        tree.duration() == null ? null : literals.duration(tree.duration()),
        subsets,
        definitions,
        handlers,
        alias,
        span);
  }

  private static Source.RowsPerMatch rowsPerMatch(MatchRecognizeContext tree) {
    if (tree.ALL() == null) {
      return Source.RowsPerMatch.ONE;
    }
    if (tree.UNMATCHED() != null) {
      return Source.RowsPerMatch.ALL_WITH_UNMATCHED;
    }
    return tree.OMIT() != null
        ? Source.RowsPerMatch.ALL_OMIT_EMPTY
        : Source.RowsPerMatch.ALL_SHOW_EMPTY;
  }

  private Source.Skip skip(MatchRecognizeContext tree) {
    if (tree.AFTER() == null) {
      return new Source.Skip(
          Source.SkipKind.PAST_LAST_ROW, null, places.span(tree.MATCH_RECOGNIZE()));
    }
    int last = tree.children.indexOf(tree.PATTERN()) - 1;
    Span span = places.span(tree.AFTER(), tree.getChild(last));
    if (tree.PAST() != null) {
      return new Source.Skip(Source.SkipKind.PAST_LAST_ROW, null, span);
    }
    if (tree.NEXT() != null) {
      return new Source.Skip(Source.SkipKind.TO_NEXT_ROW, null, span);
    }
    Source.SkipKind kind =
        tree.FIRST() != null ? Source.SkipKind.TO_FIRST : Source.SkipKind.TO_LAST;
    return new Source.Skip(kind, places.name(tree.anyName()), span);
  }

  // ---- the pattern

  private RowPattern alternatives(RowAlternativesContext tree) {
    List<RowPattern> alternatives = new ArrayList<>();
    for (RowSequenceContext sequence : tree.rowSequence()) {
      alternatives.add(sequence(sequence));
    }
    return alternatives.size() == 1
        ? alternatives.get(0)
        : new RowPattern.Alternatives(alternatives, places.span(tree));
  }

  /** Atoms, each with its quantifier behind it if it has one. */
  private RowPattern sequence(RowSequenceContext tree) {
    List<RowPattern> parts = new ArrayList<>();
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (tree.getChild(i) instanceof RowAtomContext atom) {
        parts.add(atom(atom));
      } else if (tree.getChild(i) instanceof RowQuantifierContext quantifier) {
        RowPattern part = parts.remove(parts.size() - 1);
        parts.add(repeated(part, quantifier));
      }
    }
    return parts.size() == 1 ? parts.get(0) : new RowPattern.Sequence(parts, places.span(tree));
  }

  private RowPattern atom(RowAtomContext tree) {
    Span span = places.span(tree);
    if (tree.PERMUTE() != null) {
      List<RowPattern> parts = new ArrayList<>();
      tree.rowAlternatives().forEach(part -> parts.add(alternatives(part)));
      return new RowPattern.Permuted(parts, span);
    }
    if (tree.bareName() != null) {
      if (++elementCount > Limits.PATTERN_ELEMENT_COUNT_MAX) {
        throw new StatementRefused(
            DiagnosticCode.TOO_COMPLEX,
            span,
            "the pattern has more than " + Limits.PATTERN_ELEMENT_COUNT_MAX + " elements");
      }
      return new RowPattern.Variable(places.name(tree.bareName()), span);
    }
    if (tree.CARET() != null || tree.DOLLAR() != null) {
      return new RowPattern.Anchor(tree.CARET() != null, span);
    }
    RowPattern inner = alternatives(tree.rowAlternatives(0));
    return tree.LEFT_EXCLUSION() != null ? new RowPattern.Excluded(inner, span) : inner;
  }

  /** {@code ?} behind another quantifier makes it reluctant. */
  private RowPattern repeated(RowPattern part, RowQuantifierContext tree) {
    int last = tree.getChildCount() - 1;
    boolean isReluctant =
        last > 0
            && tree.getChild(last) instanceof TerminalNode mark
            && mark.getSymbol().getType() == EventFluxQLParser.QUESTION;
    List<ParseTree> count = isReluctant ? tree.children.subList(0, last) : tree.children;
    PatternStep.Count times =
        patterns.count(count, places.span(tree), "{2,5}, {2,}, {,5}, {2}, +, *, ?");
    return new RowPattern.Repeated(
        part, times.min(), times.max(), isReluctant, part.span().to(places.span(tree)));
  }
}
