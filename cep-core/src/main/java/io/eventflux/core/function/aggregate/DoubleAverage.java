package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/** {@code avg} over FLOAT and DOUBLE: the exact sum, rounded, divided by the count. */
public final class DoubleAverage extends Aggregator {
  private final DoubleSum sum = new DoubleSum();

  /** One value entered. */
  public void accumulate(int slot, double value) {
    sum.accumulate(slot, value);
  }

  /** One value left. */
  public void retract(int slot, double value) {
    sum.retract(slot, value);
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return sum.isNull(slot);
  }

  /** Sum by count. */
  public double result(int slot) {
    return sum.result(slot) / sum.count(slot);
  }

  @Override
  public void ensureSlots(int slotCount) {
    sum.ensureSlots(slotCount);
  }

  @Override
  public void clear(int slot) {
    sum.clear(slot);
  }

  @Override
  public boolean isEmpty(int slot) {
    return sum.isEmpty(slot);
  }

  @Override
  public void move(int from, int to) {
    sum.move(from, to);
  }

  @Override
  public void clearAll(int slotCount) {
    sum.clearAll(slotCount);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    sum.snapshot(writer, slotCount);
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    sum.restore(reader, slotCount);
  }
}
