package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.catalog.Option.Kind;
import io.eventflux.query.catalog.OptionRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of connectors that the engine itself reads: what happens with errors, and delivery
 * (language 3.3). One thread.
 */
final class CommonOptions {
  private static final Pattern PERCENTAGE =
      Pattern.compile("\\s*(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)\\s*%\\s*");

  private static final List<io.eventflux.query.catalog.Option> OPTIONS =
      List.of(
          choice("error.strategy", "drop", "retry", "dlq", "fail"),
          option("error.retry.max-attempts", Kind.NUMBER)
              .where(OptionRule.number(0, Integer.MAX_VALUE)),
          choice("error.retry.backoff", "exponential", "linear", "fixed"),
          option("error.retry.initial-delay", Kind.DURATION),
          option("error.retry.max-delay", Kind.DURATION),
          option("error.dlq.stream", Kind.TEXT),
          choice("error.dlq.fallback-strategy", "log", "fail", "retry"),
          choice("error.log-level", "trace", "debug", "info", "warn", "error"),
          option("error.max-rate", Kind.TEXT)
              .where(
                  new OptionRule(
                      "a percentage such as '5%'", value -> PERCENTAGE.matcher(value).matches())),
          choice("on.error", "log", "wait", "stream", "store"),
          option("max-in-flight", Kind.SIZE),
          choice("delivery", "exactly-once", "at-least-once"));

  /** The documented keys. */
  static final List<String> KEYS =
      OPTIONS.stream().map(io.eventflux.query.catalog.Option::key).toList();

  /** Common options that only one kind of connector has. */
  private static final Map<String, Role> OWNERS =
      Map.of(
          "delivery", Role.SINK,
          "on.error", Role.SINK,
          "error.max-rate", Role.SOURCE,
          "max-in-flight", Role.SOURCE);

  private final BindContext context;
  private final OptionReports reports;

  CommonOptions(BindContext context, OptionReports reports) {
    this.context = context;
    this.reports = reports;
  }

  /** The documented key of an option, or null if it is none of these. */
  static @Nullable String keyOf(Option option) {
    return KEYS.stream().filter(option::is).findFirst().orElse(null);
  }

  /** The kind of connector that alone has the option, or null if all have it. */
  static @Nullable Role owner(String key) {
    return OWNERS.get(key);
  }

  private static io.eventflux.query.catalog.Option option(String key, Kind kind) {
    return new io.eventflux.query.catalog.Option(key, kind, false, null, List.of(), "");
  }

  private static io.eventflux.query.catalog.Option choice(String key, String... choices) {
    return new io.eventflux.query.catalog.Option(
        key, Kind.CHOICE, false, null, List.of(choices), "");
  }

  /** Checks one option and adds it, unless there is something wrong with it, to {@code values}. */
  void read(Option option, String key, Map<String, String> values) {
    io.eventflux.query.catalog.Option known = OPTIONS.get(KEYS.indexOf(key));
    String value = option.text();
    boolean isChoice = known.kind() == Kind.CHOICE;
    if (!known.accepts(value)) {
      reports.notAccepted(option, "'" + key + "'", key, known);
      return;
    }
    value = isChoice ? value.toLowerCase(Locale.ROOT) : value;
    if (key.equals("on.error") && value.equals("store")) {
      context.notSupported(option.span(), "'on.error' = '" + option.text() + "'");
      return;
    }
    values.put(key, value);
  }
}
