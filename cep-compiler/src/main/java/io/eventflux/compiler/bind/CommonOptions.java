package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.SizeText;
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

  /** The documented keys. */
  static final List<String> KEYS =
      List.of(
          "error.strategy",
          "error.retry.max-attempts",
          "error.retry.backoff",
          "error.retry.initial-delay",
          "error.retry.max-delay",
          "error.dlq.stream",
          "error.dlq.fallback-strategy",
          "error.log-level",
          "error.max-rate",
          "on.error",
          "max-in-flight",
          "delivery");

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "error.strategy", List.of("drop", "retry", "dlq", "fail"),
          "error.retry.backoff", List.of("exponential", "linear", "fixed"),
          "error.dlq.fallback-strategy", List.of("log", "fail", "retry"),
          "error.log-level", List.of("trace", "debug", "info", "warn", "error"),
          "on.error", List.of("log", "wait", "stream", "store"),
          "delivery", List.of("exactly-once", "at-least-once"));

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

  /** Checks one option and adds it, unless there is something wrong with it, to {@code values}. */
  void read(Option option, String key, Map<String, String> values) {
    List<String> choices = CHOICES.get(key);
    String value = option.text();
    if (choices != null) {
      String folded = value.toLowerCase(Locale.ROOT);
      if (!choices.contains(folded)) {
        reports.badChoice(option, key, choices);
        return;
      }
      value = folded;
    }
    boolean isNumber = key.equals("error.retry.max-attempts");
    boolean isDuration = key.endsWith("-delay");
    if (isNumber && !OptionValues.NUMBER.matcher(value).matches()) {
      reports.badValue(option, "option '" + key + "' takes a whole number, not '" + value + "'");
      return;
    }
    if (isDuration && DurationText.millis(value).isEmpty()) {
      reports.badValue(option, "option '" + key + "' takes a duration, not '" + value + "'");
      return;
    }
    if (key.equals("error.max-rate") && !PERCENTAGE.matcher(value).matches()) {
      reports.badValue(
          option, "option '" + key + "' takes a percentage such as '5%', not '" + value + "'");
      return;
    }
    if (key.equals("max-in-flight") && SizeText.bytes(value).isEmpty()) {
      reports.badValue(
          option, "option '" + key + "' takes a size such as '64MiB', not '" + value + "'");
      return;
    }
    if (key.equals("on.error") && value.equals("store")) {
      context.notSupported(option.span(), "'on.error' = '" + option.text() + "'");
      return;
    }
    values.put(key, value);
  }
}
