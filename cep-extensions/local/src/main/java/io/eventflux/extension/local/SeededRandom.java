package io.eventflux.extension.local;

/**
 * Random numbers that follow from a seed and are the same on every machine and Java version.
 * Algorithm: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
 * 2014). One thread.
 */
final class SeededRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SeededRandom(long seed) {
    state = mix(seed);
  }

  /** Numbers for one of several purposes, independent of the others. */
  static SeededRandom of(long seed, String purpose) {
    long hash = seed;
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash + purpose.charAt(i) + GAMMA);
    }
    return new SeededRandom(hash);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Any long. */
  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** A number in {@code [0, 1)}. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * A whole number in {@code [0, bound)}; none is likelier than another by more than bound/2^63.
   */
  long nextLong(long bound) {
    // The high word of a product with a number below 2^63 is below bound / 2: double it first.
    long random = nextLong() >>> 1;
    long high = Math.multiplyHigh(random, bound);
    long low = random * bound;
    return (high << 1) | (low >>> 63);
  }

  /** An index in {@code [0, bound)}. */
  int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  /** A normally distributed number with mean 0 and standard deviation 1 (Box and Muller, 1958). */
  double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** An exponentially distributed number with the given mean. */
  double nextExponential(double mean) {
    return -mean * StrictMath.log(1 - nextDouble());
  }

  /** True with probability {@code chance}. */
  boolean nextChance(double chance) {
    return nextDouble() < chance;
  }

  /** One of the values, each as likely as any other. */
  @SafeVarargs
  final <T> T pick(T... values) {
    return values[nextInt(values.length)];
  }
}
