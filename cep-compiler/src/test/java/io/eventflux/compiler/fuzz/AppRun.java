package io.eventflux.compiler.fuzz;

import io.eventflux.core.app.AppError;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.ErrorListener;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a random app on random rows. Equal seeds give equal rows. */
final class AppRun {
  private static final int SEND_COUNT = 40;
  private static final long START_MILLIS = 1_740_823_200_000L;

  private static final int[] INTS = {0, 1, -1, 2, 7, Integer.MIN_VALUE, Integer.MAX_VALUE};
  private static final long[] LONGS = {0, 1, -1, 3, 1_000, Long.MIN_VALUE, Long.MAX_VALUE};
  private static final double[] DOUBLES = {
    0, -0.0, 1, -1.5, 0.1, 1e10, 1e300, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final String[] TEXTS = {
    "", "a", "ab", "%a_", " 12 ", "3.5", "true", "2025-03-01", "2025-03-01 10:15", "\ud83d\ude00"
  };

  private final CompiledApp app;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Random random;
  private final Map<String, List<String>> rows = new TreeMap<>();

  private AppRun(CompiledApp app, List<String> inputs, List<String> outputs, long seed) {
    this.app = app;
    this.inputs = inputs;
    this.outputs = outputs;
    this.random = new Random(seed);
  }

  /**
   * What comes out, stream by stream, and what could not be processed.
   *
   * @param hasRestart whether the app is replaced by its restored snapshot in the middle
   */
  static Map<String, List<String>> results(
      CompiledApp app, List<String> inputs, List<String> outputs, long seed, boolean hasRestart) {
    AppRun run = new AppRun(app, inputs, outputs, seed);
    run.run(hasRestart);
    return run.rows;
  }

  private void run(boolean hasRestart) {
    VirtualClock clock = new VirtualClock(START_MILLIS);
    AppRuntime runtime = started(clock, null);
    try {
      long millis = START_MILLIS;
      for (int i = 0; i < SEND_COUNT; i++) {
        if (hasRestart && i == SEND_COUNT / 2) {
          byte[] state = runtime.stopWithSnapshot();
          runtime.close();
          runtime = started(clock, state);
        }
        millis += random.nextInt(3_000);
        send(runtime, millis);
        if (random.nextInt(5) == 0) {
          runtime.advanceTo(millis);
        }
      }
      runtime.advanceTo(millis + 120_000);
    } finally {
      runtime.close();
    }
  }

  private AppRuntime started(VirtualClock clock, byte @Nullable [] state) {
    AppRuntime runtime =
        AppRuntime.create(
            app, RuntimeOptions.defaults().withClock(clock).withErrorListener(new Errors()));
    for (String output : outputs) {
      runtime.subscribe(output, (batch, lo, hi) -> note(output, batch, lo, hi));
    }
    if (state != null) {
      runtime.restore(state);
    }
    runtime.start();
    return runtime;
  }

  private void send(AppRuntime runtime, long millis) {
    StreamInput input = runtime.input(inputs.get(random.nextInt(inputs.size())));
    List<@Nullable Object[]> unit = new ArrayList<>();
    for (int i = random.nextInt(3) == 0 ? 3 : 1; i > 0; i--) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Field field : input.schema().fields()) {
        values.add(value(field, millis));
      }
      unit.add(values.toArray());
    }
    input.sendUnit(millis, unit);
  }

  private @Nullable Object value(Field field, long millis) {
    if (field.name().equals("ts")) {
      return millis - random.nextInt(8_000);
    }
    if (random.nextInt(5) == 0) {
      return null;
    }
    if (field.type() instanceof Type.Decimal decimal) {
      return BigDecimal.valueOf(random.nextInt(2_000) - 500, decimal.scale());
    }
    return switch ((Type.Scalar) field.type()) {
      case BOOL -> random.nextBoolean();
      case INT -> INTS[random.nextInt(INTS.length)];
      case LONG, INTERVAL -> LONGS[random.nextInt(LONGS.length)];
      case FLOAT -> (float) DOUBLES[random.nextInt(DOUBLES.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
      case TIMESTAMP -> millis - random.nextInt(100_000);
      case DATE -> 86_400_000L * random.nextInt(30_000);
      case TIME -> (long) random.nextInt(86_400_000);
      case BINARY, OBJECT, JSON -> null;
    };
  }

  private void note(String stream, ColumnBatch batch, int lo, int hi) {
    for (int position = lo; position < hi; position++) {
      int row = batch.row(position);
      StringBuilder line = new StringBuilder("@").append(batch.timestamps()[row]);
      for (Column column : batch.columns()) {
        line.append(' ').append(column.nulls()[row] ? "NULL" : column.boxed(row));
      }
      rows.computeIfAbsent(stream, any -> new ArrayList<>()).add(line.toString());
    }
  }

  /** Errors are results, too. */
  private final class Errors implements ErrorListener {
    @Override
    public void onError(AppError error) {
      rows.computeIfAbsent("errors", any -> new ArrayList<>())
          .add(error.kind() + " " + error.place() + " " + error.event() + ": " + error.reason());
    }

    @Override
    public void onFailure(String name, Throwable cause) {
      throw new AssertionError("the app has failed", cause);
    }
  }
}
