package io.eventflux.extension.local;

import io.eventflux.core.function.HostValues;
import io.eventflux.extension.format.TimeText;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.Locale;

/** Turns texts of options into what columns hold. Pure functions. */
final class TextValues {
  private TextValues() {}

  /**
   * The value of {@code type} that a text stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Object ofText(Type type, String text) {
    if (type instanceof Type.Decimal) {
      return HostValues.of(type, new BigDecimal(text)) instanceof BigDecimal value
          ? value
          : misfitText();
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
