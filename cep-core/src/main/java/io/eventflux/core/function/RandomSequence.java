package io.eventflux.core.function;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers of one call. With a seed they are the same in every run; another seed starts
 * another sequence. Pipeline thread only.
 */
public final class RandomSequence implements CallMemory {
  private @Nullable SplittableRandom numbers;
  private long seed;
  private boolean isSeeded;

  /** A sequence that has not started. */
  public RandomSequence() {}

  /** The next number in [0, 1) of a sequence that nobody can repeat. */
  public double next() {
    SplittableRandom current = numbers;
    if (current == null) {
      current = new SplittableRandom();
      numbers = current;
    }
    return current.nextDouble();
  }

  /** The next number in [0, 1) of the sequence of {@code wantedSeed}. */
  public double next(long wantedSeed) {
    SplittableRandom current = numbers;
    if (current == null || !isSeeded || seed != wantedSeed) {
      current = new SplittableRandom(wantedSeed);
      numbers = current;
      seed = wantedSeed;
      isSeeded = true;
    }
    return current.nextDouble();
  }
}
