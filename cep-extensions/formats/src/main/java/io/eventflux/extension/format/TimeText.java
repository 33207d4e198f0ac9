package io.eventflux.extension.format;

import io.eventflux.core.function.Times;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes timestamps, dates and times of day as ISO text, in UTC and to the millisecond.
 * Days are counted in the proleptic Gregorian calendar. Pure functions; any thread.
 *
 * <pre>
 *   timestamp   2025-03-01   2025-03-01 10:15   2025-03-01T10:15:00.250Z   2025-03-01 10:15:00+01:00
 *   time        10:15   10:15:00   10:15:00.250
 *   beyond      +12025-03-01 10:15   -0044-03-15
 * </pre>
 *
 * Digits behind the millisecond are dropped. Years outside 0 to 9999 have a sign; they are read and
 * written by {@link Times}, slowly.
 */
public final class TimeText {
  /** What the readers return for text that is not well-formed; no text stands for it. */
  public static final long MALFORMED = Long.MIN_VALUE;

  /** The length of {@code yyyy-MM-dd HH:mm:ss.SSS}. */
  static final int MILLI_SIZE = 23;

  /** The length of {@code -0044-03-15}. */
  private static final int SIGNED_DAY_SIZE_MIN = 11;

  /** More than a timestamp with a year of nine digits, nanoseconds and a zone has. */
  private static final int FAR_SIZE_MAX = 60;

  private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;
  private static final long SIGN_BITS = 0x0080808080808080L;

  /** {@code :00.000}, the colon lowest. */
  private static final long SECOND_PATTERN = 0x003030302E30303AL;

  /** What lifts a byte over 127 that is too large: over 9 for digits, over 0 for signs. */
  private static final long SECOND_BOUNDS = 0x007676767F76767FL;

  private static final long DAY_MILLIS = 86_400_000L;
  private static final long ZONE_MILLIS_MAX = 18 * 3_600_000L;
  private static final long MIN_WRITABLE_MILLIS = daysOf(0, 1, 1) * DAY_MILLIS;
  private static final long MAX_WRITABLE_MILLIS = daysOf(10_000, 1, 1) * DAY_MILLIS - 1;

  private TimeText() {}

  /** Epoch milliseconds of the timestamp {@code text}, or {@link #MALFORMED}. */
  public static long timestampMillis(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return timestampMillis(bytes, 0, bytes.length);
  }

  /** Epoch milliseconds of the timestamp in {@code [from, to)}, or {@link #MALFORMED}. */
  static long timestampMillis(byte[] bytes, int from, int to) {
    if (isSigned(bytes, from, to)) {
      return farMillis(Times.parseTimestamp(text(bytes, from, to)));
    }
    long date = dateMillis(bytes, from, Math.min(from + 10, to));
    if (date == MALFORMED || to - from == 10) {
      return date;
    }
    byte separator = bytes[from + 10];
    if (separator != ' ' && separator != 'T' && separator != 't') {
      return MALFORMED;
    }
    int zone = from + 11;
    while (zone < to && isTimeByte(bytes[zone])) {
      zone++;
    }
    long time = timeMillis(bytes, from + 11, zone);
    long offset = zoneMillis(bytes, zone, to);
    return time == MALFORMED || offset == MALFORMED ? MALFORMED : date + time - offset;
  }

  /**
   * The milliseconds that {@code :ss.SSS} in the lowest seven bytes of a word stand for, or -1 if
   * there is something else; the highest byte does not matter.
   */
  static int millisOfMinute(long word) {
    // Digits become 0 to 9 and the two signs 0; then each byte is compared with its bound at once.
    long x = (word ^ SECOND_PATTERN) & SEVEN_BYTES;
    if (((((x & ~SIGN_BITS) + SECOND_BOUNDS) | x) & SIGN_BITS) != 0) {
      return -1;
    }
    int second = (int) (x >>> 8 & 0xFF) * 10 + (int) (x >>> 16 & 0xFF);
    int milli =
        (int) (x >>> 32 & 0xFF) * 100 + (int) (x >>> 40 & 0xFF) * 10 + (int) (x >>> 48 & 0xFF);
    return second > 59 ? -1 : second * 1_000 + milli;
  }

  /** Epoch milliseconds of the midnight of the day in {@code [from, to)}, or {@link #MALFORMED}. */
  static long dateMillis(byte[] bytes, int from, int to) {
    if (isSigned(bytes, from, to)) {
      String text = text(bytes, from, to);
      return text.indexOf(':') < 0 ? farMillis(Times.parseTimestamp(text)) : MALFORMED;
    }
    if (to - from != 10 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
      return MALFORMED;
    }
    int century = twoDigits(bytes, from);
    int yearOfCentury = twoDigits(bytes, from + 2);
    int month = twoDigits(bytes, from + 5);
    int day = twoDigits(bytes, from + 8);
    if ((century | yearOfCentury | month | day) < 0) {
      return MALFORMED;
    }
    int year = century * 100 + yearOfCentury;
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
      return MALFORMED;
    }
    return daysOf(year, month, day) * DAY_MILLIS;
  }

  /** Whether a year with a sign begins here, which few texts have; a number has a sign as well. */
  private static boolean isSigned(byte[] bytes, int from, int to) {
    if (to - from < SIGNED_DAY_SIZE_MIN || (bytes[from] != '-' && bytes[from] != '+')) {
      return false;
    }
    int i = from + 1;
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i < to && bytes[i] == '-';
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.min(to - from, FAR_SIZE_MAX), StandardCharsets.UTF_8);
  }

  private static long farMillis(@Nullable Long millis) {
    return millis == null ? MALFORMED : millis;
  }

  /** Milliseconds of the day of the time in {@code [from, to)}, or {@link #MALFORMED}. */
  static long timeMillis(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length < 5 || bytes[from + 2] != ':') {
      return MALFORMED;
    }
    int hour = twoDigits(bytes, from);
    int minute = twoDigits(bytes, from + 3);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return MALFORMED;
    }
    long millis = hour * 3_600_000L + minute * 60_000L;
    if (length == 5) {
      return millis;
    }
    if (length < 8 || bytes[from + 5] != ':') {
      return MALFORMED;
    }
    int second = twoDigits(bytes, from + 6);
    if (second < 0 || second > 59) {
      return MALFORMED;
    }
    millis += second * 1_000L;
    if (length == 8) {
      return millis;
    }
    if (length < 10 || length > 18 || bytes[from + 8] != '.') {
      return MALFORMED;
    }
    int weight = 100;
    for (int i = from + 9; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return MALFORMED;
      }
      millis += (long) digit * weight;
      weight /= 10;
    }
    return millis;
  }

  /** The text of a timestamp, {@code yyyy-MM-dd HH:mm:ss.SSS} in UTC. */
  public static String timestampText(long epochMillis) {
    ByteOutput out = new ByteOutput(32);
    appendTimestamp(out, epochMillis);
    return out.asciiText();
  }

  /**
   * Appends {@code yyyy-MM-dd HH:mm:ss.SSS} in UTC; outside the years 0 to 9999 the year has a
   * sign, as in a CAST to VARCHAR. The first instant of all, which no text stands for, is its
   * milliseconds.
   */
  static void appendTimestamp(ByteOutput out, long epochMillis) {
    if (epochMillis < MIN_WRITABLE_MILLIS || epochMillis > MAX_WRITABLE_MILLIS) {
      if (epochMillis == MALFORMED) {
        out.appendLong(epochMillis);
      } else {
        append(out, Times.printTimestamp(epochMillis));
      }
      return;
    }
    appendDate(out, epochMillis);
    out.append((byte) ' ');
    appendTime(out, Math.floorMod(epochMillis, DAY_MILLIS));
  }

  private static void append(ByteOutput out, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      out.append((byte) ascii.charAt(i));
    }
  }

  /** Appends {@code yyyy-MM-dd}; outside the years 0 to 9999 the year has a sign. */
  static void appendDate(ByteOutput out, long epochMillis) {
    if (epochMillis < MIN_WRITABLE_MILLIS || epochMillis > MAX_WRITABLE_MILLIS) {
      append(out, Times.printDate(epochMillis));
      return;
    }
    // Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days, years from March on.
    long z = Math.floorDiv(epochMillis, DAY_MILLIS) + 719_468;
    long era = Math.floorDiv(z, 146_097L);
    long dayOfEra = z - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * dayOfYear + 2) / 153;
    int day = (int) (dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    int month = (int) (marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
    int year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    out.appendPadded(year, 4);
    out.append((byte) '-');
    out.appendPadded(month, 2);
    out.append((byte) '-');
    out.appendPadded(day, 2);
  }

  /** Appends {@code HH:mm:ss.SSS}; the plain number if it is no time of a day. */
  static void appendTime(ByteOutput out, long millisOfDay) {
    if (millisOfDay < 0 || millisOfDay >= DAY_MILLIS) {
      out.appendLong(millisOfDay);
      return;
    }
    int millis = (int) millisOfDay;
    out.appendPadded(millis / 3_600_000, 2);
    out.append((byte) ':');
    out.appendPadded(millis / 60_000 % 60, 2);
    out.append((byte) ':');
    out.appendPadded(millis / 1_000 % 60, 2);
    out.append((byte) '.');
    out.appendPadded(millis % 1_000, 3);
  }

  private static boolean isTimeByte(byte b) {
    return (b >= '0' && b <= '9') || b == ':' || b == '.';
  }

  /** Nothing, Z, +hh, +hhmm or +hh:mm, after at most one blank. */
  private static long zoneMillis(byte[] bytes, int from, int to) {
    int i = from;
    if (i == to) {
      return 0;
    }
    if (bytes[i] == ' ') {
      i++;
    }
    int length = to - i;
    if (length == 1 && (bytes[i] | 0x20) == 'z') {
      return 0;
    }
    if (length < 3 || (bytes[i] != '+' && bytes[i] != '-')) {
      return MALFORMED;
    }
    int hours = twoDigits(bytes, i + 1);
    int minutes;
    if (length == 3) {
      minutes = 0;
    } else if (length == 5) {
      minutes = twoDigits(bytes, i + 3);
    } else if (length == 6 && bytes[i + 3] == ':') {
      minutes = twoDigits(bytes, i + 4);
    } else {
      return MALFORMED;
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return MALFORMED;
    }
    long millis = (hours * 60L + minutes) * 60_000L;
    if (millis > ZONE_MILLIS_MAX) {
      return MALFORMED;
    }
    return bytes[i] == '-' ? -millis : millis;
  }

  /** The number of two digits at {@code at}, or -1. */
  private static int twoDigits(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  private static int daysInMonth(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** Days since 1970-01-01; Hinnant's days_from_civil. */
  private static long daysOf(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
