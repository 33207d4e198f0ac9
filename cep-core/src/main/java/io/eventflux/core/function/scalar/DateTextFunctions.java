package io.eventflux.core.function.scalar;

import static io.eventflux.core.function.FromApp.Fact.CLOCK;
import static io.eventflux.core.function.FromApp.Fact.TIME_ZONE;
import static io.eventflux.query.type.Type.INT;
import static io.eventflux.query.type.Type.LONG;
import static io.eventflux.query.type.Type.STRING;

import io.eventflux.core.function.CalendarUnit;
import io.eventflux.core.function.DateFormat;
import io.eventflux.core.function.DateFormats;
import io.eventflux.core.function.FromApp;
import io.eventflux.core.function.FunctionProvider.ScalarFunction;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.core.function.FunctionTable.Overload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The functions {@code time:} (language 8.4): dates are texts in a format, or milliseconds since
 * 1970; calendars are those of the time zone of the app. A text that does not fit its format gives
 * NULL. Pure functions but for the memory of formats.
 */
public final class DateTextFunctions {
  private static final DateFormat DATE = DateFormat.of("yyyy-MM-dd");
  private static final DateFormat TIME = DateFormat.of("HH:mm:ss");
  private static final DateFormat SECONDS = DateFormat.of("yyyy-MM-dd HH:mm:ss");

  private DateTextFunctions() {}

  static List<ScalarFunction> functions() {
    return new FunctionTable("Times as text", DateTextFunctions.class, false)
        .add(
            "time:currentDate",
            List.of(),
            "The day on the clock of the app as yyyy-MM-dd.",
            List.of(Overload.of("currentDate", STRING)),
            "time:currentDate() = date_format(now(), 'yyyy-MM-dd')",
            "TRUE")
        .add(
            "time:currentTime",
            List.of(),
            "The time on the clock of the app as HH:mm:ss.",
            List.of(Overload.of("currentTime", STRING)),
            "time:currentTime() = date_format(now(), 'HH:mm:ss')",
            "TRUE")
        .add(
            "time:currentTimestamp",
            List.of(),
            "The clock of the app as yyyy-MM-dd HH:mm:ss, in its time zone or another one.",
            List.of(
                Overload.of("currentTimestamp", STRING),
                zone(0, Overload.of("currentTimestamp", STRING, STRING))),
            "time:currentTimestamp('UTC') = time:utcTimestamp()",
            "TRUE")
        .add(
            "time:utcTimestamp",
            List.of(),
            "The clock of the app in UTC as yyyy-MM-dd HH:mm:ss, or in another format.",
            List.of(
                Overload.of("utcTimestamp", STRING),
                format(0, Overload.of("utcTimestamp", STRING, STRING))),
            "time:utcTimestamp('yyyy-MM-dd') = substr(time:utcTimestamp(), 1, 10)",
            "TRUE")
        .add(
            "time:date",
            List.of(),
            "The day of a date as yyyy-MM-dd.",
            List.of(
                Overload.of("date", STRING, STRING),
                format(1, Overload.of("date", STRING, STRING, STRING)),
                Overload.of("dateOfMillis", STRING, LONG)),
            "time:date('2025-03-02 10:15:30')",
            "'2025-03-02'",
            "time:date('02/03/2025', 'dd/MM/yyyy')",
            "'2025-03-02'",
            "time:date(0L)",
            "'1970-01-01'",
            "time:date('today')",
            "NULL")
        .add(
            "time:dateAdd",
            List.of(),
            "A date so many units later, on the calendar of the app, in the format of the date; of milliseconds it is milliseconds as text.",
            calculation("add"),
            "time:dateAdd('2025-01-31', 1, 'month', 'yyyy-MM-dd')",
            "'2025-02-28'",
            "time:dateAdd('2025-01-31 10:00:00', 1, 'day')",
            "'2025-02-01 10:00:00.000'",
            "time:dateAdd(0L, 1, 'hour')",
            "'3600000'")
        .add(
            "time:dateSub",
            List.of(),
            "As time:dateAdd, but so many units earlier.",
            calculation("subtract"),
            "time:dateSub('2025-03-31', 1, 'month', 'yyyy-MM-dd')",
            "'2025-02-28'")
        .add(
            "time:dateDiff",
            List.of(),
            "The whole days from the second date to the first, toward zero.",
            List.of(
                Overload.of("difference", LONG, STRING, STRING),
                format(
                    2, format(3, Overload.of("difference", LONG, STRING, STRING, STRING, STRING))),
                Overload.of("differenceOfMillis", LONG, LONG, LONG)),
            "time:dateDiff('2025-03-02', '2025-02-28')",
            "2L",
            "time:dateDiff('2025-03-02', '04/03/2025', 'yyyy-MM-dd', 'dd/MM/yyyy')",
            "-2L")
        .add(
            "time:dateFormat",
            List.of(),
            "A date in another format: the second argument is the new one, the third the one that it has.",
            List.of(
                format(1, Overload.of("convert", STRING, STRING, STRING)),
                format(1, format(2, Overload.of("convert", STRING, STRING, STRING, STRING))),
                format(1, Overload.of("formatMillis", STRING, LONG, STRING))),
            "time:dateFormat('2025-03-02 10:15:30', 'HH:mm')",
            "'10:15'",
            "time:dateFormat('02/03/2025', 'd MMM yyyy', 'dd/MM/yyyy')",
            "'2 Mar 2025'",
            "time:dateFormat(0L, 'yyyy')",
            "'1970'")
        .add(
            "time:dayOfWeek",
            List.of(),
            "The English name of the day of the week.",
            List.of(
                Overload.of("dayOfWeek", STRING, STRING),
                format(1, Overload.of("dayOfWeek", STRING, STRING, STRING)),
                Overload.of("dayOfWeekOfMillis", STRING, LONG)),
            "time:dayOfWeek('2025-03-04')",
            "'Tuesday'")
        .add(
            "time:extract",
            List.of(),
            "A part of a date: the unit comes first for a text and second for milliseconds. With a language tag as last argument weeks are counted as there, otherwise by ISO 8601.",
            List.of(
                unit(0, Overload.of("extract", INT, STRING, STRING)),
                unit(0, format(2, Overload.of("extract", INT, STRING, STRING, STRING))),
                locale(
                    3,
                    unit(
                        0, format(2, Overload.of("extract", INT, STRING, STRING, STRING, STRING)))),
                unit(0, Overload.of("extractOfMillis", INT, STRING, LONG)),
                unit(1, Overload.of("extractFromMillis", INT, LONG, STRING)),
                locale(2, unit(1, Overload.of("extractFromMillis", INT, LONG, STRING, STRING)))),
            "time:extract('month', '2025-03-02')",
            "3",
            "time:extract('day', '02/03/2025', 'dd/MM/yyyy')",
            "2",
            "time:extract(0L, 'year')",
            "1970",
            "time:extract('week', '2025-01-05', 'yyyy-MM-dd', 'en-US')",
            "2",
            "time:extract('week', '2025-01-05')",
            "1")
        .add(
            "time:timestampInMilliseconds",
            List.of(),
            "A date in milliseconds since 1970; without arguments the clock of the app.",
            List.of(
                Overload.of("millisNow", LONG),
                Overload.of("millis", LONG, STRING),
                format(1, Overload.of("millis", LONG, STRING, STRING)),
                Overload.of("millis", LONG, LONG)),
            "time:timestampInMilliseconds('1970-01-01 00:00:01.500')",
            "1500L",
            "time:timestampInMilliseconds('02/01/1970', 'dd/MM/yyyy')",
            "86400000L",
            "time:timestampInMilliseconds() = now()",
            "TRUE")
        .add(
            "time:timezoneConvert",
            List.of(),
            "A date as clocks show it in another time zone, in the same format; the last argument is the zone it is meant in, the one of the app if it is left out.",
            List.of(
                format(1, zone(2, Overload.of("inZone", STRING, STRING, STRING, STRING))),
                format(
                    1,
                    zone(
                        2,
                        zone(
                            3,
                            Overload.of("betweenZones", STRING, STRING, STRING, STRING, STRING)))),
                format(1, zone(2, Overload.of("millisInZone", STRING, LONG, STRING, STRING)))),
            "time:timezoneConvert('2025-07-01 12:00', 'yyyy-MM-dd HH:mm', 'Europe/Oslo')",
            "'2025-07-01 14:00'",
            "time:timezoneConvert('2025-07-01 12:00', 'yyyy-MM-dd HH:mm', 'UTC', 'America/New_York')",
            "'2025-07-01 16:00'",
            "time:timezoneConvert(0L, 'HH:mm', '+05:30')",
            "'05:30'")
        .functions();
  }

  private static List<Overload> calculation(String method) {
    return List.of(
        unit(2, Overload.of(method, STRING, STRING, LONG, STRING)),
        unit(2, format(3, Overload.of(method, STRING, STRING, LONG, STRING, STRING))),
        unit(2, Overload.of(method + "ToMillis", STRING, LONG, LONG, STRING)));
  }

  private static Overload format(int argument, Overload overload) {
    return overload.checking(argument, DateFormats::formatProblem);
  }

  private static Overload unit(int argument, Overload overload) {
    return overload.checking(argument, CalendarUnit::classicProblem);
  }

  private static Overload zone(int argument, Overload overload) {
    return overload.checking(argument, DateFormats::zoneProblem);
  }

  private static Overload locale(int argument, Overload overload) {
    return overload.checking(argument, DateTextFunctions::localeProblem);
  }

  private static @Nullable String localeProblem(Object tag) {
    return tag instanceof String text && locale(text) == null
        ? "'" + text + "' is no language tag, as 'en-US' is"
        : null;
  }

  private static @Nullable Locale locale(String tag) {
    try {
      return new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build();
    } catch (IllformedLocaleException bad) {
      return null;
    }
  }

  private static @Nullable Long read(@Nullable DateFormat format, String text, ZoneId zone) {
    return format == null ? null : format.parse(text, zone);
  }

  private static @Nullable String print(
      @Nullable DateFormat format, @Nullable Long millis, @Nullable ZoneId zone) {
    return format == null || millis == null || zone == null ? null : format.print(millis, zone);
  }

  /** {@code time:currentDate()}. */
  public static @Nullable String currentDate(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, @FromApp(TIME_ZONE) String zone) {
    return DATE.print(nowMillis, formats.appZone(zone));
  }

  /** {@code time:currentTime()}. */
  public static @Nullable String currentTime(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, @FromApp(TIME_ZONE) String zone) {
    return TIME.print(nowMillis, formats.appZone(zone));
  }

  /** {@code time:currentTimestamp()}. */
  public static @Nullable String currentTimestamp(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, @FromApp(TIME_ZONE) String zone) {
    return SECONDS.print(nowMillis, formats.appZone(zone));
  }

  /** {@code time:currentTimestamp(zone)}. */
  public static @Nullable String currentTimestamp(
      DateFormats formats,
      @FromApp(CLOCK) long nowMillis,
      @FromApp(TIME_ZONE) String zone,
      String wantedZone) {
    return print(SECONDS, nowMillis, formats.zone(wantedZone));
  }

  /** {@code time:utcTimestamp()}. */
  public static @Nullable String utcTimestamp(@FromApp(CLOCK) long nowMillis) {
    return SECONDS.print(nowMillis, ZoneOffset.UTC);
  }

  /** {@code time:utcTimestamp(format)}. */
  public static @Nullable String utcTimestamp(
      DateFormats formats, @FromApp(CLOCK) long nowMillis, String pattern) {
    return print(formats.format(pattern), nowMillis, ZoneOffset.UTC);
  }

  /** {@code time:date(s)}. */
  public static @Nullable String date(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text) {
    return print(DATE, millis(formats, zone, text), formats.appZone(zone));
  }

  /** {@code time:date(s, format)}. */
  public static @Nullable String date(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String pattern) {
    return print(DATE, millis(formats, zone, text, pattern), formats.appZone(zone));
  }

  /** {@code time:date(ms)}. */
  public static @Nullable String dateOfMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return DATE.print(millis, formats.appZone(zone));
  }

  /** {@code time:dateAdd(s, n, unit)}. */
  public static @Nullable String add(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, long n, String unit) {
    ZoneId appZone = formats.appZone(zone);
    Long millis = read(DateFormat.STANDARD, text, appZone);
    return print(DateFormat.STANDARD, sum(millis, n, unit, appZone), appZone);
  }

  /** {@code time:dateAdd(s, n, unit, format)}. */
  public static @Nullable String add(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String text,
      long n,
      String unit,
      String pattern) {
    ZoneId appZone = formats.appZone(zone);
    DateFormat format = formats.format(pattern);
    return print(format, sum(read(format, text, appZone), n, unit, appZone), appZone);
  }

  /** {@code time:dateAdd(ms, n, unit)}. */
  public static @Nullable String addToMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis, long n, String unit) {
    Long sum = sum(millis, n, unit, formats.appZone(zone));
    return sum == null ? null : sum.toString();
  }

  /** {@code time:dateSub(s, n, unit)}. */
  public static @Nullable String subtract(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, long n, String unit) {
    return n == Long.MIN_VALUE ? null : add(formats, zone, text, -n, unit);
  }

  /** {@code time:dateSub(s, n, unit, format)}. */
  public static @Nullable String subtract(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String text,
      long n,
      String unit,
      String pattern) {
    return n == Long.MIN_VALUE ? null : add(formats, zone, text, -n, unit, pattern);
  }

  /** {@code time:dateSub(ms, n, unit)}. */
  public static @Nullable String subtractToMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis, long n, String unit) {
    return n == Long.MIN_VALUE ? null : addToMillis(formats, zone, millis, -n, unit);
  }

  private static @Nullable Long sum(@Nullable Long millis, long n, String word, ZoneId zone) {
    CalendarUnit unit = CalendarUnit.ofClassic(word);
    if (millis == null || unit == null) {
      return null;
    }
    try {
      return unit.add(Instant.ofEpochMilli(millis).atZone(zone), n).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** {@code time:dateDiff(s1, s2)}. */
  public static @Nullable Long difference(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String first, String second) {
    return days(millis(formats, zone, second), millis(formats, zone, first), formats.appZone(zone));
  }

  /** {@code time:dateDiff(s1, s2, format1, format2)}. */
  public static @Nullable Long difference(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String first,
      String second,
      String firstPattern,
      String secondPattern) {
    return days(
        millis(formats, zone, second, secondPattern),
        millis(formats, zone, first, firstPattern),
        formats.appZone(zone));
  }

  /** {@code time:dateDiff(ms1, ms2)}. */
  public static @Nullable Long differenceOfMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long first, long second) {
    return days(second, first, formats.appZone(zone));
  }

  private static @Nullable Long days(@Nullable Long from, @Nullable Long to, ZoneId zone) {
    return from == null || to == null
        ? null
        : Long.valueOf(
            CalendarUnit.DAY.between(
                Instant.ofEpochMilli(from).atZone(zone), Instant.ofEpochMilli(to).atZone(zone)));
  }

  /** {@code time:dateFormat(s, target)}. */
  public static @Nullable String convert(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String target) {
    return print(formats.format(target), millis(formats, zone, text), formats.appZone(zone));
  }

  /** {@code time:dateFormat(s, target, source)}. */
  public static @Nullable String convert(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String text,
      String target,
      String source) {
    return print(
        formats.format(target), millis(formats, zone, text, source), formats.appZone(zone));
  }

  /** {@code time:dateFormat(ms, target)}. */
  public static @Nullable String formatMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis, String target) {
    return print(formats.format(target), millis, formats.appZone(zone));
  }

  /** {@code time:dayOfWeek(s)}. */
  public static @Nullable String dayOfWeek(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text) {
    return dayName(millis(formats, zone, text), formats.appZone(zone));
  }

  /** {@code time:dayOfWeek(s, format)}. */
  public static @Nullable String dayOfWeek(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String pattern) {
    return dayName(millis(formats, zone, text, pattern), formats.appZone(zone));
  }

  /** {@code time:dayOfWeek(ms)}. */
  public static @Nullable String dayOfWeekOfMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis) {
    return dayName(millis, formats.appZone(zone));
  }

  private static @Nullable String dayName(@Nullable Long millis, ZoneId zone) {
    return millis == null
        ? null
        : Instant.ofEpochMilli(millis)
            .atZone(zone)
            .getDayOfWeek()
            .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** {@code time:extract(unit, s)}. */
  public static @Nullable Integer extract(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String unit, String text) {
    return part(unit, millis(formats, zone, text), formats.appZone(zone), WeekFields.ISO);
  }

  /** {@code time:extract(unit, s, format)}. */
  public static @Nullable Integer extract(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String unit,
      String text,
      String pattern) {
    return part(unit, millis(formats, zone, text, pattern), formats.appZone(zone), WeekFields.ISO);
  }

  /** {@code time:extract(unit, s, format, locale)}. */
  public static @Nullable Integer extract(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String unit,
      String text,
      String pattern,
      String locale) {
    return part(unit, millis(formats, zone, text, pattern), formats.appZone(zone), weeks(locale));
  }

  /** {@code time:extract(unit, ms)}. */
  public static @Nullable Integer extractOfMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String unit, long millis) {
    return part(unit, millis, formats.appZone(zone), WeekFields.ISO);
  }

  /** {@code time:extract(ms, unit)}. */
  public static @Nullable Integer extractFromMillis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, long millis, String unit) {
    return part(unit, millis, formats.appZone(zone), WeekFields.ISO);
  }

  /** {@code time:extract(ms, unit, locale)}. */
  public static @Nullable Integer extractFromMillis(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      long millis,
      String unit,
      String locale) {
    return part(unit, millis, formats.appZone(zone), weeks(locale));
  }

  private static @Nullable WeekFields weeks(String tag) {
    Locale locale = locale(tag);
    return locale == null ? null : WeekFields.of(locale);
  }

  private static @Nullable Integer part(
      String word, @Nullable Long millis, ZoneId zone, @Nullable WeekFields weeks) {
    CalendarUnit unit = CalendarUnit.ofClassic(word);
    if (millis == null || unit == null || weeks == null) {
      return null;
    }
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
    return switch (unit) {
      case YEAR -> time.getYear();
      case QUARTER -> time.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> time.getMonthValue();
      case WEEK -> time.get(weeks.weekOfWeekBasedYear());
      case DAY -> time.getDayOfMonth();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case MILLISECOND -> time.getNano() / 1_000_000;
    };
  }

  /** {@code time:timestampInMilliseconds()}. */
  public static long millisNow(@FromApp(CLOCK) long nowMillis) {
    return nowMillis;
  }

  /** {@code time:timestampInMilliseconds(s)}. */
  public static @Nullable Long millis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text) {
    return read(DateFormat.STANDARD, text, formats.appZone(zone));
  }

  /** {@code time:timestampInMilliseconds(s, format)}. */
  public static @Nullable Long millis(
      DateFormats formats, @FromApp(TIME_ZONE) String zone, String text, String pattern) {
    return read(formats.format(pattern), text, formats.appZone(zone));
  }

  /** {@code time:timestampInMilliseconds(ms)}. */
  public static long millis(long millis) {
    return millis;
  }

  /** {@code time:timezoneConvert(s, format, zone)}. */
  public static @Nullable String inZone(
      DateFormats formats,
      @FromApp(TIME_ZONE) String zone,
      String text,
      String pattern,
      String wantedZone) {
    Long millis = millis(formats, zone, text, pattern);
    return print(formats.format(pattern), millis, formats.zone(wantedZone));
  }

  /** {@code time:timezoneConvert(s, format, zone, from)}. */
  public static @Nullable String betweenZones(
      DateFormats formats, String text, String pattern, String wantedZone, String ownZone) {
    DateFormat format = formats.format(pattern);
    ZoneId own = formats.zone(ownZone);
    return own == null ? null : print(format, read(format, text, own), formats.zone(wantedZone));
  }

  /** {@code time:timezoneConvert(ms, format, zone)}. */
  public static @Nullable String millisInZone(
      DateFormats formats, long millis, String pattern, String wantedZone) {
    return print(formats.format(pattern), millis, formats.zone(wantedZone));
  }
}
