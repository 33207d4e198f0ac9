package io.eventflux.extension.local;

import io.eventflux.extension.format.TimeText;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns values of the host program into what columns hold. Pure functions. */
final class HostValues {
  private static final long DAY_MILLIS = 86_400_000L;

  private HostValues() {}

  /**
   * The value for a column of {@code type}: the same, or widened as the language does; null stays
   * null. Times can also be those of java.time.
   *
   * @throws IllegalArgumentException if the value does not fit the type
   */
  static @Nullable Object of(Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (type instanceof Type.Decimal decimal) {
      if (value instanceof Integer || value instanceof Long || value instanceof BigDecimal) {
        BigDecimal exact =
            value instanceof BigDecimal given
                ? given
                : BigDecimal.valueOf(((Number) value).longValue());
        BigDecimal scaled = exact.setScale(decimal.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() <= decimal.precision()) {
          return scaled;
        }
      }
      throw misfit(type, value);
    }
    if (!(type instanceof Type.Scalar scalar)) {
      throw misfit(type, value);
    }
    Object fitting =
        switch (scalar) {
          case BOOL -> value instanceof Boolean ? value : null;
          case INT -> value instanceof Integer ? value : null;
          case LONG -> whole(value);
          case FLOAT -> {
            Object whole = whole(value);
            yield whole instanceof Long number
                ? (Object) number.floatValue()
                : value instanceof Float ? value : null;
          }
          case DOUBLE ->
              value instanceof Integer
                      || value instanceof Long
                      || value instanceof Float
                      || value instanceof Double
                      || value instanceof BigDecimal
                  ? (Object) ((Number) value).doubleValue()
                  : null;
          case STRING, JSON -> value instanceof String ? value : null;
          case TIMESTAMP -> value instanceof Instant at ? (Object) at.toEpochMilli() : whole(value);
          case DATE ->
              value instanceof LocalDate day
                  ? (Object) (day.toEpochDay() * DAY_MILLIS)
                  : whole(value);
          case TIME ->
              value instanceof LocalTime time
                  ? (Object) (time.toNanoOfDay() / 1_000_000)
                  : whole(value);
          case INTERVAL -> value instanceof Duration gap ? (Object) gap.toMillis() : whole(value);
          case BINARY -> value instanceof byte[] ? value : null;
          case OBJECT -> value;
        };
    if (fitting == null) {
      throw misfit(type, value);
    }
    return fitting;
  }

  private static @Nullable Object whole(Object value) {
    return value instanceof Integer || value instanceof Long
        ? (Object) ((Number) value).longValue()
        : null;
  }

  private static IllegalArgumentException misfit(Type type, Object value) {
    return new IllegalArgumentException(
        "a "
            + value.getClass().getSimpleName()
            + " does not fit a column of type "
            + type.sqlName());
  }

  /**
   * The value of {@code type} that a text stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Object ofText(Type type, String text) {
    if (type instanceof Type.Decimal) {
      return of(type, new BigDecimal(text)) instanceof BigDecimal value ? value : misfitText();
    }
    if (!(type instanceof Type.Scalar scalar)) {
      return misfitText();
    }
    return switch (scalar) {
      case BOOL ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> misfitText();
          };
      case INT -> Integer.valueOf(text);
      case LONG, INTERVAL -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case STRING, JSON -> text;
      case TIMESTAMP -> {
        long millis = TimeText.timestampMillis(text);
        yield millis == TimeText.MALFORMED ? misfitText() : (Object) millis;
      }
      case DATE, TIME, BINARY, OBJECT -> misfitText();
    };
  }

  private static Object misfitText() {
    throw new IllegalArgumentException("no such value");
  }
}
