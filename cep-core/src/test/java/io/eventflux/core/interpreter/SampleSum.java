package io.eventflux.core.interpreter;

import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;

/** The sum of INT values, NULL without any; an aggregator for the tests of kernels. */
public final class SampleSum extends Aggregator {
  /** The overload that makes these aggregators. */
  public static final AggregateFunction FUNCTION =
      new AggregateFunction(
          "sum",
          List.of(Type.INT),
          Type.LONG,
          SampleSum.class,
          retractable -> new SampleSum(),
          true);

  private long[] sums = new long[0];
  private long[] counts = new long[0];

  /** One value entered. */
  public void accumulate(int slot, int value) {
    sums[slot] += value;
    counts[slot]++;
  }

  /** One value left. */
  public void retract(int slot, int value) {
    sums[slot] -= value;
    counts[slot]--;
  }

  /** Whether no value is left. */
  public boolean isNull(int slot) {
    return counts[slot] == 0;
  }

  /** The sum. */
  public long result(int slot) {
    return sums[slot];
  }

  @Override
  public void ensureSlots(int slotCount) {
    if (slotCount > sums.length) {
      sums = Arrays.copyOf(sums, slotCount);
      counts = Arrays.copyOf(counts, slotCount);
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
    Arrays.fill(sums, 0, slotCount, 0);
    Arrays.fill(counts, 0, slotCount, 0);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    for (int i = 0; i < slotCount; i++) {
      writer.putLong(sums[i]);
      writer.putLong(counts[i]);
    }
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int i = 0; i < slotCount; i++) {
      sums[i] = reader.getLong();
      counts[i] = reader.getLong();
    }
  }
}
