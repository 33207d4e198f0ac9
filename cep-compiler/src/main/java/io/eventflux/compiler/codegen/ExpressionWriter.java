package io.eventflux.compiler.codegen;

import io.eventflux.core.function.LikePattern;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions into one method. What is cheap becomes a Java expression; what must be
 * evaluated once, or only under a condition, becomes statements in front of it.
 *
 * <p>NULL and UNKNOWN are conditions of their own, kept apart from the value. Where only TRUE
 * matters, as in a filter, {@link #truth} leaves the third value out: {@code a > 1 AND b = 2} is
 * then one Java condition.
 */
final class ExpressionWriter implements PlanExpr.Visitor<Operand> {
  private final MethodText method;
  private final RowContext row;
  private final CallWriter calls;

  /** What stands for the values of the LETs around, by their numbers. */
  private final Map<Integer, Operand> locals = new HashMap<>();

  ExpressionWriter(MethodText method, RowContext row) {
    this.method = method;
    this.row = row;
    this.calls = new CallWriter(method);
  }

  MethodText method() {
    return method;
  }

  /** Writes {@code expression} and gives its value. */
  Operand value(PlanExpr expression) {
    return method.kernel().isOutlined(expression)
        ? callOutlined(expression)
        : expression.accept(this);
  }

  /** Writes a BOOL expression and gives the Java condition that it is TRUE. */
  String truth(PlanExpr expression) {
    return test(expression, true);
  }

  /** Writes a BOOL expression and gives the Java condition that it is FALSE. */
  String falsity(PlanExpr expression) {
    return test(expression, false);
  }

  private String test(PlanExpr expression, boolean wanted) {
    boolean canSkipUnknown =
        expression instanceof PlanExpr.Operation
            && !method.kernel().isOutlined(expression)
            && !ExpressionTree.isFallible(expression);
    if (canSkipUnknown) {
      PlanExpr.Operation operation = (PlanExpr.Operation) expression;
      PlanOperator operator = operation.operator();
      if (operator == PlanOperator.NOT) {
        return test(operation.operands().get(0), !wanted);
      }
      if (operator == PlanOperator.AND || operator == PlanOperator.OR) {
        // FALSE needs one FALSE operand of AND; TRUE needs all to be TRUE. OR is the mirror image.
        boolean needsAll = (operator == PlanOperator.AND) == wanted;
        return joined(operation.operands(), operand -> test(operand, wanted), needsAll);
      }
    }
    Operand operand = value(expression);
    return wanted ? operand.isTrue() : operand.isFalse();
  }

  /** Joins tests so that a later one is evaluated only if the earlier ones leave it open. */
  private String joined(
      List<PlanExpr> operands, Function<PlanExpr, String> test, boolean needsAll) {
    String soFar = needsAll ? "true" : "false";
    boolean isFirst = true;
    for (PlanExpr operand : operands) {
      MethodText.Aside<String> next = method.aside(() -> test.apply(operand));
      if (!next.code().isEmpty() && !isFirst) {
        String name = method.variable("t", "boolean", soFar);
        method.code().open(Logic.ifTrue(needsAll ? name : "!" + name)).append(next.code());
        method.code().line(name + " = " + next.result() + ";").close();
        soFar = name;
      } else {
        method.code().append(next.code());
        soFar = needsAll ? Logic.and(soFar, next.result()) : Logic.or(soFar, next.result());
      }
      isFirst = false;
    }
    return soFar;
  }

  /** Keeps a value in local variables if it is used more than once. */
  Operand held(Operand operand, JavaType type) {
    if (operand.isCheap() && operand.total()) {
      return operand;
    }
    if (type.isReference()) {
      String name = method.variable("t", type.word(), operand.valueOr("null"));
      return new Operand(operand.isNeverNull() ? "false" : "(" + name + " == null)", name, true);
    }
    String isNull = operand.isNull();
    if (!operand.isNeverNull() && !operand.isAlwaysNull()) {
      isNull = method.variable("n", "boolean", isNull);
    }
    Operand named = new Operand(isNull, operand.value(), operand.total());
    String value = operand.total() ? operand.value() : named.valueOr(type.zero());
    return new Operand(isNull, method.variable("t", type.word(), value), true);
  }

  /**
   * Writes an assignment to variables that start as NULL; {@code isNull} is null for references.
   */
  private void assign(Operand operand, JavaType type, String value, String isNull) {
    CodeText code = method.code();
    if (operand.isAlwaysNull()) {
      return;
    }
    if (type.isReference()) {
      code.line(value + " = " + operand.valueOr("null") + ";");
    } else if (operand.isNeverNull() || operand.total()) {
      code.line(isNull + " = " + operand.isNull() + ";");
      code.line(value + " = " + operand.value() + ";");
    } else {
      code.line(isNull + " = " + operand.isNull() + ";");
      code.line("if (!" + isNull + ") " + value + " = " + operand.value() + ";");
    }
  }

  private String fetched(String field, String word) {
    if (!row.inMethod()) {
      method.local(field, word, "this." + field);
    }
    return field;
  }

  @Override
  public Operand visitInput(PlanExpr.Input input) {
    return row.column(method, input);
  }

  @Override
  public Operand visitConstant(PlanExpr.Constant constant) {
    JavaType type = JavaType.of(constant.type());
    Object value = constant.value();
    if (value == null) {
      return new Operand("true", type.zero(), true);
    }
    return Operand.present(
        value instanceof Boolean truth
            ? truth.toString()
            : fetched(method.kernel().constant(constant, value, type), type.word()));
  }

  @Override
  public Operand visitRowTime(PlanExpr.RowTime rowTime) {
    return row.time(method);
  }

  @Override
  public Operand visitNow(PlanExpr.Now now) {
    method.local("now", "long", "nowMillis()");
    return Operand.present("now");
  }

  @Override
  public Operand visitWatermark(PlanExpr.Watermark watermark) {
    method.local("watermark", "long", "watermarkMillis()");
    method.local("hasNoWatermark", "boolean", "watermark == Long.MIN_VALUE");
    return new Operand("hasNoWatermark", "watermark", false);
  }

  @Override
  public Operand visitWindowBound(PlanExpr.WindowBound bound) {
    return Operand.present(bound.end() ? "windowEndMillis" : "windowStartMillis");
  }

  @Override
  public Operand visitAggregateResult(PlanExpr.AggregateResult result) {
    AggregateCall call = row.calls().get(result.index());
    Class<?> aggregator = call.function().aggregatorType();
    String name = fetched("g" + result.index(), method.kernel().nameOf(aggregator));
    return new Operand(
        name + ".isNull(" + row.slot() + ")",
        AggregateWriter.resultOf(call, name, row.slot()),
        false);
  }

  @Override
  public Operand visitCast(PlanExpr.Cast cast) {
    Operand operand = value(cast.operand());
    Type from = cast.operand().type();
    return JavaType.of(from) == JavaType.OBJECT && cast.type() != Type.OBJECT
        ? converted(operand, cast)
        : CastWriter.cast(operand, from, cast.type(), this);
  }

  /** A conversion of a composite value or one of unknown content, which goes value by value. */
  private Operand converted(Operand operand, PlanExpr.Cast cast) {
    Type from = cast.operand().type();
    JavaType target = JavaType.of(cast.type());
    if (from.equals(cast.type())) {
      return operand;
    }
    if (operand.isAlwaysNull()) {
      return new Operand("true", target.zero(), true);
    }
    ValueConversion conversion = new ValueConversion(from, cast.type());
    String name =
        fetched(method.kernel().constant(cast, conversion, "ValueConversion"), "ValueConversion");
    String call = "(" + target.box() + ") " + name + ".apply(" + operand.value() + ")";
    return held(operand.isNull(), call, target);
  }

  @Override
  public Operand visitFunction(PlanExpr.FunctionCall call) {
    List<Operand> arguments = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      PlanExpr argument = call.arguments().get(i);
      Operand value = held(value(argument), JavaType.of(argument.type()));
      arguments.add(value);
    }
    return calls.call(call, arguments);
  }

  @Override
  public Operand visitTableTest(PlanExpr.TableTest test) {
    List<Operand> arguments = new ArrayList<>();
    for (PlanExpr argument : test.arguments()) {
      arguments.add(held(value(argument), JavaType.of(argument.type())));
    }
    String name = method.variable("q", "TableTest", "tableTest(" + test.number() + ")");
    for (int i = 0; i < arguments.size(); i++) {
      JavaType type = JavaType.of(test.arguments().get(i).type());
      Operand argument = arguments.get(i);
      String set =
          type.isReference()
              ? argument.valueOr("null")
              : argument.isNull()
                  + ", "
                  + (argument.isAlwaysNull() ? type.zero() : argument.value());
      method.code().line(name + ".set(" + i + ", " + set + ");");
    }
    return Operand.present(method.variable("t", "boolean", name + ".isAny()"));
  }

  @Override
  public Operand visitLet(PlanExpr.Let let) {
    Operand value = held(value(let.value()), JavaType.of(let.value().type()));
    Operand hidden = locals.put(let.number(), value);
    Operand body = value(let.body());
    if (hidden == null) {
      locals.remove(let.number());
    } else {
      locals.put(let.number(), hidden);
    }
    return body;
  }

  @Override
  public Operand visitLocal(PlanExpr.Local local) {
    return local(local.number());
  }

  private Operand local(int number) {
    Operand value = locals.get(number);
    if (value == null) {
      throw new AssertionError("there is no LET around for local " + number);
    }
    return value;
  }

  @Override
  public Operand visitCase(PlanExpr.Case caseExpr) {
    JavaType type = JavaType.of(caseExpr.type());
    String value = method.variable("t", type.word(), type.zero());
    String isNull =
        type.isReference() ? "(" + value + " == null)" : method.variable("n", "boolean", "true");
    int openCount = 0;
    for (int i = 0; i < caseExpr.conditions().size(); i++) {
      PlanExpr condition = caseExpr.conditions().get(i);
      MethodText.Aside<String> test = method.aside(() -> truth(condition));
      String head = Logic.ifTrue(test.result());
      if (i == 0) {
        method.code().append(test.code()).open(head);
        openCount++;
      } else if (test.code().isEmpty()) {
        method.code().next("else " + head);
      } else {
        method.code().next("else").append(test.code()).open(head);
        openCount++;
      }
      assign(value(caseExpr.values().get(i)), type, value, isNull);
    }
    method.code().next("else");
    assign(value(caseExpr.otherwise()), type, value, isNull);
    for (; openCount > 0; openCount--) {
      method.code().close();
    }
    return new Operand(isNull, value, true);
  }

  @Override
  public Operand visitOperation(PlanExpr.Operation operation) {
    List<PlanExpr> operands = operation.operands();
    return switch (operation.operator()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> arithmetic(operation);
      case NEGATE -> negated(operation);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
        Operand a = value(operands.get(0));
        Operand b = value(operands.get(1));
        yield compared(operation.operator(), operands, a, b);
      }
      case IS_DISTINCT -> distinct(operands);
      case IS_NOT_DISTINCT -> Operand.present(Logic.not(distinct(operands).value()));
      case AND -> threeValued(operands, true);
      case OR -> threeValued(operands, false);
      case NOT -> {
        Operand a = value(operands.get(0));
        yield new Operand(a.isNull(), Logic.not(a.value()), a.total());
      }
      case IS_NULL -> Operand.present(value(operands.get(0)).isNull());
      case IS_NOT_NULL -> Operand.present(Logic.not(value(operands.get(0)).isNull()));
      case IS_TRUE -> Operand.present(truth(operands.get(0)));
      case IS_NOT_TRUE -> Operand.present(Logic.not(truth(operands.get(0))));
      case IS_FALSE -> Operand.present(falsity(operands.get(0)));
      case IS_NOT_FALSE -> Operand.present(Logic.not(falsity(operands.get(0))));
      case CONCAT -> {
        Operand a = value(operands.get(0));
        Operand b = value(operands.get(1));
        String isNull = Logic.or(a.isNull(), b.isNull());
        yield new Operand(isNull, a.value() + ".concat(" + b.value() + ")", false);
      }
      case LIKE -> like(operands);
    };
  }

  /** AND and OR as values: the third value is kept. {@code isAnd} false: OR. */
  private Operand threeValued(List<PlanExpr> operands, boolean isAnd) {
    List<MethodText.Aside<Operand>> parts = new ArrayList<>();
    boolean isPlain = true;
    for (PlanExpr operand : operands) {
      MethodText.Aside<Operand> part = method.aside(() -> value(operand));
      isPlain &= part.code().isEmpty() && part.result().isNeverNull();
      parts.add(part);
    }
    if (isPlain) {
      String value = isAnd ? "true" : "false";
      for (MethodText.Aside<Operand> part : parts) {
        String next = part.result().value();
        value = isAnd ? Logic.and(value, next) : Logic.or(value, next);
      }
      return Operand.present(value);
    }
    String value = method.variable("t", "boolean", isAnd ? "true" : "false");
    String isNull = method.variable("n", "boolean", "false");
    String isOpen = isAnd ? value : "!" + value;
    String decided = isAnd ? "false" : "true";
    CodeText code = method.code();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        code.open(Logic.ifTrue(isOpen));
      }
      Operand part = parts.get(i).result();
      code.append(parts.get(i).code());
      code.open(Logic.ifTrue(isAnd ? part.isFalse() : part.isTrue()));
      code.line(value + " = " + decided + ";").line(isNull + " = false;");
      if (!part.isNeverNull()) {
        code.next("else if (" + part.isNull() + ")").line(isNull + " = true;");
      }
      code.close();
      if (i > 0) {
        code.close();
      }
    }
    return new Operand(isNull, value, true);
  }

  private Operand arithmetic(PlanExpr.Operation operation) {
    PlanExpr divisor = operation.operands().get(1);
    Operand a = value(operation.operands().get(0));
    Operand b = value(divisor);
    PlanOperator operator = operation.operator();
    String isNull = Logic.or(a.isNull(), b.isNull());
    if (operation.type() instanceof Type.Decimal decimal) {
      String name = operator.name().toLowerCase(Locale.ROOT);
      String call = "Decimals." + name + "(" + a.value() + ", " + b.value() + digits(decimal) + ")";
      return held(isNull, call, JavaType.DECIMAL);
    }
    boolean isTotal = a.total() && b.total();
    if (operator == PlanOperator.DIVIDE || operator == PlanOperator.REMAINDER) {
      if (!isNonZero(divisor)) {
        Operand heldDivisor = held(b, JavaType.of(divisor.type()));
        isNull = Logic.or(isNull, "(" + heldDivisor.value() + " == 0)");
        b = heldDivisor;
        isTotal &= JavaType.of(operation.type()).isFloating();
      }
    }
    String value = "(" + a.value() + " " + operator.symbol() + " " + b.value() + ")";
    return new Operand(isNull, value, isTotal);
  }

  /** The result of a call that gives null for NULL; made only where its operands are present. */
  Operand held(String isNull, String call, JavaType type) {
    String guarded = new Operand(isNull, call, false).valueOr("null");
    if (type.isReference()) {
      String name = method.variable("t", type.word(), guarded);
      return new Operand("(" + name + " == null)", name, true);
    }
    String box = method.variable("x", type.box(), guarded);
    String isMissing = "(" + box + " == null)";
    String value = isMissing + " ? " + type.zero() + " : " + type.unboxed(box);
    return new Operand(isMissing, method.variable("t", type.word(), value), true);
  }

  static String digits(Type.Decimal decimal) {
    return ", " + decimal.precision() + ", " + decimal.scale();
  }

  private static boolean isNonZero(PlanExpr expression) {
    return expression instanceof PlanExpr.Constant constant
        && constant.value() instanceof Number number
        && number.doubleValue() != 0;
  }

  /** Whether a FLOAT or DOUBLE is known not to be NaN, so that Java compares it as SQL does. */
  private static boolean isNumber(PlanExpr expression) {
    if (expression instanceof PlanExpr.Constant constant) {
      return constant.value() instanceof Number number && !Double.isNaN(number.doubleValue());
    }
    return expression instanceof PlanExpr.Cast cast && cast.operand().type().isInteger();
  }

  private Operand negated(PlanExpr.Operation operation) {
    Operand a = value(operation.operands().get(0));
    if (operation.type() instanceof Type.Decimal decimal) {
      String call = "Decimals.negate(" + a.value() + digits(decimal) + ")";
      return held(a.isNull(), call, JavaType.DECIMAL);
    }
    return new Operand(a.isNull(), "(-" + a.value() + ")", a.total());
  }

  private Operand compared(PlanOperator operator, List<PlanExpr> operands, Operand a, Operand b) {
    JavaType type = JavaType.of(operands.get(0).type());
    String value;
    boolean isTotal = a.total() && b.total();
    if (type.isReference()) {
      isTotal = false;
      value = comparedReferences(operator, type, a.value(), b.value());
    } else if (type.isFloating()) {
      value =
          comparedFloating(
              operator, a.value(), isNumber(operands.get(0)), b.value(), isNumber(operands.get(1)));
    } else {
      value = "(" + a.value() + " " + javaSymbol(operator) + " " + b.value() + ")";
    }
    return new Operand(Logic.or(a.isNull(), b.isNull()), value, isTotal);
  }

  private static String comparedReferences(
      PlanOperator operator, JavaType type, String a, String b) {
    boolean isDecimal = type == JavaType.DECIMAL;
    if (!isDecimal && operator == PlanOperator.EQUAL) {
      return a + ".equals(" + b + ")";
    }
    if (!isDecimal && operator == PlanOperator.NOT_EQUAL) {
      return "!" + a + ".equals(" + b + ")";
    }
    String order =
        isDecimal ? a + ".compareTo(" + b + ")" : "ValueOrder.compareText(" + a + ", " + b + ")";
    return "(" + order + " " + javaSymbol(operator) + " 0)";
  }

  /**
   * NaN is greater than any number and equal to itself; one side that is a number saves the test.
   */
  private static String comparedFloating(
      PlanOperator operator, String a, boolean isNumberA, String b, boolean isNumberB) {
    return switch (operator) {
      case EQUAL ->
          isNumberA || isNumberB
              ? "(" + a + " == " + b + ")"
              : "Numbers.equal(" + a + ", " + b + ")";
      case NOT_EQUAL -> Logic.not(comparedFloating(PlanOperator.EQUAL, a, isNumberA, b, isNumberB));
      case LESS -> {
        if (isNumberB) {
          yield "(" + a + " < " + b + ")";
        }
        yield isNumberA ? "!(" + a + " >= " + b + ")" : "Numbers.less(" + a + ", " + b + ")";
      }
      case LESS_OR_EQUAL -> {
        if (isNumberB) {
          yield "(" + a + " <= " + b + ")";
        }
        yield isNumberA ? "!(" + a + " > " + b + ")" : "Numbers.lessOrEqual(" + a + ", " + b + ")";
      }
      case GREATER -> comparedFloating(PlanOperator.LESS, b, isNumberB, a, isNumberA);
      case GREATER_OR_EQUAL ->
          comparedFloating(PlanOperator.LESS_OR_EQUAL, b, isNumberB, a, isNumberA);
      default -> throw new AssertionError(operator + " is no comparison");
    };
  }

  private static String javaSymbol(PlanOperator operator) {
    return switch (operator) {
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
      default -> operator.symbol();
    };
  }

  private Operand distinct(List<PlanExpr> operands) {
    JavaType type = JavaType.of(operands.get(0).type());
    Operand a = held(value(operands.get(0)), type);
    Operand b = held(value(operands.get(1)), type);
    Operand differs = compared(PlanOperator.NOT_EQUAL, operands, a, b);
    if (differs.isNeverNull()) {
      return Operand.present(differs.value());
    }
    String bothPresent = Logic.and(Logic.not(a.isNull()), Logic.not(b.isNull()));
    String oneMissing = "(" + a.isNull() + " != " + b.isNull() + ")";
    return Operand.present(Logic.or(oneMissing, Logic.and(bothPresent, differs.value())));
  }

  private Operand like(List<PlanExpr> operands) {
    Operand text = value(operands.get(0));
    if (operands.subList(1, operands.size()).stream().allMatch(ExpressionWriter::isConstant)) {
      LikePattern pattern = constantPattern(operands);
      if (pattern == null) {
        return new Operand("true", "false", true);
      }
      String name =
          fetched(method.kernel().constant(operands.get(1), pattern, "LikePattern"), "LikePattern");
      return new Operand(text.isNull(), name + ".matches(" + text.value() + ")", false);
    }
    String cache = method.kernel().newName("m");
    method.kernel().field("private final LikeCache " + cache + " = new LikeCache()");
    String isNull = text.isNull();
    StringBuilder call = new StringBuilder(cache + ".matches(" + text.value());
    for (PlanExpr operand : operands.subList(1, operands.size())) {
      Operand argument = value(operand);
      isNull = Logic.or(isNull, argument.isNull());
      call.append(", ").append(argument.value());
    }
    call.append(')');
    return operands.size() == 2
        ? new Operand(isNull, call.toString(), false)
        : held(isNull, call.toString(), JavaType.BOOLEAN);
  }

  private static boolean isConstant(PlanExpr expression) {
    return expression instanceof PlanExpr.Constant;
  }

  /** The matcher of a constant pattern; null if pattern or escape is NULL, or malformed. */
  private static @Nullable LikePattern constantPattern(List<PlanExpr> operands) {
    Object pattern = ((PlanExpr.Constant) operands.get(1)).value();
    if (operands.size() == 2) {
      return pattern == null ? null : LikePattern.of((String) pattern);
    }
    Object escape = ((PlanExpr.Constant) operands.get(2)).value();
    return pattern == null || escape == null
        ? null
        : LikePattern.of((String) pattern, (String) escape);
  }

  /** Puts an expression into a method of its own and calls it. */
  private Operand callOutlined(PlanExpr expression) {
    KernelText kernel = method.kernel();
    JavaType type = JavaType.of(expression.type());
    String name = kernel.newName("e");
    RowContext inside = row.asMethod();
    MethodText body = new MethodText(kernel);
    ExpressionWriter writer = new ExpressionWriter(body, inside);
    StringBuilder parameters = new StringBuilder(row.parameters());
    StringBuilder arguments = new StringBuilder(row.arguments());
    ExpressionTree.freeLocals(expression)
        .forEach((local, of) -> pass(local, JavaType.of(of), writer, parameters, arguments));
    Operand result = writer.held(expression.accept(writer), type);
    if (type.isReference()) {
      body.code().line("return " + result.valueOr("null") + ";");
    } else {
      // The null flag goes through a field: a kernel is used by one thread.
      kernel.field("private boolean " + name + "n");
      body.code().line(name + "n = " + result.isNull() + ";");
      body.code().line("return " + result.value() + ";");
    }
    kernel.method(body.finish("private " + type.word() + " " + name + "(" + parameters + ")"));
    String call = name + "(" + arguments + ")";
    String value = method.variable("t", type.word(), call);
    String isNull =
        type.isReference()
            ? "(" + value + " == null)"
            : method.variable("n", "boolean", name + "n");
    return new Operand(isNull, value, true);
  }

  /** Hands the value of a LET to a method that {@code writer} writes. */
  private void pass(
      int local,
      JavaType type,
      ExpressionWriter writer,
      StringBuilder parameters,
      StringBuilder arguments) {
    Operand value = local(local);
    String name = "v" + local;
    parameters.append(", ").append(type.word()).append(' ').append(name);
    arguments.append(", ");
    if (type.isReference()) {
      arguments.append(value.valueOr("null"));
      writer.locals.put(local, new Operand("(" + name + " == null)", name, true));
    } else {
      parameters.append(", boolean ").append(name).append('n');
      arguments.append(value.value()).append(", ").append(value.isNull());
      writer.locals.put(local, new Operand(name + "n", name, true));
    }
  }
}
