package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/**
 * One identifier, without its quotes. Names that users create are case-sensitive, all others are
 * not.
 *
 * @param text the characters of the identifier; empty only for what has no name in a text
 * @param span where it stands, quotes included
 */
public record Name(String text, Span span) implements Node {
  /** Checks that back-ticks could hold the text. */
  public Name {
    Require.line(text);
  }

  /**
   * Whether this is the given word in any case; for names from fixed lists.
   *
   * @param word the word to compare with
   * @return true if both differ in case at most
   */
  public boolean is(String word) {
    return text.equalsIgnoreCase(word);
  }

  @Override
  public String toString() {
    return text;
  }
}
