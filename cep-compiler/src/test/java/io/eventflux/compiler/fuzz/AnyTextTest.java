package io.eventflux.compiler.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The seeds as they are, and with words exchanged, doubled and dropped. A failure names its text;
 * {@code -Deventflux.mutations=N} tries N changes of each seed, {@code -Deventflux.seed=N} others.
 */
final class AnyTextTest {
  private static final int MUTATION_COUNT = Integer.getInteger("eventflux.mutations", 10);
  private static final long SEED = Long.getLong("eventflux.seed", 0);

  @TestFactory
  Stream<DynamicTest> shouldEndWithAnAppOrWithWords() throws IOException {
    Map<String, String> seeds = Seeds.texts();
    List<String> texts = new ArrayList<>(seeds.values());
    return seeds.entrySet().stream()
        .map(
            seed ->
                DynamicTest.dynamicTest(
                    seed.getKey(), () -> mutate(seed.getKey(), seed.getValue(), texts)));
  }

  private static void mutate(String name, String text, List<String> texts) {
    check(text);
    Random random = new Random(name.hashCode() + SEED);
    for (int i = 0; i < MUTATION_COUNT; i++) {
      String other = texts.get(random.nextInt(texts.size()));
      check(new TextMutations(random.nextLong()).changed(text, other));
    }
  }

  private static void check(String text) {
    try {
      AnyText.check(text, AnyText.Reach.COMPILE);
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      throw new AssertionError(failure.getMessage() + "\nfor:\n" + text, failure);
    }
  }
}
