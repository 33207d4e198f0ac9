package io.eventflux.core.connector;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an epoch is called and where its input ends. It is stored twice: in the checkpoint, and by
 * every {@link EpochSink} beside its output, so that each can tell what the other has done.
 *
 * @param runId the state that the epoch belongs to, {@link
 *     io.eventflux.core.state.StateBackend#runId}
 * @param epoch its number, from 1
 * @param sourcePositions by source id: {@link Source#position} at the end of the epoch
 */
public record EpochHeader(String runId, long epoch, Map<String, String> sourcePositions) {
  /** Copies the map, sorted. */
  public EpochHeader {
    sourcePositions = Collections.unmodifiableMap(new TreeMap<>(sourcePositions));
  }
}
