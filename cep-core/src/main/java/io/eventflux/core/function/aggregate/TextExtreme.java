package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Objects;

/** {@code min} and {@code max} over STRING, by Unicode code point. */
public final class TextExtreme extends Aggregator {
  private final LeastObjects values;

  /**
   * The least or the greatest value.
   *
   * @param retractable whether values can leave
   */
  public TextExtreme(boolean retractable, boolean greatest) {
    values = new LeastObjects(retractable, greatest);
  }

  /** One value entered. */
  public void accumulate(int slot, String value) {
    values.accumulate(slot, value);
  }

  /** One value left. */
  public void retract(int slot, String value) {
    values.retract(slot, value);
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return values.best(slot) == null;
  }

  /** The least or greatest value. */
  public String result(int slot) {
    return (String) Objects.requireNonNull(values.best(slot), "asked only when not NULL");
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
