package io.eventflux.benchmark.harness;

/**
 * An endless stream of trades: the same ones again and again, each round later by the time that one
 * round takes. So a contestant runs in its steady state for as long as it is measured. One thread.
 */
final class TradeReplay {
  /** Trades of one call at most. */
  static final int CALL_TRADES = 2_048;

  private final TradeColumns trades;
  private final long roundMillis;
  private int next;
  private long shiftMillis;

  /** Repeats {@code trades}, whose count must be that of whole seconds. */
  TradeReplay(TradeColumns trades) {
    int perSecond = 1_000 * TradeColumns.TRADES_PER_MILLI;
    if (trades.count() % perSecond != 0) {
      throw new IllegalArgumentException(
          "trades must be a multiple of " + perSecond + ", were " + trades.count());
    }
    this.trades = trades;
    this.roundMillis = trades.count() / TradeColumns.TRADES_PER_MILLI;
  }

  /** Sends the next {@code count} trades in as few calls as allowed. */
  void send(Contestant contestant, int count) {
    int left = count;
    while (left > 0) {
      int hi = next + Math.min(Math.min(left, CALL_TRADES), trades.count() - next);
      contestant.send(trades, next, hi, shiftMillis);
      left -= hi - next;
      next = hi;
      if (next == trades.count()) {
        next = 0;
        shiftMillis += roundMillis;
      }
    }
  }

  /** A time that is behind every trade sent, by more than any window lasts. */
  long afterMillis() {
    return trades.times()[Math.max(next, 1) - 1] + shiftMillis + 10_000;
  }
}
