package io.eventflux.query.catalog;

import java.util.List;

/**
 * A statement that shows how a thing is used, and what comes of it. Immutable.
 *
 * @param statement a definition or a query, without semicolon. A query reads the stream {@code S (a
 *     string, x int, ts long)} and writes to {@code Out}
 * @param steps lines of a scenario, {@code send S} and {@code expect Out} among them; empty: that
 *     the statement compiles is all that is said
 */
public record Example(String statement, List<String> steps) {
  /** The definition that the statements of examples read from. */
  public static final String STREAM = "define stream S (a string, x int, ts long)";

  /** Copies the list. */
  public Example {
    steps = List.copyOf(steps);
  }

  /** An example with its steps one after the other. */
  public static Example of(String statement, String... steps) {
    return new Example(statement, List.of(steps));
  }
}
