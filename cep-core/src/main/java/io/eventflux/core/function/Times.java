package io.eventflux.core.function;

import io.eventflux.query.type.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Texts of TIMESTAMP, DATE and TIME (language 2.7), always UTC. Instants and days are epoch
 * milliseconds, times of day milliseconds since midnight. Pure functions; a null result is SQL
 * NULL.
 */
public final class Times {
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long FIRST_MIDNIGHT =
      Long.MIN_VALUE + DAY_MILLIS - Math.floorMod(Long.MIN_VALUE, DAY_MILLIS);
  private static final int ZONE_MILLIS_MAX = 18 * 3_600_000;

  private Times() {}

  /** {@code yyyy-MM-dd HH:mm:ss.SSS}; years of more than four digits carry a sign. */
  public static String printTimestamp(long epochMillis) {
    StringBuilder text = new StringBuilder(23);
    appendDay(text, Math.floorDiv(epochMillis, DAY_MILLIS));
    text.append(' ');
    appendTime(text, Math.floorMod(epochMillis, DAY_MILLIS));
    return text.toString();
  }

  /** {@code yyyy-MM-dd}. */
  public static String printDate(long epochMillis) {
    StringBuilder text = new StringBuilder(10);
    appendDay(text, Math.floorDiv(epochMillis, DAY_MILLIS));
    return text.toString();
  }

  /** {@code HH:mm:ss.SSS}. */
  public static String printTime(long millisOfDay) {
    StringBuilder text = new StringBuilder(12);
    appendTime(text, Math.floorMod(millisOfDay, DAY_MILLIS));
    return text.toString();
  }

  /**
   * Midnight of the day of an instant. The first day of all, whose midnight is beyond the range of
   * LONG, is {@link Long#MIN_VALUE}.
   */
  public static long dateOf(long epochMillis) {
    if (epochMillis < FIRST_MIDNIGHT) {
      return Long.MIN_VALUE;
    }
    return epochMillis - Math.floorMod(epochMillis, DAY_MILLIS);
  }

  /** Time of day of an instant. */
  public static long timeOf(long epochMillis) {
    return Math.floorMod(epochMillis, DAY_MILLIS);
  }

  /**
   * The instant of an ISO text: a day, then, behind a blank or {@code T}, hours and minutes,
   * seconds with up to nine digits of fraction if wanted, and a zone ({@code Z}, {@code +02:00},
   * {@code +0200}, {@code +02}, perhaps behind a blank) if it is not UTC. Digits behind the
   * millisecond are cut off. The letters may be small.
   */
  public static @Nullable Long parseTimestamp(String text) {
    Scan scan = new Scan(text.strip());
    long day = scan.day();
    long time = 0;
    if (!scan.atEnd()) {
      scan.separator();
      time = scan.time() - scan.zone();
    }
    return scan.isComplete() ? instant(day, time) : null;
  }

  /**
   * As {@link #parseTimestamp(String)}, but a text without a zone is local time in {@code zone}.
   */
  public static @Nullable Long parseTimestamp(String text, ZoneId zone) {
    Scan scan = new Scan(text.strip());
    long day = scan.day();
    long time = 0;
    boolean hasZone = false;
    if (!scan.atEnd()) {
      scan.separator();
      time = scan.time();
      hasZone = !scan.atEnd();
      time -= scan.zone();
    }
    Long utc = scan.isComplete() ? instant(day, time) : null;
    if (utc == null || hasZone) {
      return utc;
    }
    try {
      Instant local = Instant.ofEpochMilli(utc);
      return DateFormat.instant(LocalDateTime.ofInstant(local, ZoneOffset.UTC), zone);
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  /** The day of an ISO text; what {@link #parseTimestamp} reads is cut down to its day. */
  public static @Nullable Long parseDate(String text) {
    Long instant = parseTimestamp(text);
    return instant == null ? null : Long.valueOf(dateOf(instant));
  }

  /**
   * The time of day of an ISO text: {@code HH:mm}, seconds and fraction if wanted; what {@link
   * #parseTimestamp} reads with a time is cut down to it.
   */
  public static @Nullable Long parseTime(String text) {
    String stripped = text.strip();
    Scan scan = new Scan(stripped);
    long time = scan.time();
    if (scan.isComplete()) {
      return time;
    }
    Long instant = stripped.indexOf(':') >= 0 ? parseTimestamp(stripped) : null;
    return instant == null ? null : Long.valueOf(timeOf(instant));
  }

  /**
   * The time that a constant of a program says. It is read as texts are converted, but has to be a
   * value of its type to the millisecond: a DATE with a time of day, or a TIME with a day, would
   * lose what somebody wrote on purpose.
   *
   * @param type TIMESTAMP, DATE or TIME
   * @return null if the text is no such value
   */
  public static @Nullable Long parseConstant(String text, Type type) {
    Long instant = parseTimestamp(text);
    if (type == Type.TIME) {
      return instant == null ? parseTime(text) : null;
    }
    boolean isLost = type == Type.DATE && instant != null && timeOf(instant) != 0;
    return isLost ? null : instant;
  }

  /** Null beyond the range of LONG, some 292 million years. */
  private static @Nullable Long instant(long epochDay, long millis) {
    try {
      // Counting from the end of a day keeps the product of the first representable day in range.
      return epochDay < 0
          ? Math.addExact(Math.multiplyExact(epochDay + 1, DAY_MILLIS), millis - DAY_MILLIS)
          : Math.addExact(Math.multiplyExact(epochDay, DAY_MILLIS), millis);
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  private static void appendDay(StringBuilder text, long epochDay) {
    text.append(LocalDate.ofEpochDay(epochDay));
  }

  private static void appendTime(StringBuilder text, long millisOfDay) {
    int millis = (int) millisOfDay;
    appendPadded(text, millis / 3_600_000, 2);
    text.append(':');
    appendPadded(text, millis / 60_000 % 60, 2);
    text.append(':');
    appendPadded(text, millis / 1_000 % 60, 2);
    text.append('.');
    appendPadded(text, millis % 1_000, 3);
  }

  private static void appendPadded(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    text.append(digits);
  }

  /** Reads from left to right; after the first mistake it stays failed and reads zeros. */
  private static final class Scan {
    private final String text;
    private int at;
    private boolean isFailed;

    Scan(String text) {
      this.text = text;
    }

    boolean atEnd() {
      return at >= text.length();
    }

    boolean isComplete() {
      return !isFailed && atEnd();
    }

    boolean skip(char wanted) {
      if (!atEnd() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    void expect(char wanted) {
      if (!skip(wanted)) {
        isFailed = true;
      }
    }

    /** What stands between day and time. */
    void separator() {
      if (!skip('T') && !skip('t')) {
        expect(' ');
      }
    }

    private boolean atDigit() {
      return !atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int number(int digitsMin, int digitsMax, int valueMax) {
      int value = 0;
      int count = 0;
      while (count < digitsMax && atDigit()) {
        value = value * 10 + text.charAt(at++) - '0';
        count++;
      }
      if (count < digitsMin || value > valueMax) {
        isFailed = true;
        return 0;
      }
      return value;
    }

    /** A day, as days since the epoch. */
    long day() {
      boolean isNegative = skip('-');
      boolean isSigned = isNegative || skip('+');
      int year = number(4, isSigned ? 9 : 4, 999_999_999);
      expect('-');
      int month = number(2, 2, 12);
      expect('-');
      int dayOfMonth = number(2, 2, 31);
      if (isFailed) {
        return 0;
      }
      try {
        return LocalDate.of(isNegative ? -year : year, month, dayOfMonth).toEpochDay();
      } catch (DateTimeException noSuchDay) {
        isFailed = true;
        return 0;
      }
    }

    /** A time of day in milliseconds. */
    long time() {
      long millis = number(2, 2, 23) * 3_600_000L;
      expect(':');
      millis += number(2, 2, 59) * 60_000L;
      if (skip(':')) {
        millis += number(2, 2, 59) * 1_000L;
        if (skip('.')) {
          millis += fractionMillis();
        }
      }
      return millis;
    }

    private int fractionMillis() {
      int first = at;
      int nanos = number(1, 9, 999_999_999);
      for (int i = at - first; i < 9; i++) {
        nanos *= 10;
      }
      return nanos / 1_000_000;
    }

    /** What the zone is ahead of UTC, in milliseconds; zero if none is given. */
    long zone() {
      skip(' ');
      if (atEnd() || skip('Z') || skip('z')) {
        return 0;
      }
      boolean isBehind = skip('-');
      if (!isBehind) {
        expect('+');
      }
      long millis = number(2, 2, 18) * 3_600_000L;
      if (skip(':') || atDigit()) {
        millis += number(2, 2, 59) * 60_000L;
      }
      isFailed |= millis > ZONE_MILLIS_MAX;
      return isBehind ? -millis : millis;
    }
  }
}
