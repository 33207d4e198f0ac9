package io.eventflux.core.connector;

/**
 * An event that could not be decoded. Immutable.
 *
 * @param source what it was read from, as {@code trades.csv} or {@code inMemory:orders}
 * @param position where in the source, in the words of the source, as the number of a line; empty
 *     if events have no place there
 * @param reason one sentence for the user
 * @param original its bytes
 */
public record RejectedEvent(String source, String position, String reason, OriginalBytes original) {
  /** Source and position in one, as {@code trades.csv:17}. */
  public String origin() {
    return position.isEmpty() ? source : source + ":" + position;
  }
}
