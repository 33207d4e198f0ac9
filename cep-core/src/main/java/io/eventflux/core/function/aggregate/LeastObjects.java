package io.eventflux.core.function.aggregate;

import io.eventflux.core.column.ValueOrder;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The least or greatest of some strings or decimals for each slot; as {@link LeastKeys}, with an
 * ordered map from value to count where values can leave.
 */
final class LeastObjects {
  private final boolean retractable;
  private final int direction;
  private @Nullable Object[] best = new Object[0];
  private @Nullable TreeMap<Object, Integer>[] kept = newMaps(0);

  LeastObjects(boolean retractable, boolean greatest) {
    this.retractable = retractable;
    this.direction = greatest ? -1 : 1;
  }

  private int compare(Object left, Object right) {
    return left instanceof BigDecimal decimal
        ? direction * decimal.compareTo((BigDecimal) right)
        : direction * ValueOrder.compareText((String) left, (String) right);
  }

  void accumulate(int slot, Object value) {
    Object known = best[slot];
    if (known == null || compare(value, known) < 0) {
      best[slot] = value;
    }
    if (retractable) {
      TreeMap<Object, Integer> values = kept[slot];
      if (values == null) {
        values = new TreeMap<>(this::compare);
        kept[slot] = values;
      }
      values.merge(value, 1, Integer::sum);
    }
  }

  void retract(int slot, Object value) {
    TreeMap<Object, Integer> values = kept[slot];
    assert values != null : "only a value that entered can leave";
    values.computeIfPresent(value, (key, count) -> count == 1 ? null : count - 1);
    best[slot] = values.isEmpty() ? null : values.firstKey();
  }

  /** The best value, or null when there is none. */
  @Nullable Object best(int slot) {
    return best[slot];
  }

  boolean isEmpty(int slot) {
    return best[slot] == null;
  }

  void ensureSlots(int slotCount) {
    if (slotCount > best.length) {
      int grown = Slots.grown(best.length, slotCount);
      best = Arrays.copyOf(best, grown);
      if (retractable) {
        kept = Arrays.copyOf(kept, grown);
      }
    }
  }

  void clear(int slot) {
    best[slot] = null;
    if (retractable) {
      kept[slot] = null;
    }
  }

  void move(int from, int to) {
    best[to] = best[from];
    best[from] = null;
    if (retractable) {
      // The empty map that stood here is used again by the next group at its new place.
      TreeMap<Object, Integer> spare = kept[to];
      kept[to] = kept[from];
      kept[from] = spare;
    }
  }

  void clearAll(int slotCount) {
    int end = Math.min(slotCount, best.length);
    Arrays.fill(best, 0, end, null);
    if (retractable) {
      Arrays.fill(kept, 0, end, null);
    }
  }

  void snapshot(StateWriter writer, int slotCount) {
    writer.putBoolean(retractable);
    for (int slot = 0; slot < slotCount; slot++) {
      writer.putValue(best[slot]);
      TreeMap<Object, Integer> values = retractable ? kept[slot] : null;
      if (retractable) {
        writer.putInt(values == null ? 0 : values.size());
      }
      if (values != null) {
        for (Map.Entry<Object, Integer> entry : values.entrySet()) {
          writer.putValue(entry.getKey());
          writer.putInt(entry.getValue());
        }
      }
    }
  }

  void restore(StateReader reader, int slotCount) {
    ExtremeState.check(reader, retractable);
    ensureSlots(slotCount);
    clearAll(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      best[slot] = reader.getValue();
      int count = retractable ? reader.getCount(5) : 0;
      if (count > 0) {
        TreeMap<Object, Integer> values = new TreeMap<>(this::compare);
        for (int i = 0; i < count; i++) {
          Object value = reader.getValue();
          if (value == null) {
            throw new StateFormatException("min or max holds a value that is missing");
          }
          values.put(value, reader.getInt());
        }
        kept[slot] = values;
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable TreeMap<Object, Integer>[] newMaps(int length) {
    return new TreeMap[length];
  }
}
