package io.eventflux.compiler.logical;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes typed expressions. Callers have checked the types; results always carry the type that the
 * language gives them, never one that Calcite infers. One instance a compilation, one thread.
 */
public final class Expressions {
  private final EngineTypes types = new EngineTypes();
  private final RexBuilder rex = new RexBuilder(types.factory());
  private final RelOptCluster cluster;
  private int unnumberedCount;

  /**
   * A new cluster with its own planner, without Volcano and without generated metadata handlers.
   */
  public Expressions() {
    HepPlanner planner = new HepPlanner(HepProgram.builder().build());
    // Constants are folded with our own meaning; without this Calcite would start to generate code.
    planner.setExecutor((builder, constants, reduced) -> reduced.addAll(constants));
    cluster = RelOptCluster.create(planner, rex);
    cluster.setMetadataQuerySupplier(
        () ->
            new RelMetadataQuery(
                new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE)));
  }

  /** The cluster that all relations of this compilation belong to. */
  public RelOptCluster cluster() {
    return cluster;
  }

  /** The types of this compilation. */
  public EngineTypes types() {
    return types;
  }

  /** Calcite's builder, for simplification. */
  public RexBuilder rex() {
    return rex;
  }

  /** Our type of an expression. */
  public static Type type(RexNode expression) {
    return EngineTypes.type(expression.getType());
  }

  /** The column at {@code index} of the row that the expression is evaluated over. */
  public RexNode column(int index, Type type) {
    return rex.makeInputRef(types.nullable(type), index);
  }

  /**
   * A constant.
   *
   * @param value in the boxed form of the physical type; null is SQL NULL
   */
  public RexNode constant(@Nullable Object value, Type type) {
    if (value == null) {
      return rex.makeNullLiteral(types.nullable(type));
    }
    if (value instanceof ByteString) {
      return call(new EngineOperators.Constant(value), type, List.of());
    }
    if (isTime(type)) {
      // Calcite's date literals are bounded to four-digit years; a converted number has no bounds.
      return castCall(constant(value, Type.LONG), type);
    }
    if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
      return castCall(constant(number.toString(), Type.STRING), type);
    }
    if (isNegativeZero(value)) {
      Object zero = value instanceof Float ? (Object) 0.0f : (Object) 0.0;
      return call(SqlStdOperatorTable.UNARY_MINUS, type, List.of(constant(zero, type)));
    }
    Object literal = value instanceof Integer || value instanceof Long ? whole(value) : value;
    return rex.makeLiteral(literal, types.notNull(type), true);
  }

  private static boolean isNegativeZero(Object value) {
    return (value instanceof Double d && d == 0 && 1 / d < 0)
        || (value instanceof Float f && f == 0 && 1 / f < 0);
  }

  private static BigDecimal whole(Object value) {
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  /** A NULL that has no type yet. */
  public RexNode untypedNull() {
    return rex.makeNullLiteral(types.factory().createSqlType(SqlTypeName.NULL));
  }

  /** TRUE or FALSE. */
  public RexNode constant(boolean value) {
    return rex.makeLiteral(value);
  }

  /** Whether an expression is a constant that {@link #value} can read. */
  public static boolean isConstant(RexNode expression) {
    if (expression instanceof RexLiteral literal) {
      return literal.getTypeName() != SqlTypeName.SARG
          && literal.getType().getSqlTypeName() != SqlTypeName.NULL;
    }
    if (!(expression instanceof RexCall call)) {
      return false;
    }
    if (call.getOperator() instanceof EngineOperators.Constant) {
      return true;
    }
    if (call.getOperands().size() != 1) {
      return false;
    }
    RexNode operand = call.getOperands().get(0);
    if (call.getOperator() instanceof EngineOperators.Cast cast) {
      return isTime(cast.target()) && operand instanceof RexLiteral && type(operand) == Type.LONG;
    }
    return call.isA(SqlKind.CAST)
        && operand instanceof RexLiteral
        && type(operand).equals(type(call));
  }

  /**
   * The value of a constant.
   *
   * @param constant an expression for which {@link #isConstant} holds
   * @return the boxed form of its physical type; null is SQL NULL
   */
  public static @Nullable Object value(RexNode constant) {
    if (constant instanceof RexCall call) {
      if (call.getOperator() instanceof EngineOperators.Constant opaque) {
        return opaque.value();
      }
      return value(call.getOperands().get(0));
    }
    RexLiteral literal = (RexLiteral) constant;
    if (literal.isNull()) {
      return null;
    }
    Type type = type(literal);
    if (type instanceof Type.Decimal decimal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      return value == null ? null : value.setScale(decimal.scale());
    }
    Object value =
        switch ((Type.Scalar) type) {
          case BOOL -> literal.getValueAs(Boolean.class);
          case INT -> literal.getValueAs(Integer.class);
          case LONG, TIMESTAMP, DATE, TIME, INTERVAL -> literal.getValueAs(Long.class);
          case FLOAT -> {
            Double wide = literal.getValueAs(Double.class);
            yield wide == null ? null : (Object) wide.floatValue();
          }
          case DOUBLE -> literal.getValueAs(Double.class);
          case STRING, JSON, BINARY, OBJECT -> literal.getValueAs(String.class);
        };
    return value;
  }

  private static boolean isTime(Type type) {
    return type == Type.TIMESTAMP
        || type == Type.DATE
        || type == Type.TIME
        || type == Type.INTERVAL;
  }

  /** The expression converted by language 2.7; itself if it has the type. A NULL takes the type. */
  public RexNode cast(RexNode expression, Type type) {
    if (type(expression).equals(type)) {
      return expression;
    }
    if (isConstant(expression)) {
      Object value = value(expression);
      if (value == null) {
        return constant(null, type);
      }
      RexNode folded = widened(value, type);
      if (folded != null) {
        return folded;
      }
    }
    return castCall(expression, type);
  }

  /** Conversions of constants that can lose nothing; the others are left to the folder. */
  private @Nullable RexNode widened(Object value, Type type) {
    if (value instanceof Integer || value instanceof Long) {
      long whole = ((Number) value).longValue();
      if (type == Type.LONG || isTime(type)) {
        return constant(whole, type);
      }
      if (type == Type.DOUBLE) {
        return constant((double) whole, type);
      }
      if (type == Type.FLOAT) {
        return constant((float) whole, type);
      }
    }
    return value instanceof Float narrow && type == Type.DOUBLE
        ? constant((double) narrow, type)
        : null;
  }

  private RexNode castCall(RexNode expression, Type type) {
    return call(new EngineOperators.Cast(type), type, List.of(expression));
  }

  /**
   * An operator over operands of equal types; a comparison takes DECIMALs of any two.
   *
   * @param type the type of the result
   */
  public RexNode operation(PlanOperator operator, Type type, RexNode... operands) {
    return call(choose(operator, type, type(operands[0])), type, List.of(operands));
  }

  private static SqlOperator choose(PlanOperator operator, Type result, Type operand) {
    return switch (operator) {
      case DIVIDE, REMAINDER, IS_DISTINCT, IS_NOT_DISTINCT, CONCAT, LIKE ->
          EngineOperators.own(operator);
      case ADD, SUBTRACT, MULTIPLY ->
          result instanceof Type.Decimal
              ? EngineOperators.own(operator)
              : EngineOperators.standard(operator);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          operand == Type.STRING || operand == Type.JSON
              ? EngineOperators.own(operator)
              : EngineOperators.standard(operator);
      case NEGATE,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE ->
          EngineOperators.standard(operator);
    };
  }

  /** A condition over operands of equal types; a comparison takes DECIMALs of any two. */
  public RexNode condition(PlanOperator operator, RexNode... operands) {
    return operation(operator, Type.BOOL, operands);
  }

  /** All of the conditions; TRUE for none, the condition itself for one. */
  public RexNode and(List<RexNode> conditions) {
    List<RexNode> flat = flat(SqlKind.AND, conditions);
    if (flat.isEmpty()) {
      return constant(true);
    }
    return flat.size() == 1 ? flat.get(0) : call(SqlStdOperatorTable.AND, Type.BOOL, flat);
  }

  /** Any of the conditions, at least one. */
  public RexNode or(List<RexNode> conditions) {
    List<RexNode> flat = flat(SqlKind.OR, conditions);
    return flat.size() == 1 ? flat.get(0) : call(SqlStdOperatorTable.OR, Type.BOOL, flat);
  }

  /** Calcite wants no AND inside an AND. */
  private static List<RexNode> flat(SqlKind kind, List<RexNode> conditions) {
    List<RexNode> flat = new ArrayList<>();
    for (RexNode condition : conditions) {
      if (condition.isA(kind)) {
        flat.addAll(((RexCall) condition).getOperands());
      } else {
        flat.add(condition);
      }
    }
    return flat;
  }

  /**
   * {@code CASE}: the value of the first condition that is TRUE.
   *
   * @param values as many as conditions, all of {@code type}
   */
  public RexNode conditional(
      List<RexNode> conditions, List<RexNode> values, RexNode otherwise, Type type) {
    List<RexNode> operands = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      operands.add(conditions.get(i));
      operands.add(values.get(i));
    }
    operands.add(otherwise);
    return call(SqlStdOperatorTable.CASE, type, operands);
  }

  /**
   * An expression that uses a value in several places: the value is computed once, and is the same
   * in all of them even if it is left to chance. Equal values and bodies give equal expressions.
   *
   * @param body the expression, made from what stands for the value; its null is handed on
   */
  public @Nullable RexNode once(RexNode value, Function<RexNode, @Nullable RexNode> body) {
    if (!isComputed(value)) {
      return body.apply(value);
    }
    // The number is known when the body is: it must be free there, and depend on nothing else.
    unnumberedCount++;
    RexNode unnumbered = local(-unnumberedCount, value);
    RexNode used = body.apply(unnumbered);
    if (used == null) {
      return null;
    }
    int number = letNumberMax(used) + 1;
    RexNode local = local(number, value);
    RexNode numbered =
        used.accept(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                return call.equals(unnumbered) ? local : super.visitCall(call);
              }
            });
    return call(new EngineOperators.Let(number), type(used), List.of(value, numbered));
  }

  /** Whether a value is more than a column or a constant. */
  public static boolean isComputed(RexNode value) {
    return !(value instanceof RexLiteral) && !(value instanceof RexInputRef) && !isConstant(value);
  }

  private RexNode local(int number, RexNode value) {
    return call(new EngineOperators.Local(number), type(value), List.of());
  }

  /** The greatest number of a LET in an expression; -1 if there is none. */
  private static int letNumberMax(RexNode expression) {
    int[] max = {-1};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof EngineOperators.Let let) {
              max[0] = Math.max(max[0], let.number());
            }
            return super.visitCall(call);
          }
        });
    return max[0];
  }

  /**
   * Whether some row of a table fulfils {@code condition}.
   *
   * @param firstColumn the index of the first column of the table in the condition; the others
   *     follow, and no other column has such an index
   */
  public RexNode tableTest(TablePlan table, RexNode condition, int firstColumn) {
    List<RexNode> arguments = new ArrayList<>();
    int columnCount = table.schema().size();
    condition.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef column) {
            int index = column.getIndex() - firstColumn;
            return index >= 0 && index < columnCount ? null : add(column);
          }

          @Override
          public Void visitCall(RexCall call) {
            return isArgument(call, condition) ? add(call) : super.visitCall(call);
          }

          private @Nullable Void add(RexNode value) {
            if (!arguments.contains(value)) {
              arguments.add(value);
            }
            return null;
          }
        });
    RexNode inner =
        condition.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef column) {
                int argument = arguments.indexOf(column);
                return argument >= 0
                    ? new RexInputRef(argument, column.getType())
                    : new RexInputRef(
                        arguments.size() + column.getIndex() - firstColumn, column.getType());
              }

              @Override
              public RexNode visitCall(RexCall call) {
                int argument = arguments.indexOf(call);
                return argument >= 0
                    ? new RexInputRef(argument, call.getType())
                    : super.visitCall(call);
              }
            });
    return call(new EngineOperators.TableTest(table, inner), Type.BOOL, arguments);
  }

  /** Whether a value belongs to the row outside of {@code condition} and has no columns. */
  private static boolean isArgument(RexCall call, RexNode condition) {
    return call.getOperator().equals(EngineOperators.ROW_TIME)
        || (call.getOperator() instanceof EngineOperators.Local local
            && !hasLet(condition, local.number()));
  }

  private static boolean hasLet(RexNode expression, int number) {
    boolean[] found = new boolean[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |=
                call.getOperator() instanceof EngineOperators.Let let && let.number() == number;
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  /** The time of the row. */
  public RexNode rowTime() {
    return call(EngineOperators.ROW_TIME, Type.LONG, List.of());
  }

  /** The watermark of the stream of the row. */
  public RexNode watermark() {
    return call(EngineOperators.WATERMARK, Type.LONG, List.of());
  }

  /** The clock of the app. */
  public RexNode now() {
    return call(EngineOperators.NOW, Type.LONG, List.of());
  }

  /** A call of a function; the arguments already have its parameter types. */
  public RexNode function(FunctionBinding binding, boolean deterministic, List<RexNode> arguments) {
    return call(new EngineOperators.Function(binding, deterministic), binding.returns(), arguments);
  }

  /** The same call over other operands of the same types. */
  public RexNode rebuild(RexCall original, List<RexNode> operands) {
    if (original.isA(SqlKind.AND)) {
      return and(operands);
    }
    return original.isA(SqlKind.OR)
        ? or(operands)
        : call(original.getOperator(), type(original), operands);
  }

  private RexNode call(SqlOperator operator, Type type, List<RexNode> operands) {
    boolean isNullable = isNullable(operator, operands);
    return rex.makeCall(
        isNullable ? types.nullable(type) : types.notNull(type), operator, operands);
  }

  /** Whether NULL can come out; Calcite takes our word and asserts its own for its operators. */
  private static boolean isNullable(SqlOperator operator, List<RexNode> operands) {
    if (operator instanceof SqlFunction) {
      return true;
    }
    return switch (operator.getKind()) {
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> false;
      case CASE -> {
        boolean isNullable = operands.get(operands.size() - 1).getType().isNullable();
        for (int i = 1; i < operands.size(); i += 2) {
          isNullable |= operands.get(i).getType().isNullable();
        }
        yield isNullable;
      }
      default -> operands.stream().anyMatch(operand -> operand.getType().isNullable());
    };
  }
}
