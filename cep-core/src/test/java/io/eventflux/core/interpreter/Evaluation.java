package io.eventflux.core.interpreter;

import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.function.CallMemory;
import io.eventflux.core.kernel.TableTest;
import io.eventflux.core.kernel.TableTestFailure;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an expression for one row (language 2.3 to 2.7). Values are boxed in the form of
 * their physical type, SQL NULL and UNKNOWN are null. Operands are evaluated from left to right,
 * all of them except behind AND, OR and CASE, which stop as soon as the result is known.
 */
final class Evaluation implements PlanExpr.Visitor<@Nullable Object> {
  private final RowScope scope;
  private final Map<Integer, @Nullable Object> locals = new HashMap<>();

  private Evaluation(RowScope scope) {
    this.scope = scope;
  }

  /** By identity: equal calls in two places remember different things. */
  private static final Map<PlanExpr.FunctionCall, Object> MEMORIES =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * The value of {@code expression}; null is SQL NULL.
   *
   * @throws RowFailure if a fallible function throws
   */
  static @Nullable Object value(PlanExpr expression, RowScope scope) {
    return expression.accept(new Evaluation(scope));
  }

  /** Whether {@code condition} is TRUE, not FALSE or UNKNOWN. */
  static boolean isTrue(PlanExpr condition, RowScope scope) {
    return Boolean.TRUE.equals(value(condition, scope));
  }

  @Override
  public @Nullable Object visitInput(PlanExpr.Input input) {
    return scope.input(input.input(), input.column());
  }

  @Override
  public @Nullable Object visitConstant(PlanExpr.Constant constant) {
    return constant.value();
  }

  @Override
  public @Nullable Object visitOperation(PlanExpr.Operation operation) {
    PlanOperator operator = operation.operator();
    List<PlanExpr> operands = operation.operands();
    if (operator == PlanOperator.AND) {
      return untilDominant(operands, false);
    }
    if (operator == PlanOperator.OR) {
      return untilDominant(operands, true);
    }
    Object a = operands.get(0).accept(this);
    if (operands.size() == 1) {
      return unary(operator, a, operation.type());
    }
    Object b = operands.get(1).accept(this);
    if (operator == PlanOperator.IS_DISTINCT) {
      return isDistinct(a, b);
    }
    if (operator == PlanOperator.IS_NOT_DISTINCT) {
      return !isDistinct(a, b);
    }
    Object c = operands.size() > 2 ? operands.get(2).accept(this) : null;
    if (a == null || b == null || (operands.size() > 2 && c == null)) {
      return null;
    }
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
          Arithmetic.compute(operator, a, b, operation.type());
      case EQUAL -> Comparison.equal(a, b);
      case NOT_EQUAL -> !Comparison.equal(a, b);
      case LESS -> Comparison.compare(a, b) < 0;
      case LESS_OR_EQUAL -> Comparison.compare(a, b) <= 0;
      case GREATER -> Comparison.compare(a, b) > 0;
      case GREATER_OR_EQUAL -> Comparison.compare(a, b) >= 0;
      case CONCAT -> (String) a + (String) b;
      case LIKE -> LikePattern.matches((String) a, (String) b, (String) c);
      case AND,
          OR,
          NOT,
          NEGATE,
          IS_DISTINCT,
          IS_NOT_DISTINCT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE ->
          throw new AssertionError(operator + " does not take two operands");
    };
  }

  /** AND stops at FALSE, OR at TRUE; otherwise UNKNOWN if any operand is. */
  private @Nullable Object untilDominant(List<PlanExpr> operands, boolean dominant) {
    boolean isUnknown = false;
    for (PlanExpr operand : operands) {
      Object value = operand.accept(this);
      if (value == null) {
        isUnknown = true;
      } else if ((Boolean) value == dominant) {
        return dominant;
      }
    }
    return isUnknown ? null : (Object) !dominant;
  }

  private static boolean isDistinct(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a != b;
    }
    return !Comparison.equal(a, b);
  }

  private static @Nullable Object unary(PlanOperator operator, @Nullable Object a, Type type) {
    return switch (operator) {
      case NEGATE -> a == null ? null : Arithmetic.negate(a, type);
      case NOT -> a == null ? null : (Object) !(Boolean) a;
      case IS_NULL -> a == null;
      case IS_NOT_NULL -> a != null;
      case IS_TRUE -> Boolean.TRUE.equals(a);
      case IS_NOT_TRUE -> !Boolean.TRUE.equals(a);
      case IS_FALSE -> Boolean.FALSE.equals(a);
      case IS_NOT_FALSE -> !Boolean.FALSE.equals(a);
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          IS_DISTINCT,
          IS_NOT_DISTINCT,
          AND,
          OR,
          CONCAT,
          LIKE ->
          throw new AssertionError(operator + " takes more than one operand");
    };
  }

  @Override
  public @Nullable Object visitCase(PlanExpr.Case caseExpr) {
    for (int i = 0; i < caseExpr.conditions().size(); i++) {
      if (Boolean.TRUE.equals(caseExpr.conditions().get(i).accept(this))) {
        return caseExpr.values().get(i).accept(this);
      }
    }
    return caseExpr.otherwise().accept(this);
  }

  @Override
  public @Nullable Object visitCast(PlanExpr.Cast cast) {
    Object value = cast.operand().accept(this);
    return value == null ? null : Casting.cast(value, cast.operand().type(), cast.type());
  }

  @Override
  public @Nullable Object visitFunction(PlanExpr.FunctionCall call) {
    FunctionBinding binding = call.binding();
    Method method = binding.method();
    Class<?>[] all = method.getParameterTypes();
    int memoryCount = CallMemory.count(method);
    Class<?>[] declared = Arrays.copyOfRange(all, memoryCount, all.length);
    int given = call.arguments().size();
    boolean isVariadic = isVariadic(binding);
    int fixed = isVariadic ? declared.length - 1 : declared.length;
    assert isVariadic ? given >= fixed : given == fixed : "arguments fit the binding";

    boolean isSkipped = false;
    @Nullable Object[] passed = new @Nullable Object[declared.length];
    Class<?> element = isVariadic ? declared[fixed].getComponentType() : Object.class;
    if (isVariadic) {
      passed[fixed] = Array.newInstance(element, given - fixed);
    }
    for (int i = 0; i < given; i++) {
      Object value = call.arguments().get(i).accept(this);
      Class<?> target = i < fixed ? declared[i] : element;
      if (value == null && (binding.strict() || target.isPrimitive())) {
        isSkipped = true;
      } else if (i < fixed) {
        passed[i] = value;
      } else {
        Array.set(passed[fixed], i - fixed, value);
      }
    }
    if (isSkipped) {
      return null;
    }
    if (memoryCount == 0) {
      return invoke(binding, passed);
    }
    @Nullable Object[] remembered = new @Nullable Object[all.length];
    remembered[0] = MEMORIES.computeIfAbsent(call, key -> memory(all[0]));
    System.arraycopy(passed, 0, remembered, 1, passed.length);
    return invoke(binding, remembered);
  }

  private static Object memory(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a memory has a public constructor", e);
    }
  }

  private static boolean isVariadic(FunctionBinding binding) {
    Class<?>[] declared = binding.method().getParameterTypes();
    if (declared.length == 0 || !declared[declared.length - 1].isArray()) {
      return false;
    }
    List<Type> types = binding.parameters();
    return types.get(types.size() - 1) != Type.BINARY
        || declared[declared.length - 1] == byte[][].class;
  }

  private static @Nullable Object invoke(FunctionBinding binding, @Nullable Object[] arguments) {
    try {
      return binding.method().invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (binding.fallible()) {
        throw new RowFailure(binding.name(), e.getTargetException());
      }
      throw new AssertionError(
          binding.name() + " is declared never to throw, but did", e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(binding.name() + " is a public method of a public class", e);
    }
  }

  @Override
  public @Nullable Object visitRowTime(PlanExpr.RowTime rowTime) {
    return scope.rowTimeMillis();
  }

  @Override
  public @Nullable Object visitNow(PlanExpr.Now now) {
    return scope.nowMillis();
  }

  @Override
  public @Nullable Object visitWatermark(PlanExpr.Watermark watermark) {
    long millis = scope.watermarkMillis();
    return millis == Long.MIN_VALUE ? null : millis;
  }

  @Override
  public @Nullable Object visitTableTest(PlanExpr.TableTest test) {
    TableTest table = scope.tableTest(test.number());
    for (int i = 0; i < test.arguments().size(); i++) {
      PlanExpr argument = test.arguments().get(i);
      Object value = argument.accept(this);
      switch (PhysicalType.of(argument.type())) {
        case BOOLEAN -> table.set(i, value == null, value != null && (Boolean) value);
        case INT -> table.set(i, value == null, value == null ? 0 : (Integer) value);
        case LONG -> table.set(i, value == null, value == null ? 0L : (Long) value);
        case FLOAT -> table.set(i, value == null, value == null ? 0F : (Float) value);
        case DOUBLE -> table.set(i, value == null, value == null ? 0D : (Double) value);
        case OBJECT -> table.set(i, value);
      }
    }
    try {
      return table.isAny();
    } catch (TableTestFailure failure) {
      throw new RowFailure(failure.functionName(), failure.thrown());
    }
  }

  @Override
  public @Nullable Object visitAggregateResult(PlanExpr.AggregateResult result) {
    return scope.aggregate(result.index());
  }

  @Override
  public @Nullable Object visitWindowBound(PlanExpr.WindowBound bound) {
    return scope.windowBoundMillis(bound.end());
  }

  @Override
  public @Nullable Object visitLet(PlanExpr.Let let) {
    Object value = let.value().accept(this);
    boolean hides = locals.containsKey(let.number());
    Object hidden = locals.put(let.number(), value);
    Object result = let.body().accept(this);
    if (hides) {
      locals.put(let.number(), hidden);
    } else {
      locals.remove(let.number());
    }
    return result;
  }

  @Override
  public @Nullable Object visitLocal(PlanExpr.Local local) {
    assert locals.containsKey(local.number()) : "there is a Let around";
    return locals.get(local.number());
  }
}
