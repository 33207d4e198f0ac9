package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.HostValues;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds the functions that are another way to write CASE. One thread. */
final class ConditionalCalls {
  /** Each stands one level deeper than the one before it, and all later stages recurse. */
  private static final int COMPUTED_ARGUMENTS_MAX = 100;

  private static final FunctionBinding IS_OF =
      new FunctionBinding(
          "instanceOf",
          FunctionBinder.method(HostValues.class, "isOf"),
          List.of(Type.OBJECT, Type.STRING),
          Type.BOOL,
          true,
          false);

  private final BindContext context;
  private final ExpressionBinder binder;

  ConditionalCalls(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  /** {@code isNull(value)}. */
  RexNode isNull(RexNode value) {
    return ExpressionBinder.isUntypedNull(value)
        ? context.expressions().constant(true)
        : context.expressions().condition(PlanOperator.IS_NULL, value);
  }

  /**
   * Of a value whose type is known only NULL is left to find out at run time; OBJECT is any type.
   */
  RexNode instanceOf(String word, RexNode value) {
    Type.Scalar wanted =
        switch (word) {
          case "boolean" -> Type.Scalar.BOOL;
          case "double" -> Type.Scalar.DOUBLE;
          case "float" -> Type.Scalar.FLOAT;
          case "integer" -> Type.Scalar.INT;
          case "long" -> Type.Scalar.LONG;
          default -> Type.Scalar.STRING;
        };
    Expressions expressions = context.expressions();
    if (ExpressionBinder.isUntypedNull(value)) {
      return expressions.constant(false);
    }
    if (Expressions.type(value) == Type.OBJECT) {
      RexNode type = expressions.constant(wanted.name(), Type.STRING);
      RexNode isOf = expressions.function(IS_OF, true, List.of(value, type));
      return expressions.condition(PlanOperator.IS_TRUE, isOf);
    }
    return Expressions.type(value).equals(wanted)
        ? expressions.condition(PlanOperator.IS_NOT_NULL, value)
        : expressions.constant(false);
  }

  /** The first of {@code values} that is not NULL. */
  @Nullable RexNode coalesce(Expression.FunctionCall call, List<RexNode> values, List<Span> spans) {
    List<RexNode> typed = new ArrayList<>();
    List<Span> places = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!ExpressionBinder.isUntypedNull(values.get(i))) {
        typed.add(values.get(i));
        places.add(spans.get(i));
      }
    }
    if (typed.isEmpty()) {
      return values.get(0);
    }
    Type type = binder.common(typed, places, "the arguments");
    if (type == null) {
      return null;
    }
    if (typed.stream().filter(Expressions::isComputed).count() > COMPUTED_ARGUMENTS_MAX) {
      context.report(
          DiagnosticCode.TOO_COMPLEX,
          call.span(),
          "'"
              + call.name()
              + "' takes at most "
              + COMPUTED_ARGUMENTS_MAX
              + " arguments that are more than a column");
      return null;
    }
    return firstPresent(typed, type);
  }

  /** From the last to the first: a value is computed only if all before it are NULL. */
  private RexNode firstPresent(List<RexNode> values, Type type) {
    RexNode result = binder.widen(values.get(values.size() - 1), type);
    List<RexNode> plain = new ArrayList<>();
    for (int i = values.size() - 2; i >= 0; i--) {
      RexNode value = values.get(i);
      if (Expressions.isComputed(value) || i == 0) {
        List<RexNode> next = List.copyOf(plain);
        RexNode otherwise = result;
        RexNode chosen = context.once(value, first -> present(first, next, otherwise, type));
        result = Objects.requireNonNull(chosen, "the types have been checked");
        plain.clear();
      } else {
        plain.add(0, value);
      }
    }
    return result;
  }

  private RexNode present(RexNode first, List<RexNode> next, RexNode otherwise, Type type) {
    List<RexNode> conditions = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    for (int i = -1; i < next.size(); i++) {
      RexNode value = i < 0 ? first : next.get(i);
      conditions.add(context.expressions().condition(PlanOperator.IS_NOT_NULL, value));
      values.add(binder.widen(value, type));
    }
    return context.expressions().conditional(conditions, values, otherwise, type);
  }

  /** {@code nullIf(a, b)}. */
  @Nullable RexNode nullIf(List<RexNode> values, List<Span> spans) {
    if (ExpressionBinder.isUntypedNull(values.get(0))
        || ExpressionBinder.isUntypedNull(values.get(1))) {
      return values.get(0);
    }
    Type type = Expressions.type(values.get(0));
    return context.once(
        values.get(0),
        value -> {
          RexNode equal =
              binder.comparisons().equality(value, spans.get(0), values.get(1), spans.get(1));
          return equal == null
              ? null
              : context
                  .expressions()
                  .conditional(
                      List.of(equal),
                      List.of(context.expressions().constant(null, type)),
                      value,
                      type);
        });
  }

  /** {@code ifThenElse(condition, a, b)}. */
  @Nullable RexNode ifThenElse(List<RexNode> values, List<Span> spans) {
    RexNode condition = binder.condition(values.get(0), spans.get(0), "the first argument");
    return condition == null
        ? null
        : binder.choice(
            List.of(condition),
            List.of(values.get(1)),
            values.get(2),
            spans.subList(1, 3),
            "the arguments");
  }
}
