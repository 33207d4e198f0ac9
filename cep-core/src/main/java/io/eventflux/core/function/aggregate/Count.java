package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;

/**
 * What the forms of {@code count} share: one number a slot, never NULL. The subclasses differ in
 * the argument that they look away from. Public because kernels call its methods. Pipeline thread
 * only.
 */
public abstract sealed class Count extends Aggregator
    permits RowCount, BooleanCount, LongCount, DoubleCount, ObjectCount {
  long[] counts = new long[0];

  @Override
  public final void ensureSlots(int slotCount) {
    if (slotCount > counts.length) {
      counts = Arrays.copyOf(counts, Slots.grown(counts.length, slotCount));
    }
  }

  @Override
  public final void clear(int slot) {
    counts[slot] = 0;
  }

  @Override
  public final boolean isEmpty(int slot) {
    return counts[slot] == 0;
  }

  @Override
  public final void move(int from, int to) {
    counts[to] = counts[from];
    counts[from] = 0;
  }

  @Override
  public final void clearAll(int slotCount) {
    Arrays.fill(counts, 0, Math.min(slotCount, counts.length), 0);
  }

  @Override
  public final void snapshot(StateWriter writer, int slotCount) {
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putLong(counts[slot]);
    }
  }

  @Override
  public final void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      counts[slot] = reader.getLong();
    }
  }

  /** Never NULL: the count of nothing is 0. */
  public final boolean isNull(int slot) {
    return false;
  }

  /** How many entered and have not left. */
  public final long result(int slot) {
    return counts[slot];
  }
}
