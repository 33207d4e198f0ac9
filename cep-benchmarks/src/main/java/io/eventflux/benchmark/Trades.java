package io.eventflux.benchmark;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes trades in columns, the same ones for the same seed: {@value #SYMBOL_COUNT} symbols of which
 * the most frequent one has about 13 percent of all trades (Zipf's law with exponent 1), each on a
 * random walk, ten trades a millisecond.
 *
 * <p>Prices are whole quarters and stay below 1,000. So a sum of less than 2^40 of them is exact in
 * a {@code double} in any order, and results of engine and hand-written loop can be compared bit
 * for bit.
 */
public final class Trades {
  /** How many different symbols there are. */
  public static final int SYMBOL_COUNT = 1_000;

  /** Trades with the same timestamp. */
  public static final int TRADES_PER_MILLI = 10;

  /** Index of the symbol column, STRING. */
  public static final int SYMBOL = 0;

  /** Index of the price column, DOUBLE. */
  public static final int PRICE = 1;

  /** Index of the volume column, LONG from 1 to 1,000. */
  public static final int VOLUME = 2;

  /** Index of the time column, TIMESTAMP in epoch milliseconds, never falling. */
  public static final int TIME = 3;

  /** The attributes of a trade. */
  public static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.LONG),
              new Field("ts", Type.TIMESTAMP)));

  private static final long START_MILLIS = 1_750_000_000_000L;
  private static final int LOWEST_QUARTERS = 40;
  private static final int HIGHEST_QUARTERS = 3_999;

  private Trades() {}

  /** {@code count} trades; timestamps of rows are those of the time column. */
  public static ColumnBatch generate(int count, long seed) {
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
    ColumnBatch trades = new ColumnBatch(SCHEMA, count);
    Object[] symbols = ((ObjectColumn) trades.column(SYMBOL)).values();
    double[] prices = ((DoubleColumn) trades.column(PRICE)).values();
    long[] volumes = ((LongColumn) trades.column(VOLUME)).values();
    long[] times = ((LongColumn) trades.column(TIME)).values();
    long[] timestamps = trades.timestamps();
    for (int i = 0; i < count; i++) {
      int found = Arrays.binarySearch(cumulated, random.nextDouble() * total);
      int symbol = Math.min(found < 0 ? -found - 1 : found, SYMBOL_COUNT - 1);
      int stepMax = 1 + quarters[symbol] / 400;
      int moved = quarters[symbol] + random.nextInt(-stepMax, stepMax + 1);
      quarters[symbol] = Math.max(LOWEST_QUARTERS, Math.min(HIGHEST_QUARTERS, moved));
      symbols[i] = names[symbol];
      prices[i] = quarters[symbol] * 0.25;
      volumes[i] = random.nextInt(1, 1_001);
      times[i] = START_MILLIS + i / TRADES_PER_MILLI;
      timestamps[i] = times[i];
    }
    return trades;
  }
}
