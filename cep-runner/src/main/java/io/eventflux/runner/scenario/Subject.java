package io.eventflux.runner.scenario;

/**
 * Something whose rows are expected. Immutable.
 *
 * @param kind what the name names
 * @param name exactly as the app has it
 */
public record Subject(Kind kind, String name) {
  /** What can be watched. */
  public enum Kind {
    /** A stream: rows as its readers see them, all CURRENT. */
    STREAM("stream", "expect"),
    /** A query by its {@code @info} name: current and expired rows. */
    QUERY("query", "expect-query");

    private final String word;
    private final String keyword;

    Kind(String word, String keyword) {
      this.word = word;
      this.keyword = keyword;
    }

    /** The word in messages. */
    String word() {
      return word;
    }

    /** The word that starts an expectation. */
    String keyword() {
      return keyword;
    }
  }

  @Override
  public String toString() {
    return kind.word() + " " + name;
  }
}
