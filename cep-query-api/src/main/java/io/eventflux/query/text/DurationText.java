package io.eventflux.query.text;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in option values: {@code '30 sec'}, {@code '1 min 30 sec'}, {@code '500ms'}, or a bare
 * number of milliseconds.
 */
public final class DurationText {
  private static final Pattern PART = Pattern.compile("\\s*(\\d{1,18})\\s*([A-Za-z]+)");
  private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,18})\\s*");

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text the value of an option
   * @return milliseconds, empty if the text is no duration, has a unit twice or units from small to
   *     large, or does not fit a long
   */
  public static OptionalLong millis(String text) {
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      return OptionalLong.of(Long.parseLong(number.group(1)));
    }
    Matcher part = PART.matcher(text);
    long sum = 0;
    int position = 0;
    DurationUnit previous = null;
    while (part.find(position) && part.start() == position) {
      DurationUnit unit = DurationUnit.of(part.group(2)).orElse(null);
      if (unit == null || (previous != null && unit.compareTo(previous) <= 0)) {
        return OptionalLong.empty();
      }
      try {
        sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(part.group(1)), unit.millis()));
      } catch (ArithmeticException overflow) {
        return OptionalLong.empty();
      }
      previous = unit;
      position = part.end();
    }
    return previous != null && text.substring(position).isBlank()
        ? OptionalLong.of(sum)
        : OptionalLong.empty();
  }

  /**
   * Writes a duration as a time literal, large units first, without units that are zero. A month
   * counts as days here, because thirty days read better than one month that has no month's length.
   *
   * @param millis milliseconds, not negative
   * @return for example {@code 1 min 30 sec}; {@code 0 millisec} for zero
   */
  public static String literal(long millis) {
    StringBuilder out = new StringBuilder();
    long rest = millis;
    for (DurationUnit unit : DurationUnit.values()) {
      boolean isCalendar =
          unit == DurationUnit.YEAR || unit == DurationUnit.MONTH || unit == DurationUnit.WEEK;
      long count = rest / unit.millis();
      if (count > 0 && !isCalendar) {
        out.append(out.isEmpty() ? "" : " ").append(count).append(' ').append(unit.word());
        rest -= count * unit.millis();
      }
    }
    return out.isEmpty() ? "0 millisec" : out.toString();
  }
}
