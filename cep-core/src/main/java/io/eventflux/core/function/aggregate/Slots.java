package io.eventflux.core.function.aggregate;

/** How the arrays of aggregators grow. */
final class Slots {
  private Slots() {}

  /** The new length for an array of {@code length} elements that must hold {@code required}. */
  static int grown(int length, int required) {
    return Math.max(required, length + (length >> 1) + 8);
  }
}
