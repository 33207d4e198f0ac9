package io.eventflux.core.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of an app at the end of an epoch: some words about where it comes from, and named
 * byte strings that only their owners understand. Immutable by convention: nobody changes the
 * arrays.
 *
 * @param id its number
 * @param appName the app that it belongs to
 * @param engineVersion the version of the engine that made it, as {@code 0.1.0}
 * @param fingerprint what the app was made of, so that another app is refused
 * @param atMillis when it was taken, epoch milliseconds of the wall clock
 * @param parts the state, in the order in which it was written
 */
public record Checkpoint(
    CheckpointId id,
    String appName,
    String engineVersion,
    String fingerprint,
    long atMillis,
    Map<String, byte[]> parts) {
  /** Copies the map, order kept. */
  public Checkpoint {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** The bytes of all parts together. */
  public long sizeBytes() {
    return parts.values().stream().mapToLong(part -> part.length).sum();
  }
}
