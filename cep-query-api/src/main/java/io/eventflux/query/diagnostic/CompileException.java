package io.eventflux.query.diagnostic;

import io.eventflux.query.text.SourceText;
import java.util.List;

/**
 * A text that cannot be deployed. Its message is what a terminal shows, all errors of the text with
 * their places.
 */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SourceText source;
  private final transient List<Diagnostic> diagnostics;

  /**
   * The failure of a text.
   *
   * @param source the text
   * @param diagnostics what is said about it, in text order, at least one error among them
   * @throws IllegalArgumentException if there is no error
   */
  public CompileException(SourceText source, List<Diagnostic> diagnostics) {
    super(DiagnosticRenderer.plain().renderFirst(source, diagnostics));
    if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
      throw new IllegalArgumentException("a text without errors has compiled");
    }
    this.source = source;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /**
   * The text that does not compile.
   *
   * @return the text as the user wrote it
   */
  public SourceText source() {
    return source;
  }

  /**
   * Errors and warnings.
   *
   * @return an immutable list in text order
   */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
