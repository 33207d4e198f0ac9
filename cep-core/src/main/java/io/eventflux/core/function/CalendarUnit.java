package io.eventflux.core.function;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The units of calendar arithmetic (language 8.2 and 8.4). Years to days are counted on the local
 * calendar, hours and smaller units on the time line. Weeks begin on Monday.
 */
public enum CalendarUnit {
  /** From 1 January. */
  YEAR(ChronoUnit.YEARS, 1),
  /** Three months, from January, April, July or October. */
  QUARTER(ChronoUnit.MONTHS, 3),
  /** From its first day. */
  MONTH(ChronoUnit.MONTHS, 1),
  /** Seven days from Monday. */
  WEEK(ChronoUnit.WEEKS, 1),
  /** From local midnight, or from when the day begins. */
  DAY(ChronoUnit.DAYS, 1),
  /** 60 minutes. */
  HOUR(ChronoUnit.HOURS, 1),
  /** 60 seconds. */
  MINUTE(ChronoUnit.MINUTES, 1),
  /** 1,000 milliseconds. */
  SECOND(ChronoUnit.SECONDS, 1),
  /** The smallest. */
  MILLISECOND(ChronoUnit.MILLIS, 1);

  private static final String LIST = "YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND";

  private final ChronoUnit step;
  private final int stepCount;

  CalendarUnit(ChronoUnit step, int stepCount) {
    this.step = step;
    this.stepCount = stepCount;
  }

  /** The unit of a word, singular or plural, in any case; null if it is none. */
  public static @Nullable CalendarUnit of(String word) {
    String folded = word.toUpperCase(Locale.ROOT);
    return exact(folded.endsWith("S") ? folded.substring(0, folded.length() - 1) : folded);
  }

  /** As {@link #of}, but singular and no smaller than a second, as {@code time:} functions do. */
  public static @Nullable CalendarUnit ofClassic(String word) {
    CalendarUnit unit = exact(word.toUpperCase(Locale.ROOT));
    return unit == MILLISECOND ? null : unit;
  }

  private static @Nullable CalendarUnit exact(String folded) {
    for (CalendarUnit unit : values()) {
      if (unit.name().equals(folded)) {
        return unit;
      }
    }
    return null;
  }

  /** A sentence about what is wrong with a word for {@link #of}, or null. */
  public static @Nullable String problem(Object word) {
    return word instanceof String text && of(text) == null
        ? "'" + text + "' is no unit of time; units are " + LIST + ", MILLISECOND"
        : null;
  }

  /** A sentence about what is wrong with a word for {@link #ofClassic}, or null. */
  public static @Nullable String classicProblem(Object word) {
    return word instanceof String text && ofClassic(text) == null
        ? "'" + text + "' is no unit of time here; units are " + LIST
        : null;
  }

  /**
   * {@code count} units later.
   *
   * @throws ArithmeticException beyond what a LONG counts
   * @throws java.time.DateTimeException beyond the calendar
   */
  public ZonedDateTime add(ZonedDateTime time, long count) {
    return time.plus(Math.multiplyExact(count, (long) stepCount), step);
  }

  /** The whole units from {@code a} to {@code b}, toward zero. */
  public long between(ZonedDateTime a, ZonedDateTime b) {
    return a.until(b, step) / stepCount;
  }

  /** When the unit began that {@code time} is in. */
  public ZonedDateTime start(ZonedDateTime time) {
    LocalDate day = time.toLocalDate();
    return switch (this) {
      case YEAR -> startOf(time, day.withDayOfYear(1));
      case QUARTER ->
          startOf(time, LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1));
      case MONTH -> startOf(time, day.withDayOfMonth(1));
      case WEEK -> startOf(time, day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case DAY -> startOf(time, day);
      case HOUR, MINUTE, SECOND, MILLISECOND -> time.truncatedTo(step);
    };
  }

  private static ZonedDateTime startOf(ZonedDateTime time, LocalDate day) {
    return day.atStartOfDay(time.getZone());
  }

  /** The first start of a unit that is not before {@code time}. */
  public ZonedDateTime nextStart(ZonedDateTime time) {
    ZonedDateTime start = start(time);
    return start.isBefore(time) ? start(add(start, 1)) : start;
  }
}
