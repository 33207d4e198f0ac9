package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What of the statements of an app cannot be run yet. It is said only of statements in which
 * nothing else is wrong. One app, one thread.
 */
final class Refusals {
  private final IdentityHashMap<Statement, List<Diagnostic>> byStatement = new IdentityHashMap<>();

  /** Whether a diagnostic says that something cannot be run yet. */
  static boolean isRefusal(Diagnostic diagnostic) {
    return diagnostic.isError() && diagnostic.code() == DiagnosticCode.NOT_SUPPORTED_YET;
  }

  /** Finds what of a statement cannot be run. Queries of a refused partition are refused too. */
  void find(Statement statement) {
    Diagnostics refused = new Diagnostics();
    NotSupportedYet.check(statement, refused);
    if (refused.hasErrors()) {
      byStatement.put(statement, refused.inTextOrder());
      if (statement instanceof Statement.Partition partition) {
        partition.queries().forEach(this::refuse);
      }
    }
  }

  /** Notes that a query is not run, without anything to say of it. */
  void refuse(Query query) {
    byStatement.put(query, List.of());
  }

  /** Whether a statement cannot be run. */
  boolean has(Statement statement) {
    return byStatement.containsKey(statement);
  }

  /** Adds what cannot be run of the statements that have no other errors. */
  void addTo(Diagnostics diagnostics, List<Statement> statements) {
    Found found = new Found(diagnostics.inTextOrder());
    for (Statement statement : statements) {
      List<Diagnostic> refused = byStatement.get(statement);
      if (refused != null && !found.hasOtherErrors(statement)) {
        diagnostics.addAll(refused);
      }
    }
  }

  /**
   * A statement that is wrong is not refused too; nor are parts of one that is refused.
   *
   * @param all what was found, in text order
   * @return the same without such refusals
   */
  List<Diagnostic> withoutThoseOfErrors(List<Diagnostic> all, List<Statement> statements) {
    Found found = new Found(all);
    BitSet unwanted = new BitSet();
    for (Statement statement : statements) {
      Set<Diagnostic> own = new HashSet<>(byStatement.getOrDefault(statement, List.of()));
      boolean isWrong = found.hasOtherErrors(statement);
      if (isWrong || !own.isEmpty()) {
        for (int i : found.inside(statement)) {
          Diagnostic each = all.get(i);
          unwanted.set(i, isRefusal(each) && (isWrong || !own.contains(each)));
        }
      }
    }
    List<Diagnostic> kept = new ArrayList<>();
    for (int i = unwanted.nextClearBit(0); i < all.size(); i = unwanted.nextClearBit(i + 1)) {
      kept.add(all.get(i));
    }
    return kept;
  }

  /**
   * What was found, to be asked by statement: the cost of a question grows with what was found in
   * that statement, and only with the logarithm of all.
   *
   * @param all in text order
   */
  private record Found(List<Diagnostic> all) {
    boolean hasOtherErrors(Statement statement) {
      return inside(statement).stream()
          .map(all::get)
          .anyMatch(each -> each.isError() && !isRefusal(each));
    }

    /** Indexes of what was found inside of a statement. */
    List<Integer> inside(Statement statement) {
      Span span = statement.span();
      List<Integer> indexes = new ArrayList<>();
      for (int i = firstFrom(span.start());
          i < all.size() && all.get(i).span().start() <= span.end();
          i++) {
        if (all.get(i).span().end() <= span.end()) {
          indexes.add(i);
        }
      }
      return indexes;
    }

    /** Index of the first one that starts at a place of the text or behind it. */
    private int firstFrom(int start) {
      int low = 0;
      int high = all.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (all.get(middle).span().start() < start) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
