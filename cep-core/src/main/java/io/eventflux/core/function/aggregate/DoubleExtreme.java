package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/** {@code min} and {@code max} over DOUBLE; NaN is the greatest. */
public final class DoubleExtreme extends Aggregator {
  private final LeastKeys values;

  /** All ones for the greatest: complementing reverses the order of longs. */
  private final long flip;

  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public DoubleExtreme(boolean retractable, boolean greatest) {
    values = new LeastKeys(retractable);
    flip = greatest ? -1 : 0;
  }

  /** One value entered. */
  public void accumulate(int slot, double value) {
    values.accumulate(slot, ordered(value) ^ flip);
  }

  /** One value left. */
  public void retract(int slot, double value) {
    values.retract(slot, ordered(value) ^ flip);
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return values.isEmpty(slot);
  }

  /** The least or greatest value. */
  public double result(int slot) {
    long bits = values.least(slot) ^ flip;
    return Double.longBitsToDouble(bits ^ (bits >> 63 & Long.MAX_VALUE));
  }

  /** Bits in the order of the numbers, NaN on top (its own inverse on the bits). */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  @Override
  public void ensureSlots(int slotCount) {
    values.ensureSlots(slotCount);
  }

  @Override
  public void clear(int slot) {
    values.clear(slot);
  }

  @Override
  public boolean isEmpty(int slot) {
    return values.isEmpty(slot);
  }

  @Override
  public void move(int from, int to) {
    values.move(from, to);
  }

  @Override
  public void clearAll(int slotCount) {
    values.clearAll(slotCount);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    values.snapshot(writer, slotCount);
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    values.restore(reader, slotCount);
  }
}
