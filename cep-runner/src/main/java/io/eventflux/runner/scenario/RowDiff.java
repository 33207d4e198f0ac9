package io.eventflux.runner.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows expected and actual rows of one subject side by side:
 *
 * <pre>
 *   stream Big
 *       9 |   ["IBM", 12.5]
 *      10 | - ["MSFT", 3.0]
 *         | + ["MSFT", 4.0] @100, after line 8
 * </pre>
 *
 * Numbers in front are lines of the scenario file; {@code -} did not come out, {@code +} was not
 * expected.
 */
final class RowDiff {
  /** Beyond this many comparisons rows are not aligned, only listed. */
  private static final long COMPARISONS_MAX = 4_000_000;

  /** Rows as expected that are shown on either side of a difference. */
  private static final int CONTEXT_ROWS = 2;

  private final SubjectLog log;
  private final List<SubjectLog.Expectation> expected;
  private final List<OutputRow> actual;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(boolean asExpected, String text) {}

  private RowDiff(SubjectLog log) {
    this.log = log;
    this.expected = log.expectations();
    this.actual = log.outputs();
  }

  /** The difference, lines that end with LF each. */
  static String render(SubjectLog log) {
    return new RowDiff(log).render();
  }

  private String render() {
    align();
    StringBuilder out = new StringBuilder("  ").append(log.subject()).append('\n');
    int silence = log.brokenSilenceLine();
    if (silence > 0) {
      out.append(margin(Integer.toString(silence))).append("  expected nothing here\n");
    }
    if (entries.stream().allMatch(Entry::asExpected)) {
      late(out);
    }
    int i = 0;
    while (i < entries.size()) {
      int end = i;
      while (end < entries.size() && entries.get(end).asExpected()) {
        end++;
      }
      int hidden = end - i - 2 * CONTEXT_ROWS;
      for (int k = i; k < end; k++) {
        if (hidden > 1 && k == i + CONTEXT_ROWS) {
          out.append(margin("")).append("  ... ").append(hidden).append(" rows as expected ...\n");
          k += hidden;
        }
        out.append(entries.get(k).text());
      }
      if (end < entries.size()) {
        out.append(entries.get(end++).text());
      }
      i = end;
    }
    return out.toString();
  }

  /** All rows are right, but some came out behind the line that expects them. */
  private void late(StringBuilder out) {
    for (int i = 0; i < expected.size(); i++) {
      if (i >= expected.get(i).available()) {
        out.append(margin(Integer.toString(expected.get(i).row().line())))
            .append("  the row had not come out here; it came after line ")
            .append(actual.get(i).line())
            .append('\n');
      }
    }
  }

  private void align() {
    int head = 0;
    while (head < Math.min(expected.size(), actual.size()) && same(head, head)) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(expected.size(), actual.size()) - head
        && same(expected.size() - 1 - tail, actual.size() - 1 - tail)) {
      tail++;
    }
    for (int i = 0; i < head; i++) {
      addSame(i);
    }
    alignMiddle(head, expected.size() - tail, actual.size() - tail);
    for (int i = expected.size() - tail; i < expected.size(); i++) {
      addSame(i);
    }
  }

  private boolean same(int e, int a) {
    return log.matches(expected.get(e), actual.get(a));
  }

  /** Longest common subsequence of the rows between the common ends. */
  private void alignMiddle(int start, int expectedEnd, int actualEnd) {
    int rows = expectedEnd - start;
    int columns = actualEnd - start;
    if ((long) rows * columns > COMPARISONS_MAX) {
      rows = 0;
      for (int e = start; e < expectedEnd; e++) {
        addMissing(e);
      }
    }
    int[][] length = new int[rows + 1][columns + 1];
    for (int e = rows - 1; e >= 0; e--) {
      for (int a = columns - 1; a >= 0; a--) {
        length[e][a] =
            same(start + e, start + a)
                ? length[e + 1][a + 1] + 1
                : Math.max(length[e + 1][a], length[e][a + 1]);
      }
    }
    int e = 0;
    int a = 0;
    while (e < rows || a < columns) {
      if (e < rows && a < columns && same(start + e, start + a)) {
        addSame(start + e++);
        a++;
      } else if (e < rows && (a == columns || length[e + 1][a] >= length[e][a + 1])) {
        addMissing(start + e++);
      } else {
        addSurplus(start + a++);
      }
    }
  }

  private void addSame(int e) {
    entries.add(new Entry(true, expectedLine(e, ' ')));
  }

  private void addMissing(int e) {
    entries.add(new Entry(false, expectedLine(e, '-')));
  }

  private String expectedLine(int e, char sign) {
    SubjectLog.Expectation expectation = expected.get(e);
    ExpectedRow row = expectation.row();
    return margin(Integer.toString(row.line()))
        + sign
        + ' '
        + JsonLine.write(row.values())
        + (expectation.timeMillis() == null ? "" : " @" + expectation.timeMillis())
        + (row.expired() ? " expired" : "")
        + '\n';
  }

  private void addSurplus(int a) {
    OutputRow row = actual.get(a);
    entries.add(
        new Entry(
            false,
            margin("")
                + "+ "
                + ScenarioValues.write(row.values(), log.schema())
                + " @"
                + row.timestampMillis()
                + (row.expired() ? " expired" : "")
                + (row.line() == 0 ? ", at the start" : ", after line " + row.line())
                + '\n'));
  }

  private static String margin(String number) {
    return " ".repeat(Math.max(0, 7 - number.length())) + number + " | ";
  }
}
