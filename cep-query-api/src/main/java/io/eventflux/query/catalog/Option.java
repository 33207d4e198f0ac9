package io.eventflux.query.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a connector or format.
 *
 * @param key lower case, without the name of the connector in front; a trailing {@code .*} stands
 *     for any further name, as in {@code mapping.*}
 * @param required whether it must be given
 * @param defaultValue what holds when it is not given; null: nothing, see the summary
 * @param choices the accepted values of {@link Kind#CHOICE}, else empty
 */
public record Option(
    String key,
    Kind kind,
    boolean required,
    @Nullable String defaultValue,
    List<String> choices,
    String summary) {
  /** Copies the list. */
  public Option {
    choices = List.copyOf(choices);
  }

  /** What an option takes. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A text that may hold {@code {{column}}}, resolved for each row that is written. */
    TEMPLATE,
    /** A whole number. */
    NUMBER,
    /** true or false. */
    FLAG,
    /** A time literal or milliseconds. */
    DURATION,
    /** A size such as 64MiB. */
    SIZE,
    /** One of a fixed list. */
    CHOICE
  }
}
