package io.eventflux.core.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for texts of times, with the letters of {@link DateTimeFormatter} and English names.
 *
 * <p>Reading takes names in any case and is strict otherwise: there is no 30 February. What the
 * pattern does not have is the first of its kind: the first month, the first day, hour 0; without a
 * year it is 1970. A zone in the text goes before the one that is given. A local time that is
 * skipped when clocks go forward is moved on by the gap; one that occurs twice is the first.
 * Immutable.
 */
public final class DateFormat {
  /**
   * {@code yyyy-MM-dd HH:mm:ss.SSS}; reads texts without fraction and without time too (language
   * 8.4).
   */
  public static final DateFormat STANDARD =
      new DateFormat(
          formatter("yyyy-MM-dd HH:mm:ss.SSS"), formatter("yyyy-MM-dd[ HH:mm:ss[.SSS]]"));

  private final DateTimeFormatter writer;
  private final DateTimeFormatter reader;

  private DateFormat(DateTimeFormatter writer, DateTimeFormatter reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * The format of a pattern.
   *
   * @throws IllegalArgumentException if it has a letter that means nothing, or too many of one
   */
  public static DateFormat of(String pattern) {
    DateTimeFormatter formatter = formatter(pattern);
    return new DateFormat(formatter, formatter);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        // "yyyy" is the year of an era.
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** The text of an instant in a zone; null if the pattern asks for what it does not have. */
  public @Nullable String print(long epochMillis, ZoneId zone) {
    try {
      return writer.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
    } catch (DateTimeException notInPattern) {
      return null;
    }
  }

  /** The instant that a text means in a zone, epoch milliseconds; null if it does not fit. */
  public @Nullable Long parse(String text, ZoneId zone) {
    try {
      TemporalAccessor parsed = reader.parse(text);
      LocalDate date = parsed.query(TemporalQueries.localDate());
      if (date == null) {
        date =
            LocalDate.of(
                part(parsed, ChronoField.YEAR, 1970),
                part(parsed, ChronoField.MONTH_OF_YEAR, 1),
                part(parsed, ChronoField.DAY_OF_MONTH, 1));
      }
      LocalTime time = parsed.query(TemporalQueries.localTime());
      if (time == null) {
        time =
            LocalTime.of(
                hour(parsed),
                part(parsed, ChronoField.MINUTE_OF_HOUR, 0),
                part(parsed, ChronoField.SECOND_OF_MINUTE, 0),
                part(parsed, ChronoField.NANO_OF_SECOND, 0));
      }
      ZoneId own = parsed.query(TemporalQueries.zone());
      return instant(LocalDateTime.of(date, time), own == null ? zone : own);
    } catch (DateTimeException | ArithmeticException noSuchTime) {
      return null;
    }
  }

  /** The hour of the day; of twelve hours without morning or afternoon the one in the morning. */
  private static int hour(TemporalAccessor parsed) {
    int half = part(parsed, ChronoField.AMPM_OF_DAY, 0);
    int inHalf = part(parsed, ChronoField.HOUR_OF_AMPM, 0);
    return part(parsed, ChronoField.HOUR_OF_DAY, 12 * half + inHalf);
  }

  private static int part(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }

  /**
   * The instant of a local time, epoch milliseconds.
   *
   * @throws ArithmeticException if it is beyond the range of LONG
   */
  static long instant(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.of(local, zone).toInstant().toEpochMilli();
  }
}
