package io.eventflux.core.function;

/** Makes empty aggregators. Stateless; any thread. */
@FunctionalInterface
public interface AggregatorFactory {
  /**
   * A new aggregator without slots.
   *
   * @param retractable whether {@code retract} will be called; an aggregator that needs no history
   *     without it may keep less
   */
  Aggregator create(boolean retractable);
}
