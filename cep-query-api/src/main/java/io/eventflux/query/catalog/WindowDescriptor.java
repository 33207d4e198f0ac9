package io.eventflux.query.catalog;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A window of a stream.
 *
 * @param signatures the accepted parameter lists
 * @param expiry how rows leave it
 * @param examples queries with what they give
 */
public record WindowDescriptor(
    String name,
    List<String> aliases,
    List<List<Parameter>> signatures,
    Expiry expiry,
    Availability availability,
    String summary,
    List<Example> examples)
    implements Descriptor {
  /** Copies the lists. */
  public WindowDescriptor {
    aliases = List.copyOf(aliases);
    signatures = signatures.stream().map(List::copyOf).toList();
    examples = List.copyOf(examples);
  }

  /** Whether rows leave one by one, so that aggregates have to go back. */
  public boolean sliding() {
    return expiry == Expiry.SLIDING;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visitWindow(this);
  }

  @Override
  public List<String> forms() {
    return forms(name, signatures);
  }

  static List<String> forms(String name, List<List<Parameter>> signatures) {
    return signatures.stream()
        .map(
            signature ->
                name
                    + signature.stream()
                        .map(Parameter::toString)
                        .collect(Collectors.joining(", ", "(", ")")))
        .toList();
  }

  /** How rows leave a window. */
  public enum Expiry {
    /** One by one. */
    SLIDING("Sliding."),
    /** Together, as a batch that is over. */
    BATCH("In batches."),
    /** Not at all. */
    NONE("Rows do not expire.");

    private final String words;

    Expiry(String words) {
      this.words = words;
    }

    /** The same for the user. */
    public String words() {
      return words;
    }
  }

  /** What a parameter takes. */
  public enum Kind {
    /** A whole number that is not negative. */
    COUNT,
    /** A time literal, an interval or milliseconds. */
    DURATION,
    /** A time of day or a number of milliseconds that boundaries are aligned to. */
    START,
    /** TRUE or FALSE. */
    FLAG,
    /** A text. */
    TEXT,
    /** A number with a fraction. */
    NUMBER,
    /** An attribute of the stream. */
    ATTRIBUTE,
    /** Any value that can be computed for a row. */
    VALUE
  }

  /**
   * One parameter.
   *
   * @param repeated whether there may be more of its kind, only for the last one
   */
  public record Parameter(String name, Kind kind, boolean repeated) {
    /** A parameter that stands once. */
    public Parameter(String name, Kind kind) {
      this(name, kind, false);
    }

    /** The name and what it takes, as {@code n count}. */
    @Override
    public String toString() {
      return name + " " + kind.name().toLowerCase(Locale.ROOT) + (repeated ? ", ..." : "");
    }
  }
}
