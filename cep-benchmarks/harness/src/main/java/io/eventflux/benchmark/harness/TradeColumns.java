package io.eventflux.benchmark.harness;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Trades in columns, the same ones for the same seed: {@value #SYMBOL_COUNT} symbols of which the
 * most frequent one has about 13 percent of all trades (Zipf's law with exponent 1), each on a
 * random walk, ten trades a millisecond.
 *
 * <p>Prices are whole quarters and stay below 1,000. So a sum of less than 2^40 of them is exact in
 * a {@code double} in any order, and results of different engines can be compared bit for bit.
 *
 * <p>The arrays are shared with the readers, who must not change them.
 */
public final class TradeColumns {
  /** How many different symbols there are. */
  public static final int SYMBOL_COUNT = 1_000;

  /** Trades with the same timestamp. */
  public static final int TRADES_PER_MILLI = 10;

  /** Time of the first trade, epoch milliseconds, a whole second. */
  public static final long START_MILLIS = 1_750_000_000_000L;

  private static final int LOWEST_QUARTERS = 40;
  private static final int HIGHEST_QUARTERS = 3_999;

  private final String[] symbols;
  private final double[] prices;
  private final long[] volumes;
  private final long[] times;

  /** Room for {@code count} trades, to be filled from somewhere else. */
  TradeColumns(int count) {
    symbols = new String[count];
    prices = new double[count];
    volumes = new long[count];
    times = new long[count];
  }

  /** {@code count} trades. */
  public static TradeColumns generate(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] names = new String[SYMBOL_COUNT];
    int[] quarters = new int[SYMBOL_COUNT];
    double[] cumulated = new double[SYMBOL_COUNT];
    double total = 0;
    for (int s = 0; s < SYMBOL_COUNT; s++) {
      names[s] = String.format("SYM%04d", s);
      quarters[s] = random.nextInt(80, 2_000);
      total += 1.0 / (s + 1);
      cumulated[s] = total;
    }
    TradeColumns trades = new TradeColumns(count);
    for (int i = 0; i < count; i++) {
      int found = Arrays.binarySearch(cumulated, random.nextDouble() * total);
      int symbol = Math.min(found < 0 ? -found - 1 : found, SYMBOL_COUNT - 1);
      int stepMax = 1 + quarters[symbol] / 400;
      int moved = quarters[symbol] + random.nextInt(-stepMax, stepMax + 1);
      quarters[symbol] = Math.max(LOWEST_QUARTERS, Math.min(HIGHEST_QUARTERS, moved));
      trades.symbols[i] = names[symbol];
      trades.prices[i] = quarters[symbol] * 0.25;
      trades.volumes[i] = random.nextInt(1, 1_001);
      trades.times[i] = START_MILLIS + i / TRADES_PER_MILLI;
    }
    return trades;
  }

  /** How many trades there are. */
  public int count() {
    return times.length;
  }

  /** The symbol of each trade. */
  public String[] symbols() {
    return symbols;
  }

  /** The price of each trade, a whole number of quarters. */
  public double[] prices() {
    return prices;
  }

  /** The volume of each trade, from 1 to 1,000. */
  public long[] volumes() {
    return volumes;
  }

  /** The time of each trade, epoch milliseconds, never falling. */
  public long[] times() {
    return times;
  }
}
