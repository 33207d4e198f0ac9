package io.eventflux.core.function.scalar;

import static io.eventflux.core.function.FromApp.Fact.CLOCK;
import static io.eventflux.core.function.FromApp.Fact.TIME_ZONE;
import static io.eventflux.query.type.Type.DATE;
import static io.eventflux.query.type.Type.INT;
import static io.eventflux.query.type.Type.LONG;
import static io.eventflux.query.type.Type.STRING;
import static io.eventflux.query.type.Type.TIME;
import static io.eventflux.query.type.Type.TIMESTAMP;

import io.eventflux.core.function.CalendarUnit;
import io.eventflux.core.function.DateFormat;
import io.eventflux.core.function.DateFormats;
import io.eventflux.core.function.FromApp;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.FunctionTable.Overload;
import io.eventflux.core.function.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of times (language 8.2). Instants are epoch milliseconds, TIMESTAMP and LONG alike;
 * calendars are those of the time zone of the app. DATE and TIME have no zone and are computed with
 * as they stand. What is beyond the range of LONG or of the calendar is NULL. Pure functions but
 * for the memory of formats.
 */
public final class TimeFunctions {
  private static final long DAY_MILLIS = 86_400_000L;
  private static final DateFormat SECONDS = DateFormat.of("yyyy-MM-dd HH:mm:ss");

  private TimeFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Times", TimeFunctions.class, false)
        .add(
            "now",
            List.of("currentTimeMillis"),
            "The clock of the app, in milliseconds since 1970: the time of the machine, or in playback the latest event time so far. It is the same for all events that one cause delivers together.",
            List.of(Overload.of("now", LONG)),
            "now() = currentTimeMillis()",
            "TRUE")
        .add(
            "current_timestamp",
            List.of("localtimestamp"),
            "The clock of the app as TIMESTAMP; the parentheses may be left out.",
            List.of(Overload.of("now", TIMESTAMP)),
            "CURRENT_TIMESTAMP = now()",
            "TRUE")
        .add(
            "current_date",
            List.of(),
            "The day on the clock of the app, in its time zone; the parentheses may be left out.",
            List.of(Overload.of("currentDate", DATE)),
            "date_format(CURRENT_DATE, 'yyyy-MM-dd') = time:currentDate()",
            "TRUE")
        .add(
            "current_time",
            List.of(),
            "The time of day on the clock of the app, in its time zone; the parentheses may be left out.",
            List.of(Overload.of("currentTime", TIME)),
            "date_format(CURRENT_TIME, 'HH:mm:ss') = time:currentTime()",
            "TRUE")
        .add(
            "year",
            List.of(),
            "The year.",
            ofDays("year"),
            "year(TIMESTAMP '2025-03-02 10:15:30.250')",
            "2025",
            "EXTRACT(YEAR FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "2025")
        .add(
            "quarter",
            List.of(),
            "The quarter, from 1 to 4.",
            ofDays("quarter"),
            "quarter(TIMESTAMP '2025-03-02 10:15:30.250')",
            "1",
            "EXTRACT(QUARTER FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "1")
        .add(
            "month",
            List.of(),
            "The month, from 1 to 12.",
            ofDays("month"),
            "month(TIMESTAMP '2025-03-02 10:15:30.250')",
            "3",
            "EXTRACT(MONTH FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "3")
        .add(
            "week",
            List.of(),
            "The week of the year by ISO 8601: weeks begin on Monday, and week 1 has the first Thursday.",
            ofDays("week"),
            "week(TIMESTAMP '2025-03-02 10:15:30.250')",
            "9",
            "EXTRACT(WEEK FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "9")
        .add(
            "day",
            List.of(),
            "The day of the month.",
            ofDays("day"),
            "day(TIMESTAMP '2025-03-02 10:15:30.250')",
            "2",
            "EXTRACT(DAY FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "2")
        .add(
            "dayofweek",
            List.of(),
            "The day of the week, from 1 for Monday to 7 for Sunday.",
            ofDays("dayOfWeek"),
            "dayofweek(TIMESTAMP '2025-03-02 10:15:30.250')",
            "7",
            "EXTRACT(DOW FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "7")
        .add(
            "dayofyear",
            List.of(),
            "The day of the year, from 1.",
            ofDays("dayOfYear"),
            "dayofyear(TIMESTAMP '2025-03-02 10:15:30.250')",
            "61",
            "EXTRACT(DOY FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "61")
        .add(
            "hour",
            List.of(),
            "The hour of the day, from 0 to 23.",
            ofTimes("hour"),
            "hour(TIMESTAMP '2025-03-02 10:15:30.250')",
            "10",
            "EXTRACT(HOUR FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "10")
        .add(
            "minute",
            List.of(),
            "The minute of the hour.",
            ofTimes("minute"),
            "minute(TIMESTAMP '2025-03-02 10:15:30.250')",
            "15",
            "EXTRACT(MINUTE FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "15")
        .add(
            "second",
            List.of(),
            "The second of the minute.",
            ofTimes("second"),
            "second(TIMESTAMP '2025-03-02 10:15:30.250')",
            "30",
            "EXTRACT(SECOND FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "30")
        .add(
            "millisecond",
            List.of(),
            "The millisecond of the second.",
            ofTimes("millisecond"),
            "millisecond(TIMESTAMP '2025-03-02 10:15:30.250')",
            "250",
            "EXTRACT(MILLISECOND FROM TIMESTAMP '2025-03-02 10:15:30.250')",
            "250")
        .add(
            "epoch",
            List.of(),
            "Whole seconds since 1970.",
            List.of(Overload.of("epoch", LONG, TIMESTAMP), Overload.of("epoch", LONG, LONG)),
            "epoch(TIMESTAMP '1970-01-01 00:01:00.999')",
            "60L",
            "EXTRACT(EPOCH FROM TIMESTAMP '1970-01-02 00:00:00')",
            "86400L")
        .add(
            "date_trunc",
            List.of(),
            "When the unit began that a time is in, on the calendar of the app; weeks begin on Monday. FLOOR(ts TO unit) is the same.",
            ofKeptTypes("truncate"),
            "date_trunc('month', TIMESTAMP '2025-03-02 10:15:30.250')",
            "TIMESTAMP '2025-03-01 00:00:00'",
            "FLOOR(TIMESTAMP '2025-03-02 10:15:30.250' TO HOUR)",
            "TIMESTAMP '2025-03-02 10:00:00'",
            "date_trunc('week', DATE '2025-03-02')",
            "DATE '2025-02-24'")
        .checking(0, CalendarUnit::problem)
        .add(
            "date_ceil",
            List.of(),
            "When the next unit begins, or the time itself if one begins then. CEIL(ts TO unit) is the same.",
            ofKeptTypes("ceil"),
            "date_ceil('day', TIMESTAMP '2025-03-02 10:15:30.250')",
            "TIMESTAMP '2025-03-03 00:00:00'",
            "CEIL(TIMESTAMP '2025-03-01 00:00:00' TO MONTH)",
            "TIMESTAMP '2025-03-01 00:00:00'")
        .checking(0, CalendarUnit::problem)
        .add(
            "timestampadd",
            List.of(),
            "The time so many units later, on the calendar of the app: a day more is the same hour of the next day, and a month more of 31 January is the last day of February. Of a DATE only whole days count.",
            List.of(
                Overload.of("add", TIMESTAMP, STRING, LONG, TIMESTAMP),
                Overload.of("add", LONG, STRING, LONG, LONG),
                Overload.of("addToDate", DATE, STRING, LONG, DATE)),
            "TIMESTAMPADD(MONTH, 1, TIMESTAMP '2025-01-31 10:00:00')",
            "TIMESTAMP '2025-02-28 10:00:00'",
            "TIMESTAMPADD(DAY, -1, DATE '2025-03-01')",
            "DATE '2025-02-28'")
        .checking(0, CalendarUnit::problem)
        .add(
            "dateAdd",
            List.of(),
            "As timestampadd, with the time first and the unit as text.",
            List.of(
                Overload.of("dateAdd", TIMESTAMP, TIMESTAMP, LONG, STRING),
                Overload.of("dateAdd", LONG, LONG, LONG, STRING),
                Overload.of("dateAddToDate", DATE, DATE, LONG, STRING)),
            "dateAdd(0L, 2, 'hours')",
            "7200000L")
        .checking(2, CalendarUnit::problem)
        .add(
            "timestampdiff",
            List.of(),
            "The whole units from the first time to the second, toward zero, on the calendar of the app.",
            List.of(
                Overload.of("difference", LONG, STRING, TIMESTAMP, TIMESTAMP),
                Overload.of("difference", LONG, STRING, LONG, LONG),
                Overload.of("difference", LONG, STRING, DATE, DATE)),
            "TIMESTAMPDIFF(MONTH, DATE '2025-01-31', DATE '2025-03-01')",
            "1L",
            "TIMESTAMPDIFF(HOUR, TIMESTAMP '2025-01-01 10:00:00', TIMESTAMP '2025-01-01 07:30:00')",
            "-2L")
        .checking(0, CalendarUnit::problem)
        .add(
            "to_timestamp",
            List.of(),
            "The time that a text means in the time zone of the app, NULL if it does not fit the format. Without a format it is ISO text, as in a CAST.",
            List.of(
                Overload.of("parse", TIMESTAMP, STRING),
                Overload.of("parse", TIMESTAMP, STRING, STRING)),
            "to_timestamp('2025-03-01 10:15:00')",
            "TIMESTAMP '2025-03-01 10:15:00'",
            "to_timestamp('01/03/2025', 'dd/MM/yyyy')",
            "TIMESTAMP '2025-03-01 00:00:00'",
            "to_timestamp('30/02/2025', 'dd/MM/yyyy')",
            "NULL")
        .checking(1, DateFormats::formatProblem)
        .add(
            "parseDate",
            List.of(),
            "As to_timestamp, in milliseconds since 1970.",
            List.of(Overload.of("parse", LONG, STRING, STRING)),
            "parseDate('1970-01-02', 'yyyy-MM-dd')",
            "86400000L")
        .checking(1, DateFormats::formatProblem)
        .add(
            "date_format",
            List.of("formatDate"),
            "A time as text in the time zone of the app. The letters of the format are those of java.time.format.DateTimeFormatter; names are English.",
            List.of(
                Overload.of("format", STRING, TIMESTAMP, STRING),
                Overload.of("format", STRING, LONG, STRING),
                Overload.of("format", STRING, DATE, STRING),
                Overload.of("format", STRING, TIME, STRING)),
            "date_format(TIMESTAMP '2025-03-02 10:15:30.250', 'd MMM yyyy, HH:mm')",
            "'2 Mar 2025, 10:15'",
            "formatDate(DATE '2025-03-02', 'EEEE')",
            "'Sunday'")
        .checking(1, DateFormats::formatProblem)
        .add(
            "from_unixtime",
            List.of(),
            "Seconds since 1970 as text in the time zone of the app, as yyyy-MM-dd HH:mm:ss or in another format.",
            List.of(
                Overload.of("fromSeconds", STRING, LONG),
                Overload.of("fromSeconds", STRING, LONG, STRING)),
            "from_unixtime(60)",
            "'1970-01-01 00:01:00'",
            "from_unixtime(60, 'HH:mm')",
            "'00:01'")
        .checking(1, DateFormats::formatProblem)
        .add(
            "unix_timestamp",
            List.of(),
            "Whole seconds since 1970: of the clock of the app, or of a text as to_timestamp reads it.",
            List.of(
                Overload.of("nowSeconds", LONG),
                Overload.of("parseSeconds", LONG, STRING),
                Overload.of("parseSeconds", LONG, STRING, STRING)),
            "unix_timestamp('1970-01-01 00:01:00')",
            "60L",
            "unix_timestamp() = epoch(now())",
            "TRUE")
        .checking(1, DateFormats::formatProblem)
        .add(
            "to_timestamp_ltz",
            List.of(),
            "The time so many milliseconds (3, or nothing behind the number) or seconds (0) after 1970.",
            List.of(
                Overload.of("ofMillis", TIMESTAMP, LONG),
                Overload.of("ofMillis", TIMESTAMP, LONG, INT)
                    .checking(1, TimeFunctions::precisionProblem)),
            "to_timestamp_ltz(60000, 3)",
            "TIMESTAMP '1970-01-01 00:01:00'",
            "to_timestamp_ltz(60, 0)",
            "TIMESTAMP '1970-01-01 00:01:00'")
        .functions();
  }

  private static List<Overload> ofDays(String method) {
    return List.of(
        Overload.of(method, INT, TIMESTAMP),
        Overload.of(method, INT, LONG),
        Overload.of(method, INT, DATE));
  }

  private static List<Overload> ofTimes(String method) {
    return List.of(
        Overload.of(method, INT, TIMESTAMP),
        Overload.of(method, INT, LONG),
        Overload.of(method, INT, DATE),
        Overload.of(method, INT, TIME));
  }

  private static List<Overload> ofKeptTypes(String method) {
    return List.of(
        Overload.of(method, TIMESTAMP, STRING, TIMESTAMP),
        Overload.of(method, LONG, STRING, LONG),
        Overload.of(method, DATE, STRING, DATE));
  }

  private static @Nullable String precisionProblem(Object precision) {
    return precision.equals(0) || precision.equals(3)
        ? null
        : "the precision is 0 for seconds or 3 for milliseconds, not " + precision;
  }

  private static ZonedDateTime local(DateFormats formats, String zone, long millis) {
    return Instant.ofEpochMilli(millis).atZone(formats.appZone(zone));
  }

  private static long millis(ZonedDateTime time) {
    return time.toInstant().toEpochMilli();
  }

  /** {@code now()}. */
  public static long now(@FromApp(CLOCK) long nowMillis) {
    return nowMillis;
  }

  /** {@code CURRENT_DATE}. */
  public static long currentDate(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, @FromApp(TIME_ZONE) String zone) {
    return local(formats, zone, nowMillis).toLocalDate().toEpochDay() * DAY_MILLIS;
  }

  /** {@code CURRENT_TIME}. */
  public static long currentTime(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, @FromApp(TIME_ZONE) String zone) {
    return local(formats, zone, nowMillis).toLocalTime().toNanoOfDay() / 1_000_000;
  }

  /** {@code year(ts)}. */
  public static int year(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getYear();
  }

  /** {@code quarter(ts)}. */
  public static int quarter(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return (local(formats, zone, millis).getMonthValue() + 2) / 3;
  }

  /** {@code month(ts)}. */
  public static int month(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getMonthValue();
  }

  /** {@code week(ts)}. */
  public static int week(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  /** {@code day(ts)}. */
  public static int day(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getDayOfMonth();
  }

  /** {@code dayofweek(ts)}. */
  public static int dayOfWeek(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getDayOfWeek().getValue();
  }

  /** {@code dayofyear(ts)}. */
  public static int dayOfYear(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getDayOfYear();
  }

  /** {@code hour(ts)}. */
  public static int hour(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getHour();
  }

  /** {@code minute(ts)}. */
  public static int minute(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getMinute();
  }

  /** {@code second(ts)}. */
  public static int second(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getSecond();
  }

  /** {@code millisecond(ts)}. */
  public static int millisecond(DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return local(formats, zone, millis).getNano() / 1_000_000;
  }

  /** {@code epoch(ts)}. */
  public static long epoch(long millis) {
    return Math.floorDiv(millis, 1_000L);
  }

  /** {@code date_trunc(unit, ts)}. */
  public static @Nullable Long truncate(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String unitWord, long millis) {
    CalendarUnit unit = CalendarUnit.of(unitWord);
    try {
      return unit == null ? null : Long.valueOf(millis(unit.start(local(formats, zone, millis))));
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** {@code date_ceil(unit, ts)}. */
  public static @Nullable Long ceil(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String unitWord, long millis) {
    CalendarUnit unit = CalendarUnit.of(unitWord);
    try {
      return unit == null
          ? null
          : Long.valueOf(millis(unit.nextStart(local(formats, zone, millis))));
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** {@code timestampadd(unit, n, ts)}. */
  public static @Nullable Long add(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String unitWord,
      long count,
      long millis) {
    CalendarUnit unit = CalendarUnit.of(unitWord);
    try {
      return unit == null
          ? null
          : Long.valueOf(millis(unit.add(local(formats, zone, millis), count)));
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** {@code timestampadd(unit, n, date)}: the day of the result. */
  public static @Nullable Long addToDate(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String unitWord,
      long count,
      long millis) {
    Long sum = add(formats, zone, unitWord, count, millis);
    return sum == null ? null : Long.valueOf(Times.dateOf(sum));
  }

  /** {@code dateAdd(ts, n, unit)}. */
  public static @Nullable Long dateAdd(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      long millis,
      long count,
      String unitWord) {
    return add(formats, zone, unitWord, count, millis);
  }

  /** {@code dateAdd(date, n, unit)}: the day of the result. */
  public static @Nullable Long dateAddToDate(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      long millis,
      long count,
      String unitWord) {
    return addToDate(formats, zone, unitWord, count, millis);
  }

  /** {@code timestampdiff(unit, a, b)}. */
  public static @Nullable Long difference(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String unitWord, long a, long b) {
    CalendarUnit unit = CalendarUnit.of(unitWord);
    try {
      return unit == null
          ? null
          : Long.valueOf(unit.between(local(formats, zone, a), local(formats, zone, b)));
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** {@code to_timestamp(s)}. */
  public static @Nullable Long parse(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text) {
    return Times.parseTimestamp(text, formats.appZone(zone));
  }

  /** {@code to_timestamp(s, format)}. */
  public static @Nullable Long parse(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String pattern) {
    DateFormat format = formats.format(pattern);
    return format == null ? null : format.parse(text, formats.appZone(zone));
  }

  /** {@code date_format(ts, format)}. */
  public static @Nullable String format(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis, String pattern) {
    DateFormat format = formats.format(pattern);
    return format == null ? null : format.print(millis, formats.appZone(zone));
  }

  /** {@code from_unixtime(seconds)}. */
  public static @Nullable String fromSeconds(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long seconds) {
    return fromSeconds(SECONDS, seconds, formats.appZone(zone));
  }

  /** {@code from_unixtime(seconds, format)}. */
  public static @Nullable String fromSeconds(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long seconds, String pattern) {
    return fromSeconds(formats.format(pattern), seconds, formats.appZone(zone));
  }

  private static @Nullable String fromSeconds(
      @Nullable DateFormat format, long seconds, ZoneId zone) {
    Long millis = ofMillis(seconds, 0);
    return format == null || millis == null ? null : format.print(millis, zone);
  }

  /** {@code unix_timestamp()}. */
  public static long nowSeconds(@FromApp(CLOCK) long nowMillis) {
    return epoch(nowMillis);
  }

  /** {@code unix_timestamp(s)}. */
  public static @Nullable Long parseSeconds(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text) {
    Long millis = parse(formats, zone, text);
    return millis == null ? null : Long.valueOf(epoch(millis));
  }

  /** {@code unix_timestamp(s, format)}. */
  public static @Nullable Long parseSeconds(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String pattern) {
    Long millis = parse(formats, zone, text, pattern);
    return millis == null ? null : Long.valueOf(epoch(millis));
  }

  /** {@code to_timestamp_ltz(millis)}. */
  public static long ofMillis(long millis) {
    return millis;
  }

  /** {@code to_timestamp_ltz(n, precision)}. */
  public static @Nullable Long ofMillis(long number, int precision) {
    if (precision == 3) {
      return number;
    }
    boolean isInRange = number >= Long.MIN_VALUE / 1_000 && number <= Long.MAX_VALUE / 1_000;
    return precision == 0 && isInRange ? Long.valueOf(number * 1_000) : null;
  }
}
