package io.eventflux.query.diagnostic;

import io.eventflux.query.text.DisplayWidth;
import io.eventflux.query.text.VisibleText;

/**
 * A line of text as a terminal shows it: tabs become blanks up to the next multiple of four, wide
 * characters take two columns, combining ones none, control and other invisible characters show as
 * one replacement character, and a long line is cut around the place of interest. Immutable.
 */
final class DisplayLine {
  private static final int TAB_WIDTH = 4;
  private static final int WIDTH_MAX = 120;
  private static final int CUT_LEAD = 40;
  private static final String CUT = "...";

  private final String text;
  private final int[] columns;
  private final int shift;

  DisplayLine(String line) {
    this(line, 0);
  }

  /**
   * Lays a line out.
   *
   * @param line the characters without line break
   * @param focus the offset in the line that must be visible
   */
  DisplayLine(String line, int focus) {
    int[] ends = new int[line.length() + 1];
    StringBuilder shown = new StringBuilder(line.length());
    int column = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      int size = Character.charCount(c);
      for (int k = 0; k < size; k++) {
        ends[i + k] = column;
      }
      if (c == '\t') {
        int width = TAB_WIDTH - column % TAB_WIDTH;
        shown.append(" ".repeat(width));
        column += width;
      } else if (isDisturbing(c)) {
        shown.append('\uFFFD');
        column++;
      } else {
        shown.appendCodePoint(c);
        column += DisplayWidth.of(c);
      }
      i += size;
    }
    ends[line.length()] = column;
    this.columns = ends;
    if (column <= WIDTH_MAX) {
      this.text = shown.toString();
      this.shift = 0;
    } else {
      int from =
          Math.max(
              0, Math.min(ends[Math.min(focus, line.length())] - CUT_LEAD, column - WIDTH_MAX));
      this.text =
          (from > 0 ? CUT : "")
              + cut(shown, from, from + WIDTH_MAX)
              + (from + WIDTH_MAX < column ? CUT : "");
      this.shift = from > 0 ? CUT.length() - from : 0;
    }
  }

  /**
   * Whether a character would move what stands behind it, or be missing above its caret. Blanks of
   * all widths are shown as they are.
   */
  private static boolean isDisturbing(int c) {
    if (!VisibleText.isInvisible(c)) {
      return false;
    }
    int type = Character.getType(c);
    return type != Character.SPACE_SEPARATOR
        && type != Character.UNASSIGNED
        && type != Character.PRIVATE_USE;
  }

  /** What is shown. */
  String text() {
    return text;
  }

  /**
   * The column where the character at an offset of the line is shown, from 0, kept inside the shown
   * piece.
   *
   * @param offset from 0 to the length of the line, both included
   */
  int column(int offset) {
    int column = columns[Math.min(offset, columns.length - 1)] + shift;
    return Math.max(0, Math.min(column, WIDTH_MAX + CUT.length()));
  }

  private static String cut(CharSequence shown, int from, int to) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < shown.length(); ) {
      int c = Character.codePointAt(shown, i);
      if (column >= from && column < to) {
        // A wide character that the left edge cuts in half would shift all that follows.
        if (out.isEmpty() && column > from) {
          out.append(" ".repeat(column - from));
        }
        out.appendCodePoint(c);
      }
      column += DisplayWidth.of(c);
      i += Character.charCount(c);
    }
    return out.toString();
  }
}
