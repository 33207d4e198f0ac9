package io.eventflux.compiler.parse;

import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;

/**
 * Ends the reading of a statement that follows the grammar and is wrong all the same. What is right
 * and cannot be run yet has a tree, and is refused by the binder.
 */
final class StatementRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  StatementRefused(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  StatementRefused(DiagnosticCode code, Span span, String message) {
    this(Diagnostic.of(code, span, message));
  }

  /** What to tell the user. */
  Diagnostic diagnostic() {
    return diagnostic;
  }
}
