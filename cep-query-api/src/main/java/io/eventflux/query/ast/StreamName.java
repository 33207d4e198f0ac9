package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/**
 * The name of something that events are read from or written to: {@code Trades}, {@code #Inner},
 * {@code !Fault}.
 *
 * @param kind which of the three name spaces is meant
 * @param name the identifier without the prefix
 * @param span prefix and identifier
 */
public record StreamName(Kind kind, String name, Span span) implements Node {
  /** Checks that back-ticks could hold the name. */
  public StreamName {
    Require.identifier(name);
  }

  /** The name spaces that a prefix chooses. */
  public enum Kind {
    /** No prefix: a stream, table, named window, trigger, view. */
    PLAIN(""),
    /** {@code #}: a stream inside a partition. */
    INNER("#"),
    /** {@code !}: the fault stream of a stream. */
    FAULT("!");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /**
     * The character in front of the name.
     *
     * @return one character, or nothing for {@link #PLAIN}
     */
    public String prefix() {
      return prefix;
    }
  }

  @Override
  public String toString() {
    return kind.prefix() + name;
  }
}
