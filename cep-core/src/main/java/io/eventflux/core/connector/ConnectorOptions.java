package io.eventflux.core.connector;

import io.eventflux.query.text.DurationText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of one connector or format as the user gave them, by lower-case key, already checked
 * against the descriptor. Immutable.
 */
public final class ConnectorOptions {
  private static final Pattern SIZE =
      Pattern.compile(
          "\\s*(\\d{1,9})\\s*(|b|kb|mb|gb|kib|mib|gib|k|m|g)\\s*", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> values;

  /** Options by lower-case key. */
  public ConnectorOptions(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** All options in text order. */
  public Map<String, String> values() {
    return values;
  }

  /** The value of {@code key}, or null when it was not given. */
  public @Nullable String text(String key) {
    return values.get(key);
  }

  /** The value of {@code key}, or {@code defaultValue}. */
  public String text(String key, String defaultValue) {
    return values.getOrDefault(key, defaultValue);
  }

  /** The value of {@code key} as true or false, or {@code defaultValue}. */
  public boolean flag(String key, boolean defaultValue) {
    String value = values.get(key);
    return value == null ? defaultValue : Boolean.parseBoolean(value);
  }

  /**
   * The value of {@code key} as a whole number, or {@code defaultValue}. The text has been checked
   * to be one.
   */
  public long number(String key, long defaultValue) {
    String value = values.get(key);
    return value == null ? defaultValue : Long.parseLong(value.trim());
  }

  /**
   * The value of {@code key} as a duration in milliseconds, or {@code defaultMillis}.
   *
   * @throws IllegalArgumentException with a sentence for the user if the text is no duration
   */
  public long millis(String key, long defaultMillis) {
    String value = values.get(key);
    if (value == null) {
      return defaultMillis;
    }
    return DurationText.millis(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "option '" + key + "' needs a duration such as '30 sec', not '" + value + "'"));
  }

  /**
   * The value of {@code key} as a size in bytes, written as {@code 4096}, {@code 64KiB} or {@code
   * 10 MB}, or {@code defaultBytes}.
   *
   * @throws IllegalArgumentException with a sentence for the user if the text is no size
   */
  public long sizeBytes(String key, long defaultBytes) {
    String value = values.get(key);
    if (value == null) {
      return defaultBytes;
    }
    Matcher matcher = SIZE.matcher(value);
    if (matcher.matches()) {
      String unit = matcher.group(2).toLowerCase(Locale.ROOT);
      long factor =
          switch (unit) {
            case "kb" -> 1_000L;
            case "mb" -> 1_000_000L;
            case "gb" -> 1_000_000_000L;
            case "kib", "k" -> 1L << 10;
            case "mib", "m" -> 1L << 20;
            case "gib", "g" -> 1L << 30;
            default -> 1L;
          };
      return Long.parseLong(matcher.group(1)) * factor;
    }
    throw new IllegalArgumentException(
        "option '" + key + "' needs a size such as '64MiB', not '" + value + "'");
  }
}
