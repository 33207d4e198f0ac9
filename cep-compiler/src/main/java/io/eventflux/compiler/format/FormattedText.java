package io.eventflux.compiler.format;

import java.util.List;

/**
 * A text that was formatted.
 *
 * @param text the text; it has the meaning and the comments of the text it was made of
 * @param notes what was asked for and not done, in text order
 */
public record FormattedText(String text, List<Note> notes) {
  /** Copies the list. */
  public FormattedText {
    notes = List.copyOf(notes);
  }

  /**
   * A statement that was left in its dialect, or a part of it.
   *
   * @param line the line of the statement in the text that was given, from 1
   * @param message one sentence
   */
  public record Note(int line, String message) {}
}
