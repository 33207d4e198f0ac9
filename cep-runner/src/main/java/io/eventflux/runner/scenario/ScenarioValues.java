package io.eventflux.runner.scenario;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.core.function.JsonReader;
import io.eventflux.query.type.Type;
import io.eventflux.runner.output.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * JSON values against column values. A number written without point and exponent stands for any
 * number type; one written with them never stands for a whole-number type. TIMESTAMP, DATE and TIME
 * are milliseconds or ISO text; BINARY, ARRAY, MAP, ROW, OBJECT and JSON are read as {@link
 * JsonReader} reads them, JSON either as a text or as the value itself; numbers that JSON cannot
 * say are the texts {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
final class ScenarioValues {
  /** How far apart two doubles may be, relative to the greater. */
  private static final double DOUBLE_TOLERANCE = 1e-9;

  /** The same for floats, which hold seven digits. */
  private static final double FLOAT_TOLERANCE = 1e-6;

  private ScenarioValues() {}

  /** A value that does not fit its column; the message is one sentence without place. */
  static final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    MisfitException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Turns a JSON value into the boxed value of a column.
   *
   * @throws MisfitException if the type cannot hold it
   */
  static @Nullable Object columnValue(@Nullable Object json, Type type) throws MisfitException {
    if (json == null) {
      return null;
    }
    Object value =
        type instanceof Type.Decimal decimal ? decimal(json, decimal) : scalar(json, type);
    if (value == null) {
      throw new MisfitException(JsonLine.write(json) + " is no value of type " + type.sqlName());
    }
    return value;
  }

  private static @Nullable Object scalar(Object json, Type type) {
    if (!(type instanceof Type.Scalar scalar) || isObject(type)) {
      return object(json, type);
    }
    return switch (scalar) {
      case BOOL -> json instanceof Boolean ? json : null;
      case INT ->
          json instanceof BigInteger whole && whole.bitLength() < Integer.SIZE
              ? whole.intValue()
              : null;
      case LONG, INTERVAL -> wholeLong(json);
      case FLOAT -> {
        Double number = number(json);
        yield number == null ? null : (Float) floatOf(json, number);
      }
      case DOUBLE -> number(json);
      case STRING -> json instanceof String ? json : null;
      case TIMESTAMP, DATE, TIME -> {
        OptionalLong millis =
            json instanceof String text ? millis(text, scalar) : OptionalLong.empty();
        yield millis.isPresent() ? (Long) millis.getAsLong() : wholeLong(json);
      }
      case BINARY, OBJECT, JSON -> throw new AssertionError("handled before: " + type);
    };
  }

  /** Whether values are objects that the formats write as JSON. */
  private static boolean isObject(Type type) {
    boolean isComposite = !(type instanceof Type.Scalar) && !(type instanceof Type.Decimal);
    return isComposite || type == Type.BINARY || type == Type.OBJECT || type == Type.JSON;
  }

  private static @Nullable Object object(Object json, Type type) {
    if (type == Type.JSON && json instanceof String text) {
      return JsonReader.checked(text);
    }
    try {
      return JsonReader.read(JsonLine.write(json), type);
    } catch (JsonReader.MisfitException misfit) {
      return null;
    }
  }

  private static @Nullable Long wholeLong(Object json) {
    return json instanceof BigInteger whole && whole.bitLength() < Long.SIZE
        ? whole.longValue()
        : null;
  }

  private static float floatOf(Object json, double number) {
    // Straight from the digits: by way of double the last bit could be rounded twice.
    return json instanceof String ? (float) number : Float.parseFloat(json.toString());
  }

  private static @Nullable Double number(Object json) {
    if (json instanceof String text) {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> null;
      };
    }
    return json instanceof Number digits ? Double.valueOf(digits.toString()) : null;
  }

  private static @Nullable BigDecimal decimal(Object json, Type.Decimal type) {
    try {
      BigDecimal exact =
          json instanceof Number || json instanceof String ? new BigDecimal(json.toString()) : null;
      if (exact == null) {
        return null;
      }
      BigDecimal value = exact.setScale(type.scale(), RoundingMode.HALF_UP);
      return value.precision() <= type.precision() ? value : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static OptionalLong millis(String text, Type.Scalar type) {
    try {
      if (type == Type.Scalar.TIME) {
        return OptionalLong.of(LocalTime.parse(text).toNanoOfDay() / 1_000_000);
      }
      if (type == Type.Scalar.DATE || text.length() == 10) {
        return OptionalLong.of(
            LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
      }
      String instant = text.replace(' ', 'T');
      return OptionalLong.of(
          Instant.parse(instant.endsWith("Z") ? instant : instant + "Z").toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException notATime) {
      return OptionalLong.empty();
    }
  }

  /**
   * A row of column values as a scenario writes it: TIMESTAMP, DATE and TIME as text, all else as
   * JSON has it.
   */
  static String write(List<@Nullable Object> values, RowSchema schema) {
    List<@Nullable Object> shown = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      shown.add(shown(values.get(i), schema.field(i).type()));
    }
    return JsonLine.write(shown);
  }

  private static @Nullable Object shown(@Nullable Object value, Type type) {
    if (value != null && isObject(type)) {
      try {
        Object shown = JsonLine.read(JsonPrinter.print(value, type), 0).value();
        return type == Type.JSON ? value : shown;
      } catch (LineException notJson) {
        throw new AssertionError("what is printed can be read", notJson);
      }
    }
    return value != null && ValueText.isTime(type) ? ValueText.of(value, type) : value;
  }

  /**
   * Whether a column of {@code type} holds in {@code actual} what JSON says in {@code expected}.
   */
  static boolean matches(@Nullable Object expected, @Nullable Object actual, Type type) {
    if (expected == null || actual == null) {
      return expected == null && actual == null;
    }
    if (isObject(type)) {
      Object wanted = object(expected, type);
      return actual.equals(wanted) || (type == Type.OBJECT && alike(wanted, actual));
    }
    if (actual instanceof Double number) {
      Double wanted = number(expected);
      return wanted != null && near(wanted, number, DOUBLE_TOLERANCE);
    }
    if (actual instanceof Float number) {
      Double wanted = number(expected);
      return wanted != null && near(wanted, number, FLOAT_TOLERANCE);
    }
    if (actual instanceof BigDecimal number) {
      try {
        return !(expected instanceof Boolean)
            && new BigDecimal(expected.toString()).compareTo(number) == 0;
      } catch (NumberFormatException notANumber) {
        return false;
      }
    }
    if (actual instanceof Integer || actual instanceof Long) {
      Object wanted = scalar(expected, type == Type.INT ? Type.LONG : type);
      return wanted instanceof Number number && number.longValue() == ((Number) actual).longValue();
    }
    return Objects.equals(expected, actual);
  }

  /** Whether two values of unknown content are written alike: a LONG 5 as an INT 5. */
  private static boolean alike(@Nullable Object wanted, Object actual) {
    return JsonPrinter.print(wanted, Type.OBJECT).equals(JsonPrinter.print(actual, Type.OBJECT));
  }

  private static boolean near(double expected, double actual, double tolerance) {
    if (Double.compare(expected, actual) == 0 || expected == actual) {
      return true;
    }
    double greater = Math.max(Math.abs(expected), Math.abs(actual));
    return !Double.isInfinite(greater) && Math.abs(expected - actual) <= tolerance * greater;
  }
}
