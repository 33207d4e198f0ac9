package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * What {@code min} and {@code max} share over types whose values are longs in their order. Public
 * because kernels call its methods. Pipeline thread only.
 */
public abstract sealed class KeyExtreme extends Aggregator
    permits IntExtreme, LongExtreme, FloatExtreme, DoubleExtreme {
  final LeastKeys values;

  /** All ones for the greatest: complementing reverses the order of longs. */
  final long flip;

  KeyExtreme(boolean retractable, boolean greatest) {
    values = new LeastKeys(retractable);
    flip = greatest ? -1 : 0;
  }

  /** Whether there is no value. */
  public final boolean isNull(int slot) {
    return values.isEmpty(slot);
  }

  @Override
  public final void ensureSlots(int slotCount) {
    values.ensureSlots(slotCount);
  }

  @Override
  public final void clear(int slot) {
    values.clear(slot);
  }

  @Override
  public final boolean isEmpty(int slot) {
    return values.isEmpty(slot);
  }

  @Override
  public final void move(int from, int to) {
    values.move(from, to);
  }

  @Override
  public final void clearAll(int slotCount) {
    values.clearAll(slotCount);
  }

  @Override
  public final void snapshot(StateWriter writer, int slotCount) {
    values.snapshot(writer, slotCount);
  }

  @Override
  public final void restore(StateReader reader, int slotCount) {
    values.restore(reader, slotCount);
  }
}
