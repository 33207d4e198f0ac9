package io.eventflux.extension.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two records of a file.
 *
 * @param offset unpacked bytes in front of it
 * @param line the number of the line that starts there, from 1
 */
record FilePosition(long offset, long line) {
  private static final Pattern TEXT = Pattern.compile("offset=(\\d{1,18}),line=(\\d{1,18})");

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static FilePosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a position in a file");
    }
    return new FilePosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** The position as text that stays readable in later versions. */
  String text() {
    return "offset=" + offset + ",line=" + line;
  }
}
