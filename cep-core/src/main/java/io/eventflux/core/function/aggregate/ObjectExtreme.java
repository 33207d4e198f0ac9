package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * What {@code min} and {@code max} share over types whose values are objects. Public because
 * kernels call its methods. Pipeline thread only.
 */
public abstract sealed class ObjectExtreme extends Aggregator permits DecimalExtreme, TextExtreme {
  final LeastObjects values;

  ObjectExtreme(boolean retractable, boolean greatest) {
    values = new LeastObjects(retractable, greatest);
  }

  /** Whether there is no value. */
  public final boolean isNull(int slot) {
    return values.best(slot) == null;
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
