package io.eventflux.core.function.aggregate;

import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least of some longs for each slot: the common core of {@code min} and {@code max} over
 * primitive types, which map their values to longs of the same or of the reverse order. Keeps one
 * value a slot, and all of them only where they can leave.
 */
final class LeastKeys {
  private final boolean retractable;

  /** {@link Long#MAX_VALUE} where there is no value, so that a value need ask for nothing else. */
  private long[] least = new long[0];

  private boolean[] filled = new boolean[0];
  private @Nullable LeastOfQueue[] kept = new LeastOfQueue[0];

  LeastKeys(boolean retractable) {
    this.retractable = retractable;
  }

  void accumulate(int slot, long key) {
    // Always stored: in small groups no processor can foretell whether a value is the least so far.
    long known = least[slot];
    least[slot] = key < known ? key : known;
    filled[slot] = true;
    if (retractable) {
      keep(slot, key);
    }
  }

  private void keep(int slot, long key) {
    LeastOfQueue keys = kept[slot];
    if (keys == null) {
      keys = new LeastOfQueue();
      kept[slot] = keys;
    }
    keys.add(key);
  }

  void retract(int slot, long key) {
    LeastOfQueue keys = kept[slot];
    assert keys != null : "only a value that entered can leave";
    keys.remove(key);
    if (keys.isEmpty()) {
      least[slot] = Long.MAX_VALUE;
      filled[slot] = false;
      keys.clear();
    } else {
      least[slot] = keys.least();
    }
  }

  boolean isEmpty(int slot) {
    return !filled[slot];
  }

  long least(int slot) {
    return least[slot];
  }

  void ensureSlots(int slotCount) {
    if (slotCount > least.length) {
      int known = least.length;
      int grown = Slots.grown(known, slotCount);
      least = Arrays.copyOf(least, grown);
      Arrays.fill(least, known, grown, Long.MAX_VALUE);
      filled = Arrays.copyOf(filled, grown);
      if (retractable) {
        kept = Arrays.copyOf(kept, grown);
      }
    }
  }

  void clear(int slot) {
    least[slot] = Long.MAX_VALUE;
    filled[slot] = false;
    if (retractable) {
      kept[slot] = null;
    }
  }

  void move(int from, int to) {
    least[to] = least[from];
    filled[to] = filled[from];
    if (retractable) {
      // The empty queue that stood here is used again by the next group at its new place.
      LeastOfQueue spare = kept[to];
      kept[to] = kept[from];
      kept[from] = spare;
    }
    least[from] = Long.MAX_VALUE;
    filled[from] = false;
  }

  void clearAll(int slotCount) {
    int end = Math.min(slotCount, filled.length);
    Arrays.fill(least, 0, end, Long.MAX_VALUE);
    Arrays.fill(filled, 0, end, false);
    if (retractable) {
      Arrays.fill(kept, 0, end, null);
    }
  }

  void snapshot(StateWriter writer, int slotCount) {
    writer.putBoolean(retractable);
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putBoolean(filled[slot]);
      if (filled[slot]) {
        writer.putLong(least[slot]);
        LeastOfQueue keys = retractable ? kept[slot] : null;
        if (keys != null) {
          keys.snapshot(writer);
        }
      }
    }
  }

  void restore(StateReader reader, int slotCount) {
    ExtremeState.check(reader, retractable);
    ensureSlots(slotCount);
    clearAll(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      filled[slot] = reader.getBoolean();
      if (filled[slot]) {
        least[slot] = reader.getLong();
        if (retractable) {
          LeastOfQueue keys = new LeastOfQueue();
          keys.restore(reader);
          kept[slot] = keys;
        }
      }
    }
  }
}
