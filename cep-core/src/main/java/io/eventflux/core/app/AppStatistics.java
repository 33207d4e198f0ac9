package io.eventflux.core.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an app has done so far, at one moment. While rows are in flight {@link #isBalanced} may be
 * false; after a stop it is true. Immutable; the maps keep their order.
 *
 * @param read events that came in from sources, callers, start rows and dead letters
 * @param processed rows of them that something in the app read
 * @param dead events that could not be turned into a row
 * @param late rows without an event time, whether a late stream took them or not
 * @param filtered rows of streams that nothing in the app reads
 * @param streams rows that went through each stream, in text order
 * @param queries rows that each query put out, in text order
 * @param lateRows rows that came too late for an operator, by operator
 * @param rowErrors rows that an operator could not process, by operator
 * @param droppedState pieces of state, as partial matches, that operators gave up at a declared
 *     bound, by operator
 * @param sourceRows rows that sources delivered, by stream
 * @param sinkRows rows that sinks took, by stream
 * @param errors events and rows that failed anywhere, all kinds together
 * @param deadLetters rows inserted into dead-letter streams
 */
public record AppStatistics(
    long read,
    long processed,
    long dead,
    long late,
    long filtered,
    Map<String, Long> streams,
    Map<String, Long> queries,
    Map<String, Long> lateRows,
    Map<String, Long> rowErrors,
    Map<String, Long> droppedState,
    Map<String, Long> sourceRows,
    Map<String, Long> sinkRows,
    long errors,
    long deadLetters) {
  /** Copies the maps, order kept. */
  public AppStatistics {
    streams = copy(streams);
    queries = copy(queries);
    lateRows = copy(lateRows);
    rowErrors = copy(rowErrors);
    droppedState = copy(droppedState);
    sourceRows = copy(sourceRows);
    sinkRows = copy(sinkRows);
  }

  /**
   * Whether every event that was read is accounted for: {@code processed + dead + late + filtered =
   * read}.
   */
  public boolean isBalanced() {
    return processed + dead + late + filtered == read;
  }

  /** All rows that came too late, for a stream or for an operator. */
  public long lateTotal() {
    return late + lateRows.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> copy(Map<String, Long> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
