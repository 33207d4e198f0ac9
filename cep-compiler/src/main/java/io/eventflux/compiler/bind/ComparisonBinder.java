package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.LikePattern;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds comparisons (language 2.4, 2.6): operators, BETWEEN, LIKE, IN with a list. One thread. */
final class ComparisonBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final ExpressionBinder binder;

  ComparisonBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.expressions = context.expressions();
    this.binder = binder;
  }

  /** {@code a < b}. */
  @Nullable RexNode comparison(Expression.Comparison comparison) {
    // What says nothing of its type takes that of the other side, so the other side comes first.
    boolean isLast = CollectionBinder.isEmpty(comparison.left());
    RexNode left = isLast ? null : binder.bind(comparison.left());
    RexNode right = null;
    if (left != null || isLast || !CollectionBinder.isEmpty(comparison.right())) {
      right = like(comparison.right(), left);
    }
    if (isLast && right != null) {
      left = like(comparison.left(), right);
    }
    if (left == null || right == null) {
      return null;
    }
    return compare(
        operator(comparison.operator()),
        left,
        comparison.left().span(),
        comparison.operatorSpan(),
        right,
        comparison.right().span());
  }

  /** A value; an empty ARRAY or MAP becomes one of the type that it is compared with. */
  private @Nullable RexNode like(Expression value, @Nullable RexNode other) {
    if (other == null || ExpressionBinder.isUntypedNull(other)) {
      return binder.bind(value);
    }
    RexNode empty = binder.collections().empty(value, Expressions.type(other));
    return empty == null ? binder.bind(value) : empty;
  }

  private static PlanOperator operator(Expression.ComparisonOperator operator) {
    return switch (operator) {
      case EQUAL -> PlanOperator.EQUAL;
      case NOT_EQUAL -> PlanOperator.NOT_EQUAL;
      case LESS -> PlanOperator.LESS;
      case LESS_OR_EQUAL -> PlanOperator.LESS_OR_EQUAL;
      case GREATER -> PlanOperator.GREATER;
      case GREATER_OR_EQUAL -> PlanOperator.GREATER_OR_EQUAL;
    };
  }

  /** A comparison of two values; {@code operatorSpan} is where it stands. */
  @Nullable RexNode compare(
      PlanOperator operator,
      RexNode left,
      Span leftSpan,
      Span operatorSpan,
      RexNode right,
      Span rightSpan) {
    if (ExpressionBinder.isUntypedNull(left) || ExpressionBinder.isUntypedNull(right)) {
      Span other = ExpressionBinder.isUntypedNull(left) ? rightSpan : leftSpan;
      String test = operator == PlanOperator.NOT_EQUAL ? " IS NOT NULL" : " IS NULL";
      Diagnostic never =
          Diagnostic.of(
              DiagnosticCode.COMPARE_WITH_NULL,
              leftSpan.to(rightSpan),
              "a comparison with NULL is never true");
      context.report(
          isOrder(operator) ? never : never.suggest("write " + binder.text(other) + test));
      return expressions.constant(null, Type.BOOL);
    }
    Pair pair = pair(operator, left, leftSpan, operatorSpan, right, rightSpan);
    return pair == null ? null : expressions.condition(operator, pair.left, pair.right);
  }

  /** Whether it asks which of two values is the greater one. */
  private static boolean isOrder(PlanOperator operator) {
    return operator == PlanOperator.LESS
        || operator == PlanOperator.LESS_OR_EQUAL
        || operator == PlanOperator.GREATER
        || operator == PlanOperator.GREATER_OR_EQUAL;
  }

  private record Pair(RexNode left, RexNode right) {}

  /** Both operands in the type in which they are compared, or as DECIMALs of different types. */
  private @Nullable Pair pair(
      PlanOperator operator,
      RexNode left,
      Span leftSpan,
      Span operatorSpan,
      RexNode right,
      Span rightSpan) {
    Type a = Expressions.type(left);
    Type b = Expressions.type(right);
    if (ExpressionBinder.isTimeText(left, b)) {
      RexNode time = binder.timeText(left, leftSpan, b);
      return time == null ? null : new Pair(time, right);
    }
    if (ExpressionBinder.isTimeText(right, a)) {
      RexNode time = binder.timeText(right, rightSpan, a);
      return time == null ? null : new Pair(left, time);
    }
    boolean fits = isOrder(operator) ? Conversions.ordered(a, b) : Conversions.equatable(a, b);
    if (!fits) {
      String message =
          Conversions.equatable(a, b)
              ? a.sqlName() + " values have no order"
              : "cannot compare " + a.sqlName() + " with " + b.sqlName();
      Diagnostic diagnostic =
          Diagnostic.of(DiagnosticCode.TYPE_MISMATCH, leftSpan, message)
              .labelled(a.sqlName())
              .with(operatorSpan, "")
              .with(rightSpan, b.sqlName());
      context.report(numberInText(diagnostic, leftSpan, a, rightSpan, b));
      return null;
    }
    if (a.isNumeric() && b.isNumeric() && !Conversions.holdsBoth(a, b)) {
      // No type takes both, but decimals of different types have an order all the same.
      return new Pair(
          binder.widen(left, Conversions.asDecimal(a)),
          binder.widen(right, Conversions.asDecimal(b)));
    }
    Type common = comparisonType(a, b);
    return new Pair(reinterpreted(left, common), reinterpreted(right, common));
  }

  private Diagnostic numberInText(
      Diagnostic diagnostic, Span leftSpan, Type a, Span rightSpan, Type b) {
    boolean isLeftText = context.source().slice(leftSpan).startsWith("'");
    boolean isRightText = context.source().slice(rightSpan).startsWith("'");
    if (a == Type.STRING && b.isNumeric() && !isLeftText) {
      return diagnostic.suggest(
          "write CAST("
              + binder.text(leftSpan)
              + " AS "
              + b.sqlName()
              + ") if the text holds a number");
    }
    if (b == Type.STRING && a.isNumeric() && !isRightText) {
      return diagnostic.suggest(
          "write CAST("
              + binder.text(rightSpan)
              + " AS "
              + a.sqlName()
              + ") if the text holds a number");
    }
    return diagnostic;
  }

  private static Type comparisonType(Type a, Type b) {
    boolean hasTimeOfDay = a == Type.TIME || b == Type.TIME;
    boolean hasInstant =
        a == Type.TIMESTAMP || b == Type.TIMESTAMP || a == Type.DATE || b == Type.DATE;
    if (a.equals(b)) {
      return a;
    }
    if (hasTimeOfDay) {
      return Type.LONG;
    }
    return hasInstant ? Type.TIMESTAMP : Conversions.common(a, b).orElse(Type.LONG);
  }

  private RexNode reinterpreted(RexNode value, Type common) {
    Type type = Expressions.type(value);
    boolean isDay = type == Type.DATE && common == Type.LONG;
    return isDay
        ? expressions.cast(expressions.cast(value, Type.TIMESTAMP), Type.LONG)
        : binder.widen(value, common);
  }

  /** {@code a IS DISTINCT FROM b}. */
  @Nullable RexNode distinctFrom(Expression.DistinctFrom comparison) {
    RexNode left = binder.bind(comparison.left());
    RexNode right = binder.bind(comparison.right());
    if (left == null || right == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(left) || ExpressionBinder.isUntypedNull(right)) {
      RexNode other = ExpressionBinder.isUntypedNull(left) ? right : left;
      if (ExpressionBinder.isUntypedNull(other)) {
        return expressions.constant(comparison.negated());
      }
      return expressions.condition(
          comparison.negated() ? PlanOperator.IS_NULL : PlanOperator.IS_NOT_NULL, other);
    }
    Pair pair =
        pair(
            PlanOperator.EQUAL,
            left,
            comparison.left().span(),
            gap(comparison.left().span(), comparison.right().span()),
            right,
            comparison.right().span());
    return pair == null
        ? null
        : expressions.condition(
            comparison.negated() ? PlanOperator.IS_NOT_DISTINCT : PlanOperator.IS_DISTINCT,
            pair.left,
            pair.right);
  }

  /** {@code a BETWEEN b AND c}. */
  @Nullable RexNode between(Expression.Between between) {
    RexNode value = binder.bind(between.value());
    RexNode low = binder.bind(between.low());
    RexNode high = binder.bind(between.high());
    if (value == null || low == null || high == null) {
      return null;
    }
    return context.once(value, once -> between(between, once, low, high));
  }

  private @Nullable RexNode between(
      Expression.Between between, RexNode value, RexNode low, RexNode high) {
    Span valueSpan = between.value().span();
    Span lowGap = gap(valueSpan, between.low().span());
    RexNode above =
        compare(PlanOperator.GREATER_OR_EQUAL, value, valueSpan, lowGap, low, between.low().span());
    RexNode below =
        compare(PlanOperator.LESS_OR_EQUAL, value, valueSpan, lowGap, high, between.high().span());
    if (above == null || below == null) {
      return null;
    }
    return binder.negated(expressions.and(List.of(above, below)), between.negated());
  }

  /** The word between two operands, without the blanks around it. */
  private Span gap(Span left, Span right) {
    int start = Math.min(left.end(), right.start());
    int end = Math.max(start, right.start());
    String text = context.source().text();
    while (start < end && end <= text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start
        && end <= text.length()
        && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == '(')) {
      end--;
    }
    return new Span(start, end);
  }

  /** {@code a LIKE b}. */
  @Nullable RexNode like(Expression.Like like) {
    RexNode value = asText(like.value());
    RexNode pattern = asText(like.pattern());
    if (value == null || pattern == null) {
      return null;
    }
    if (like.escape() == null) {
      return binder.negated(
          expressions.condition(PlanOperator.LIKE, value, pattern), like.negated());
    }
    if (like.escape().codePointCount(0, like.escape().length()) != 1) {
      context.report(
          DiagnosticCode.BAD_ARGUMENT,
          like.span(),
          "ESCAPE takes one character, not '" + like.escape() + "'");
      return null;
    }
    Object constant = context.constant(pattern);
    if (constant != null && LikePattern.of((String) constant, like.escape()) == null) {
      context.report(
          DiagnosticCode.BAD_ARGUMENT,
          like.pattern().span(),
          "the pattern ends with its escape character '" + like.escape() + "'");
      return null;
    }
    RexNode escape = expressions.constant(like.escape(), Type.STRING);
    return binder.negated(
        expressions.condition(PlanOperator.LIKE, value, pattern, escape), like.negated());
  }

  private @Nullable RexNode asText(Expression expression) {
    RexNode value = binder.bind(expression);
    if (value == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(value)) {
      return expressions.constant(null, Type.STRING);
    }
    if (Expressions.type(value) == Type.JSON) {
      return expressions.cast(value, Type.STRING);
    }
    if (Expressions.type(value) != Type.STRING) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  expression.span(),
                  "LIKE needs VARCHAR, not " + ExpressionBinder.name(value))
              .labelled(ExpressionBinder.name(value)));
      return null;
    }
    return value;
  }

  /** {@code a IN (b, c)}. */
  @Nullable RexNode inList(Expression.InList test) {
    RexNode value = binder.bind(test.value());
    List<RexNode> candidates = new ArrayList<>();
    for (Expression candidate : test.candidates()) {
      RexNode bound = binder.bind(candidate);
      if (bound != null) {
        candidates.add(bound);
      }
    }
    if (value == null || candidates.size() < test.candidates().size()) {
      return null;
    }
    return candidates.size() == 1
        ? isAnyOf(test, value, candidates)
        : context.once(value, once -> isAnyOf(test, once, candidates));
  }

  private @Nullable RexNode isAnyOf(
      Expression.InList test, RexNode value, List<RexNode> candidates) {
    warnOfNullIn(test, candidates);
    List<RexNode> tests = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      RexNode candidate = candidates.get(i);
      if (ExpressionBinder.isUntypedNull(candidate)) {
        // x IN (1, NULL) has a meaning: it is never FALSE.
        tests.add(expressions.constant(null, Type.BOOL));
        continue;
      }
      RexNode equality =
          compare(
              PlanOperator.EQUAL,
              value,
              test.value().span(),
              gap(test.value().span(), test.candidates().get(0).span()),
              candidate,
              test.candidates().get(i).span());
      if (equality != null) {
        tests.add(equality);
      }
    }
    return tests.size() < candidates.size()
        ? null
        : binder.negated(expressions.or(tests), test.negated());
  }

  /** Warns of a NULL with which a test is never true: any for NOT IN, nothing else for IN. */
  private void warnOfNullIn(Expression.InList test, List<RexNode> candidates) {
    boolean isOnlyNull = candidates.stream().allMatch(ExpressionBinder::isUntypedNull);
    for (int i = 0; i < candidates.size(); i++) {
      if (ExpressionBinder.isUntypedNull(candidates.get(i)) && (test.negated() || isOnlyNull)) {
        String word = test.negated() ? "NOT IN" : "IN";
        Diagnostic never =
            Diagnostic.of(
                DiagnosticCode.COMPARE_WITH_NULL,
                test.candidates().get(i).span(),
                isOnlyNull
                    ? word + " with nothing but NULL is never true"
                    : "NOT IN with a NULL in its list is never true");
        String isNull = test.negated() ? " IS NOT NULL" : " IS NULL";
        context.report(
            isOnlyNull
                ? never.suggest("write " + binder.text(test.value().span()) + isNull)
                : never.suggest(
                    "leave NULL out: where "
                        + binder.text(test.value().span())
                        + " is NULL, the test is not true either"));
        return;
      }
    }
  }

  /** The equality of two values, for functions that are defined by it. */
  @Nullable RexNode equality(RexNode left, Span leftSpan, RexNode right, Span rightSpan) {
    return compare(PlanOperator.EQUAL, left, leftSpan, gap(leftSpan, rightSpan), right, rightSpan);
  }
}
