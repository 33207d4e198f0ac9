package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * {@code sum} over DECIMAL, with the scale of its argument. The sum itself has no bound; a result
 * of more than 38 digits is NULL, and is a number again when enough has left.
 */
public final class DecimalSum extends Aggregator {
  private BigDecimal[] sums = new BigDecimal[0];
  private long[] counts = new long[0];

  /** One value entered. */
  public void accumulate(int slot, BigDecimal value) {
    sums[slot] = counts[slot]++ == 0 ? value : sums[slot].add(value);
  }

  /** One value left. */
  public void retract(int slot, BigDecimal value) {
    sums[slot] = --counts[slot] == 0 ? BigDecimal.ZERO : sums[slot].subtract(value);
  }

  /** Whether there is no value, or the sum has too many digits. */
  public boolean isNull(int slot) {
    return counts[slot] == 0 || sums[slot].precision() > Type.Decimal.PRECISION_MAX;
  }

  /** The sum. */
  public BigDecimal result(int slot) {
    return sums[slot];
  }

  /** How many values are in. */
  long count(int slot) {
    return counts[slot];
  }

  @Override
  public void ensureSlots(int slotCount) {
    int length = sums.length;
    if (slotCount > length) {
      int grown = Slots.grown(length, slotCount);
      sums = Arrays.copyOf(sums, grown);
      Arrays.fill(sums, length, grown, BigDecimal.ZERO);
      counts = Arrays.copyOf(counts, grown);
    }
  }

  @Override
  public void clear(int slot) {
    sums[slot] = BigDecimal.ZERO;
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
    Arrays.fill(sums, 0, end, BigDecimal.ZERO);
    Arrays.fill(counts, 0, end, 0);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putLong(counts[slot]);
      writer.putValue(sums[slot]);
    }
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    ensureSlots(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      counts[slot] = reader.getLong();
      if (!(reader.getValue() instanceof BigDecimal sum)) {
        throw new StateFormatException("the sum of a decimal aggregate is not a decimal number");
      }
      sums[slot] = sum;
    }
  }
}
