package io.eventflux.compiler.logical;

import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.type.Type;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * The operators of logical expressions. Calcite knows the meaning of its own operators and reasons
 * with it; ours are used wherever that meaning is not the one of the language: {@code x / 0}, a
 * cast of bad text and an overflow of DECIMAL are NULL without a NULL operand, and text is ordered
 * by code point. IS DISTINCT FROM is ours because Calcite 1.42 keeps wrong rows when it stands
 * below IS NOT TRUE; a random test found that. Immutable.
 */
public final class EngineOperators {
  /** The time of the row, epoch milliseconds. */
  public static final SqlOperator ROW_TIME = new Ambient("ROW_TIME");

  /** The clock of the app, epoch milliseconds. */
  public static final SqlOperator NOW = new Ambient("NOW");

  /** The watermark of the stream of the row, epoch milliseconds; NULL before the first one. */
  public static final SqlOperator WATERMARK = new Ambient("WATERMARK");

  private static final Map<PlanOperator, SqlOperator> OWN = own();
  private static final Map<PlanOperator, SqlOperator> STANDARD = standard();

  private EngineOperators() {}

  /** An operator that means the same to Calcite as to the language. */
  public static SqlOperator standard(PlanOperator operator) {
    SqlOperator found = STANDARD.get(operator);
    if (found == null) {
      throw new IllegalArgumentException("no standard operator for " + operator);
    }
    return found;
  }

  /** An operator that Calcite must not reason about. */
  public static SqlOperator own(PlanOperator operator) {
    SqlOperator found = OWN.get(operator);
    if (found == null) {
      throw new IllegalArgumentException("no own operator for " + operator);
    }
    return found;
  }

  private static Map<PlanOperator, SqlOperator> own() {
    Map<PlanOperator, SqlOperator> operators = new EnumMap<>(PlanOperator.class);
    for (PlanOperator operator :
        new PlanOperator[] {
          PlanOperator.ADD,
          PlanOperator.SUBTRACT,
          PlanOperator.MULTIPLY,
          PlanOperator.DIVIDE,
          PlanOperator.REMAINDER,
          PlanOperator.LESS,
          PlanOperator.LESS_OR_EQUAL,
          PlanOperator.GREATER,
          PlanOperator.GREATER_OR_EQUAL,
          PlanOperator.IS_DISTINCT,
          PlanOperator.IS_NOT_DISTINCT,
          PlanOperator.CONCAT,
          PlanOperator.LIKE
        }) {
      operators.put(operator, new Own(operator));
    }
    return operators;
  }

  private static Map<PlanOperator, SqlOperator> standard() {
    Map<PlanOperator, SqlOperator> operators = new EnumMap<>(PlanOperator.class);
    operators.put(PlanOperator.ADD, SqlStdOperatorTable.PLUS);
    operators.put(PlanOperator.SUBTRACT, SqlStdOperatorTable.MINUS);
    operators.put(PlanOperator.MULTIPLY, SqlStdOperatorTable.MULTIPLY);
    operators.put(PlanOperator.NEGATE, SqlStdOperatorTable.UNARY_MINUS);
    operators.put(PlanOperator.EQUAL, SqlStdOperatorTable.EQUALS);
    operators.put(PlanOperator.NOT_EQUAL, SqlStdOperatorTable.NOT_EQUALS);
    operators.put(PlanOperator.LESS, SqlStdOperatorTable.LESS_THAN);
    operators.put(PlanOperator.LESS_OR_EQUAL, SqlStdOperatorTable.LESS_THAN_OR_EQUAL);
    operators.put(PlanOperator.GREATER, SqlStdOperatorTable.GREATER_THAN);
    operators.put(PlanOperator.GREATER_OR_EQUAL, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL);
    operators.put(PlanOperator.AND, SqlStdOperatorTable.AND);
    operators.put(PlanOperator.OR, SqlStdOperatorTable.OR);
    operators.put(PlanOperator.NOT, SqlStdOperatorTable.NOT);
    operators.put(PlanOperator.IS_NULL, SqlStdOperatorTable.IS_NULL);
    operators.put(PlanOperator.IS_NOT_NULL, SqlStdOperatorTable.IS_NOT_NULL);
    operators.put(PlanOperator.IS_TRUE, SqlStdOperatorTable.IS_TRUE);
    operators.put(PlanOperator.IS_NOT_TRUE, SqlStdOperatorTable.IS_NOT_TRUE);
    operators.put(PlanOperator.IS_FALSE, SqlStdOperatorTable.IS_FALSE);
    operators.put(PlanOperator.IS_NOT_FALSE, SqlStdOperatorTable.IS_NOT_FALSE);
    return operators;
  }

  /** An operator of the language that Calcite takes for a function it knows nothing about. */
  public static final class Own extends SqlFunction {
    private final PlanOperator operator;

    private Own(PlanOperator operator) {
      super(
          operator.symbol(),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0_NULLABLE,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.operator = operator;
    }

    /** What it means. */
    public PlanOperator operator() {
      return operator;
    }
  }

  /** A conversion by language 2.7 or 2.2 into one type. */
  public static final class Cast extends SqlFunction {
    private final Type target;

    /** A conversion into {@code target}. */
    public Cast(Type target) {
      super(
          "CAST AS " + target.sqlName(),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0_NULLABLE,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.target = target;
    }

    /** The type of the result. */
    public Type target() {
      return target;
    }
  }

  /** A constant that Calcite has no literal for; a function without operands to it. */
  public static final class Constant extends SqlFunction {
    private final Object value;

    /**
     * A constant.
     *
     * @param value an immutable value, compared by content
     */
    public Constant(Object value) {
      super(
          "X'" + value + "'",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0_NULLABLE,
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.value = value;
    }

    /** What it stands for. */
    public Object value() {
      return value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Constant that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }
  }

  /** A function of a catalog, one overload of it. */
  public static final class Function extends SqlFunction {
    private final FunctionBinding binding;
    private final boolean deterministic;

    /**
     * A function.
     *
     * @param binding the overload that was chosen
     * @param deterministic whether equal arguments always give equal results
     */
    public Function(FunctionBinding binding, boolean deterministic) {
      super(
          binding.name(),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0_NULLABLE,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.binding = binding;
      this.deterministic = deterministic;
    }

    /** The method behind the function. */
    public FunctionBinding binding() {
      return binding;
    }

    @Override
    public boolean isDeterministic() {
      return deterministic;
    }

    /** Overloads share a name; the method tells them apart. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Function that && binding.equals(that.binding);
    }

    @Override
    public int hashCode() {
      return binding.hashCode();
    }
  }

  /** A value, and an expression that uses it through {@link Local}. Its operands are the two. */
  public static final class Let extends SqlFunction {
    private final int number;

    /** A value that {@code number} stands for. */
    Let(int number) {
      super(
          "LET v" + number,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG1_NULLABLE,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.number = number;
    }

    /** What stands for the value. */
    public int number() {
      return number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Let that && number == that.number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  /** What stands for the value of a {@link Let} around. */
  public static final class Local extends SqlFunction {
    private final int number;

    /** The value of the {@link Let} with this number. */
    Local(int number) {
      super(
          "v" + number,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT_NULLABLE,
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.number = number;
    }

    /** What stands for the value. */
    public int number() {
      return number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Local that && number == that.number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    /** It has no operands and is no constant all the same. */
    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /**
   * Whether some row of a table fulfils a condition. The operands are what the condition needs of
   * the row; it is about them and the columns of the table, and hidden from Calcite.
   */
  public static final class TableTest extends SqlFunction {
    private final TablePlan table;
    private final RexNode condition;

    /**
     * A test.
     *
     * @param condition over the operands as first columns and the columns of the table behind them
     */
    TableTest(TablePlan table, RexNode condition) {
      super(
          condition + " IN " + table.name(),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BOOLEAN,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.table = table;
      this.condition = condition;
    }

    /** The table. */
    public TablePlan table() {
      return table;
    }

    /** What a row of it must fulfil. */
    public RexNode condition() {
      return condition;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof TableTest that
          && table.equals(that.table)
          && condition.equals(that.condition);
    }

    @Override
    public int hashCode() {
      return condition.hashCode();
    }

    /** The table changes. */
    @Override
    public boolean isDeterministic() {
      return false;
    }

    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }

  /** A LONG that depends on when and for which row it is asked for. */
  private static final class Ambient extends SqlFunction {
    Ambient(String name) {
      super(
          name,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT_NULLABLE,
          null,
          OperandTypes.NILADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    /** It has no operands and is no constant all the same. */
    @Override
    public boolean isDynamicFunction() {
      return true;
    }
  }
}
