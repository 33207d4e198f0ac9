package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.Option;
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

  /**
   * The value of an option, or its default, or null when it has none.
   *
   * @throws IllegalArgumentException with a sentence for the user if the option cannot have it
   */
  public @Nullable String text(Option option) {
    String value = values.getOrDefault(option.key(), option.defaultValue());
    if (value != null && !option.accepts(value)) {
      throw refusal(option.key(), option, value);
    }
    return value;
  }

  /**
   * The whole number that an option is given, or its default.
   *
   * @throws IllegalArgumentException as {@link #text(Option)}
   */
  public long number(Option option) {
    return Long.parseLong(needed(option).trim());
  }

  /**
   * The size that an option is given in bytes, or its default.
   *
   * @throws IllegalArgumentException as {@link #text(Option)}
   */
  public long sizeBytes(Option option) {
    return SizeText.bytes(needed(option)).orElseThrow();
  }

  /**
   * The values of an option whose key ends with {@code .*}, by what stands there, in text order.
   *
   * @throws IllegalArgumentException as {@link #text(Option)}
   */
  public Map<String, String> named(Option option) {
    String stem = option.key().substring(0, option.key().length() - 1);
    Map<String, String> named = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(stem)) {
            if (!option.accepts(value)) {
              throw refusal(key, option, value);
            }
            named.put(key.substring(stem.length()), value);
          }
        });
    return named;
  }

  /** The options together with the columns of the stream they are for, to be judged. */
  public GivenOptions given(ConnectorDescriptor.Role role, RowSchema schema) {
    return new GivenOptions(
        role,
        schema.fields().stream()
            .map(field -> new GivenOptions.Column(field.name(), field.type()))
            .toList(),
        values);
  }

  private String needed(Option option) {
    String value = text(option);
    if (value == null) {
      throw new IllegalArgumentException("option '" + option.key() + "' is missing");
    }
    return value;
  }

  private static IllegalArgumentException refusal(String key, Option option, String value) {
    return new IllegalArgumentException(
        "option '" + key + "' takes " + option.allowed() + ", not '" + value + "'");
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
