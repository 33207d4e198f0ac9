package io.eventflux.benchmark.harness;

/**
 * One engine, or one way into it, that answers one question. Everything happens in the calling
 * thread: when {@link #send} returns, the answers have been given. One thread.
 */
public interface Contestant extends AutoCloseable {
  /**
   * Sends the trades at {@code [lo, hi)}, in order, with {@code shiftMillis} added to their times.
   * Making whatever the engine takes (arrays, events) from the columns is part of the work.
   */
  void send(TradeColumns trades, int lo, int hi, long shiftMillis);

  /**
   * Says that no trades come before {@code millis}, event time in epoch milliseconds, more than two
   * seconds after the last one; windows that are open give their answers.
   */
  void finish(long millis);

  /** Stops the engine; gives no answers. */
  @Override
  void close();

  /** Makes contestants, already started. */
  @FunctionalInterface
  interface Factory {
    /**
     * A new contestant.
     *
     * @param variant one of the ways that {@link Entrant} names
     * @throws Exception if the engine refuses the question
     */
    Contestant start(Question question, String variant, Answers answers) throws Exception;
  }
}
