package io.eventflux.runner.monitor;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An app that has everything that can be measured, and rows that end in every way. */
public final class MeasuredApp {
  private static final String TEXT =
      """
      @app:name('measured')
      CREATE STREAM Rides (
        zone INT, fare DOUBLE, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
      ) WITH (
        type = 'source', extension = 'file', format = 'csv', 'file.path' = 'rides.csv',
        'csv.header' = 'true', 'error.strategy' = 'dlq', 'error.dlq.stream' = 'Dead'
      );
      CREATE STREAM Unread (x INT);
      CREATE STREAM Fares (zone INT, fares DOUBLE) WITH (
        type = 'sink', extension = 'file', format = 'csv', 'file.path' = 'fares.csv'
      );
      INSERT INTO Fares
      SELECT zone, SUM(fare) AS fares
      FROM TABLE(TUMBLE(TABLE Rides, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
      GROUP BY zone, window_start, window_end;
      INSERT INTO Unread VALUES (1), (2);
      """;

  /** Two good rows, one without a time, one that is no row. */
  private static final String ROWS =
      """
      zone,fare,ts
      1,2.5,2026-01-01T00:00:10Z
      2,3.5,
      1,4.5,2026-01-01T00:00:20Z
      one,5.5,2026-01-01T00:00:30Z
      """;

  private MeasuredApp() {}

  /** The app before its start, with its files in {@code folder}. */
  public static AppRuntime create(Path folder, RuntimeOptions.Mode mode) throws IOException {
    Files.writeString(folder.resolve("rides.csv"), ROWS);
    return AppRuntime.create(
        compile(TEXT).app(),
        RuntimeOptions.defaults().withMode(mode).withFolder(folder).withErrorListener(error -> {}));
  }

  /** Any app. */
  static Compilation compile(String text) {
    Compilation compilation = EventFluxCompiler.installed().compile("measured.eventflux", text);
    if (compilation.hasErrors()) {
      throw new IllegalArgumentException(compilation.diagnostics().toString());
    }
    return compilation;
  }
}
