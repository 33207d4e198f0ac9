package io.eventflux.compiler.bind;

import io.eventflux.query.type.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads ISO texts as times, as a conversion of language 2.7 does. */
final class TemporalText {
  private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)");
  private static final Pattern DAY = Pattern.compile("[+-]?\\d{4,}-\\d\\d-\\d\\d");

  private TemporalText() {}

  /**
   * The value of a text.
   *
   * @param type TIMESTAMP, DATE or TIME
   * @return epoch milliseconds, or milliseconds of the day for TIME; empty if the text is no such
   *     value
   */
  static OptionalLong millis(String text, Type type) {
    String iso = text.trim().replaceFirst(" +", "T");
    try {
      if (type == Type.TIME) {
        return OptionalLong.of(LocalTime.parse(iso).getLong(ChronoField.MILLI_OF_DAY));
      }
      if (type == Type.DATE || DAY.matcher(iso).matches()) {
        return OptionalLong.of(
            LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
      }
      return OptionalLong.of(
          ZONED.matcher(iso).matches()
              ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException | ArithmeticException bad) {
      return OptionalLong.empty();
    }
  }
}
