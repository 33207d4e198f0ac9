package io.eventflux.runner.scenario;

/**
 * A point in virtual time as a scenario writes it: {@code @1s}, or {@code @+250ms} from where time
 * stands. Immutable.
 *
 * @param relative whether {@code millis} counts from the present virtual time
 * @param millis epoch milliseconds, or milliseconds to add; never negative
 */
record ScenarioTime(boolean relative, long millis) {
  /** The epoch milliseconds meant when virtual time stands at {@code nowMillis}. */
  long at(long nowMillis) {
    return relative ? nowMillis + millis : millis;
  }
}
