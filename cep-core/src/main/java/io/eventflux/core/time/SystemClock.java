package io.eventflux.core.time;

/** {@link EngineClock} of the machine. Stateless. */
enum SystemClock implements EngineClock {
  INSTANCE;

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
