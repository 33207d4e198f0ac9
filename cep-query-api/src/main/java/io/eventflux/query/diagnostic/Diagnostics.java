package io.eventflux.query.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is said about one text: each thing once, in text order. One thread. A text may have
 * as many errors as it has words, so nothing here looks through those that were added before.
 */
public final class Diagnostics {
  private final List<Diagnostic> collected = new ArrayList<>();
  private final Set<Said> said = new HashSet<>();
  private boolean hasErrors;

  /** What makes a diagnostic a repetition; spans themselves are equal to each other. */
  private record Said(DiagnosticCode code, int start, int end, String message) {}

  /**
   * Adds a diagnostic, unless the same has been said of the same place.
   *
   * @param diagnostic what to say
   */
  public void add(Diagnostic diagnostic) {
    Said said =
        new Said(
            diagnostic.code(),
            diagnostic.span().start(),
            diagnostic.span().end(),
            diagnostic.message());
    if (this.said.add(said)) {
      collected.add(diagnostic);
      hasErrors |= diagnostic.isError();
    }
  }

  /**
   * Adds each of several diagnostics.
   *
   * @param diagnostics what to say
   */
  public void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /**
   * Whether there is an error among them.
   *
   * @return false if there are warnings at most
   */
  public boolean hasErrors() {
    return hasErrors;
  }

  /**
   * How many have been added.
   *
   * @return the count of diagnostics
   */
  public int count() {
    return collected.size();
  }

  /**
   * Everything that was added.
   *
   * @return an immutable list ordered by place; what is said of one place keeps the order in which
   *     it was added
   */
  public List<Diagnostic> inTextOrder() {
    return collected.stream()
        .sorted(Comparator.comparingInt(diagnostic -> diagnostic.span().start()))
        .toList();
  }
}
