package io.eventflux.compiler.parse;

import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;

/**
 * Ends the reading of a statement that follows the grammar and is wrong or not supported all the
 * same.
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

  /**
   * For valid language that is not built yet.
   *
   * @param span the construct
   * @param construct what it is called, as the start of a sentence
   */
  static StatementRefused notSupportedYet(Span span, String construct) {
    return new StatementRefused(
        DiagnosticCode.NOT_SUPPORTED_YET, span, construct + " is not supported yet");
  }
}
