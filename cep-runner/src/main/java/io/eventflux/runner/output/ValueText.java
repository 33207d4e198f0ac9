package io.eventflux.runner.output;

import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Column values as text for people: times in UTC, numbers with all their digits. */
public final class ValueText {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private ValueText() {}

  /** The text of a boxed value that is not NULL, of a column of {@code type}. */
  public static String of(Object value, Type type) {
    return value instanceof Long millis && type instanceof Type.Scalar scalar
        ? ofLong(millis, scalar)
        : ValueConversion.text(value, type);
  }

  private static String ofLong(long value, Type.Scalar type) {
    return switch (type) {
      case TIMESTAMP -> dateTime(value).format(TIMESTAMP);
      case DATE -> dateTime(value).toLocalDate().toString();
      case TIME -> dateTime(value).format(TIME);
      case BOOL, INT, LONG, FLOAT, DOUBLE, STRING, INTERVAL, BINARY, OBJECT, JSON ->
          Long.toString(value);
    };
  }

  private static LocalDateTime dateTime(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  /** Whether {@link #of} turns whole numbers of {@code type} into something that is no number. */
  public static boolean isTime(Type type) {
    return type == Type.TIMESTAMP || type == Type.DATE || type == Type.TIME;
  }
}
