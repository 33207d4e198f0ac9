package io.eventflux.extension.local;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.List;

/**
 * Trades of a dozen shares, each price a random walk. The story: within some seconds a share falls
 * by about 6 % in five trades of large volume and comes back in four, a V.
 */
final class MarketGenerator extends StoryGenerator {
  static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.INT),
              new Field("venue", Type.STRING),
              new Field("ts", Type.TIMESTAMP)));
  static final double GAP_MEAN_MILLIS = 100;

  private static final int ROWS_BETWEEN_STORIES = 1_500;
  private static final int FALL_COUNT = 5;
  private static final int RISE_COUNT = 4;
  private static final String[] SYMBOLS = {
    "ACME", "BOLT", "CRUX", "DUNE", "ECHO", "FLUX", "GALE", "HALO", "IRIS", "JADE", "KITE", "LARK"
  };
  private static final String[] VENUES = {"XOSL", "XLON", "XETR", "XPAR"};

  private final double[] prices = new double[SYMBOLS.length];

  MarketGenerator(long seed, long startMillis, double gapMeanMillis) {
    super(SCHEMA, seed, startMillis, gapMeanMillis, ROWS_BETWEEN_STORIES);
    for (int i = 0; i < prices.length; i++) {
      prices[i] = 20 + 25.0 * i;
    }
  }

  @Override
  List<Object> ordinaryRow(long timeMillis) {
    // Minimum of two: some shares trade more than others.
    int share = Math.min(random.nextInt(SYMBOLS.length), random.nextInt(SYMBOLS.length));
    prices[share] = Math.max(1, prices[share] * (1 + 0.0004 * random.nextGaussian()));
    int volume = 10 * (1 + (int) random.nextExponential(12));
    return List.of(SYMBOLS[share], cents(prices[share]), volume, random.pick(VENUES), timeMillis);
  }

  @Override
  void planStory(long timeMillis) {
    int share = random.nextInt(SYMBOLS.length);
    double top = prices[share];
    double bottom = top * 0.94;
    long time = timeMillis;
    for (int i = 1; i <= FALL_COUNT; i++) {
      planTrade(time, false, share, top + (bottom - top) * i / FALL_COUNT);
      time += 300 + random.nextLong(700);
    }
    for (int i = 1; i <= RISE_COUNT; i++) {
      planTrade(time, i == RISE_COUNT, share, bottom + (top - bottom) * i / RISE_COUNT);
      time += 300 + random.nextLong(700);
    }
  }

  private void planTrade(long timeMillis, boolean isLast, int share, double price) {
    int volume = 2_000 + 10 * random.nextInt(300);
    plan(timeMillis, isLast, SYMBOLS[share], cents(price), volume, VENUES[0], timeMillis);
  }
}
