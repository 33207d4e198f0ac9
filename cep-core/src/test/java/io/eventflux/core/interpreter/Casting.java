package io.eventflux.core.interpreter;

import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.function.JsonReader;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Language 2.7 and the widenings of 2.2, on non-NULL values. Null is SQL NULL.
 *
 * <p>Where the text is silent: a text is stripped of Unicode white space, digits are ASCII. A text
 * becomes an integer only if it is one ({@code '3.7'} does not), and a FLOAT or DOUBLE also from
 * {@code NaN} and {@code [+-]Infinity}. FLOAT and DOUBLE become DECIMAL through their decimal text.
 * DOUBLE to FLOAT rounds as IEEE does. A DATE can be read from a timestamp text, and so can a TIME:
 * what lies in UTC. An INTERVAL as text is its milliseconds.
 */
final class Casting {
  private static final long DAY_MILLIS = 86_400_000;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern BEYOND_NUMBERS = Pattern.compile("NaN|[+-]?Infinity");

  private static final String DATE_TEXT =
      "(?<year>[0-9]{4}|[+-][0-9]{4,9})-(?<month>[0-9]{2})-(?<day>[0-9]{2})";
  private static final String TIME_TEXT =
      "(?<hour>[0-9]{2}):(?<minute>[0-9]{2})"
          + "(:(?<second>[0-9]{2})(\\.(?<fraction>[0-9]{1,9}))?)?";
  private static final String ZONE_TEXT =
      " ?(?<zone>[Zz]|(?<sign>[+-])(?<zoneHour>[0-9]{2})(:?(?<zoneMinute>[0-9]{2}))?)";
  private static final Pattern INSTANT =
      Pattern.compile(DATE_TEXT + "([Tt ]" + TIME_TEXT + "(" + ZONE_TEXT + ")?)?");
  private static final Pattern TIME_OF_DAY = Pattern.compile(TIME_TEXT);

  private Casting() {}

  static @Nullable Object cast(Object value, Type from, Type to) {
    if (from.equals(to) || to == Type.OBJECT) {
      return value;
    }
    boolean isComposite = !(from instanceof Type.Scalar) && !(from instanceof Type.Decimal);
    if (from == Type.OBJECT || isComposite) {
      // Element by element there is only one way to do it, and kernels do no other.
      return new ValueConversion(from, to).apply(value);
    }
    if (to == Type.STRING) {
      return text(value, from);
    }
    if (to == Type.JSON) {
      return JsonReader.checked((String) value);
    }
    if (from == Type.STRING || from == Type.JSON) {
      return fromText(((String) value).strip(), to);
    }
    if (to == Type.BOOL) {
      return fromNumberToTruth(value);
    }
    if (to == Type.DATE) {
      long millis = ((Number) value).longValue();
      return midnight(millis);
    }
    if (to == Type.TIME) {
      return Math.floorMod(((Number) value).longValue(), DAY_MILLIS);
    }
    return toNumber(value instanceof Boolean truth ? (Object) (truth ? 1 : 0) : value, to);
  }

  /** From a number, a time or a length of time to a type of that kind. */
  private static @Nullable Object toNumber(Object value, Type to) {
    if (to instanceof Type.Decimal decimal) {
      BigDecimal exact = exact(value);
      return exact == null ? null : Arithmetic.fit(exact, decimal);
    }
    return switch (PhysicalType.of(to)) {
      case INT -> {
        BigInteger whole = whole(value);
        yield whole != null && whole.bitLength() < Integer.SIZE ? (Object) whole.intValue() : null;
      }
      case LONG -> {
        BigInteger whole = whole(value);
        yield whole != null && whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : null;
      }
      case FLOAT -> ((Number) value).floatValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case BOOLEAN, OBJECT -> throw new AssertionError("the binder refuses a cast to " + to);
    };
  }

  /** The value cut toward zero; null for NaN and infinities. */
  private static @Nullable BigInteger whole(Object value) {
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? new BigDecimal(number).toBigInteger() : null;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.setScale(0, RoundingMode.DOWN).toBigInteger();
    }
    return BigInteger.valueOf(((Number) value).longValue());
  }

  /** The value as its decimal text says it; null for NaN and infinities. */
  private static @Nullable BigDecimal exact(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Float || value instanceof Double) {
      boolean isFinite = Double.isFinite(((Number) value).doubleValue());
      return isFinite ? new BigDecimal(value.toString()) : null;
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  private static boolean fromNumberToTruth(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() != 0;
    }
    return ((Number) value).doubleValue() != 0;
  }

  private static String text(Object value, Type from) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (from == Type.TIMESTAMP) {
      return dateText((Long) value) + " " + timeText((Long) value);
    }
    if (from == Type.DATE) {
      return dateText((Long) value);
    }
    if (from == Type.TIME) {
      return timeText((Long) value);
    }
    return value.toString();
  }

  private static String dateText(long millis) {
    return LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS)).toString();
  }

  private static String timeText(long millis) {
    long ofDay = Math.floorMod(millis, DAY_MILLIS);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        ofDay / 3_600_000,
        ofDay / 60_000 % 60,
        ofDay / 1_000 % 60,
        ofDay % 1_000);
  }

  private static @Nullable Object fromText(String text, Type to) {
    if (to == Type.BOOL) {
      return truth(text.toLowerCase(Locale.ROOT));
    }
    if (to == Type.TIMESTAMP) {
      return instant(text);
    }
    if (to == Type.DATE) {
      Long millis = instant(text);
      return millis == null ? null : (Object) midnight(millis);
    }
    if (to == Type.TIME) {
      Long millis = TIME_OF_DAY.matcher(text).matches() ? instant("1970-01-01T" + text) : null;
      millis = millis == null && text.contains(":") ? instant(text) : millis;
      return millis == null ? null : (Object) Math.floorMod(millis, DAY_MILLIS);
    }
    if (to == Type.INT || to == Type.LONG) {
      return INTEGER.matcher(text).matches() ? toNumber(new BigDecimal(text), to) : null;
    }
    boolean isNumber = NUMBER.matcher(text).matches();
    if (to instanceof Type.Decimal decimal) {
      return isNumber ? decimal(text, decimal) : null;
    }
    if (!isNumber && !BEYOND_NUMBERS.matcher(text).matches()) {
      return null;
    }
    return to == Type.FLOAT ? (Object) Float.parseFloat(text) : (Object) Double.parseDouble(text);
  }

  private static @Nullable BigDecimal decimal(String text, Type.Decimal type) {
    try {
      return Arithmetic.fit(new BigDecimal(text), type);
    } catch (NumberFormatException e) {
      // An exponent of more than 32 bits.
      return null;
    }
  }

  private static @Nullable Boolean truth(String text) {
    if (List.of("true", "t", "yes", "y", "1").contains(text)) {
      return true;
    }
    return List.of("false", "f", "no", "n", "0").contains(text) ? false : null;
  }

  /** Epoch milliseconds of an ISO date or date and time; null if the text is none. */
  private static @Nullable Long instant(String text) {
    Matcher matcher = INSTANT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      LocalDate date =
          LocalDate.of(number(matcher, "year"), number(matcher, "month"), number(matcher, "day"));
      LocalTime time =
          LocalTime.of(
              number(matcher, "hour"), number(matcher, "minute"), number(matcher, "second"));
      ZoneOffset zone = ZoneOffset.UTC;
      if (matcher.group("sign") != null) {
        int minutes = number(matcher, "zoneHour") * 60 + number(matcher, "zoneMinute");
        if (number(matcher, "zoneMinute") > 59) {
          return null;
        }
        zone = ZoneOffset.ofTotalSeconds((matcher.group("sign").equals("-") ? -60 : 60) * minutes);
      }
      long seconds = LocalDateTime.of(date, time).toEpochSecond(zone);
      String fraction = matcher.group("fraction");
      int millis = fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
      BigInteger total = BigInteger.valueOf(seconds).multiply(BigInteger.valueOf(1000));
      total = total.add(BigInteger.valueOf(millis));
      boolean fits = total.compareTo(LONG_MIN) >= 0 && total.compareTo(LONG_MAX) <= 0;
      return fits ? (Long) total.longValue() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(Matcher matcher, String group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The first day of all has no midnight in the range of LONG; it begins with the first LONG. */
  private static long midnight(long millis) {
    long ofDay = Math.floorMod(millis, DAY_MILLIS);
    return millis < Long.MIN_VALUE + ofDay ? Long.MIN_VALUE : millis - ofDay;
  }
}
