package io.eventflux.extension.local;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.extension.format.TimeText;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Knows every rule by name, and which one suits a type when the user names none. Pure functions.
 */
final class ColumnRules {
  /** One line a rule, for the reference page. */
  static final String SUMMARY =
      "uniform(low, high [, decimals]): evenly spread; whole numbers include both ends."
          + " normal(mean, deviation [, decimals]). sequence([start [, step]]): counts; in a text"
          + " column behind its name. choice(a, b, ...): each as likely. zipf(count [, exponent]):"
          + " ranks from 1, small ones most often; in a text column behind its name."
          + " walk(start, step [, decimals]): each value is the last one plus a normal step; never"
          + " crosses zero. chance(p): true with probability p. constant(value). timestamp: the time"
          + " of the row.";

  private static final int ZIPF_COUNT_MAX = 1_000_000;
  private static final long DAY_MILLIS = 86_400_000L;

  private ColumnRules() {}

  /**
   * The rule a call stands for, for values of {@code field}.
   *
   * @throws IllegalArgumentException with a sentence for the user if there is no such rule, or it
   *     does not suit the type, or its arguments make no sense
   */
  static ColumnRule bind(Field field, RuleCall call, SeededRandom random) {
    Arguments arguments = new Arguments(field, call);
    return switch (call.name()) {
      case "uniform" -> uniform(arguments, random);
      case "normal" -> normal(arguments, random);
      case "sequence" -> sequence(arguments);
      case "choice" -> choice(arguments, random);
      case "zipf" -> zipf(arguments, random);
      case "walk" -> walk(arguments, random);
      case "chance" -> chance(arguments, random);
      case "constant" -> choice(arguments.count(1, 1), random);
      case "timestamp" -> timestamp(arguments);
      default ->
          throw new IllegalArgumentException(
              "there is no rule '"
                  + call.name()
                  + "' for column '"
                  + field.name()
                  + "'; rules are uniform, normal, sequence, choice, zipf, walk, chance, constant and"
                  + " timestamp");
    };
  }

  /** What fills a column for which the user gave no rule. */
  static RuleCall defaultRule(Type type) {
    if (type instanceof Type.Decimal) {
      return new RuleCall("uniform", "0", "10");
    }
    if (type instanceof Type.Scalar scalar) {
      return switch (scalar) {
        case BOOL -> new RuleCall("chance", "0.5");
        case INT -> new RuleCall("uniform", "0", "999");
        case LONG -> new RuleCall("sequence", "1");
        case FLOAT, DOUBLE -> new RuleCall("normal", "100", "15");
        case STRING -> new RuleCall("zipf", "100");
        case TIMESTAMP, DATE, TIME -> new RuleCall("timestamp");
        case INTERVAL -> new RuleCall("uniform", "0", "60000");
        // Left to bind to refuse.
        case BINARY, OBJECT, JSON -> new RuleCall("sequence", "1");
      };
    }
    return new RuleCall("sequence", "1");
  }

  private static ColumnRule uniform(Arguments arguments, SeededRandom random) {
    arguments.count(2, 3);
    double low = arguments.number(0);
    double high = arguments.number(1);
    if (!(low <= high)) {
      throw arguments.wrong("its first number must not be above its second");
    }
    NumberCell cell = arguments.cell(2, high - low >= 10 ? 2 : 4);
    if (!cell.isWhole()) {
      return (column, row, number, time) ->
          cell.set(column, row, low + (high - low) * random.nextDouble());
    }
    long first = (long) Math.ceil(low);
    long span = (long) Math.floor(high) - first + 1;
    if (span < 1) {
      throw arguments.wrong("there is no whole number between " + low + " and " + high);
    }
    return (column, row, number, time) -> cell.setWhole(column, row, first + random.nextLong(span));
  }

  private static ColumnRule normal(Arguments arguments, SeededRandom random) {
    arguments.count(2, 3);
    double mean = arguments.number(0);
    double deviation = arguments.positive(1);
    NumberCell cell = arguments.cell(2, deviation >= 1 ? 2 : 4);
    return (column, row, number, time) ->
        cell.set(column, row, mean + deviation * random.nextGaussian());
  }

  private static ColumnRule sequence(Arguments arguments) {
    arguments.count(0, 2);
    long start = arguments.size() > 0 ? arguments.whole(0) : 1;
    long step = arguments.size() > 1 ? arguments.whole(1) : 1;
    if (arguments.isText()) {
      String prefix = arguments.field.name();
      return (column, row, number, time) -> setText(column, row, prefix + (start + number * step));
    }
    NumberCell cell = arguments.cell(-1, 0);
    return (column, row, number, time) -> cell.setWhole(column, row, start + number * step);
  }

  private static ColumnRule choice(Arguments arguments, SeededRandom random) {
    arguments.count(1, Integer.MAX_VALUE);
    Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.value(i);
    }
    return (column, row, number, time) ->
        column.setBoxed(row, values[random.nextInt(values.length)]);
  }

  private static ColumnRule zipf(Arguments arguments, SeededRandom random) {
    arguments.count(1, 2);
    long count = arguments.whole(0);
    if (count < 1 || count > ZIPF_COUNT_MAX) {
      throw arguments.wrong("its count must be from 1 to " + ZIPF_COUNT_MAX);
    }
    double exponent = arguments.size() > 1 ? arguments.positive(1) : 1;
    double[] cumulated = new double[(int) count];
    double sum = 0;
    for (int i = 0; i < cumulated.length; i++) {
      sum += StrictMath.pow(i + 1, -exponent);
      cumulated[i] = sum;
    }
    double total = sum;
    if (!arguments.isText()) {
      NumberCell cell = arguments.cell(-1, 0);
      return (column, row, number, time) ->
          cell.setWhole(column, row, rank(cumulated, total, random));
    }
    String prefix = arguments.field.name();
    // Made when first needed, and then the same text each time.
    String[] names = new String[cumulated.length];
    return (column, row, number, time) -> {
      int rank = rank(cumulated, total, random);
      String name = names[rank - 1];
      if (name == null) {
        name = prefix + rank;
        names[rank - 1] = name;
      }
      setText(column, row, name);
    };
  }

  private static int rank(double[] cumulated, double total, SeededRandom random) {
    int found = Arrays.binarySearch(cumulated, random.nextDouble() * total);
    return Math.min(cumulated.length, (found < 0 ? -found - 1 : found + 1) + 1);
  }

  private static ColumnRule walk(Arguments arguments, SeededRandom random) {
    arguments.count(2, 3);
    double start = arguments.number(0);
    double step = arguments.positive(1);
    NumberCell cell = arguments.cell(2, step >= 0.01 ? 2 : 6);
    double[] last = {start};
    return (column, row, number, time) -> {
      if (number > 0) {
        double next = last[0] + step * random.nextGaussian();
        // Reflected at zero: prices and levels keep their sign.
        last[0] = start > 0 ? Math.abs(next) : start < 0 ? -Math.abs(next) : next;
      }
      cell.set(column, row, last[0]);
    };
  }

  private static ColumnRule chance(Arguments arguments, SeededRandom random) {
    arguments.count(1, 1);
    double chance = arguments.number(0);
    if (!(chance >= 0 && chance <= 1)) {
      throw arguments.wrong("its probability must be from 0 to 1");
    }
    if (arguments.field.type() != Type.BOOL) {
      throw arguments.wrongType();
    }
    return (column, row, number, time) -> {
      column.nulls()[row] = false;
      ((BooleanColumn) column).values()[row] = random.nextChance(chance);
    };
  }

  private static ColumnRule timestamp(Arguments arguments) {
    arguments.count(0, 0);
    Type type = arguments.field.type();
    if (type == Type.STRING) {
      return (column, row, number, time) -> setText(column, row, TimeText.timestampText(time));
    }
    if (type != Type.TIMESTAMP && type != Type.LONG && type != Type.DATE && type != Type.TIME) {
      throw arguments.wrongType();
    }
    return (column, row, number, time) -> {
      column.nulls()[row] = false;
      long ofDay = Math.floorMod(time, DAY_MILLIS);
      ((LongColumn) column).values()[row] =
          type == Type.DATE ? time - ofDay : type == Type.TIME ? ofDay : time;
    };
  }

  private static void setText(Column column, int row, String text) {
    column.nulls()[row] = false;
    ((ObjectColumn) column).values()[row] = text;
  }

  /** The arguments of a call, read by what the rule expects. */
  private record Arguments(Field field, RuleCall call) {
    private List<String> texts() {
      return call.arguments();
    }

    int size() {
      return texts().size();
    }

    boolean isText() {
      return field.type() == Type.STRING;
    }

    Arguments count(int min, int max) {
      if (size() < min || size() > max) {
        String wanted = min == max ? "" + min : max > 9 ? min + " or more" : min + " to " + max;
        throw wrong("it takes " + wanted + (wanted.equals("1") ? " argument" : " arguments"));
      }
      return this;
    }

    double number(int index) {
      try {
        double value = Double.parseDouble(texts().get(index));
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException malformed) {
        throw notANumber(index);
      }
      throw notANumber(index);
    }

    double positive(int index) {
      double value = number(index);
      if (value < 0) {
        throw wrong("'" + texts().get(index) + "' must not be negative");
      }
      return value;
    }

    long whole(int index) {
      try {
        return Long.parseLong(texts().get(index));
      } catch (NumberFormatException malformed) {
        throw wrong("'" + texts().get(index) + "' is not a whole number");
      }
    }

    /** How to set numbers, with the decimals of the argument at {@code index} if it is there. */
    NumberCell cell(int index, int defaultDecimals) {
      if (!NumberCell.takes(field.type())) {
        throw wrongType();
      }
      if (index < 0 || index >= size()) {
        return new NumberCell(field.type(), defaultDecimals);
      }
      long decimals = whole(index);
      if (decimals < 0 || decimals > NumberCell.DECIMALS_MAX) {
        throw wrong("decimals must be from 0 to " + NumberCell.DECIMALS_MAX);
      }
      return new NumberCell(field.type(), (int) decimals);
    }

    Object value(int index) {
      String text = texts().get(index);
      try {
        return TextValues.ofText(field.type(), text);
      } catch (IllegalArgumentException malformed) {
        throw wrong("'" + text + "' is not a value of type " + field.type().sqlName());
      }
    }

    private IllegalArgumentException notANumber(int index) {
      return wrong("'" + texts().get(index) + "' is not a number");
    }

    IllegalArgumentException wrongType() {
      return wrong("it cannot fill a column of type " + field.type().sqlName());
    }

    IllegalArgumentException wrong(String reason) {
      return new IllegalArgumentException(
          "rule '" + call.text() + "' of column '" + field.name() + "' does not work: " + reason);
    }
  }
}
