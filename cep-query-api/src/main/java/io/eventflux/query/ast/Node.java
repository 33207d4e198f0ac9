package io.eventflux.query.ast;

import io.eventflux.query.text.Span;

/** Anything in the tree that a message can point to. */
public interface Node {
  /**
   * Where this was written.
   *
   * @return offsets in the user's text, {@link Span#NONE} if there is no text
   */
  Span span();
}
