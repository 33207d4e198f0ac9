package io.eventflux.extension.local;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.List;

/**
 * Card transactions. The story: somebody tries a stolen card with a small amount and, one to four
 * minutes later, pays a very large one with it in another country.
 */
final class FraudGenerator extends StoryGenerator {
  static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("card", Type.STRING),
              new Field("amount", Type.DOUBLE),
              new Field("merchant", Type.STRING),
              new Field("country", Type.STRING),
              new Field("ts", Type.TIMESTAMP)));
  static final double GAP_MEAN_MILLIS = 800;

  private static final int CARD_COUNT = 2_000;
  private static final int ROWS_BETWEEN_STORIES = 400;
  private static final String[] COUNTRIES = {"NO", "SE", "DE", "FR", "GB", "ES", "NL"};
  private static final String[] FAR_COUNTRIES = {"US", "BR", "SG", "ZA"};
  private static final String[] MERCHANTS = {
    "grocer",
    "fuel",
    "coffee",
    "pharmacy",
    "books",
    "travel",
    "clothes",
    "restaurant",
    "railway",
    "cinema"
  };
  private static final double[] TYPICAL_AMOUNTS = {38, 55, 5, 18, 24, 160, 62, 41, 29, 17};

  FraudGenerator(long seed, long startMillis, double gapMeanMillis) {
    super(SCHEMA, seed, startMillis, gapMeanMillis, ROWS_BETWEEN_STORIES);
  }

  @Override
  List<Object> ordinaryRow(long timeMillis) {
    int card = random.nextInt(CARD_COUNT);
    int kind = random.nextInt(MERCHANTS.length);
    double amount = TYPICAL_AMOUNTS[kind] * StrictMath.exp(0.5 * random.nextGaussian());
    // Ordinary payments stay away from both ends of the story, so that it stands out.
    double usual = Math.min(900, Math.max(2.5, amount));
    return List.of(
        card(card), cents(usual), merchant(kind), COUNTRIES[card % COUNTRIES.length], timeMillis);
  }

  @Override
  void planStory(long timeMillis) {
    int card = random.nextInt(CARD_COUNT);
    long gapMillis = 60_000 + random.nextLong(180_000);
    double probe = cents(0.5 + random.nextDouble());
    double theft = cents(1_500 + 3_500 * random.nextDouble());
    plan(
        timeMillis,
        false,
        card(card),
        probe,
        "donations 1",
        COUNTRIES[card % COUNTRIES.length],
        timeMillis);
    plan(
        timeMillis + gapMillis,
        true,
        card(card),
        theft,
        "electronics " + (1 + random.nextInt(9)),
        random.pick(FAR_COUNTRIES),
        timeMillis + gapMillis);
  }

  private String merchant(int kind) {
    return MERCHANTS[kind] + " " + (1 + random.nextInt(30));
  }

  private static String card(int number) {
    return "4000-" + (1_000 + number);
  }
}
