package io.eventflux.core.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one connector or format as the user gave them, by lower-case key, already checked
 * against the descriptor. Immutable.
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
}
