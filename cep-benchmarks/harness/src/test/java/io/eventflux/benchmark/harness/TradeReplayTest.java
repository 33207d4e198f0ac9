package io.eventflux.benchmark.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradeReplayTest {
  private static final int SECOND = 1_000 * TradeColumns.TRADES_PER_MILLI;

  /** Notes prices and times. */
  private static final class FakeContestant implements Contestant {
    final List<Double> prices = new ArrayList<>();
    final List<Long> times = new ArrayList<>();

    @Override
    public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
      for (int i = lo; i < hi; i++) {
        prices.add(trades.prices()[i]);
        times.add(trades.times()[i] + shiftMillis);
      }
    }

    @Override
    public void finish(long millis) {}

    @Override
    public void close() {}
  }

  @Test
  void shouldRepeatTradesWithTimesThatGoOn() {
    TradeColumns trades = TradeColumns.generate(SECOND, 1);
    FakeContestant contestant = new FakeContestant();
    TradeReplay replay = new TradeReplay(trades);

    replay.send(contestant, SECOND - 1);
    replay.send(contestant, SECOND + 3);

    List<Double> prices = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 2 * SECOND + 2; i++) {
      prices.add(trades.prices()[i % SECOND]);
      times.add(TradeColumns.START_MILLIS + i / TradeColumns.TRADES_PER_MILLI);
    }
    assertEquals(prices, contestant.prices);
    assertEquals(times, contestant.times);
    assertEquals(TradeColumns.START_MILLIS + 2_000 + 10_000, replay.afterMillis());
  }

  @Test
  void shouldRefuseTradesThatDoNotEndWithASecond() {
    TradeColumns trades = TradeColumns.generate(SECOND + 10, 1);

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new TradeReplay(trades));

    assertEquals("trades must be a multiple of 10000, were 10010", refusal.getMessage());
  }
}
