package io.eventflux.core.function;

import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * The state of one aggregate for many groups, in arrays indexed by slot. A concrete class is final
 * and adds, for its argument type {@code T} (none for {@code count(*)}) and its result type {@code
 * R}, the methods that generated kernels call directly:
 *
 * <pre>
 *   public void accumulate(int slot, T value)    one non-null argument entered
 *   public void retract(int slot, T value)       one non-null argument left; only where retractable
 *   public boolean isNull(int slot)              the result is SQL NULL
 *   public R result(int slot)                    the result; called only when not NULL
 * </pre>
 *
 * Rows whose argument is NULL never reach an aggregator. Pipeline thread only.
 */
public abstract class Aggregator {
  /** Makes room for slots {@code [0, slotCount)}; new slots are empty. Amortised O(1) a slot. */
  public abstract void ensureSlots(int slotCount);

  /** Takes one slot back to its empty state. */
  public abstract void clear(int slot);

  /**
   * Whether nothing would be lost if {@code slot} were cleared: the values that came have all left.
   */
  public abstract boolean isEmpty(int slot);

  /**
   * Moves the state of slot {@code from} to slot {@code to}, which is empty; afterwards {@code
   * from} is empty.
   */
  public abstract void move(int from, int to);

  /** Takes slots {@code [0, slotCount)} back to their empty state. */
  public abstract void clearAll(int slotCount);

  /** Writes the state of slots {@code [0, slotCount)}. */
  public abstract void snapshot(StateWriter writer, int slotCount);

  /** Reads what {@link #snapshot} wrote for {@code slotCount} slots. */
  public abstract void restore(StateReader reader, int slotCount);
}
