package io.eventflux.query.catalog;

/** What a function does with arguments that are NULL. */
public enum NullRule {
  /** One NULL makes the result NULL. */
  PROPAGATED("A NULL argument gives NULL."),
  /** NULLs are left out. */
  SKIPPED("NULL arguments are left out."),
  /** The summary says what NULL does. */
  VALUE("NULL is an argument like any other.");

  private final String sentence;

  NullRule(String sentence) {
    this.sentence = sentence;
  }

  /** The rule as a sentence for the user. */
  public String sentence() {
    return sentence;
  }
}
