package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.column.ByteString;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.ArithmeticTypes;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Types one expression: resolves its names in a scope, chooses overloads, writes out every
 * conversion. A null result means that an error has been reported, here or for a name that the
 * expression uses; nothing that follows from it is reported again. One thread.
 */
final class ExpressionBinder implements Expression.Visitor<@Nullable RexNode> {
  /**
   * Operators of {@code + - * / % ||} in a row. They become a tree as deep as they are many, which
   * all later stages recurse over.
   */
  private static final int OPERATORS_IN_A_ROW_MAX = 300;

  private final BindContext context;
  private final Expressions expressions;
  private final Scope scope;
  private final @Nullable AggregateCollector aggregates;
  private final String place;
  private final FunctionBinder functions;
  private final CollectionBinder collections;
  private final JsonBinder json;

  /** Operators of the chains that the present expression is a part of. */
  private int operatorsAround;

  /**
   * A binder for the expressions of one clause.
   *
   * @param aggregates where aggregates go; null if the clause cannot have any
   * @param place the clause in messages, as {@code WHERE} or {@code a filter}
   */
  ExpressionBinder(
      BindContext context, Scope scope, @Nullable AggregateCollector aggregates, String place) {
    this.context = context;
    this.expressions = context.expressions();
    this.scope = scope;
    this.aggregates = aggregates;
    this.place = place;
    this.functions = new FunctionBinder(context, this);
    this.collections = new CollectionBinder(context, this);
    this.json = new JsonBinder(context, this);
  }

  @Nullable AggregateCollector aggregates() {
    return aggregates;
  }

  String place() {
    return place;
  }

  Scope scope() {
    return scope;
  }

  /**
   * For what stands inside an aggregate: no other aggregates, and names mean columns of the input,
   * also in HAVING, where a bare name is an output first.
   */
  ExpressionBinder insideAggregate(String clause) {
    return new ExpressionBinder(context, scope.input(), null, clause);
  }

  // ---- entry points

  /** A value; NULL may have no type yet, see {@link #isUntypedNull}. */
  @Nullable RexNode bind(Expression expression) {
    return expression.accept(this);
  }

  /** A value whose type must be known. */
  @Nullable RexNode typed(Expression expression) {
    RexNode value = bind(expression);
    if (value != null && isUntypedNull(value)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NULL_TYPE_UNKNOWN, expression.span(), "this NULL has no type")
              .suggest("write CAST(NULL AS INT), or the type that is meant"));
      return null;
    }
    return value;
  }

  /** A condition. */
  @Nullable RexNode condition(Expression expression, String clause) {
    RexNode value = bind(expression);
    return value == null ? null : condition(value, expression.span(), clause);
  }

  /** As {@link #condition(Expression, String)} of a value that is bound already. */
  @Nullable RexNode condition(RexNode value, Span span, String clause) {
    if (isUntypedNull(value)) {
      return expressions.constant(null, Type.BOOL);
    }
    if (Expressions.type(value) != Type.BOOL) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NOT_BOOLEAN,
                  span,
                  clause + " must be a condition, but this is " + name(value))
              .labelled(name(value)));
      return null;
    }
    return value;
  }

  /**
   * A value in the type of a column that it is assigned to.
   *
   * @param what the column for messages, as {@code column 'price'}
   * @return null if it does not fit, which has been reported
   */
  @Nullable RexNode assigned(@Nullable RexNode value, Span span, Type target, String what) {
    if (value == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    RexNode time = timeText(value, span, target);
    if (time != null) {
      return time;
    }
    Type type = Expressions.type(value);
    if (isTimeText(value, target)) {
      return null;
    }
    if (!Conversions.widens(type, target)) {
      Diagnostic diagnostic =
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  span,
                  what + " is " + target.sqlName() + " and cannot take " + type.sqlName())
              .labelled(type.sqlName());
      context.report(
          Casts.isAllowed(type, target)
              ? diagnostic.suggest("write CAST(" + text(span) + " AS " + target.sqlName() + ")")
              : diagnostic);
      return null;
    }
    return widen(value, target);
  }

  static boolean isUntypedNull(RexNode value) {
    return value.getType().getSqlTypeName() == SqlTypeName.NULL;
  }

  private RexNode untypedNull() {
    return expressions.untypedNull();
  }

  /** The type of a value for messages. */
  static String name(RexNode value) {
    return isUntypedNull(value) ? "NULL" : Expressions.type(value).sqlName();
  }

  /** The text of a piece of the program, for suggestions; short ones only. */
  private String text(Span span) {
    String slice = context.source().slice(span);
    return slice.length() <= 40 && slice.indexOf('\n') < 0 ? slice : "...";
  }

  // ---- conversions

  /** Widens by 2.2; the types have been checked. */
  RexNode widen(RexNode value, Type target) {
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    Type type = Expressions.type(value);
    boolean isTime = target == Type.TIMESTAMP || target == Type.INTERVAL;
    return isTime && type == Type.INT
        ? expressions.cast(expressions.cast(value, Type.LONG), target)
        : expressions.cast(value, target);
  }

  /** Whether a text constant stands where a time is wanted. */
  private static boolean isTimeText(RexNode value, Type target) {
    boolean isPoint = target == Type.TIMESTAMP || target == Type.DATE || target == Type.TIME;
    return isPoint
        && Expressions.isConstant(value)
        && Expressions.type(value) == Type.STRING
        && Expressions.value(value) != null;
  }

  /** A text constant as a time; null if it is not one, which is reported if it had to be. */
  private @Nullable RexNode timeText(RexNode value, Span span, Type target) {
    if (!isTimeText(value, target)) {
      return null;
    }
    String text = String.valueOf(Expressions.value(value));
    OptionalLong millis = TemporalText.millis(text, target);
    if (millis.isEmpty()) {
      String example =
          target == Type.TIME
              ? "10:15:00"
              : target == Type.DATE ? "2025-03-01" : "2025-03-01 10:15:00";
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ARGUMENT, span, "'" + text + "' is no " + target.sqlName())
              .fact("example: '" + example + "'"));
      return null;
    }
    return expressions.constant(millis.getAsLong(), target);
  }

  // ---- names and literals

  @Override
  public @Nullable RexNode visitLiteral(Literal literal) {
    return literal.accept(
        new Literal.Visitor<@Nullable RexNode>() {
          @Override
          public RexNode visitInt(Literal.IntLiteral value) {
            return expressions.constant(value.value(), Type.INT);
          }

          @Override
          public RexNode visitLong(Literal.LongLiteral value) {
            return expressions.constant(value.value(), Type.LONG);
          }

          @Override
          public RexNode visitFloat(Literal.FloatLiteral value) {
            return expressions.constant(value.value(), Type.FLOAT);
          }

          @Override
          public RexNode visitDouble(Literal.DoubleLiteral value) {
            return expressions.constant(value.value(), Type.DOUBLE);
          }

          @Override
          public RexNode visitBoolean(Literal.BooleanLiteral value) {
            return expressions.constant(value.value());
          }

          @Override
          public RexNode visitNull(Literal.NullLiteral value) {
            return untypedNull();
          }

          @Override
          public RexNode visitString(Literal.StringLiteral value) {
            return expressions.constant(value.value(), Type.STRING);
          }

          @Override
          public @Nullable RexNode visitBinary(Literal.BinaryLiteral value) {
            ByteString bytes = ByteString.ofHex(value.hex());
            if (bytes == null) {
              context.report(
                  DiagnosticCode.BAD_NUMBER,
                  value.span(),
                  "a BINARY literal is pairs of hexadecimal digits, as X'0AFF'");
              return null;
            }
            return expressions.constant(bytes, Type.BINARY);
          }

          @Override
          public RexNode visitTemporal(Literal.TemporalLiteral value) {
            Type type =
                switch (value.kind()) {
                  case DATE -> Type.DATE;
                  case TIME -> Type.TIME;
                  case TIMESTAMP -> Type.TIMESTAMP;
                };
            return expressions.constant(value.millis(), type);
          }

          @Override
          public RexNode visitDuration(Literal.DurationLiteral value) {
            return expressions.constant(
                value.millis(), value.interval() ? Type.INTERVAL : Type.LONG);
          }
        });
  }

  @Override
  public @Nullable RexNode visitColumnReference(Expression.ColumnReference reference) {
    if (reference.qualifier() == null
        && CallForms.isKeyword(reference.name())
        && !scope.has(reference.name().text())) {
      return functions.bind(CallForms.keyword(reference.name()));
    }
    Expression.Qualifier qualifier = reference.qualifier();
    if (qualifier == null || !scope.isColumn(qualifier.name().name())) {
      return scope.resolve(reference);
    }
    // What looks like a source is a column with parts: r.x and a[1].x.
    Name column = new Name(qualifier.name().name(), qualifier.name().span());
    RexNode base =
        scope.resolve(
            new Expression.ColumnReference(null, column, /* span= */ qualifier.name().span()));
    Expression.ElementIndex index = qualifier.index();
    if (index != null && !index.fromLast()) {
      RexNode position = expressions.constant(index.offset(), Type.INT);
      base = collections.part(base, qualifier.name().span(), position, index.span());
    } else if (index != null) {
      return refuse(index.span(), "an index from the end of anything but a pattern element");
    }
    return collections.field(base, qualifier.span(), reference.name());
  }

  @Override
  public @Nullable RexNode visitElementReference(Expression.ElementReference reference) {
    return refuse(reference.span(), "an event as a value");
  }

  @Override
  public @Nullable RexNode visitFieldAccess(Expression.FieldAccess access) {
    return collections.field(bind(access.base()), access.base().span(), access.field());
  }

  @Override
  public @Nullable RexNode visitSubscript(Expression.Subscript subscript) {
    return collections.part(
        bind(subscript.base()),
        subscript.base().span(),
        bind(subscript.index()),
        subscript.index().span());
  }

  /** A function takes its own form of it; elsewhere the grammar has no place for it. */
  @Override
  public @Nullable RexNode visitAllColumns(Expression.AllColumns columns) {
    context.report(
        DiagnosticCode.UNSUPPORTED_SQL,
        columns.span(),
        "'" + columns.source() + ".*' is no value; only COUNT takes it");
    return null;
  }

  // ---- what cannot be run yet has errors and a type

  @Override
  public @Nullable RexNode visitOver(Expression.Over over) {
    return new OverBinder(context, this).bind(over);
  }

  @Override
  public @Nullable RexNode visitJsonFunction(Expression.JsonFunction function) {
    return json.search(function);
  }

  @Override
  public @Nullable RexNode visitSubQuery(Expression.SubQuery query) {
    return new UnbuiltExpressions(context, this).subQuery(query);
  }

  @Override
  public @Nullable RexNode visitExists(Expression.Exists test) {
    return new UnbuiltExpressions(context, this).exists(test);
  }

  @Override
  public @Nullable RexNode visitInQuery(Expression.InQuery test) {
    return new UnbuiltExpressions(context, this).inQuery(test);
  }

  @Override
  public @Nullable RexNode visitSubscriptFromLast(Expression.SubscriptFromLast subscript) {
    bind(subscript.base());
    return null;
  }

  @Override
  public @Nullable RexNode visitArrayConstructor(Expression.ArrayConstructor constructor) {
    return collections.array(constructor);
  }

  @Override
  public @Nullable RexNode visitMapConstructor(Expression.MapConstructor constructor) {
    return collections.map(constructor);
  }

  @Override
  public @Nullable RexNode visitRowConstructor(Expression.RowConstructor constructor) {
    return collections.row(constructor);
  }

  @Override
  public @Nullable RexNode visitInTable(Expression.InTable test) {
    return new UnbuiltExpressions(context, this).inTable(test);
  }

  private @Nullable RexNode refuse(Span span, String what) {
    context.notSupported(span, what);
    return null;
  }

  // ---- arithmetic

  @Override
  public @Nullable RexNode visitSign(Expression.Sign sign) {
    RexNode operand = bind(sign.operand());
    if (operand == null) {
      return null;
    }
    if (isUntypedNull(operand)) {
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

  @Override
  public @Nullable RexNode visitArithmetic(Expression.Arithmetic chain) {
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
    RexNode left = bind(chain.first());
    Span leftSpan = chain.first().span();
    warnOfIntegerDivision(chain);
    for (Expression.Term term : chain.rest()) {
      RexNode right = bind(term.operand());
      left = left == null || right == null ? null : arithmetic(left, leftSpan, term, right);
      leftSpan = leftSpan.to(term.operand().span());
    }
    return left;
  }

  private @Nullable RexNode arithmetic(
      RexNode left, Span leftSpan, Expression.Term term, RexNode right) {
    if (isUntypedNull(left) || isUntypedNull(right)) {
      return withNull(left, right, term);
    }
    Type a = Expressions.type(left);
    Type b = Expressions.type(right);
    Optional<Type> result =
        switch (term.operator()) {
          case ADD -> ArithmeticTypes.sum(a, b);
          case SUBTRACT -> ArithmeticTypes.difference(a, b);
          case MULTIPLY -> ArithmeticTypes.product(a, b);
          case DIVIDE -> ArithmeticTypes.quotient(a, b);
          case MODULO -> ArithmeticTypes.remainder(a, b);
          case CONCAT -> ArithmeticTypes.concatenation(a, b);
        };
    if (result.isEmpty()) {
      context.report(arithmeticMismatch(leftSpan, a, term, b));
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

  private @Nullable RexNode withNull(RexNode left, RexNode right, Expression.Term term) {
    if (term.operator() == Expression.ArithmeticOperator.CONCAT) {
      return expressions.constant(null, Type.STRING);
    }
    if (isUntypedNull(left) && isUntypedNull(right)) {
      return left;
    }
    Type type = Expressions.type(isUntypedNull(left) ? right : left);
    return expressions.constant(null, type);
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

  private Diagnostic arithmeticMismatch(Span leftSpan, Type a, Expression.Term term, Type b) {
    String symbol = term.operator().symbol();
    boolean isText = a == Type.STRING || b == Type.STRING;
    Diagnostic diagnostic =
        Diagnostic.of(
                DiagnosticCode.TYPE_MISMATCH,
                leftSpan,
                "'" + symbol + "' cannot work on " + a.sqlName() + " and " + b.sqlName())
            .labelled(a.sqlName())
            .with(term.operatorSpan(), "")
            .with(term.operand().span(), b.sqlName());
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

  /** {@code 1 / 2} and {@code a / b * 100} over integers. */
  private void warnOfIntegerDivision(Expression.Arithmetic chain) {
    Expression.Term first = chain.rest().get(0);
    if (first.operator() != Expression.ArithmeticOperator.DIVIDE) {
      return;
    }
    boolean isConstant = isWhole(chain.first()) && isWhole(first.operand());
    boolean isPercentage =
        chain.rest().size() > 1
            && chain.rest().get(1).operator() == Expression.ArithmeticOperator.MULTIPLY
            && chain.rest().get(1).operand() instanceof Literal.IntLiteral hundred
            && hundred.value() == 100
            && isIntegerColumn(chain.first())
            && isIntegerColumn(first.operand());
    if (isConstant || isPercentage) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.INTEGER_DIVISION,
                  chain.first().span().to(first.operand().span()),
                  "a division of integers drops the fraction")
              .suggest(
                  isConstant
                      ? "write " + text(chain.first().span()) + ".0 for an exact result"
                      : "write CAST("
                          + text(chain.first().span())
                          + " AS DOUBLE) for an exact result"));
    }
  }

  private static boolean isWhole(Expression expression) {
    return expression instanceof Literal.IntLiteral || expression instanceof Literal.LongLiteral;
  }

  private boolean isIntegerColumn(Expression expression) {
    if (!(expression instanceof Expression.ColumnReference)) {
      return false;
    }
    RexNode value = bind(expression);
    return value != null && Expressions.type(value).isInteger();
  }

  // ---- conditions

  @Override
  public @Nullable RexNode visitNot(Expression.Not not) {
    warnOfPrecedence(not);
    RexNode operand = condition(not.operand(), "the operand of NOT");
    return operand == null ? null : expressions.condition(PlanOperator.NOT, operand);
  }

  /** {@code not a == b} with two conditions, which older dialects read as {@code (not a) == b}. */
  private void warnOfPrecedence(Expression.Not not) {
    if (!(not.operand() instanceof Expression.Comparison comparison)
        || not.span().end() > context.source().text().length()) {
      return;
    }
    String between =
        context
            .source()
            .text()
            .substring(
                not.span().start(), Math.max(not.span().start(), comparison.left().span().start()));
    boolean isEquality =
        comparison.operator() == Expression.ComparisonOperator.EQUAL
            || comparison.operator() == Expression.ComparisonOperator.NOT_EQUAL;
    if (between.contains("(") || !isEquality) {
      return;
    }
    if (comparison.left() instanceof Expression.ColumnReference) {
      RexNode left = bind(comparison.left());
      if (left != null && Expressions.type(left) == Type.BOOL) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.NOT_PRECEDENCE,
                    not.span(),
                    "NOT applies to the whole comparison")
                .suggest(
                    "write (NOT "
                        + text(comparison.left().span())
                        + ") "
                        + comparison.operator().symbol()
                        + " ... if the first value is meant"));
      }
    }
  }

  @Override
  public @Nullable RexNode visitLogical(Expression.Logical logical) {
    List<RexNode> operands = new ArrayList<>();
    boolean isBroken = false;
    for (Expression operand : logical.operands()) {
      RexNode bound = condition(operand, "an operand of " + logical.operator());
      isBroken |= bound == null;
      if (bound != null) {
        operands.add(bound);
      }
    }
    if (isBroken) {
      return null;
    }
    return logical.operator() == Expression.LogicalOperator.AND
        ? expressions.and(operands)
        : expressions.or(operands);
  }

  @Override
  public @Nullable RexNode visitComparison(Expression.Comparison comparison) {
    RexNode left = bind(comparison.left());
    RexNode right = bind(comparison.right());
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

  private @Nullable RexNode compare(
      PlanOperator operator,
      RexNode left,
      Span leftSpan,
      Span operatorSpan,
      RexNode right,
      Span rightSpan) {
    if (isUntypedNull(left) || isUntypedNull(right)) {
      Span other = isUntypedNull(left) ? rightSpan : leftSpan;
      context.report(
          Diagnostic.of(
                  DiagnosticCode.COMPARE_WITH_NULL,
                  leftSpan.to(rightSpan),
                  "a comparison with NULL is never true")
              .suggest("write " + text(other) + " IS NULL"));
      return expressions.constant(null, Type.BOOL);
    }
    Pair pair = pair(operator, left, leftSpan, operatorSpan, right, rightSpan);
    return pair == null ? null : expressions.condition(operator, pair.left, pair.right);
  }

  private record Pair(RexNode left, RexNode right) {}

  /** Both operands in the type in which they are compared. */
  private @Nullable Pair pair(
      PlanOperator operator,
      RexNode left,
      Span leftSpan,
      Span operatorSpan,
      RexNode right,
      Span rightSpan) {
    Type a = Expressions.type(left);
    Type b = Expressions.type(right);
    if (isTimeText(left, b)) {
      RexNode time = timeText(left, leftSpan, b);
      return time == null ? null : new Pair(time, right);
    }
    if (isTimeText(right, a)) {
      RexNode time = timeText(right, rightSpan, a);
      return time == null ? null : new Pair(left, time);
    }
    boolean isOrder =
        operator == PlanOperator.LESS
            || operator == PlanOperator.LESS_OR_EQUAL
            || operator == PlanOperator.GREATER
            || operator == PlanOperator.GREATER_OR_EQUAL;
    boolean fits = isOrder ? Conversions.ordered(a, b) : Conversions.equatable(a, b);
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
    Type common = comparisonType(a, b);
    return new Pair(reinterpreted(left, common), reinterpreted(right, common));
  }

  private Diagnostic numberInText(
      Diagnostic diagnostic, Span leftSpan, Type a, Span rightSpan, Type b) {
    boolean isLeftText = context.source().slice(leftSpan).startsWith("'");
    boolean isRightText = context.source().slice(rightSpan).startsWith("'");
    if (a == Type.STRING && b.isNumeric() && !isLeftText) {
      return diagnostic.suggest(
          "write CAST(" + text(leftSpan) + " AS " + b.sqlName() + ") if the text holds a number");
    }
    if (b == Type.STRING && a.isNumeric() && !isRightText) {
      return diagnostic.suggest(
          "write CAST(" + text(rightSpan) + " AS " + a.sqlName() + ") if the text holds a number");
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
        : widen(value, common);
  }

  @Override
  public @Nullable RexNode visitDistinctFrom(Expression.DistinctFrom comparison) {
    RexNode left = bind(comparison.left());
    RexNode right = bind(comparison.right());
    if (left == null || right == null) {
      return null;
    }
    if (isUntypedNull(left) || isUntypedNull(right)) {
      RexNode other = isUntypedNull(left) ? right : left;
      if (isUntypedNull(other)) {
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
            new Span(
                /* start= */ comparison.left().span().end(),
                /* end= */ comparison.right().span().start()),
            right,
            comparison.right().span());
    return pair == null
        ? null
        : expressions.condition(
            comparison.negated() ? PlanOperator.IS_NOT_DISTINCT : PlanOperator.IS_DISTINCT,
            pair.left,
            pair.right);
  }

  @Override
  public @Nullable RexNode visitBetween(Expression.Between between) {
    RexNode value = bind(between.value());
    RexNode low = bind(between.low());
    RexNode high = bind(between.high());
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
    return negated(expressions.and(List.of(above, below)), between.negated());
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

  private RexNode negated(RexNode condition, boolean negated) {
    return negated ? expressions.condition(PlanOperator.NOT, condition) : condition;
  }

  @Override
  public @Nullable RexNode visitLike(Expression.Like like) {
    RexNode value = text(like.value());
    RexNode pattern = text(like.pattern());
    if (value == null || pattern == null) {
      return null;
    }
    if (like.escape() == null) {
      return negated(expressions.condition(PlanOperator.LIKE, value, pattern), like.negated());
    }
    if (like.escape().codePointCount(0, like.escape().length()) != 1) {
      context.report(
          DiagnosticCode.BAD_ARGUMENT,
          like.span(),
          "ESCAPE takes one character, not '" + like.escape() + "'");
      return null;
    }
    RexNode escape = expressions.constant(like.escape(), Type.STRING);
    return negated(
        expressions.condition(PlanOperator.LIKE, value, pattern, escape), like.negated());
  }

  @Override
  public @Nullable RexNode visitSimilarTo(Expression.SimilarTo test) {
    RexNode value = functions.bind(CallForms.similarTo(test));
    return value == null ? null : negated(value, test.negated());
  }

  private @Nullable RexNode text(Expression expression) {
    RexNode value = bind(expression);
    if (value == null) {
      return null;
    }
    if (isUntypedNull(value)) {
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
                  "LIKE needs VARCHAR, not " + name(value))
              .labelled(name(value)));
      return null;
    }
    return value;
  }

  @Override
  public @Nullable RexNode visitInList(Expression.InList test) {
    RexNode value = bind(test.value());
    List<RexNode> candidates = new ArrayList<>();
    for (Expression candidate : test.candidates()) {
      RexNode bound = bind(candidate);
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
    List<RexNode> tests = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      RexNode candidate = candidates.get(i);
      if (isUntypedNull(candidate)) {
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
    return tests.size() < candidates.size() ? null : negated(expressions.or(tests), test.negated());
  }

  @Override
  public @Nullable RexNode visitIsTest(Expression.IsTest test) {
    if (test.test() == Expression.Test.JSON) {
      RexNode isJson = json.isJson(test.value());
      return isJson == null ? null : negated(isJson, test.negated());
    }
    if (test.test() == Expression.Test.NULL && isElement(test.value())) {
      // Every element of a chain is bound by the time anybody can ask.
      return expressions.constant(test.negated());
    }
    RexNode value =
        test.test() == Expression.Test.NULL
            ? bind(test.value())
            : condition(test.value(), "the operand of IS " + test.test());
    if (value == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(!test.negated());
    }
    PlanOperator operator =
        switch (test.test()) {
          case NULL, UNKNOWN -> test.negated() ? PlanOperator.IS_NOT_NULL : PlanOperator.IS_NULL;
          case TRUE -> test.negated() ? PlanOperator.IS_NOT_TRUE : PlanOperator.IS_TRUE;
          case FALSE -> test.negated() ? PlanOperator.IS_NOT_FALSE : PlanOperator.IS_FALSE;
          case JSON -> throw new AssertionError("answered above");
        };
    return expressions.condition(operator, value);
  }

  private boolean isElement(Expression value) {
    return value instanceof Expression.ColumnReference reference
        && reference.qualifier() == null
        && scope.isElement(reference.name().text());
  }

  // ---- CASE, CAST, calls

  @Override
  public @Nullable RexNode visitCase(Expression.Case conditional) {
    Expression searched = conditional.operand();
    RexNode operand = searched == null ? null : bind(searched);
    boolean isBroken = searched != null && operand == null;
    List<RexNode> whens = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (Expression.When branch : conditional.branches()) {
      RexNode when = searched == null ? condition(branch.when(), "WHEN") : bind(branch.when());
      RexNode then = bind(branch.then());
      isBroken |= when == null || then == null;
      if (when != null && then != null) {
        whens.add(when);
        values.add(then);
        spans.add(branch.then().span());
      }
    }
    RexNode otherwise =
        conditional.otherwise() == null ? untypedNull() : bind(conditional.otherwise());
    if (otherwise == null || isBroken) {
      return null;
    }
    spans.add(
        conditional.otherwise() == null ? conditional.span() : conditional.otherwise().span());
    String what = "the branches of CASE";
    if (searched == null || operand == null) {
      return choice(whens, values, otherwise, spans, what);
    }
    return context.once(
        operand,
        once -> {
          List<RexNode> equalities = new ArrayList<>();
          for (int i = 0; i < whens.size(); i++) {
            Expression.When branch = conditional.branches().get(i);
            Span gap = new Span(branch.span().start(), branch.span().start());
            RexNode equality =
                compare(
                    PlanOperator.EQUAL,
                    once,
                    searched.span(),
                    gap,
                    whens.get(i),
                    branch.when().span());
            if (equality != null) {
              equalities.add(equality);
            }
          }
          return equalities.size() < whens.size()
              ? null
              : choice(equalities, values, otherwise, spans, what);
        });
  }

  /**
   * CASE over values that get a common type.
   *
   * @param spans one per value, and one for {@code otherwise}
   * @param what the values for messages
   */
  @Nullable RexNode choice(
      List<RexNode> conditions,
      List<RexNode> values,
      RexNode otherwise,
      List<Span> spans,
      String what) {
    List<RexNode> all = new ArrayList<>(values);
    all.add(otherwise);
    if (all.stream().allMatch(ExpressionBinder::isUntypedNull)) {
      return untypedNull();
    }
    Type type = common(all, spans, what);
    return type == null
        ? null
        : expressions.conditional(
            conditions,
            values.stream().map(value -> widen(value, type)).toList(),
            widen(otherwise, type),
            type);
  }

  /**
   * The type that all values widen to; null if there is none, which has been reported.
   *
   * @param values one at least is no untyped NULL
   * @param spans one per value
   * @param what the values for messages
   */
  @Nullable Type common(List<RexNode> values, List<Span> spans, String what) {
    Type common = null;
    int first = -1;
    for (int i = 0; i < values.size(); i++) {
      if (isUntypedNull(values.get(i))) {
        continue;
      }
      Type type = Expressions.type(values.get(i));
      if (common == null) {
        common = type;
        first = i;
        continue;
      }
      Optional<Type> wider = Conversions.common(common, type);
      if (wider.isEmpty()) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    spans.get(i),
                    what + " have no common type: " + common.sqlName() + " and " + type.sqlName())
                .labelled(type.sqlName())
                .with(spans.get(first), common.sqlName()));
        return null;
      }
      common = wider.get();
    }
    return Objects.requireNonNull(common, "one value has a type");
  }

  @Override
  public @Nullable RexNode visitCast(Expression.Cast cast) {
    Type target = new TypeBinder(context).bind(cast.type());
    RexNode empty = target == null ? null : collections.empty(cast.value(), target);
    if (empty != null) {
      return empty;
    }
    RexNode value = bind(cast.value());
    if (value == null || target == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    Type type = Expressions.type(value);
    if (!Casts.isAllowed(type, target)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_CAST,
                  cast.span(),
                  type.sqlName() + " cannot be converted to " + target.sqlName())
              .fact(type.sqlName() + " can be converted to " + Casts.targets(type)));
      return null;
    }
    return Casts.isWidening(type, target) ? widen(value, target) : expressions.cast(value, target);
  }

  @Override
  public @Nullable RexNode visitFunctionCall(Expression.FunctionCall call) {
    return functions.bind(call);
  }

  /** Constructors and access, for functions that are another way to write them. */
  CollectionBinder collections() {
    return collections;
  }

  /** Functions of JSON that are more than a call. */
  JsonBinder json() {
    return json;
  }

  /** The equality of two values, for functions that are defined by it. */
  @Nullable RexNode equality(RexNode left, Span leftSpan, RexNode right, Span rightSpan) {
    return compare(PlanOperator.EQUAL, left, leftSpan, gap(leftSpan, rightSpan), right, rightSpan);
  }
}
