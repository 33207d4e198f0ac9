package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds a stream with made-up rows. */
public final class GeneratorSourceProvider implements SourceProvider {
  static final Option ROWS =
      option("rows", Option.Kind.NUMBER, null, "How many rows to make; without it rows never end.")
          .where(OptionRule.atLeast(0));
  static final Option RATE =
      option(
              "rate",
              Option.Kind.NUMBER,
              null,
              "Rows per second; without it as many as the engine takes.")
          .where(OptionRule.atLeast(1));
  static final Option START =
      option(
              "start",
              Option.Kind.TEXT,
              "2025-01-01 00:00:00",
              "The time of the first row: ISO text, milliseconds, or 'now'.")
          .where(
              new OptionRule(
                  "a time such as '2025-01-01 00:00:00', or 'now'", GeneratorSettings::isStart));
  static final Option TEMPLATE =
      new Option(
          "template",
          Option.Kind.CHOICE,
          false,
          null,
          GeneratorTemplates.all().stream().map(GeneratorTemplate::name).toList(),
          "Ready-made rows with anomalies to find, matched with columns by name.");
  static final Option COLUMN =
      option(
              "column.*",
              Option.Kind.TEXT,
              null,
              "How to fill a column, as in column.price = 'walk(100, 0.5)'. " + ColumnRules.SUMMARY)
          .where(
              new OptionRule(
                  "a rule such as 'uniform(10, 20)'", text -> RuleCall.parse(text) != null));
  private static final Option BATCH_ROWS =
      option(
              "batch.rows",
              Option.Kind.NUMBER,
              "1024",
              "The most rows that are handed over at a time.")
          .where(OptionRule.number(1, 1 << 16));

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
              ROWS,
              RATE,
              START,
              option(
                  "interval",
                  Option.Kind.DURATION,
                  null,
                  "The time from row to row, which need not be real time; without it what follows"
                      + " from the rate, else 1 second or what the template has."),
              TEMPLATE,
              COLUMN,
              BATCH_ROWS),
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
                      + " 'generator.column.price' = 'walk(100, 0.5)')")),
          given -> GeneratorSettings.of(new ConnectorOptions(given.values())).problems(given));

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
    return new GeneratorSource(GeneratorSettings.of(options), (int) options.number(BATCH_ROWS));
  }
}
