package io.eventflux.compiler.format;

import io.eventflux.compiler.parse.Lexed.Comment;
import java.util.ArrayList;
import java.util.List;

/** What stands around one word of a printed text. Filled in text order, then read. */
final class Attached {
  /** On lines of their own in front of the word. */
  final List<Leading> above = new ArrayList<>();

  /** On the line of the word, in front of it. */
  final List<Comment> before = new ArrayList<>();

  /** On the line of the word, directly behind it. */
  final List<Comment> after = new ArrayList<>();

  /** At the end of the line that ends with the word, or with the comma behind it. */
  final List<Comment> atEnd = new ArrayList<>();

  /** Whether the word starts a statement or an annotation of the app, which may stand apart. */
  boolean isUnit;

  /** Whether an empty line keeps the word, or the comments above it, apart from what is before. */
  boolean isApart;

  /**
   * A comment above a word.
   *
   * @param comment the comment
   * @param isApart whether an empty line stands before it
   */
  record Leading(Comment comment, boolean isApart) {}
}
