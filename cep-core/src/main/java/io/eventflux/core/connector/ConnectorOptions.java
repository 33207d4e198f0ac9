package io.eventflux.core.connector;

import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.SizeText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one connector or format as the user gave them, already checked against the
 * descriptor: required ones are there, numbers are numbers, choices are among the choices. Keys are
 * in lower case and without the name in front: {@code 'File.Path' = 'a.csv'} is {@code a.csv} under
 * {@code path}. Immutable.
 */
public final class ConnectorOptions {
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

  /** Whether the value of {@code key} is true, or {@code defaultValue} when it was not given. */
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
    return SizeText.bytes(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "option '" + key + "' needs a size such as '64MiB', not '" + value + "'"));
  }
}
