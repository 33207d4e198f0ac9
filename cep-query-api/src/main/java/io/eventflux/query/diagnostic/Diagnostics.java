package io.eventflux.query.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is said about one text: each thing once, in text order. One thread. */
public final class Diagnostics {
  private final List<Diagnostic> collected = new ArrayList<>();

  /**
   * Adds a diagnostic, unless the same has been said of the same place.
   *
   * @param diagnostic what to say
   */
  public void add(Diagnostic diagnostic) {
    for (Diagnostic earlier : collected) {
      if (earlier.repeats(diagnostic)) {
        return;
      }
    }
    collected.add(diagnostic);
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
    return collected.stream().anyMatch(Diagnostic::isError);
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
