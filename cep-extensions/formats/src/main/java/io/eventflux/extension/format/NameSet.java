package io.eventflux.extension.format;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The names met so far in the objects that are open, to find duplicates. Names of inner objects are
 * forgotten when they close. Open addressing; since names leave in the opposite order of their
 * coming, clearing a slot never breaks the probing of another. The hash is seeded, so nobody can
 * choose names that collide. One thread.
 */
final class NameSet {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long seed = ThreadLocalRandom.current().nextLong();
  // A slot holds 1 + the number of a name, or 0.
  private int[] slots = new int[64];
  private int[] slotOfName = new int[32];
  private int[] objectOfName = new int[32];
  private long[] hashOfName = new long[32];
  private int[] startOfName = new int[32];
  private int[] endOfName = new int[32];
  private int nameCount;
  private final ByteOutput text = new ByteOutput(256);

  /** How many names there are; to be handed back to {@link #release}. */
  int mark() {
    return nameCount;
  }

  /** Forgets the names that came after {@code mark}. */
  void release(int mark) {
    while (nameCount > mark) {
      nameCount--;
      slots[slotOfName[nameCount]] = 0;
    }
    if (mark == 0) {
      text.clear();
    }
  }

  /** Adds a name to the object numbered {@code object}; returns false if it has it already. */
  boolean add(int object, byte[] bytes, int from, int to) {
    if (nameCount * 2 >= slots.length) {
      grow();
    }
    long hash = hash(object, bytes, from, to);
    int mask = slots.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    byte[] known = text.array();
    while (slots[slot] != 0) {
      int name = slots[slot] - 1;
      if (hashOfName[name] == hash
          && objectOfName[name] == object
          && Arrays.equals(known, startOfName[name], endOfName[name], bytes, from, to)) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = nameCount + 1;
    slotOfName[nameCount] = slot;
    objectOfName[nameCount] = object;
    hashOfName[nameCount] = hash;
    startOfName[nameCount] = text.sizeBytes();
    text.append(bytes, from, to);
    endOfName[nameCount] = text.sizeBytes();
    nameCount++;
    return true;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int capacity = slots.length;
    slotOfName = Arrays.copyOf(slotOfName, capacity);
    objectOfName = Arrays.copyOf(objectOfName, capacity);
    hashOfName = Arrays.copyOf(hashOfName, capacity);
    startOfName = Arrays.copyOf(startOfName, capacity);
    endOfName = Arrays.copyOf(endOfName, capacity);
    int mask = capacity - 1;
    for (int name = 0; name < nameCount; name++) {
      int slot = (int) (hashOfName[name] >>> 32) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = name + 1;
      slotOfName[name] = slot;
    }
  }

  private long hash(int object, byte[] bytes, int from, int to) {
    long hash = (seed ^ object) * MIX;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * MIX;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
