package io.eventflux.core.operator.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of stream A, B or C.
 *
 * @param input 0, 1 or 2
 */
record PatternEvent(int input, List<@Nullable Integer> values, long timeMillis) {

  /** Reads {@code "A1@100 B2"}; without a time the position counts, from 1. */
  static List<PatternEvent> parse(String text) {
    List<PatternEvent> events = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String[] parts = word.substring(1).split("@", -1);
      events.add(
          new PatternEvent(
              word.charAt(0) - 'A',
              List.of(Integer.valueOf(parts[0])),
              parts.length > 1 ? Long.parseLong(parts[1]) : events.size() + 1));
    }
    return events;
  }

  /** Rows that belong to one range are cut into ranges of at most {@code rowCountMax} rows. */
  static List<List<PatternEvent>> ranges(List<PatternEvent> events, int rowCountMax) {
    List<List<PatternEvent>> ranges = new ArrayList<>();
    List<PatternEvent> range = new ArrayList<>();
    for (PatternEvent event : events) {
      if (!range.isEmpty()
          && (range.get(0).input() != event.input() || range.size() == rowCountMax)) {
        ranges.add(range);
        range = new ArrayList<>();
      }
      range.add(event);
    }
    ranges.add(range);
    return ranges;
  }

  @Override
  public String toString() {
    return (char) ('A' + input) + Arrays.toString(values.toArray()) + "@" + timeMillis;
  }
}
