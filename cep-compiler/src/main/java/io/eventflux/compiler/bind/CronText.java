package io.eventflux.compiler.bind;

import java.time.YearMonth;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a cron text (language 3.6). */
final class CronText {
  /**
   * One field.
   *
   * @param names words for numbers; empty if there are none
   * @param extras the letters of Quartz that may stand in it
   */
  private record Field(String word, int min, int max, List<String> names, String extras) {}

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final List<Field> FIELDS =
      List.of(
          new Field("second", 0, 59, List.of(), ""),
          new Field("minute", 0, 59, List.of(), ""),
          new Field("hour", 0, 23, List.of(), ""),
          new Field("day of month", 1, 31, List.of(), "?LW"),
          new Field("month", 1, 12, MONTHS, ""),
          new Field("day of week", 0, 7, DAYS, "?L#"),
          new Field("year", 1970, 2199, List.of(), ""));

  private static final int DAY_OF_MONTH = 3;
  private static final int MONTH = 4;
  private static final int DAY_OF_WEEK = 5;
  private static final int YEAR = 6;

  /** The days of a text with {@code ?}, which counts them from 1. */
  private static final Field QUARTZ_DAYS = new Field("day of week", 1, 7, DAYS, "?L#");

  /** Days before the last one of a month. */
  private static final int BEFORE_LAST_MAX = 30;

  /** The fields in order, for messages. */
  static final String FORM = "fields: second minute hour day-of-month month day-of-week [year]";

  private CronText() {}

  /** What is wrong, as a sentence without full stop; null if it can be read. */
  static @Nullable String problem(String text) {
    String[] fields = text.trim().split("\\s+", -1);
    if (fields.length < 6 || fields.length > 7) {
      return "a cron text has 6 or 7 fields, this one has " + (text.isBlank() ? 0 : fields.length);
    }
    boolean isQuartz = text.contains("?");
    for (int i = 0; i < fields.length; i++) {
      Field field = isQuartz && i == DAY_OF_WEEK ? QUARTZ_DAYS : FIELDS.get(i);
      if (!isField(fields[i].toUpperCase(Locale.ROOT), field)) {
        return "'"
            + fields[i]
            + "' is no "
            + field.word()
            + " of a cron text"
            + (field.equals(QUARTZ_DAYS) ? " with '?', where 1 is Sunday and 7 Saturday" : "");
      }
    }
    if (isQuartz && fields[DAY_OF_MONTH].equals("?") == fields[DAY_OF_WEEK].equals("?")) {
      return "exactly one of the two day fields is '?'";
    }
    if (!hasDate(fields)) {
      return "no date has day of month '"
          + fields[DAY_OF_MONTH]
          + "' and month '"
          + fields[MONTH]
          + "'"
          + (fields.length > YEAR ? " in year '" + fields[YEAR] + "'" : "");
    }
    return null;
  }

  /**
   * Whether a day of month comes at all. Days of the week are left out of account: they alone never
   * rule out a date of all years.
   */
  private static boolean hasDate(String[] fields) {
    BitSet years = numbers(fields.length > YEAR ? fields[YEAR] : "*", FIELDS.get(YEAR));
    BitSet months = numbers(fields[MONTH], FIELDS.get(MONTH));
    int first = numbers(fields[DAY_OF_MONTH], FIELDS.get(DAY_OF_MONTH)).nextSetBit(0);
    return years.stream()
        .anyMatch(
            year ->
                months.stream()
                    .anyMatch(month -> first <= YearMonth.of(year, month).lengthOfMonth()));
  }

  /**
   * The numbers that a field stands for. A day that is counted from the end of a month may be the
   * first one, as every month has one.
   */
  private static BitSet numbers(String text, Field field) {
    BitSet numbers = new BitSet();
    for (String item : text.toUpperCase(Locale.ROOT).split(",", -1)) {
      int slash = item.indexOf('/');
      int step = slash < 0 ? 1 : Integer.parseInt(item.substring(slash + 1));
      String range = slash < 0 ? item : item.substring(0, slash);
      if (range.equals("*") || range.startsWith("?") || range.startsWith("L")) {
        add(numbers, field.min(), field.max(), step);
        continue;
      }
      int dash = range.indexOf('-');
      int from = number(dash < 0 ? range : range.substring(0, dash), field);
      int to =
          dash < 0 ? (slash < 0 ? from : field.max()) : number(range.substring(dash + 1), field);
      if (from <= to) {
        add(numbers, from, to, step);
      } else {
        // FRI-MON, 22-4: over the end of the field.
        add(numbers, from, field.max(), step);
        add(numbers, field.min(), to, 1);
      }
    }
    return numbers;
  }

  private static void add(BitSet numbers, int from, int to, int step) {
    for (int number = from; number <= to; number += step) {
      numbers.set(number);
    }
  }

  private static int number(String text, Field field) {
    int name = field.names().indexOf(text);
    return name < 0 ? Integer.parseInt(text.replace("W", "")) : name + field.min();
  }

  private static boolean isField(String text, Field field) {
    if (text.equals("?")) {
      return !field.extras().isEmpty();
    }
    for (String item : text.split(",", -1)) {
      if (!isItem(item, field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isItem(String item, Field field) {
    if (field.extras().contains("L") && item.startsWith("L")) {
      return item.equals("L") || (field.extras().contains("W") && isNearLast(item));
    }
    if (field.extras().contains("W") && item.endsWith("W")) {
      return isNumber(item.substring(0, item.length() - 1), field);
    }
    if (field.extras().contains("#") && item.contains("#")) {
      return item.matches(".+#[1-5]") && isNumber(item.substring(0, item.length() - 2), field);
    }
    if (field.extras().contains("#") && item.endsWith("L")) {
      return isNumber(item.substring(0, item.length() - 1), field);
    }
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    if (slash >= 0 && !isStep(item.substring(slash + 1), field)) {
      return false;
    }
    if (range.equals("*")) {
      return true;
    }
    int dash = range.indexOf('-');
    return dash < 0
        ? isNumber(range, field)
        : isNumber(range.substring(0, dash), field) && isNumber(range.substring(dash + 1), field);
  }

  /** A day of month that is counted from the last one: {@code LW}, {@code L-3}, {@code L-3W}. */
  private static boolean isNearLast(String item) {
    if (!item.matches("L(-\\d{1,2})?W?")) {
      return false;
    }
    String days = item.replaceAll("\\D", "");
    return days.isEmpty() || Integer.parseInt(days) <= BEFORE_LAST_MAX;
  }

  /** A longer step would never be taken. */
  private static boolean isStep(String text, Field field) {
    return text.matches("[1-9]\\d{0,3}") && Integer.parseInt(text) <= field.max();
  }

  private static boolean isNumber(String text, Field field) {
    if (field.names().contains(text)) {
      return true;
    }
    if (!text.matches("\\d{1,4}")) {
      return false;
    }
    int number = Integer.parseInt(text);
    return number >= field.min() && number <= field.max();
  }
}
