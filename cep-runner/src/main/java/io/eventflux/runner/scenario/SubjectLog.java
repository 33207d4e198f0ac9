package io.eventflux.runner.scenario;

import io.eventflux.core.column.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one subject during a scenario, and what was expected of it. The rows of an
 * expectation must have come out before its line is reached. Not thread-safe.
 */
final class SubjectLog {
  private final Subject subject;
  private final RowSchema schema;
  private final List<OutputRow> outputs = new ArrayList<>();
  private final List<Expectation> expectations = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();

  /**
   * An expected row when its line is reached.
   *
   * @param timeMillis the timestamp it must have; null: any
   * @param available how many rows had come out
   * @param block rows with the same number may come in any order; each ordered row has its own
   */
  record Expectation(ExpectedRow row, @Nullable Long timeMillis, int available, int block) {}

  /** A line {@code expect S nothing}: after {@code expected} rows, {@code available} had come. */
  private record Silence(int line, int expected, int available) {}

  SubjectLog(Subject subject, RowSchema schema) {
    this.subject = subject;
    this.schema = schema;
  }

  Subject subject() {
    return subject;
  }

  RowSchema schema() {
    return schema;
  }

  List<OutputRow> outputs() {
    return outputs;
  }

  List<Expectation> expectations() {
    return expectations;
  }

  void add(OutputRow row) {
    outputs.add(row);
  }

  /** Notes rows that may come in any order among themselves. */
  void expect(List<ExpectedRow> rows, long nowMillis) {
    int block = expectations.size();
    for (ExpectedRow row : rows) {
      ScenarioTime time = row.time();
      Long timeMillis = time == null ? null : (Long) time.at(nowMillis);
      expectations.add(new Expectation(row, timeMillis, outputs.size(), block));
    }
  }

  /** Notes that no further row may have come out by now. */
  void expectNothing(int line) {
    silences.add(new Silence(line, expectations.size(), outputs.size()));
  }

  /** Whether {@code output} is the row of {@code expectation}, time and kind included. */
  boolean matches(Expectation expectation, OutputRow output) {
    ExpectedRow row = expectation.row();
    boolean same =
        row.expired() == output.expired()
            && row.values().size() == output.values().size()
            && (expectation.timeMillis() == null
                || expectation.timeMillis() == output.timestampMillis());
    for (int i = 0; same && i < row.values().size(); i++) {
      same =
          ScenarioValues.matches(
              row.values().get(i), output.values().get(i), schema.field(i).type());
    }
    return same;
  }

  /**
   * Whether exactly the expected rows came out, in time. Rows of a block that match are put into
   * the order in which they came, so that a comparison line by line shows only what differs.
   */
  boolean holds() {
    arrangeBlocks();
    boolean same = outputs.size() == expectations.size();
    for (int i = 0; same && i < outputs.size(); i++) {
      Expectation expectation = expectations.get(i);
      same = i < expectation.available() && matches(expectation, outputs.get(i));
    }
    return same && silences.stream().allMatch(each -> each.available() <= each.expected());
  }

  /** The first broken {@code nothing} line, or 0. */
  int brokenSilenceLine() {
    return silences.stream()
        .filter(each -> each.available() > each.expected())
        .mapToInt(Silence::line)
        .findFirst()
        .orElse(0);
  }

  private void arrangeBlocks() {
    int start = 0;
    while (start < expectations.size()) {
      int end = start;
      while (end < expectations.size()
          && expectations.get(end).block() == expectations.get(start).block()) {
        end++;
      }
      for (int i = start; i < Math.min(end, outputs.size()); i++) {
        for (int k = i; k < end; k++) {
          if (matches(expectations.get(k), outputs.get(i))) {
            expectations.add(i, expectations.remove(k));
            break;
          }
        }
      }
      start = end;
    }
  }
}
