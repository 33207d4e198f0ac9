package io.eventflux.extension.local;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.time.EngineClock;
import io.eventflux.extension.format.TimeText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a generator ask for. Immutable.
 *
 * @param rowCount how many rows, or -1 for no end
 * @param rowsPerSecond how fast, or 0 for as fast as possible
 * @param start time of the first row, or null for now
 * @param intervalMillis time between rows, or 0 for what suits
 * @param rules by column name in lower case
 */
record GeneratorSettings(
    long seed,
    long rowCount,
    long rowsPerSecond,
    @Nullable Long start,
    double intervalMillis,
    @Nullable GeneratorTemplate template,
    Map<String, RuleCall> rules) {
  private static final String COLUMN = "column.";
  static final String DEFAULT_START = "2025-01-01 00:00:00";

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException with a sentence for the user if one makes no sense
   */
  static GeneratorSettings of(ConnectorOptions options) {
    long rows = options.number("rows", -1);
    long rate = options.number("rate", 0);
    if (rows < 0 && options.text("rows") != null) {
      throw new IllegalArgumentException("option 'rows' must not be negative");
    }
    if (rate < 0 || (rate == 0 && options.text("rate") != null)) {
      throw new IllegalArgumentException("option 'rate' must be at least 1");
    }
    double interval = options.millis("interval", 0);
    if (options.text("interval") == null && rate > 0) {
      interval = 1_000.0 / rate;
    }
    Map<String, RuleCall> rules = new LinkedHashMap<>();
    options
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(COLUMN)) {
                rules.put(
                    key.substring(COLUMN.length()).toLowerCase(Locale.ROOT),
                    RuleCall.parse(key, value));
              }
            });
    GeneratorTemplate template = template(options.text("template"));
    if (template != null && !rules.isEmpty()) {
      throw new IllegalArgumentException(
          "options 'template' and '" + COLUMN + "...' cannot be used together");
    }
    return new GeneratorSettings(
        options.number("seed", 1),
        rows,
        rate,
        start(options.text("start", DEFAULT_START)),
        interval,
        template,
        rules);
  }

  private static @Nullable Long start(String text) {
    if (text.equalsIgnoreCase("now")) {
      return null;
    }
    if (text.matches("-?\\d{1,18}")) {
      return Long.valueOf(text);
    }
    long millis = TimeText.timestampMillis(text);
    if (millis == TimeText.MALFORMED) {
      throw new IllegalArgumentException(
          "option 'start' needs a time such as '"
              + DEFAULT_START
              + "', or 'now', not '"
              + text
              + "'");
    }
    return millis;
  }

  private static @Nullable GeneratorTemplate template(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return GeneratorTemplates.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no template '"
                        + name
                        + "'; templates are "
                        + String.join(
                            ", ",
                            GeneratorTemplates.all().stream()
                                .map(GeneratorTemplate::name)
                                .toList())));
  }

  /** The time of the first row. */
  long startMillis(EngineClock clock) {
    Long given = start;
    return given == null ? clock.millis() : given;
  }

  /**
   * The generator for a stream.
   *
   * @throws IllegalArgumentException with a sentence for the user if a rule does not suit its
   *     column
   */
  RowGenerator generator(RowSchema schema, long startMillis) {
    GeneratorTemplate ready = template;
    if (ready != null) {
      return intervalMillis > 0
          ? ready.generator(seed, startMillis, intervalMillis)
          : ready.generator(seed, startMillis);
    }
    return new RuleGenerator(
        schema, rules, seed, startMillis, intervalMillis > 0 ? intervalMillis : 1_000);
  }
}
