package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds a stream with made-up rows. */
public final class GeneratorSourceProvider implements SourceProvider {
  private static final int BATCH_ROW_COUNT_DEFAULT = 1_024;
  private static final int BATCH_ROW_COUNT_MAX = 1 << 16;

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "generator",
          List.of("datagen"),
          ConnectorDescriptor.Role.SOURCE,
          List.of(
              option(
                  "seed",
                  Option.Kind.NUMBER,
                  "1",
                  "Equal seeds give equal rows, on every machine."),
              option(
                  "rows",
                  Option.Kind.NUMBER,
                  null,
                  "How many rows to make; without it rows never end."),
              option(
                  "rate",
                  Option.Kind.NUMBER,
                  null,
                  "Rows per second; without it as many as the engine takes."),
              option(
                  "start",
                  Option.Kind.TEXT,
                  GeneratorSettings.DEFAULT_START,
                  "The time of the first row: ISO text, milliseconds, or 'now'."),
              option(
                  "interval",
                  Option.Kind.DURATION,
                  null,
                  "The time from row to row, which need not be real time; without it what follows"
                      + " from the rate, else 1 second or what the template has."),
              option(
                  "template",
                  Option.Kind.TEXT,
                  null,
                  "Ready-made rows with anomalies to find, matched with columns by name: fraud,"
                      + " market or iot."),
              option(
                  "column.*",
                  Option.Kind.TEXT,
                  null,
                  "How to fill a column, as in column.price = 'walk(100, 0.5)'. "
                      + ColumnRules.SUMMARY),
              option(
                  "batch.rows",
                  Option.Kind.NUMBER,
                  Integer.toString(BATCH_ROW_COUNT_DEFAULT),
                  "The most rows that are handed over at a time.")),
          false,
          true,
          false,
          Availability.AVAILABLE,
          "Makes up rows, for demonstrations, tests and measurements. Each column is filled by a rule,"
              + " or by one that suits its type; or a template gives whole rows. After a restart it"
              + " goes on with the next row.",
          List.of(
              Example.of(
                  "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE) WITH (type = 'source',"
                      + " extension = 'generator', 'generator.rows' = '10',"
                      + " 'generator.column.price' = 'walk(100, 0.5)')")));

  /** Called by the service loader. */
  public GeneratorSourceProvider() {}

  private static Option option(
      String key, Option.Kind kind, @Nullable String defaultValue, String summary) {
    return new Option(key, kind, false, defaultValue, List.of(), summary);
  }

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Source create(ConnectorOptions options) {
    long rows = options.number("batch.rows", BATCH_ROW_COUNT_DEFAULT);
    if (rows < 1 || rows > BATCH_ROW_COUNT_MAX) {
      throw new IllegalArgumentException(
          "option 'batch.rows' must be from 1 to " + BATCH_ROW_COUNT_MAX);
    }
    return new GeneratorSource(GeneratorSettings.of(options), (int) rows);
  }
}
