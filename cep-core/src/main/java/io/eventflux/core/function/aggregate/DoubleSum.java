package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code sum} over FLOAT and DOUBLE, exact: the result is the double nearest to the true sum of the
 * values that are in, whatever has been in before (language 8.7, no drift).
 *
 * <p>A slot is an unevaluated pair {@code high + low} that is the sum without error as long as
 * TwoSum (D. E. Knuth, The Art of Computer Programming 2, 4.2.2) of the low parts is free of error.
 * When it is not, and for NaN, infinities and overflow, the slot moves to an {@link ExactSum} until
 * it is empty again; its {@code high} is then NaN, which sends every later value the same way
 * without a test of its own.
 */
public final class DoubleSum extends Aggregator {
  private double[] highs = new double[0];
  private double[] lows = new double[0];
  private long[] counts = new long[0];
  private @Nullable ExactSum[] exactSums = new ExactSum[0];

  /** One value entered. */
  public void accumulate(int slot, double value) {
    counts[slot]++;
    if (!addToPair(slot, value)) {
      addExactly(slot, value, 1);
    }
  }

  /** One value left. */
  public void retract(int slot, double value) {
    counts[slot]--;
    // A pair that has lost its last value is zero by itself, being without error: whether there are
    // values left is not asked, because in small groups no processor can foretell it.
    if (!addToPair(slot, -value)) {
      retractExactly(slot, value);
    }
  }

  private void retractExactly(int slot, double value) {
    if (counts[slot] == 0) {
      clear(slot);
    } else {
      addExactly(slot, value, -1);
    }
  }

  /** Adds to the pair if that is free of error; else changes nothing and returns false. */
  private boolean addToPair(int slot, double value) {
    double high = highs[slot];
    double sum = high + value;
    double back = sum - high;
    double error = (high - (sum - back)) + (value - back);
    double low = lows[slot];
    double lowSum = low + error;
    double lowBack = lowSum - low;
    double lowError = (low - (lowSum - lowBack)) + (error - lowBack);
    if (lowError != 0.0) { // true for NaN, too
      return false;
    }
    highs[slot] = sum;
    lows[slot] = lowSum;
    return true;
  }

  private void addExactly(int slot, double value, int direction) {
    ExactSum exact = exactSums[slot];
    if (exact == null) {
      exact = new ExactSum();
      exact.add(highs[slot], 1);
      exact.add(lows[slot], 1);
      exactSums[slot] = exact;
      highs[slot] = Double.NaN;
    }
    exact.add(value, direction);
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return counts[slot] == 0;
  }

  /** The sum, rounded once. */
  public double result(int slot) {
    double sum = highs[slot] + lows[slot];
    return Double.isNaN(sum) ? exactResult(slot) : sum;
  }

  /** How many values are in. */
  long count(int slot) {
    return counts[slot];
  }

  private double exactResult(int slot) {
    ExactSum exact = exactSums[slot];
    assert exact != null : "a pair is never NaN";
    return exact.value();
  }

  @Override
  public void ensureSlots(int slotCount) {
    if (slotCount > highs.length) {
      int grown = Slots.grown(highs.length, slotCount);
      highs = Arrays.copyOf(highs, grown);
      lows = Arrays.copyOf(lows, grown);
      counts = Arrays.copyOf(counts, grown);
      exactSums = Arrays.copyOf(exactSums, grown);
    }
  }

  @Override
  public void clear(int slot) {
    highs[slot] = 0.0;
    lows[slot] = 0.0;
    counts[slot] = 0;
    exactSums[slot] = null;
  }

  @Override
  public boolean isEmpty(int slot) {
    return counts[slot] == 0;
  }

  @Override
  public void move(int from, int to) {
    highs[to] = highs[from];
    lows[to] = lows[from];
    counts[to] = counts[from];
    exactSums[to] = exactSums[from];
    clear(from);
  }

  @Override
  public void clearAll(int slotCount) {
    int end = Math.min(slotCount, highs.length);
    Arrays.fill(highs, 0, end, 0.0);
    Arrays.fill(lows, 0, end, 0.0);
    Arrays.fill(counts, 0, end, 0);
    Arrays.fill(exactSums, 0, end, null);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putLong(counts[slot]);
      ExactSum exact = exactSums[slot];
      writer.putBoolean(exact != null);
      if (exact != null) {
        exact.snapshot(writer);
      } else {
        writer.putDouble(highs[slot]);
        writer.putDouble(lows[slot]);
      }
    }
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      counts[slot] = reader.getLong();
      if (reader.getBoolean()) {
        ExactSum exact = new ExactSum();
        exact.restore(reader);
        exactSums[slot] = exact;
        highs[slot] = Double.NaN;
        lows[slot] = 0.0;
      } else {
        exactSums[slot] = null;
        highs[slot] = reader.getDouble();
        lows[slot] = reader.getDouble();
      }
    }
  }
}
