package io.eventflux.compiler.fuzz;

import io.eventflux.compiler.bind.FunctionCatalog;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Random expressions as text: well-typed, with operators of the language, functions of the catalog
 * and as few parentheses as precedence allows. One of them can be made wrong on purpose.
 */
final class ExpressionTexts {
  static final Type MONEY = new Type.Decimal(10, 2);

  /** The types that columns can have. */
  static final List<Type> TYPES =
      List.of(
          Type.BOOL,
          Type.INT,
          Type.LONG,
          Type.FLOAT,
          Type.DOUBLE,
          MONEY,
          Type.STRING,
          Type.TIMESTAMP,
          Type.DATE,
          Type.TIME,
          Type.INTERVAL);

  private static final List<Type> NUMBERS =
      List.of(Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE, MONEY);

  /** What may follow the dot of a namespace only in back-ticks. */
  private static final Set<String> RESERVED = Set.of("group", "order", "in", "like", "join", "on");

  // How tight the outermost operator of a text binds.
  private static final int OR = 0;
  private static final int AND = 1;
  private static final int NOT = 2;
  private static final int PREDICATE = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int SIGN = 6;
  private static final int ATOM = 7;

  /** Each is wrong wherever a value can stand. */
  private static final String[] MISTAKES = {
    "noSuchColumn",
    "noSuchSource.x",
    "noSuchFunction(1)",
    "('a' * 2)",
    "upper()",
    "upper('a', 'b')",
    "(1 +)",
    "(1 2)",
    "cast(1 as noSuchType)",
    "cast(date '2025-03-01' as boolean)",
    "(true and 1)",
    "(not 5)",
    "(1 = 'a')",
    "('a' like 1)",
    "(1 in ('a', 'b'))",
    "(2 between 'a' and 'b')",
    "(case when 1 then 2 end)",
    "(case when true then 1 else 'a' end)",
    "sum(sum(1))",
    "regexp('a', '(')",
    "timestamp '2025-13-01 00:00:00'",
    "interval '1' fortnight",
    "5 sec 1 min",
    "99999999999999999999"
  };

  /** Around the mistake, until the text is complete. */
  static final char MISTAKE_START = '\u0001';

  static final char MISTAKE_END = '\u0002';

  /**
   * What an expression may read.
   *
   * @param mayBeConstant whether it stands for an expression of the select list
   */
  record Reference(String text, Type type, boolean mayBeConstant) {
    Reference(String text, Type type) {
      this(text, type, false);
    }
  }

  /**
   * What may stand in an expression.
   *
   * @param references names and their types
   * @param inAggregates what arguments of aggregates may read; null if there are no aggregates here
   * @param isSliding whether aggregates must be able to go back
   */
  record Place(
      List<Reference> references, @Nullable List<Reference> inAggregates, boolean isSliding) {
    static Place of(List<Reference> references) {
      return new Place(references, null, false);
    }
  }

  private record Text(String text, int level) {}

  private record Call(
      FunctionProvider.ScalarFunction function,
      String name,
      FunctionDescriptor.Signature signature) {}

  private record Aggregate(String name, AggregateFunction function, boolean retractable) {}

  private final Random random;
  private final int mistakeAt;
  private final List<Call> calls = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private int leafCount;

  /**
   * Makes expressions from the functions of a catalog.
   *
   * @param mistakeAt which leaf is wrong; negative for none
   */
  ExpressionTexts(Random random, FunctionCatalog catalog, int mistakeAt) {
    this.random = random;
    this.mistakeAt = mistakeAt;
    for (String name : catalog.names()) {
      FunctionProvider.ScalarFunction scalar = catalog.scalar(name);
      FunctionProvider.Aggregate aggregate = catalog.aggregate(name);
      if (scalar != null) {
        for (FunctionDescriptor.Signature signature : scalar.descriptor().signatures()) {
          if (scalar.descriptor().deterministic()
              && signature.parameters().stream().allMatch(ExpressionTexts::isKnown)) {
            calls.add(new Call(scalar, written(name), signature));
          }
        }
      } else if (aggregate != null) {
        for (AggregateFunction overload : aggregate.overloads()) {
          if (overload.parameters().stream().allMatch(ExpressionTexts::isKnown)) {
            boolean retractable = aggregate.descriptor().retractable();
            aggregates.add(new Aggregate(written(name), overload, retractable));
          }
        }
      }
    }
  }

  private static boolean isKnown(Type parameter) {
    return parameter == Type.OBJECT
        || parameter instanceof Type.Decimal
        || TYPES.contains(parameter);
  }

  private static String written(String name) {
    String local = name.substring(name.indexOf(':') + 1);
    return RESERVED.contains(local)
        ? name.substring(0, name.indexOf(':') + 1) + "`" + local + "`"
        : name;
  }

  /** How many places for a mistake there have been. */
  int leafCount() {
    return leafCount;
  }

  Type type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  /** An expression of a type. */
  String value(Type type, Place place, int depth) {
    return make(type, place, depth).text;
  }

  private String in(Text text, int level) {
    return text.level < level || random.nextInt(8) == 0 ? "(" + text.text + ")" : text.text;
  }

  private String operand(Type type, Place place, int depth, int level) {
    return in(make(type, place, depth - 1), level);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String word(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Text make(Type type, Place place, int depth) {
    if (depth <= 0 || random.nextInt(6) == 0) {
      return leaf(type, place);
    }
    int choice = random.nextInt(10);
    if (choice == 0) {
      return choice(type, place, depth);
    }
    if (choice == 1 || type instanceof Type.Decimal) {
      return cast(type, place, depth);
    }
    if (choice < 4) {
      Text call = call(type, place, depth);
      if (call != null) {
        return call;
      }
    }
    if (type == Type.BOOL) {
      return condition(place, depth);
    }
    if (type == Type.STRING) {
      return new Text(
          operand(type(), place, depth, SUM) + " || " + operand(type(), place, depth, PRODUCT),
          SUM);
    }
    if (type.isNumeric()) {
      return arithmetic(type, place, depth);
    }
    if (type == Type.TIMESTAMP || type == Type.INTERVAL) {
      return time(type, place, depth);
    }
    return choice(type, place, depth);
  }

  // ---- leaves

  private Text leaf(Type type, Place place) {
    Text right = rightLeaf(type, place);
    String wrong = word(MISTAKES);
    return leafCount++ == mistakeAt
        ? new Text("(" + MISTAKE_START + wrong + MISTAKE_END + ")", ATOM)
        : right;
  }

  private Text rightLeaf(Type type, Place place) {
    if (place.inAggregates != null && random.nextInt(3) == 0) {
      Text aggregate = aggregate(type, place, place.inAggregates);
      if (aggregate != null) {
        return aggregate;
      }
    }
    List<Reference> fitting =
        place.references.stream().filter(reference -> reference.type.equals(type)).toList();
    if (!fitting.isEmpty() && random.nextInt(4) != 0) {
      return new Text(one(fitting).text, ATOM);
    }
    return literal(type);
  }

  private Text literal(Type type) {
    if (random.nextInt(12) == 0) {
      return new Text("cast(NULL as " + type.sqlName() + ")", ATOM);
    }
    if (type instanceof Type.Decimal) {
      String number = word("0", "1.25", "'12345678.99'", "3", "1e9");
      return new Text("CAST(" + number + " AS " + type.sqlName() + ")", ATOM);
    }
    String literal =
        switch ((Type.Scalar) type) {
          case BOOL -> word("true", "FALSE");
          case INT -> word("0", "1", "2", "7", "2147483647", "-1", "-2147483648");
          case LONG -> word("0L", "3000000000", "9223372036854775807", "1 min 30 sec", "-7L");
          case FLOAT -> word("0f", "1.5f", "3.4e38f", "-0.1F");
          case DOUBLE -> word("0.0", "1.5", ".5", "1e3", "1e308", "7d", "-2.5E-4");
          case STRING ->
              word("''", "'a'", "'zq''c'", "\"zq\"", "'%a_'", "\"\"\"two\nlines\"\"\"", "'\u00e9'");
          case TIMESTAMP -> word("TIMESTAMP '2025-03-01 10:15:00.250'", "timestamp '1970-01-01'");
          case DATE -> word("DATE '2025-03-01'", "date '1969-12-31'");
          case TIME -> word("TIME '10:15:00'", "time '23:59:59.999'");
          case INTERVAL ->
              word("INTERVAL '90' SECOND", "INTERVAL 2 DAY", "interval '1:30' minute to second");
          case BINARY, OBJECT, JSON -> throw new AssertionError("no column has this type");
        };
    return new Text(literal, literal.startsWith("-") ? SIGN : ATOM);
  }

  private @Nullable Text aggregate(Type type, Place place, List<Reference> references) {
    boolean isDecimal = type instanceof Type.Decimal;
    List<Aggregate> fitting =
        aggregates.stream()
            .filter(
                each ->
                    each.function.returns().equals(type)
                        || (isDecimal && each.function.returns() instanceof Type.Decimal))
            .filter(each -> each.retractable || !place.isSliding)
            .toList();
    if (fitting.isEmpty()) {
      return null;
    }
    Aggregate chosen = one(fitting);
    Place inside = Place.of(references);
    String arguments =
        chosen.function.parameters().stream()
            .map(parameter -> value(columnType(parameter), inside, random.nextInt(2)))
            .collect(Collectors.joining(", "));
    if (arguments.isEmpty() && random.nextBoolean()) {
      arguments = "*";
    }
    String call = chosen.name + "(" + arguments + ")";
    if (random.nextInt(6) == 0) {
      call += " FILTER (WHERE " + value(Type.BOOL, inside, 1) + ")";
    }
    return new Text(isDecimal ? "cast(" + call + " as " + type.sqlName() + ")" : call, ATOM);
  }

  /** The type to pass for a parameter. */
  private Type columnType(Type parameter) {
    if (parameter == Type.OBJECT) {
      return type();
    }
    return parameter instanceof Type.Decimal ? MONEY : parameter;
  }

  // ---- calls

  private @Nullable Text call(Type type, Place place, int depth) {
    List<Call> fitting =
        calls.stream().filter(call -> call.signature.returns().equals(type)).toList();
    if (fitting.isEmpty()) {
      return null;
    }
    Call call = one(fitting);
    List<Type> parameters = new ArrayList<>(call.signature.parameters());
    if (call.signature.variadic()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        parameters.add(parameters.get(parameters.size() - 1));
      }
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Type parameter = columnType(parameters.get(i));
      List<FunctionProvider.ConstantCheck> checks = checks(call.function, i);
      arguments.add(
          checks.isEmpty()
              ? value(parameter, place, depth - 1)
              : checked(parameter, checks, place));
    }
    return new Text(call.name + "(" + String.join(", ", arguments) + ")", ATOM);
  }

  private static List<FunctionProvider.ConstantCheck> checks(
      FunctionProvider.ScalarFunction function, int argument) {
    return function.checks().stream().filter(check -> check.argument() == argument).toList();
  }

  /** An argument that is looked at when it is constant: a name, or a constant that passes. */
  private String checked(Type type, List<FunctionProvider.ConstantCheck> checks, Place place) {
    List<String> choices = new ArrayList<>();
    for (Reference reference : place.references) {
      if (reference.type.equals(type) && !reference.mayBeConstant) {
        choices.add(reference.text);
      }
    }
    List<Object> constants =
        type == Type.STRING
            ? List.of("", "a", "[a-c]+", "b.", "x", "day", "UTC")
            : type == Type.INT ? List.of(0, 1, 2, 10, 16) : List.of();
    for (Object constant : constants) {
      if (checks.stream().allMatch(check -> check.problem().apply(constant) == null)) {
        choices.add(constant instanceof String ? "'" + constant + "'" : constant.toString());
      }
    }
    choices.add("cast(NULL as " + type.sqlName() + ")");
    return one(choices);
  }

  private Text choice(Type type, Place place, int depth) {
    int form = random.nextInt(7);
    String first = operand(type, place, depth, OR);
    if (form == 0) {
      Type of = type();
      String value = operand(of, place, depth, OR);
      String when = operand(of, place, depth, OR);
      return new Text("CASE " + value + " WHEN " + when + " THEN " + first + " END", ATOM);
    }
    String second = operand(type, place, depth, OR);
    if (form < 4) {
      String name = word("coalesce", "coalesce", "nvl", "ifNull", "default", "nullIf");
      String nothing = name.equals("coalesce") ? word("NULL, ", "") : "";
      return new Text(name + "(" + nothing + first + ", " + second + ")", ATOM);
    }
    String condition = operand(Type.BOOL, place, depth, OR);
    if (form == 4) {
      return new Text("ifThenElse(" + condition + ", " + first + ", " + second + ")", ATOM);
    }
    String none = form == 5 ? "" : " WHEN " + operand(Type.BOOL, place, depth, OR) + " THEN NULL";
    return new Text(
        "CASE" + none + " when " + condition + " then " + first + " else " + second + " end", ATOM);
  }

  /** A conversion of language 2.7, in one of its two forms. */
  private Text cast(Type type, Place place, int depth) {
    Type from = type();
    while (!isConvertible(from, type)) {
      from = type();
    }
    String value = operand(from, place, depth, OR);
    return new Text("CAST(" + value + " AS " + type.sqlName() + ")", ATOM);
  }

  private static boolean isConvertible(Type from, Type to) {
    boolean isNumberLike = from.isNumeric() || from == Type.BOOL;
    if (from.equals(to) || to == Type.STRING) {
      return true;
    }
    if (to.isNumeric() || to == Type.BOOL) {
      return isNumberLike || from == Type.STRING;
    }
    return to == Type.INTERVAL ? from.isInteger() : from == Type.STRING;
  }

  // ---- operators

  private Text arithmetic(Type type, Place place, int depth) {
    if (random.nextInt(6) == 0) {
      return new Text(word("-", "+") + operand(type, place, depth, ATOM), SIGN);
    }
    List<Type> narrower = NUMBERS.subList(0, NUMBERS.indexOf(type) + 1);
    boolean isFirst = random.nextBoolean();
    Type a = isFirst ? type : one(narrower);
    Type b = isFirst ? one(narrower) : type;
    boolean isProduct = random.nextBoolean();
    int level = isProduct ? PRODUCT : SUM;
    String operator = isProduct ? word("*", "/", "%") : word("+", "-");
    return new Text(
        operand(a, place, depth, level)
            + " "
            + operator
            + " "
            + operand(b, place, depth, level + 1),
        level);
  }

  private Text time(Type type, Place place, int depth) {
    if (type == Type.INTERVAL && random.nextInt(3) == 0) {
      return new Text(
          operand(Type.INTERVAL, place, depth, PRODUCT)
              + " * "
              + operand(Type.INT, place, depth, SIGN),
          PRODUCT);
    }
    boolean isDifference = type == Type.INTERVAL && random.nextBoolean();
    Type left = isDifference ? Type.TIMESTAMP : type;
    Type right = isDifference ? Type.TIMESTAMP : Type.INTERVAL;
    return new Text(
        operand(left, place, depth, SUM)
            + (isDifference ? " - " : word(" + ", " - "))
            + operand(right, place, depth, PRODUCT),
        SUM);
  }

  private Text condition(Place place, int depth) {
    return switch (random.nextInt(10)) {
      case 0 ->
          new Text(
              operand(Type.BOOL, place, depth, AND)
                  + " OR "
                  + operand(Type.BOOL, place, depth, AND),
              OR);
      case 1 ->
          new Text(
              operand(Type.BOOL, place, depth, NOT)
                  + " and "
                  + operand(Type.BOOL, place, depth, NOT),
              AND);
      case 2 -> new Text("NOT " + operand(Type.BOOL, place, depth, PREDICATE), NOT);
      case 3 -> predicate(operand(type(), place, depth, SUM) + word(" IS NULL", " is not null"));
      case 4 ->
          predicate(
              operand(Type.BOOL, place, depth, SUM)
                  + " IS "
                  + word("", "NOT ")
                  + word("TRUE", "FALSE", "UNKNOWN"));
      case 5 ->
          predicate(
              operand(Type.STRING, place, depth, SUM)
                  + word(" LIKE ", " not like ")
                  + operand(Type.STRING, place, depth, SUM)
                  + word("", "", " ESCAPE '\\'"));
      case 6 -> {
        Type of = type();
        yield predicate(
            operand(of, place, depth, SUM)
                + word(" IN (", " NOT IN (")
                + operand(of, place, depth, OR)
                + word("", ", NULL")
                + ", "
                + operand(of, place, depth, OR)
                + ")");
      }
      default -> comparison(place, depth);
    };
  }

  private Text comparison(Place place, int depth) {
    Type a = type();
    Type b = a.isNumeric() ? one(NUMBERS) : a;
    String left = operand(a, place, depth, SUM);
    String right = operand(b, place, depth, SUM);
    if (random.nextInt(5) == 0) {
      return predicate(left + word(" IS DISTINCT FROM ", " is not distinct from ") + right);
    }
    if (a == Type.BOOL) {
      return predicate(left + word(" = ", " == ", " <> ", " != ") + right);
    }
    if (random.nextInt(5) == 0) {
      String high = operand(b, place, depth, SUM);
      return predicate(left + word(" BETWEEN ", " not between ") + right + " AND " + high);
    }
    return predicate(left + " " + word("=", "==", "<>", "!=", "<", "<=", ">", ">=") + " " + right);
  }

  private static Text predicate(String text) {
    return new Text(text, PREDICATE);
  }
}
