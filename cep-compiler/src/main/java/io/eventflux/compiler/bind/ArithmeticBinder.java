package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.ArithmeticTypes;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds {@code + - * / % ||} and signs (language 2.3). One thread. */
final class ArithmeticBinder {
  /**
   * Operators of {@code + - * / % ||} in a row. They become a tree as deep as they are many, which
   * all later stages recurse over.
   */
  private static final int OPERATORS_IN_A_ROW_MAX = 300;

  private final BindContext context;
  private final Expressions expressions;
  private final ExpressionBinder binder;

  /** Operators of the chains that the present expression is a part of. */
  private int operatorsAround;

  ArithmeticBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.expressions = context.expressions();
    this.binder = binder;
  }

  /** {@code -x} and {@code +x}. */
  @Nullable RexNode sign(Expression.Sign sign) {
    RexNode operand = binder.bind(sign.operand());
    if (operand == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(operand)) {
      return operand;
    }
    Type type = Expressions.type(operand);
    if (!type.isNumeric() && type != Type.INTERVAL) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  sign.operand().span(),
                  "a sign needs a number, not " + type.sqlName())
              .labelled(type.sqlName()));
      return null;
    }
    if (!sign.negative()) {
      return operand;
    }
    if (type == Type.INTERVAL) {
      RexNode millis =
          expressions.operation(
              PlanOperator.NEGATE, Type.LONG, expressions.cast(operand, Type.LONG));
      return expressions.cast(millis, Type.INTERVAL);
    }
    return expressions.operation(PlanOperator.NEGATE, type, operand);
  }

  /** {@code a + b - c}. */
  @Nullable RexNode chain(Expression.Arithmetic chain) {
    int operatorCount = chain.rest().size();
    if (operatorsAround + operatorCount > OPERATORS_IN_A_ROW_MAX) {
      context.report(
          Diagnostic.of(
              DiagnosticCode.TOO_COMPLEX,
              chain.span(),
              "more than " + OPERATORS_IN_A_ROW_MAX + " operators follow one another"));
      return null;
    }
    operatorsAround += operatorCount;
    RexNode value = terms(chain);
    operatorsAround -= operatorCount;
    return value;
  }

  private @Nullable RexNode terms(Expression.Arithmetic chain) {
    RexNode left = binder.bind(chain.first());
    Span leftSpan = chain.first().span();
    boolean isFirst = true;
    for (Expression.Term term : chain.rest()) {
      RexNode right = binder.bind(term.operand());
      if (isFirst && left != null && right != null) {
        warnOfIntegerDivision(chain, left, right);
      }
      isFirst = false;
      left = left == null || right == null ? null : arithmetic(left, leftSpan, term, right);
      leftSpan = leftSpan.to(term.operand().span());
    }
    return left;
  }

  private @Nullable RexNode arithmetic(
      RexNode left, Span leftSpan, Expression.Term term, RexNode right) {
    if (ExpressionBinder.isUntypedNull(left) || ExpressionBinder.isUntypedNull(right)) {
      return withNull(left, leftSpan, right, term);
    }
    Type a = Expressions.type(left);
    Type b = Expressions.type(right);
    Optional<Type> result = result(term, a, b);
    if (result.isEmpty()) {
      context.report(arithmeticMismatch(leftSpan, left, term, right));
      return null;
    }
    Type type = result.get();
    PlanOperator operator = operator(term.operator());
    if (operator == PlanOperator.CONCAT) {
      return expressions.operation(
          operator,
          Type.STRING,
          expressions.cast(left, Type.STRING),
          expressions.cast(right, Type.STRING));
    }
    if (type instanceof Type.Decimal) {
      return expressions.operation(operator, type, decimal(left), decimal(right));
    }
    if (type.isNumeric()) {
      return expressions.operation(
          operator, type, expressions.cast(left, type), expressions.cast(right, type));
    }
    // Times are computed as the milliseconds that they are.
    RexNode millis =
        expressions.operation(operator, Type.LONG, milliseconds(left), milliseconds(right));
    return expressions.cast(millis, type);
  }

  private static Optional<Type> result(Expression.Term term, Type a, Type b) {
    return switch (term.operator()) {
      case ADD -> ArithmeticTypes.sum(a, b);
      case SUBTRACT -> ArithmeticTypes.difference(a, b);
      case MULTIPLY -> ArithmeticTypes.product(a, b);
      case DIVIDE -> ArithmeticTypes.quotient(a, b);
      case MODULO -> ArithmeticTypes.remainder(a, b);
      case CONCAT -> ArithmeticTypes.concatenation(a, b);
    };
  }

  /** NULL takes a type that fits the other side; there must be one. */
  private @Nullable RexNode withNull(
      RexNode left, Span leftSpan, RexNode right, Expression.Term term) {
    boolean isLeft = ExpressionBinder.isUntypedNull(left);
    if (isLeft && ExpressionBinder.isUntypedNull(right)) {
      return term.operator() == Expression.ArithmeticOperator.CONCAT
          ? expressions.constant(null, Type.STRING)
          : left;
    }
    Type type = Expressions.type(isLeft ? right : left);
    if (type.isNumeric() && term.operator() != Expression.ArithmeticOperator.CONCAT) {
      return expressions.constant(null, type);
    }
    // Beside a time a NULL is a duration if that fits, beside a duration maybe a number.
    for (Type candidate : List.of(Type.INTERVAL, Type.INT, type)) {
      Optional<Type> result =
          isLeft ? result(term, candidate, type) : result(term, type, candidate);
      if (result.isPresent()) {
        return expressions.constant(null, result.get());
      }
    }
    context.report(arithmeticMismatch(leftSpan, left, term, right));
    return null;
  }

  private RexNode decimal(RexNode value) {
    Type type = Expressions.type(value);
    if (type instanceof Type.Decimal) {
      return value;
    }
    return expressions.cast(value, new Type.Decimal(type == Type.INT ? 10 : 19, 0));
  }

  private RexNode milliseconds(RexNode value) {
    Type type = Expressions.type(value);
    RexNode instant = type == Type.DATE ? expressions.cast(value, Type.TIMESTAMP) : value;
    return expressions.cast(instant, Type.LONG);
  }

  private Diagnostic arithmeticMismatch(
      Span leftSpan, RexNode left, Expression.Term term, RexNode right) {
    String symbol = term.operator().symbol();
    String a = ExpressionBinder.name(left);
    String b = ExpressionBinder.name(right);
    boolean isText = a.equals(Type.STRING.sqlName()) || b.equals(Type.STRING.sqlName());
    Diagnostic diagnostic =
        Diagnostic.of(
                DiagnosticCode.TYPE_MISMATCH,
                leftSpan,
                "'" + symbol + "' cannot work on " + a + " and " + b)
            .labelled(a)
            .with(term.operatorSpan(), "")
            .with(term.operand().span(), b);
    return isText && term.operator() == Expression.ArithmeticOperator.ADD
        ? diagnostic.suggest("write || to put texts together")
        : diagnostic;
  }

  private static PlanOperator operator(Expression.ArithmeticOperator operator) {
    return switch (operator) {
      case ADD -> PlanOperator.ADD;
      case SUBTRACT -> PlanOperator.SUBTRACT;
      case CONCAT -> PlanOperator.CONCAT;
      case MULTIPLY -> PlanOperator.MULTIPLY;
      case DIVIDE -> PlanOperator.DIVIDE;
      case MODULO -> PlanOperator.REMAINDER;
    };
  }

  /**
   * {@code 1 / 2} and {@code a / b * 100} over integers.
   *
   * @param left the first operand
   * @param right the second one
   */
  private void warnOfIntegerDivision(Expression.Arithmetic chain, RexNode left, RexNode right) {
    Expression.Term first = chain.rest().get(0);
    if (first.operator() != Expression.ArithmeticOperator.DIVIDE) {
      return;
    }
    boolean isConstant = isWhole(chain.first()) && isWhole(first.operand());
    boolean isPercentage =
        chain.rest().size() > 1
            && chain.rest().get(1).operator() == Expression.ArithmeticOperator.MULTIPLY
            && isHundred(chain.rest().get(1).operand())
            && isInteger(left)
            && isInteger(right);
    if (isConstant || isPercentage) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.INTEGER_DIVISION,
                  chain.first().span().to(first.operand().span()),
                  "a division of integers drops the fraction")
              .suggest(
                  isConstant
                      ? "write " + binder.text(chain.first().span()) + ".0 for an exact result"
                      : "write CAST("
                          + binder.text(chain.first().span())
                          + " AS DOUBLE) for an exact result"));
    }
  }

  private static boolean isWhole(Expression expression) {
    return expression instanceof Literal.IntLiteral || expression instanceof Literal.LongLiteral;
  }

  private boolean isHundred(Expression expression) {
    RexNode value = expression instanceof Literal ? binder.bind(expression) : null;
    return value != null
        && context.constant(value) instanceof Number number
        && number.doubleValue() == 100;
  }

  private static boolean isInteger(RexNode value) {
    return !ExpressionBinder.isUntypedNull(value) && Expressions.type(value).isInteger();
  }
}
