package io.eventflux.compiler.codegen;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.SampleFunctions;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes well-typed expressions and rows for them; equal seeds give equal ones. */
final class RandomExpressions {
  private static final Type MONEY = new Type.Decimal(10, 2);
  private static final Type SHARE = new Type.Decimal(20, 6);

  /** All types of columns. */
  static final List<Type> TYPES =
      List.of(
          Type.BOOL,
          Type.INT,
          Type.LONG,
          Type.FLOAT,
          Type.DOUBLE,
          MONEY,
          SHARE,
          Type.STRING,
          Type.TIMESTAMP,
          Type.DATE,
          Type.TIME,
          Type.INTERVAL);

  private static final int[] INTS = {0, 1, -1, 2, 7, 100, Integer.MIN_VALUE, Integer.MAX_VALUE};
  private static final long[] LONGS = {
    0, 1, -1, 3, 1_000, 86_400_000, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE, 1_700_000_000_000L
  };
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    -1.5,
    0.1,
    45.9,
    1e10,
    1e300,
    0x1p31,
    -0x1p31 - 1,
    0x1p63,
    -0x1p63,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final String[] STRINGS = {
    "",
    "a",
    "ab",
    "abc",
    "b%",
    "%b%",
    "_b_",
    "a%c",
    "\\",
    "%",
    " 12 ",
    "-7",
    "+5",
    "3.5",
    ".5",
    "1e400",
    "1e999999999",
    "NaN",
    "-Infinity",
    "0x10",
    "1d",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "true",
    " No ",
    "T",
    "2025-03-01",
    "2025-02-30",
    "2025-03-01 10:15",
    "2025-03-01T10:15:30.123456789+02:00",
    "2025-03-01 23:59:59 -0330",
    "10:15:00.5",
    "24:00",
    "\uD83D\uDE00",
    "\uE000z",
    "\u00e9"
  };

  private final Random random;
  private final int inputCount;
  private final List<Type> aggregates;
  private final boolean hasFallible;
  private final Deque<PlanExpr.Local> locals = new ArrayDeque<>();

  /**
   * A generator.
   *
   * @param inputCount inputs that expressions may read
   * @param aggregates types of the aggregate results they may read
   * @param hasFallible whether they may call functions that throw
   */
  RandomExpressions(long seed, int inputCount, List<Type> aggregates, boolean hasFallible) {
    this.random = new Random(seed);
    this.inputCount = inputCount;
    this.aggregates = aggregates;
    this.hasFallible = hasFallible;
  }

  /** Two columns of every type. */
  static RowSchema schema() {
    List<Field> fields = new ArrayList<>();
    for (int copy = 0; copy < 2; copy++) {
      for (Type type : TYPES) {
        fields.add(new Field("f" + fields.size(), type));
      }
    }
    return new RowSchema(fields);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  Type type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  /** Rows of {@link #schema()}, every fourth value NULL. */
  ColumnBatch rows(int rowCount) {
    RowSchema schema = schema();
    ColumnBatch batch = new ColumnBatch(schema, rowCount);
    for (int c = 0; c < schema.size(); c++) {
      Column column = batch.column(c);
      for (int row = 0; row < rowCount; row++) {
        column.setBoxed(row, value(schema.field(c).type()));
      }
    }
    for (int row = 0; row < rowCount; row++) {
      batch.timestamps()[row] = LONGS[random.nextInt(LONGS.length)];
    }
    return batch;
  }

  @Nullable Object value(Type type) {
    return random.nextInt(4) == 0 ? null : present(type);
  }

  private Object present(Type type) {
    if (type == Type.BOOL) {
      return random.nextBoolean();
    }
    if (type == Type.INT) {
      return INTS[random.nextInt(INTS.length)];
    }
    if (type == Type.FLOAT) {
      return (float) DOUBLES[random.nextInt(DOUBLES.length)];
    }
    if (type == Type.DOUBLE) {
      return DOUBLES[random.nextInt(DOUBLES.length)];
    }
    if (type == Type.STRING) {
      return STRINGS[random.nextInt(STRINGS.length)];
    }
    if (type instanceof Type.Decimal decimal) {
      long unscaled = random.nextInt(3) == 0 ? random.nextInt(3) - 1 : random.nextInt(2_000_000);
      return BigDecimal.valueOf(unscaled, decimal.scale());
    }
    return LONGS[random.nextInt(LONGS.length)];
  }

  PlanExpr expression(Type type, int depth) {
    if (depth <= 0 || random.nextInt(8) == 0) {
      return leaf(type);
    }
    int choice = random.nextInt(10);
    if (choice == 0) {
      return caseOf(type, depth);
    }
    if (choice == 9 && random.nextBoolean()) {
      return let(type, depth);
    }
    if (choice == 1 || (choice == 2 && type != Type.BOOL)) {
      return cast(type, depth);
    }
    if (type == Type.BOOL) {
      return condition(depth);
    }
    if (type == Type.STRING) {
      return operation(
          PlanOperator.CONCAT,
          type,
          expression(Type.STRING, depth - 1),
          expression(Type.STRING, depth - 1));
    }
    if (type == Type.INT && choice < 5) {
      return call(depth);
    }
    if (type.isNumeric()) {
      return arithmetic(type, depth);
    }
    if (type == Type.TIMESTAMP || type == Type.INTERVAL) {
      PlanOperator operator = random.nextBoolean() ? PlanOperator.ADD : PlanOperator.SUBTRACT;
      return operation(
          operator, type, expression(type, depth - 1), expression(Type.INTERVAL, depth - 1));
    }
    return leaf(type);
  }

  private PlanExpr leaf(Type type) {
    int choice = random.nextInt(10);
    if (choice % 2 == 0) {
      for (PlanExpr.Local local : locals) {
        if (local.type().equals(type)) {
          return local;
        }
      }
    }
    if (choice < 3) {
      return new PlanExpr.Constant(value(type), type);
    }
    if (choice == 3 && aggregates.contains(type)) {
      return new PlanExpr.AggregateResult(aggregates.indexOf(type), type);
    }
    if (choice == 4 && type == Type.TIMESTAMP) {
      return new PlanExpr.RowTime(type);
    }
    if (choice == 5 && type == Type.TIMESTAMP) {
      return new PlanExpr.Now(type);
    }
    if (choice == 6 && type == Type.TIMESTAMP) {
      return new PlanExpr.Watermark(type);
    }
    int column = TYPES.indexOf(type) + (random.nextBoolean() ? TYPES.size() : 0);
    return new PlanExpr.Input(random.nextInt(inputCount), column, type);
  }

  /** A value of this type or another one, for a body that may use it; numbers may hide others. */
  private PlanExpr let(Type type, int depth) {
    Type of = random.nextBoolean() ? type : type();
    PlanExpr value = expression(of, depth - 1);
    int number = random.nextInt(3);
    List<PlanExpr.Local> around = List.copyOf(locals);
    locals.removeIf(local -> local.number() == number);
    locals.push(new PlanExpr.Local(number, of));
    PlanExpr body = expression(type, depth - 1);
    locals.clear();
    locals.addAll(around);
    return new PlanExpr.Let(number, value, body);
  }

  private PlanExpr caseOf(Type type, int depth) {
    List<PlanExpr> conditions = new ArrayList<>();
    List<PlanExpr> values = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      conditions.add(expression(Type.BOOL, depth - 1));
      values.add(expression(type, depth - 1));
    }
    return new PlanExpr.Case(conditions, values, expression(type, depth - 1), type);
  }

  private PlanExpr cast(Type to, int depth) {
    Type from = type();
    while (!isConvertible(from, to)) {
      from = type();
    }
    return new PlanExpr.Cast(expression(from, depth - 1), to);
  }

  /** The pairs of language 2.7 and those between numbers and instants that widenings need. */
  private static boolean isConvertible(Type from, Type to) {
    boolean isTime = from == Type.TIMESTAMP || from == Type.DATE || from == Type.TIME;
    if (from.equals(to) || to == Type.STRING) {
      return true;
    }
    if (to == Type.INTERVAL) {
      return from == Type.INT || from == Type.LONG;
    }
    if (to == Type.TIMESTAMP) {
      return from == Type.STRING || from == Type.LONG || from == Type.DATE;
    }
    if (to == Type.DATE || to == Type.TIME) {
      return from == Type.STRING || from == Type.TIMESTAMP;
    }
    if (isTime || from == Type.INTERVAL) {
      return to == Type.LONG;
    }
    return true;
  }

  private PlanExpr arithmetic(Type type, int depth) {
    Type operand = type instanceof Type.Decimal && random.nextBoolean() ? MONEY : type;
    PlanExpr a = expression(operand, depth - 1);
    PlanExpr b = expression(operand, depth - 1);
    return switch (random.nextInt(6)) {
      case 0 -> operation(PlanOperator.ADD, type, a, b);
      case 1 -> operation(PlanOperator.SUBTRACT, type, a, b);
      case 2 -> operation(PlanOperator.MULTIPLY, type, a, b);
      case 3 -> operation(PlanOperator.DIVIDE, type, a, b);
      case 4 -> operation(PlanOperator.REMAINDER, type, a, b);
      default -> operation(PlanOperator.NEGATE, type, expression(type, depth - 1));
    };
  }

  private PlanExpr condition(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> chain(PlanOperator.AND, depth);
      case 1 -> chain(PlanOperator.OR, depth);
      case 2 -> operation(PlanOperator.NOT, Type.BOOL, expression(Type.BOOL, depth - 1));
      case 3 -> nullTest(depth);
      case 4 -> like(depth);
      default -> comparison(depth);
    };
  }

  private PlanExpr chain(PlanOperator operator, int depth) {
    List<PlanExpr> operands = new ArrayList<>();
    for (int i = random.nextInt(3) + 2; i > 0; i--) {
      operands.add(expression(Type.BOOL, depth - 1));
    }
    return new PlanExpr.Operation(operator, operands, Type.BOOL);
  }

  private PlanExpr nullTest(int depth) {
    List<PlanOperator> tests =
        List.of(
            PlanOperator.IS_TRUE,
            PlanOperator.IS_NOT_TRUE,
            PlanOperator.IS_FALSE,
            PlanOperator.IS_NOT_FALSE,
            PlanOperator.IS_NULL,
            PlanOperator.IS_NOT_NULL);
    int test = random.nextInt(tests.size());
    Type operand = test < 4 ? Type.BOOL : type();
    return operation(tests.get(test), Type.BOOL, expression(operand, depth - 1));
  }

  private PlanExpr like(int depth) {
    List<PlanExpr> operands = new ArrayList<>();
    operands.add(expression(Type.STRING, depth - 1));
    operands.add(leaf(Type.STRING));
    if (random.nextInt(3) == 0) {
      operands.add(leaf(Type.STRING));
    }
    return new PlanExpr.Operation(PlanOperator.LIKE, operands, Type.BOOL);
  }

  private PlanExpr comparison(int depth) {
    Type type = type();
    List<PlanOperator> operators =
        List.of(
            PlanOperator.EQUAL,
            PlanOperator.NOT_EQUAL,
            PlanOperator.IS_DISTINCT,
            PlanOperator.IS_NOT_DISTINCT,
            PlanOperator.LESS,
            PlanOperator.LESS_OR_EQUAL,
            PlanOperator.GREATER,
            PlanOperator.GREATER_OR_EQUAL);
    int bound = type == Type.BOOL ? 4 : operators.size();
    return operation(
        operators.get(random.nextInt(bound)),
        Type.BOOL,
        expression(type, depth - 1),
        expression(type, depth - 1));
  }

  private PlanExpr call(int depth) {
    List<PlanExpr> two = List.of(expression(Type.INT, depth - 1), expression(Type.INT, depth - 1));
    return switch (random.nextInt(hasFallible ? 5 : 4)) {
      case 0 -> call("plus", two, true, false, int.class, int.class);
      case 1 -> call("firstKnown", two, false, false, Integer.class, Integer.class);
      case 2 -> call("count", two, false, false, Integer[].class);
      case 3 -> call("largest", two, true, false, int[].class);
      default -> call("refuseNegative", two.subList(0, 1), true, true, int.class);
    };
  }

  private static PlanExpr call(
      String name, List<PlanExpr> arguments, boolean strict, boolean fallible, Class<?>... types) {
    try {
      Method method = SampleFunctions.class.getMethod(name, types);
      List<Type> parameters = types.length == 1 ? List.of(Type.INT) : List.of(Type.INT, Type.INT);
      return new PlanExpr.FunctionCall(
          new FunctionBinding(name, method, parameters, Type.INT, strict, fallible),
          arguments,
          Type.INT);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static PlanExpr operation(PlanOperator operator, Type type, PlanExpr... operands) {
    return new PlanExpr.Operation(operator, List.of(operands), type);
  }
}
