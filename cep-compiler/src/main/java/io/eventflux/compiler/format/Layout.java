package io.eventflux.compiler.format;

import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.Lexed.Comment;
import io.eventflux.compiler.parse.Lexed.Word;
import io.eventflux.grammar.EventFluxQLLexer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Writes the words of a printed statement with their comments, in lines of at most 100 columns
 * where the words allow it. The lines of the printed text stay lines; one that is too long is
 * broken at its outermost list: clauses of a query in parentheses, commas, arrows, OR, AND, then
 * signs, and if there is none its widest pair of brackets is opened. Where a line breaks depends on
 * nothing but words and comments, so a text that was laid out is laid out the same again.
 */
final class Layout {
  private static final int COLUMNS_MAX = 100;
  private static final int STEP = 2;

  private static final Set<Integer> OPENING =
      Set.of(
          EventFluxQLLexer.LEFT_PAREN,
          EventFluxQLLexer.LEFT_BRACKET,
          EventFluxQLLexer.LEFT_BRACE,
          EventFluxQLLexer.LEFT_EXCLUSION,
          EventFluxQLLexer.CASE);
  private static final Set<Integer> CLOSING =
      Set.of(
          EventFluxQLLexer.RIGHT_PAREN,
          EventFluxQLLexer.RIGHT_BRACKET,
          EventFluxQLLexer.RIGHT_BRACE,
          EventFluxQLLexer.RIGHT_EXCLUSION,
          EventFluxQLLexer.END);

  /** Words that start a line of a query in parentheses. */
  private static final Set<Integer> CLAUSES =
      Set.of(
          EventFluxQLLexer.SELECT,
          EventFluxQLLexer.FROM,
          EventFluxQLLexer.WHERE,
          EventFluxQLLexer.GROUP,
          EventFluxQLLexer.HAVING,
          EventFluxQLLexer.ORDER,
          EventFluxQLLexer.LIMIT,
          EventFluxQLLexer.OFFSET,
          EventFluxQLLexer.UNION,
          EventFluxQLLexer.EMIT);

  /** Words that go on in a clause of several parts. */
  private static final Set<Integer> PARTS =
      Set.of(EventFluxQLLexer.SET, EventFluxQLLexer.ON, EventFluxQLLexer.THEN);

  private static final Set<Integer> CASE_PARTS =
      Set.of(EventFluxQLLexer.WHEN, EventFluxQLLexer.ELSE);
  private static final Set<Integer> SIGNS =
      Set.of(EventFluxQLLexer.CONCAT, EventFluxQLLexer.PLUS, EventFluxQLLexer.MINUS);

  /** Words in front of a list whose items stand below them when they do not fit beside them. */
  private static final Set<Integer> HEADS =
      Set.of(
          EventFluxQLLexer.SELECT,
          EventFluxQLLexer.GROUP,
          EventFluxQLLexer.ORDER,
          EventFluxQLLexer.PARTITION,
          EventFluxQLLexer.VALUES,
          EventFluxQLLexer.SET,
          EventFluxQLLexer.WITH,
          EventFluxQLLexer.MEASURES,
          EventFluxQLLexer.DEFINE,
          EventFluxQLLexer.SUBSET,
          EventFluxQLLexer.WINDOW);

  private static final Set<Integer> HEAD_ENDS =
      Set.of(EventFluxQLLexer.BY, EventFluxQLLexer.DISTINCT, EventFluxQLLexer.RECURSIVE);

  private final Lexed printed;
  private final List<Attached> attached;
  private final StringBuilder out;

  /** Which words stand in a block, two columns to the right. */
  private final boolean[] isIndented;

  private final int[] widths;

  private int column;
  private int lineIndent;
  private boolean isAtLineStart = true;
  private boolean mustBreak;
  private final List<Comment> carried = new ArrayList<>();

  private Layout(
      Lexed printed,
      List<Attached> attached,
      boolean[] isIndented,
      UnaryOperator<String> shown,
      StringBuilder out) {
    this.printed = printed;
    this.attached = attached;
    this.isIndented = isIndented;
    this.out = out;
    this.widths =
        printed.words().stream()
            .mapToInt(word -> width(shown.apply(printed.textOf(word))))
            .toArray();
  }

  /** Of several lines the longest counts. */
  private static int width(String text) {
    return text.lines().mapToInt(line -> line.codePointCount(0, line.length())).max().orElse(0);
  }

  /**
   * Writes a statement, a line break at its end.
   *
   * @param printed its printed text
   * @param attached what stands around its words
   * @param isIndented which words stand in a block
   * @param shown how a word will look in the end, to measure it
   * @param out takes the text
   */
  static void write(
      Lexed printed,
      List<Attached> attached,
      boolean[] isIndented,
      UnaryOperator<String> shown,
      StringBuilder out) {
    new Layout(printed, attached, isIndented, shown, out).lines();
  }

  private void lines() {
    int count = printed.words().size();
    int start = 0;
    while (start < count) {
      int end = start + 1;
      while (end < count && !CommentPlaces.startsLine(printed, end)) {
        end++;
      }
      newLine(indent(start));
      emptyLine(start);
      range(start, end);
      start = end;
    }
    flushCarried();
    newLine(0);
  }

  private int indent(int word) {
    int start = printed.words().get(word).start();
    int blanks = 0;
    while (start - blanks > 0 && printed.text().charAt(start - blanks - 1) == ' ') {
      blanks++;
    }
    return blanks + (isIndented[word] ? STEP : 0);
  }

  /** Keeps statements apart that were apart. */
  private void emptyLine(int word) {
    Attached around = attached.get(word);
    boolean isApart = around.above.isEmpty() ? around.isApart : around.above.get(0).isApart();
    if (around.isUnit && isApart && !out.isEmpty()) {
      out.append('\n');
    }
  }

  // ---- ranges of words

  private void range(int from, int to) {
    if (fits(from, to)) {
      for (int i = from; i < to; i++) {
        put(i);
      }
      return;
    }
    int[] depths = depths(from, to);
    if (!clauses(from, to, depths)
        && !parts(from, to, depths)
        && !commas(from, to, depths)
        && !operators(from, to, at(from, to, depths, EventFluxQLLexer.ARROW))
        && !operators(from, to, at(from, to, depths, EventFluxQLLexer.OR))
        && !operators(from, to, conjunctions(from, to, depths))
        && !operators(from, to, signs(from, to, depths))
        && !group(from, to, depths)) {
      for (int i = from; i < to; i++) {
        put(i);
      }
    }
  }

  private boolean fits(int from, int to) {
    int width = 0;
    for (int i = from; i < to; i++) {
      Attached around = attached.get(i);
      boolean isLast =
          i == to - 1
              || (i == to - 2 && printed.words().get(i + 1).type() == EventFluxQLLexer.COMMA);
      if ((i > from && !around.above.isEmpty()) || (!isLast && !around.atEnd.isEmpty())) {
        return false;
      }
      width += (i > from || !isAtLineStart ? gap(i) : 0) + widths[i];
      for (Comment comment : around.before) {
        width += width(comment.text()) + 1;
      }
      for (Comment comment : around.after) {
        width += width(comment.text()) + 1;
      }
    }
    return to - from < 2 || (isAtLineStart ? lineIndent : column) + width <= COLUMNS_MAX;
  }

  private int gap(int word) {
    return word > 0 && printed.words().get(word).start() > printed.words().get(word - 1).end()
        ? 1
        : 0;
  }

  /** How many brackets of the range are open around each word; those of a bracket count outside. */
  private int[] depths(int from, int to) {
    int[] depths = new int[to - from];
    int depth = 0;
    for (int i = from; i < to; i++) {
      if (closes(i)) {
        depth = Math.max(0, depth - 1);
      }
      depths[i - from] = depth;
      if (opens(i)) {
        depth++;
      }
    }
    return depths;
  }

  private boolean opens(int word) {
    return OPENING.contains(type(word)) && !isName(word);
  }

  private boolean closes(int word) {
    return CLOSING.contains(type(word)) && !isName(word);
  }

  private int type(int word) {
    return printed.words().get(word).type();
  }

  /** Whether a word of the language is a name here, as every word is behind a dot or AS. */
  private boolean isName(int word) {
    if (word == 0) {
      return false;
    }
    int before = type(word - 1);
    boolean isWord = Character.isLetter(printed.text().charAt(printed.words().get(word).start()));
    return isWord && (before == EventFluxQLLexer.DOT || before == EventFluxQLLexer.AS);
  }

  /**
   * Places of words of some types outside of all brackets, the first word of the range excluded.
   */
  private List<Integer> at(int from, int to, int[] depths, Integer... types) {
    List<Integer> wanted = Arrays.asList(types);
    List<Integer> places = new ArrayList<>();
    for (int i = from + 1; i < to; i++) {
      boolean isFunction =
          i + 1 < to && type(i + 1) == EventFluxQLLexer.LEFT_PAREN && gap(i + 1) == 0;
      if (depths[i - from] == 0 && wanted.contains(type(i)) && !isName(i) && !isFunction) {
        places.add(i);
      }
    }
    return places;
  }

  private boolean clauses(int from, int to, int[] depths) {
    boolean isQuery =
        type(from) == EventFluxQLLexer.SELECT
            || type(from) == EventFluxQLLexer.WITH
            || type(from) == EventFluxQLLexer.VALUES
            || type(from) == EventFluxQLLexer.LEFT_PAREN;
    List<Integer> starts = new ArrayList<>();
    for (int i : at(from, to, depths, CLAUSES.toArray(Integer[]::new))) {
      boolean isComparison = type(i - 1) == EventFluxQLLexer.DISTINCT;
      if (!isComparison || type(i) != EventFluxQLLexer.FROM) {
        starts.add(i);
      }
    }
    return isQuery && breaks(from, to, starts, lineIndent);
  }

  private boolean parts(int from, int to, int[] depths) {
    boolean isInCase = from > 0 && type(from - 1) == EventFluxQLLexer.CASE;
    if (isInCase || type(from) == EventFluxQLLexer.WHEN) {
      return breaks(from, to, at(from, to, depths, CASE_PARTS.toArray(Integer[]::new)), lineIndent)
          || operators(from, to, at(from, to, depths, EventFluxQLLexer.THEN));
    }
    return type(from) != EventFluxQLLexer.ON
        && operators(from, to, at(from, to, depths, PARTS.toArray(Integer[]::new)));
  }

  private boolean commas(int from, int to, int[] depths) {
    List<Integer> commas = at(from, to, depths, EventFluxQLLexer.COMMA);
    if (commas.isEmpty() || (commas.size() == 1 && commas.get(0) == to - 1)) {
      return false;
    }
    int start = from;
    int indent = isAtLineStart ? lineIndent : lineIndent + STEP;
    if (HEADS.contains(type(from))) {
      indent = lineIndent + STEP;
      put(start++);
      while (start < to && HEAD_ENDS.contains(type(start)) && depths[start - from] == 0) {
        put(start++);
      }
      newLine(indent);
    }
    if (commas.get(commas.size() - 1) != to - 1) {
      commas.add(to - 1);
    }
    for (int comma : commas) {
      range(start, comma + 1);
      start = comma + 1;
      if (start < to) {
        newLine(indent);
      }
    }
    return true;
  }

  /** AND that joins conditions, not the one of BETWEEN. */
  private List<Integer> conjunctions(int from, int to, int[] depths) {
    List<Integer> places = new ArrayList<>();
    int open = 0;
    for (int i : at(from, to, depths, EventFluxQLLexer.AND, EventFluxQLLexer.BETWEEN)) {
      if (type(i) == EventFluxQLLexer.BETWEEN) {
        open++;
      } else if (open > 0) {
        open--;
      } else {
        places.add(i);
      }
    }
    return places;
  }

  /** Signs between two operands, which have blanks around them. */
  private List<Integer> signs(int from, int to, int[] depths) {
    return at(from, to, depths, SIGNS.toArray(Integer[]::new)).stream()
        .filter(i -> i + 1 < to && gap(i) == 1 && gap(i + 1) == 1)
        .toList();
  }

  /** Breaks in front of some words, which go on with what the line has begun. */
  private boolean operators(int from, int to, List<Integer> places) {
    return breaks(from, to, places, lineIndent + STEP);
  }

  private boolean breaks(int from, int to, List<Integer> places, int indent) {
    if (places.isEmpty()) {
      return false;
    }
    int start = from;
    List<Integer> ends = new ArrayList<>(places);
    ends.add(to);
    for (int end : ends) {
      if (start > from) {
        newLine(indent);
      }
      range(start, end);
      start = end;
    }
    return true;
  }

  /** Opens one pair of brackets: the first with a comment inside, else the widest. */
  private boolean group(int from, int to, int[] depths) {
    int best = -1;
    int bestEnd = -1;
    int bestWidth = 0;
    for (int i = from; i < to; i++) {
      if (depths[i - from] > 0 || !opens(i)) {
        continue;
      }
      int end = i + 1;
      while (end < to && depths[end - from] > 0) {
        end++;
      }
      if (end == to || end == i + 1) {
        continue;
      }
      int width = 0;
      boolean hasComment = !attached.get(end).above.isEmpty();
      for (int k = i + 1; k < end; k++) {
        width += gap(k) + widths[k];
        hasComment |= !attached.get(k).above.isEmpty() || !attached.get(k).atEnd.isEmpty();
      }
      if (hasComment) {
        best = i;
        bestEnd = end;
        break;
      }
      if (width > bestWidth) {
        best = i;
        bestEnd = end;
        bestWidth = width;
      }
    }
    if (best < 0) {
      return false;
    }
    for (int i = from; i <= best; i++) {
      put(i);
    }
    int indent = lineIndent;
    newLine(indent + STEP);
    range(best + 1, bestEnd);
    newLine(indent);
    range(bestEnd, to);
    return true;
  }

  // ---- words

  private void put(int index) {
    Attached around = attached.get(index);
    if (mustBreak && !isAtLineStart) {
      newLine(lineIndent + STEP);
    }
    boolean isFirst = true;
    for (Attached.Leading leading : around.above) {
      if (!isAtLineStart) {
        newLine(lineIndent + STEP);
      }
      if (!isFirst && leading.isApart() && around.isUnit) {
        out.append('\n');
      }
      isFirst = false;
      append(leading.comment().text());
      newLine(lineIndent);
    }
    if (!around.above.isEmpty() && around.isApart && around.isUnit) {
      out.append('\n');
    }
    if (!isAtLineStart && gap(index) > 0) {
      append(" ");
    }
    for (Comment comment : around.before) {
      append(comment.text());
      append(" ");
    }
    Word word = printed.words().get(index);
    append(printed.textOf(word));
    for (Comment comment : around.after) {
      append(" " + comment.text());
    }
    carried.addAll(around.atEnd);
    boolean isBeforeSeparator =
        index + 1 < attached.size()
            && (type(index + 1) == EventFluxQLLexer.COMMA
                || type(index + 1) == EventFluxQLLexer.SEMICOLON)
            && gap(index + 1) == 0
            && attached.get(index + 1).above.isEmpty();
    if (!isBeforeSeparator) {
      flushCarried();
    }
  }

  private void flushCarried() {
    for (Comment comment : carried) {
      if (mustBreak) {
        newLine(lineIndent);
        append(comment.text());
      } else {
        append(" " + comment.text());
      }
      mustBreak = comment.isLine();
    }
    mustBreak |= !carried.isEmpty();
    carried.clear();
  }

  /** Words go on in a new line. Nothing happens at the start of one, but that it starts there. */
  private void newLine(int indent) {
    if (!isAtLineStart) {
      out.append('\n');
    }
    isAtLineStart = true;
    mustBreak = false;
    lineIndent = indent;
    column = indent;
  }

  private void append(String text) {
    if (isAtLineStart) {
      out.append(" ".repeat(lineIndent));
      isAtLineStart = false;
      column = lineIndent;
    }
    out.append(text);
    int lastBreak = text.lastIndexOf('\n');
    column = lastBreak < 0 ? column + text.length() : text.length() - lastBreak - 1;
  }
}
