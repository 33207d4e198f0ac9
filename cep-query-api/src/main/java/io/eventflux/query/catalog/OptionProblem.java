package io.eventflux.query.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with options of a connector or format. Immutable.
 *
 * @param key of the option that has to change, as given; null: something that was not given is
 *     missing
 * @param kind whether its value alone is wrong
 * @param message a sentence for the user, without a full stop
 * @param columns those that the key could name, where it names none; else empty
 */
public record OptionProblem(@Nullable String key, Kind kind, String message, List<String> columns) {
  /** Copies the list. */
  public OptionProblem {
    columns = List.copyOf(columns);
  }

  /** Whether an option does not fit by itself. */
  public enum Kind {
    /** The value does not fit the stream, whatever the other options are. */
    VALUE,
    /** The option does not go with another one. */
    COMBINATION
  }

  /** A value that cannot be. */
  public static OptionProblem value(@Nullable String key, String message) {
    return new OptionProblem(key, Kind.VALUE, message, List.of());
  }

  /** An option that does not go with another one. */
  public static OptionProblem combination(String key, String message) {
    return new OptionProblem(key, Kind.COMBINATION, message, List.of());
  }
}
