package io.eventflux.extension.local;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.time.EngineClock;
import io.eventflux.extension.format.TimeText;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.OptionProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a generator ask for. Immutable.
 *
 * @param rowCount how many rows, or -1 for no end
 * @param rowsPerSecond how fast, or 0 for as fast as possible
 * @param start time of the first row, or null for now
 * @param intervalMillis time between rows, or 0 for what suits
 * @param options as given
 */
record GeneratorSettings(
    long seed,
    long rowCount,
    long rowsPerSecond,
    @Nullable Long start,
    double intervalMillis,
    @Nullable GeneratorTemplate template,
    ConnectorOptions options) {
  private static final Pattern MILLIS = Pattern.compile("-?\\d{1,18}");

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException with a sentence for the user if one makes no sense
   */
  static GeneratorSettings of(ConnectorOptions options) {
    boolean hasRate = options.text(GeneratorSourceProvider.RATE) != null;
    long rate = hasRate ? options.number(GeneratorSourceProvider.RATE) : 0;
    boolean hasEnd = options.text(GeneratorSourceProvider.ROWS) != null;
    double interval = options.millis("interval", 0);
    if (options.text("interval") == null && rate > 0) {
      interval = 1_000.0 / rate;
    }
    String template = options.text(GeneratorSourceProvider.TEMPLATE);
    // Refused here as what it is, not later as a column without a rule.
    options.named(GeneratorSourceProvider.COLUMN);
    return new GeneratorSettings(
        options.number("seed", 1),
        hasEnd ? options.number(GeneratorSourceProvider.ROWS) : -1,
        rate,
        start(String.valueOf(options.text(GeneratorSourceProvider.START))),
        interval,
        template == null ? null : GeneratorTemplates.named(template).orElseThrow(),
        options);
  }

  /** Whether a text says when rows start. */
  static boolean isStart(String text) {
    return isNow(text)
        || MILLIS.matcher(text).matches()
        || TimeText.timestampMillis(text) != TimeText.MALFORMED;
  }

  private static boolean isNow(String text) {
    return text.equalsIgnoreCase("now");
  }

  private static @Nullable Long start(String text) {
    if (isNow(text)) {
      return null;
    }
    return MILLIS.matcher(text).matches() ? Long.parseLong(text) : TimeText.timestampMillis(text);
  }

  /** What does not fit the columns of the stream, or goes with something else only. */
  List<OptionProblem> problems(GivenOptions given) {
    GeneratorTemplate ready = template;
    List<OptionProblem> problems = new ArrayList<>();
    if (ready == null) {
      problems.addAll(given.columnProblems(GeneratorSourceProvider.COLUMN));
      problems.addAll(RuleGenerator.problems(given.columns(), rules(given)));
      return problems;
    }
    for (String key : given.values().keySet()) {
      if (key.startsWith("column.")) {
        problems.add(
            OptionProblem.combination(
                key, "options 'template' and '" + key + "' cannot be used together"));
      }
    }
    for (GivenOptions.Column column : given.columns()) {
      String misfit = ready.misfit(column);
      if (misfit != null) {
        problems.add(OptionProblem.value(GeneratorSourceProvider.TEMPLATE.key(), misfit));
      }
    }
    return problems;
  }

  /** The rules by exact name of the column, with the options that say them. */
  private Map<String, RuleGenerator.Given> rules(GivenOptions given) {
    Map<String, RuleGenerator.Given> rules = new HashMap<>();
    options
        .named(GeneratorSourceProvider.COLUMN)
        .forEach(
            (name, text) -> {
              GivenOptions.Column column = given.column(name);
              RuleCall call = RuleCall.parse(text);
              if (column != null && call != null) {
                rules.putIfAbsent(column.name(), new RuleGenerator.Given("column." + name, call));
              }
            });
    return rules;
  }

  /** The time of the first row. */
  long startMillis(EngineClock clock) {
    Long given = start;
    return given == null ? clock.millis() : given;
  }

  /**
   * The generator for a stream.
   *
   * @throws IllegalArgumentException with a sentence for the user if options do not suit its
   *     columns
   */
  RowGenerator generator(RowSchema schema, long startMillis) {
    GivenOptions given = options.given(ConnectorDescriptor.Role.SOURCE, schema);
    for (OptionProblem problem : problems(given)) {
      throw new IllegalArgumentException(problem.message());
    }
    GeneratorTemplate ready = template;
    if (ready != null) {
      return intervalMillis > 0
          ? ready.generator(seed, startMillis, intervalMillis)
          : ready.generator(seed, startMillis);
    }
    return new RuleGenerator(
        schema, rules(given), seed, startMillis, intervalMillis > 0 ? intervalMillis : 1_000);
  }
}
