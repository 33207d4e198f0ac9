package io.eventflux.query.diagnostic;

import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import io.eventflux.query.text.VisibleText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows diagnostics to a person: code and sentence, place, excerpt with carets, facts, suggestion.
 *
 * <pre>
 * error[CEP2103]: column 'pric' does not exist in stream 'Trades'
 *   --&gt; fraud.eventflux:8:8
 *    |
 *  7 | INSERT INTO BigTrades
 *  8 | SELECT pric * volume AS notional, symbol
 *    |        ^^^^
 *  9 | FROM Trades
 *    |
 *    = columns: symbol VARCHAR, price DOUBLE, volume BIGINT
 *    = did you mean 'price'?
 * </pre>
 *
 * <p>A diagnostic that marks several pieces shows just their lines; one with a single mark shows a
 * line of context on either side. Immutable; any thread.
 */
public final class DiagnosticRenderer {
  /** How many diagnostics {@link #renderFirst} shows. */
  public static final int SHOWN_MAX = 50;

  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BLUE = "\u001b[1;34m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final boolean isColoured;

  private DiagnosticRenderer(boolean isColoured) {
    this.isColoured = isColoured;
  }

  /**
   * A renderer for files, logs and tests.
   *
   * @return a renderer that uses no control characters
   */
  public static DiagnosticRenderer plain() {
    return new DiagnosticRenderer(false);
  }

  /**
   * A renderer for terminals.
   *
   * @return a renderer that uses ANSI colours
   */
  public static DiagnosticRenderer coloured() {
    return new DiagnosticRenderer(true);
  }

  /**
   * Shows several diagnostics with an empty line between them.
   *
   * @param source the text they are about
   * @param diagnostics what to show, in this order
   * @return lines that end with LF each; empty for no diagnostics
   */
  public String render(SourceText source, List<Diagnostic> diagnostics) {
    List<String> blocks = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      blocks.add(render(source, diagnostic));
    }
    return String.join("\n", blocks);
  }

  /**
   * As {@link #render(SourceText, List)} for the first {@value #SHOWN_MAX}, and how many more there
   * are. Errors come before warnings where not all are shown.
   *
   * @param source the text they are about
   * @param diagnostics what to show, in this order
   * @return lines that end with LF each; empty for no diagnostics
   */
  public String renderFirst(SourceText source, List<Diagnostic> diagnostics) {
    if (diagnostics.size() <= SHOWN_MAX) {
      return render(source, diagnostics);
    }
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    List<Diagnostic> warnings = diagnostics.stream().filter(each -> !each.isError()).toList();
    int errorsShown = Math.min(errors.size(), SHOWN_MAX);
    int warningsShown = SHOWN_MAX - errorsShown;
    Set<Diagnostic> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    shown.addAll(errors.subList(0, errorsShown));
    shown.addAll(warnings.subList(0, warningsShown));
    String text = render(source, diagnostics.stream().filter(shown::contains).toList());
    int moreErrors = errors.size() - errorsShown;
    int moreWarnings = warnings.size() - warningsShown;
    String more =
        moreErrors == 0
            ? count(moreWarnings, "warning")
            : moreWarnings == 0
                ? count(moreErrors, "error")
                : count(moreErrors, "error") + " and " + count(moreWarnings, "warning");
    return text + "\n" + more + " more, not shown\n";
  }

  private static String count(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  /**
   * Shows one diagnostic.
   *
   * @param source the text it is about
   * @param diagnostic what to show
   * @return lines that end with LF each
   */
  public String render(SourceText source, Diagnostic diagnostic) {
    List<Mark> marks = marks(source, diagnostic);
    boolean hasContext = diagnostic.label() == null && diagnostic.labels().isEmpty();
    int firstLine = marks.stream().mapToInt(Mark::line).min().orElse(1);
    int lastLine = marks.stream().mapToInt(Mark::line).max().orElse(1);
    int lineMax = hasContext ? Math.min(lastLine + 1, source.lineCount()) : lastLine;
    int gutter = Math.max(2, Integer.toString(lineMax).length());
    String bar = " ".repeat(gutter) + " |";

    StringBuilder out = new StringBuilder();
    String head = diagnostic.severity().word() + "[" + diagnostic.code().code() + "]";
    out.append(colour(head, diagnostic.isError() ? RED : YELLOW))
        .append(colour(": " + VisibleText.of(diagnostic.message()), BOLD))
        .append('\n');
    out.append(" ".repeat(gutter))
        .append(colour("-->", BLUE))
        .append(' ')
        .append(source.place(diagnostic.span().start()))
        .append('\n');
    line(out, colour(bar, BLUE));
    if (hasContext) {
      context(out, source, firstLine - 1, gutter);
    }
    excerpt(out, source, marks, gutter, diagnostic.isError() ? RED : YELLOW);
    if (hasContext) {
      context(out, source, lastLine + 1, gutter);
    }
    List<String> notes = new ArrayList<>(diagnostic.facts());
    if (diagnostic.suggestion() != null) {
      notes.add(diagnostic.suggestion());
    }
    if (!notes.isEmpty()) {
      line(out, colour(bar, BLUE));
      for (String note : notes) {
        line(out, " ".repeat(gutter) + " " + colour("=", BLUE) + " " + VisibleText.of(note));
      }
    }
    return out.toString();
  }

  /**
   * A marked piece of one line.
   *
   * @param line from 1
   * @param start offset of the first marked character in the whole text
   * @param end offset behind the last marked character, on the same line
   * @param text what to write at it, may be empty
   */
  private record Mark(int line, int start, int end, String text) {}

  private static List<Mark> marks(SourceText source, Diagnostic diagnostic) {
    List<Mark> marks = new ArrayList<>();
    marks.add(
        mark(source, diagnostic.span(), diagnostic.label() == null ? "" : diagnostic.label()));
    for (Diagnostic.Label label : diagnostic.labels()) {
      marks.add(mark(source, label.span(), label.text()));
    }
    return marks;
  }

  /** A span over several lines is marked on its first line only. */
  private static Mark mark(SourceText source, Span span, String text) {
    int line = source.line(span.start());
    int lineEnd = source.lineStart(line) + source.lineText(line).length();
    return new Mark(
        line, span.start(), Math.max(span.start(), Math.min(span.end(), lineEnd)), text);
  }

  private void context(StringBuilder out, SourceText source, int line, int gutter) {
    if (line >= 1 && line <= source.lineCount() && !source.lineText(line).isBlank()) {
      line(out, number(line, gutter) + new DisplayLine(source.lineText(line)).text());
    }
  }

  private void excerpt(
      StringBuilder out, SourceText source, List<Mark> marks, int gutter, String markColour) {
    TreeMap<Integer, List<Mark>> byLine = new TreeMap<>();
    for (Mark mark : marks) {
      byLine.computeIfAbsent(mark.line(), line -> new ArrayList<>()).add(mark);
    }
    int previous = byLine.firstKey() - 1;
    for (var entry : byLine.entrySet()) {
      int line = entry.getKey();
      if (line != previous + 1) {
        line(out, colour(" ".repeat(gutter) + " ...", BLUE));
      }
      previous = line;
      int lineStart = source.lineStart(line);
      int first =
          entry.getValue().stream().mapToInt(Mark::start).min().orElse(lineStart) - lineStart;
      DisplayLine display = new DisplayLine(source.lineText(line), first);
      line(out, number(line, gutter) + display.text());
      carets(out, lineStart, display, entry.getValue(), gutter, markColour);
    }
  }

  /**
   * The lines under an excerpt: carets under every mark, the rightmost label beside its carets, the
   * other labels hanging from their marks, right to left.
   */
  private void carets(
      StringBuilder out,
      int lineStart,
      DisplayLine display,
      List<Mark> marks,
      int gutter,
      String markColour) {
    String bar = colour(" ".repeat(gutter) + " |", BLUE) + " ";
    List<Mark> sorted = new ArrayList<>(marks);
    sorted.sort((a, b) -> Integer.compare(a.start(), b.start()));
    StringBuilder row = new StringBuilder();
    for (Mark mark : sorted) {
      int from = display.column(mark.start() - lineStart);
      int to = Math.max(from + 1, display.column(mark.end() - lineStart));
      pad(row, from);
      for (int i = from; i < to; i++) {
        if (i < row.length()) {
          row.setCharAt(i, '^');
        } else {
          row.append('^');
        }
      }
    }
    List<Mark> hanging =
        new ArrayList<>(sorted.stream().filter(mark -> !mark.text().isEmpty()).toList());
    Mark rightmost = sorted.get(sorted.size() - 1);
    if (!rightmost.text().isEmpty()) {
      row.append(' ').append(VisibleText.of(rightmost.text()));
      hanging.remove(hanging.size() - 1);
    }
    line(out, bar + colour(row.toString(), markColour));
    for (int count = hanging.size(); count > 0; count--) {
      if (count == hanging.size()) {
        line(out, bar + colour(bars(lineStart, display, hanging, count).toString(), markColour));
      }
      StringBuilder labelRow = bars(lineStart, display, hanging, count - 1);
      Mark mark = hanging.get(count - 1);
      pad(labelRow, display.column(mark.start() - lineStart));
      labelRow.append(VisibleText.of(mark.text()));
      line(out, bar + colour(labelRow.toString(), markColour));
    }
  }

  private static StringBuilder bars(
      int lineStart, DisplayLine display, List<Mark> hanging, int count) {
    StringBuilder row = new StringBuilder();
    for (Mark mark : hanging.subList(0, count)) {
      int column = display.column(mark.start() - lineStart);
      if (column >= row.length()) {
        pad(row, column);
        row.append('|');
      }
    }
    return row;
  }

  private static void pad(StringBuilder row, int length) {
    while (row.length() < length) {
      row.append(' ');
    }
  }

  private String number(int line, int gutter) {
    return colour(String.format("%" + gutter + "d |", line), BLUE) + " ";
  }

  private String colour(String text, String colour) {
    return isColoured ? colour + text + RESET : text;
  }

  private static void line(StringBuilder out, String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
