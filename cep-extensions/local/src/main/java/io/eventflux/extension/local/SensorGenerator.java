package io.eventflux.extension.local;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Readings of sensors on machines, warm by day and cool by night. The story: a machine overheats,
 * six readings in a row that rise from about 60 to above 90 degrees, and then its sensor is silent
 * for ten minutes.
 */
final class SensorGenerator extends StoryGenerator {
  static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("sensor", Type.STRING),
              new Field("site", Type.STRING),
              new Field("temperature", Type.DOUBLE),
              new Field("humidity", Type.DOUBLE),
              new Field("battery", Type.INT),
              new Field("ts", Type.TIMESTAMP)));
  static final double GAP_MEAN_MILLIS = 500;

  private static final int SENSOR_COUNT = 40;
  private static final int ROWS_BETWEEN_STORIES = 1_000;
  private static final int RISE_COUNT = 6;
  private static final long SILENCE_MILLIS = 600_000;
  private static final double DAY_MILLIS = 86_400_000;
  private static final String[] SITES = {"bergen", "oslo", "turku", "gdansk"};

  private final long[] silentUntilMillis = new long[SENSOR_COUNT];

  SensorGenerator(long seed, long startMillis, double gapMeanMillis) {
    super(SCHEMA, seed, startMillis, gapMeanMillis, ROWS_BETWEEN_STORIES);
    Arrays.fill(silentUntilMillis, Long.MIN_VALUE);
  }

  @Override
  List<Object> ordinaryRow(long timeMillis) {
    int sensor = random.nextInt(SENSOR_COUNT);
    while (silentUntilMillis[sensor] > timeMillis) {
      sensor = (sensor + 1) % SENSOR_COUNT;
    }
    double sun = StrictMath.sin(2 * Math.PI * (timeMillis / DAY_MILLIS - 0.375));
    double temperature = 38 + sensor % 7 + 6 * sun + 0.8 * random.nextGaussian();
    return reading(sensor, temperature, timeMillis);
  }

  @Override
  void planStory(long timeMillis) {
    int sensor = random.nextInt(SENSOR_COUNT);
    // Half of the sensors at least must go on, or nobody is left to give ordinary readings.
    if (silentUntilMillis[sensor] > timeMillis || silentCount(timeMillis) > SENSOR_COUNT / 2) {
      return;
    }
    long time = timeMillis;
    for (int i = 0; i < RISE_COUNT; i++) {
      double temperature = 60 + 6.5 * i + random.nextDouble();
      plan(time, i == RISE_COUNT - 1, reading(sensor, temperature, time).toArray());
      time += 15_000 + random.nextLong(10_000);
    }
    silentUntilMillis[sensor] = time + SILENCE_MILLIS;
  }

  private int silentCount(long timeMillis) {
    int count = 0;
    for (long until : silentUntilMillis) {
      count += until > timeMillis ? 1 : 0;
    }
    return count;
  }

  private List<Object> reading(int sensor, double temperature, long timeMillis) {
    double humidity = Math.max(5, Math.min(95, 70 - 0.6 * temperature + 2 * random.nextGaussian()));
    int battery = 100 - (int) Math.floorMod(timeMillis / 3_600_000 + 7L * sensor, 90L);
    return List.of(
        "s-" + (100 + sensor),
        SITES[sensor % SITES.length],
        cents(temperature),
        cents(humidity),
        battery,
        timeMillis);
  }
}
