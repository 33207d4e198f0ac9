package io.eventflux.core.fault.disk;

import java.util.Random;

/** Random numbers from seeds. */
final class Seeds {
  private Seeds() {}

  /**
   * A generator for {@code seed}, the same on every Java version. {@link Random} starts alike with
   * seeds that lie near each other, therefore the seed is mixed first (the finaliser of
   * SplitMix64).
   */
  static Random random(long seed) {
    long mixed = seed + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return new Random(mixed ^ (mixed >>> 31));
  }
}
