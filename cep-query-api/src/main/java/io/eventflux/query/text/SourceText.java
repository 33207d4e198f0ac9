package io.eventflux.query.text;

import java.util.Arrays;

/**
 * A program text with a name, and the way from offsets to lines and columns. Immutable; any thread.
 *
 * <p>A line ends with LF, CR LF or CR. Lines and columns count from 1. A column counts characters
 * as a reader does: a code point is one column, a tab too.
 */
public final class SourceText {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * A text under a name.
   *
   * @param name what messages call the text, usually a file name
   * @param text the characters as the user wrote them
   */
  public SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  /**
   * What messages call this text.
   *
   * @return the name given at construction
   */
  public String name() {
    return name;
  }

  /**
   * The characters as the user wrote them.
   *
   * @return the whole text
   */
  public String text() {
    return text;
  }

  /**
   * The characters of a span.
   *
   * @param span a span inside this text
   * @return the piece that the span covers
   */
  public String slice(Span span) {
    return text.substring(span.start(), span.end());
  }

  /**
   * How many lines the text has; an empty text has one.
   *
   * @return the count of lines, at least 1
   */
  public int lineCount() {
    return lineStarts.length;
  }

  /**
   * The line of an offset. Cost: logarithmic in lines.
   *
   * @param offset from 0 to the length of the text, both included
   * @return the line, from 1
   */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * The column of an offset, in code points. Cost: linear in the column.
   *
   * @param offset from 0 to the length of the text, both included
   * @return the column, from 1
   */
  public int column(int offset) {
    return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
  }

  /**
   * The offset of the first character of a line.
   *
   * @param line from 1 to {@link #lineCount}
   * @return the offset, from 0
   */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /**
   * The characters of a line without its line break.
   *
   * @param line from 1 to {@link #lineCount}
   * @return the content of the line
   */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * A place in the form {@code name:line:column}.
   *
   * @param offset from 0 to the length of the text, both included
   * @return the form that editors and terminals understand
   */
  public String place(int offset) {
    return name + ":" + line(offset) + ":" + column(offset);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
