package io.eventflux.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.column.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private static final long SEED = 77L;

  /** Keys in the order of their slots against an index of each kind. */
  @Test
  void shouldAgreeWithAListOfKeys() {
    check(List.of(PhysicalType.LONG));
    check(List.of(PhysicalType.OBJECT));
    check(List.of(PhysicalType.INT, PhysicalType.OBJECT));
  }

  private static void check(List<PhysicalType> layout) {
    Random random = new Random(SEED);
    KeyIndex index = KeyIndex.of(layout);
    List<List<@Nullable Object>> known = new ArrayList<>();
    for (int step = 0; step < 4000; step++) {
      int dice = random.nextInt(200);
      if (dice == 0) {
        index.clear();
        known.clear();
      } else if (dice < 4) {
        keepSome(index, known, random);
      } else if (dice < 6) {
        index = restored(index, layout);
      }
      List<@Nullable Object> key = key(layout, random);
      int expected = known.indexOf(key);
      assertEquals(expected, slot(index, layout, key, false), layout + " step " + step);
      if (dice % 2 == 0) {
        if (expected < 0) {
          known.add(key);
          expected = known.size() - 1;
        }
        assertEquals(expected, slot(index, layout, key, true), layout + " step " + step);
      }
      assertEquals(known.size(), index.size());
    }
  }

  private static void keepSome(KeyIndex index, List<List<@Nullable Object>> known, Random random) {
    int kept = 0;
    for (int slot = 0; slot < known.size(); slot++) {
      if (random.nextInt(3) == 0) {
        if (kept < slot) {
          index.move(slot, kept);
          known.set(kept, known.get(slot));
        }
        kept++;
      }
    }
    index.keepFirst(kept);
    known.subList(kept, known.size()).clear();
  }

  private static KeyIndex restored(KeyIndex index, List<PhysicalType> layout) {
    StateWriter writer = new StateWriter();
    index.snapshot(writer);
    KeyIndex copy = KeyIndex.of(layout);
    copy.restore(new StateReader(writer.toByteArray()));
    return copy;
  }

  private static List<@Nullable Object> key(List<PhysicalType> layout, Random random) {
    List<@Nullable Object> key = new ArrayList<>();
    for (PhysicalType type : layout) {
      int number = random.nextInt(300);
      Object value =
          type == PhysicalType.LONG
              ? (Object) (long) number
              : type == PhysicalType.INT ? (Object) (number % 9) : (Object) ("text" + number);
      key.add(number == 0 ? null : value);
    }
    return key;
  }

  private static int slot(
      KeyIndex index, List<PhysicalType> layout, List<@Nullable Object> key, boolean adding) {
    Column[] probe = new Column[layout.size()];
    for (int i = 0; i < probe.length; i++) {
      probe[i] = Column.of(layout.get(i), 1);
      probe[i].setBoxed(0, key.get(i));
    }
    int[] slots = new int[1];
    if (adding) {
      index.findOrAdd(probe, null, 0, 1, slots);
    } else {
      index.find(probe, null, 0, 1, slots);
    }
    return slots[0];
  }

  @Test
  void shouldNotTakeTheOldSlotOfAKeyForItsSlot() {
    KeyIndex index = KeyIndex.of(List.of(PhysicalType.OBJECT));
    Column[] probe = {Column.of(PhysicalType.OBJECT, 3)};
    probe[0].setBoxed(0, "gone");
    probe[0].setBoxed(1, "moved");
    probe[0].setBoxed(2, null);
    byte[] leaving = new byte[3];
    Arrays.fill(leaving, RowKind.EXPIRED);
    int[] hints = new int[3];
    int[] slots = new int[3];
    index.findOrAdd(probe, null, 0, 3, slots, new byte[3], hints);
    int[] before = slots.clone();

    index.move(1, 0);
    index.move(2, 1);
    index.keepFirst(2);
    index.findOrAdd(probe, null, 0, 3, slots, leaving, hints);

    assertArrayEquals(new int[] {0, 1, 2}, before);
    assertArrayEquals(new int[] {2, 0, 1}, slots);
  }

  @Test
  void shouldFindKeysAfterManyHaveBeenForgotten() {
    KeyIndex index = KeyIndex.of(List.of(PhysicalType.LONG));
    Column[] probe = {Column.of(PhysicalType.LONG, 1_000_000)};
    for (int row = 0; row < 1_000_000; row++) {
      probe[0].setBoxed(row, (long) row);
    }
    int[] slots = new int[1_000_000];
    index.findOrAdd(probe, null, 0, 1_000_000, slots);

    index.keepFirst(2);
    index.keepFirst(1);
    index.findOrAdd(probe, null, 0, 1000, slots);

    assertEquals(1000, index.size());
    for (int row = 0; row < 1000; row++) {
      assertEquals(row, slots[row]);
    }
  }
}
