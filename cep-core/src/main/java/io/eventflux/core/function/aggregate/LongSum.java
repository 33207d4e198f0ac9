package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;

/** {@code sum} over INT and LONG: wraps, and comes back when the values leave. */
public final class LongSum extends Aggregator {
  private long[] sums = new long[0];
  private long[] counts = new long[0];

  /** One value entered. */
  public void accumulate(int slot, long value) {
    sums[slot] += value;
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, long value) {
    sums[slot] -= value;
    counts[slot]--;
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return counts[slot] == 0;
  }

  /** The sum modulo 2^64. */
  public long result(int slot) {
    return sums[slot];
  }

  @Override
  public void ensureSlots(int slotCount) {
    if (slotCount > sums.length) {
      int grown = Slots.grown(sums.length, slotCount);
      sums = Arrays.copyOf(sums, grown);
      counts = Arrays.copyOf(counts, grown);
    }
  }

  @Override
  public void clear(int slot) {
    sums[slot] = 0;
    counts[slot] = 0;
  }

  @Override
  public boolean isEmpty(int slot) {
    return counts[slot] == 0;
  }

  @Override
  public void move(int from, int to) {
    sums[to] = sums[from];
    counts[to] = counts[from];
    clear(from);
  }

  @Override
  public void clearAll(int slotCount) {
    int end = Math.min(slotCount, sums.length);
    Arrays.fill(sums, 0, end, 0);
    Arrays.fill(counts, 0, end, 0);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putLong(sums[slot]);
      writer.putLong(counts[slot]);
    }
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      sums[slot] = reader.getLong();
      counts[slot] = reader.getLong();
    }
  }
}
