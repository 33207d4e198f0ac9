package io.eventflux.query.catalog;

import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.SizeText;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An option of a connector or format. It alone knows which values it can have: those who compile a
 * text ask it, and those who read options at the start.
 *
 * @param key lower case, without the name of the connector in front; a trailing {@code .*} stands
 *     for any further name, as in {@code mapping.*}
 * @param required whether it must be given
 * @param defaultValue what holds when it is not given; null: nothing, see the summary
 * @param choices the accepted values of {@link Kind#CHOICE}, else empty
 * @param rule what a value must be beyond the kind; null: all values of the kind can be used
 */
public record Option(
    String key,
    Kind kind,
    boolean required,
    @Nullable String defaultValue,
    List<String> choices,
    String summary,
    @Nullable OptionRule rule) {
  /** A whole number that is sure to fit into a long. */
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d{1,18}\\s*");

  /** Copies the list. */
  public Option {
    choices = List.copyOf(choices);
  }

  /** An option that can have any value of its kind. */
  public Option(
      String key,
      Kind kind,
      boolean required,
      @Nullable String defaultValue,
      List<String> choices,
      String summary) {
    this(key, kind, required, defaultValue, choices, summary, null);
  }

  /** The same option for those values only that {@code other} allows. */
  public Option where(OptionRule other) {
    return new Option(key, kind, required, defaultValue, choices, summary, other);
  }

  /**
   * Whether the option can have this value. Of a template only what is the same for all rows is
   * judged.
   */
  public boolean accepts(String value) {
    if (kind == Kind.TEMPLATE && value.contains("{{")) {
      return true;
    }
    boolean isOfKind =
        switch (kind) {
          case TEXT, TEMPLATE -> true;
          case NUMBER -> NUMBER.matcher(value).matches();
          case FLAG -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
          case DURATION -> DurationText.millis(value).isPresent();
          case SIZE -> SizeText.bytes(value).isPresent();
          case CHOICE -> choices.stream().anyMatch(value::equalsIgnoreCase);
        };
    return isOfKind && (rule == null || rule.test().test(value));
  }

  /** What can stand there, as in "takes a whole number". */
  public String allowed() {
    if (rule != null) {
      return rule.allowed();
    }
    return switch (kind) {
      case TEXT, TEMPLATE -> "a text";
      case NUMBER -> "a whole number";
      case FLAG -> "true or false";
      case DURATION -> "a duration such as '30 sec'";
      case SIZE -> "a size such as '64MiB'";
      case CHOICE -> "one of " + String.join(", ", choices);
    };
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
