package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@code avg} over INT and LONG: the sum is kept in 128 bits, so that it neither wraps nor rounds
 * before the division.
 */
public final class LongAverage extends Aggregator {
  private long[] lows = new long[0];
  private long[] highs = new long[0];
  private long[] counts = new long[0];

  /** One value entered. */
  public void accumulate(int slot, long value) {
    long low = lows[slot];
    long sum = low + value;
    lows[slot] = sum;
    highs[slot] += (value >> 63) + (sum + Long.MIN_VALUE < low + Long.MIN_VALUE ? 1 : 0);
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, long value) {
    long low = lows[slot];
    lows[slot] = low - value;
    highs[slot] -= (value >> 63) + (low + Long.MIN_VALUE < value + Long.MIN_VALUE ? 1 : 0);
    counts[slot]--;
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return counts[slot] == 0;
  }

  /** The exact sum as a double, divided by the count. */
  public double result(int slot) {
    long low = lows[slot];
    double sum = highs[slot] == low >> 63 ? low : wideSum(slot);
    return sum / counts[slot];
  }

  private double wideSum(int slot) {
    BigInteger low = new BigInteger(Long.toUnsignedString(lows[slot]));
    return BigInteger.valueOf(highs[slot]).shiftLeft(64).add(low).doubleValue();
  }

  @Override
  public void ensureSlots(int slotCount) {
    if (slotCount > lows.length) {
      int grown = Slots.grown(lows.length, slotCount);
      lows = Arrays.copyOf(lows, grown);
      highs = Arrays.copyOf(highs, grown);
      counts = Arrays.copyOf(counts, grown);
    }
  }

  @Override
  public void clear(int slot) {
    lows[slot] = 0;
    highs[slot] = 0;
    counts[slot] = 0;
  }

  @Override
  public boolean isEmpty(int slot) {
    return counts[slot] == 0;
  }

  @Override
  public void move(int from, int to) {
    lows[to] = lows[from];
    highs[to] = highs[from];
    counts[to] = counts[from];
    clear(from);
  }

  @Override
  public void clearAll(int slotCount) {
    int end = Math.min(slotCount, lows.length);
    Arrays.fill(lows, 0, end, 0);
    Arrays.fill(highs, 0, end, 0);
    Arrays.fill(counts, 0, end, 0);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putLong(lows[slot]);
      writer.putLong(highs[slot]);
      writer.putLong(counts[slot]);
    }
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      lows[slot] = reader.getLong();
      highs[slot] = reader.getLong();
      counts[slot] = reader.getLong();
    }
  }
}
