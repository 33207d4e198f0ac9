package io.eventflux.query.diagnostic;

import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One message about a text. Immutable; start with {@link #of} and add what helps the reader to
 * decide.
 *
 * @param code what kind of message this is
 * @param severity how much it matters
 * @param message one plain sentence in the reader's words, without full stop
 * @param span the offending piece
 * @param label what to write at that piece; null for nothing
 * @param labels other pieces to mark, each with a text that may be empty
 * @param facts lines that the reader needs to decide, for example {@code columns: symbol VARCHAR,
 *     price DOUBLE}
 * @param suggestion what to do, only if we are sure; null for nothing
 */
public record Diagnostic(
    DiagnosticCode code,
    Severity severity,
    String message,
    Span span,
    @Nullable String label,
    List<Label> labels,
    List<String> facts,
    @Nullable String suggestion) {
  /** Copies the lists. */
  public Diagnostic {
    labels = List.copyOf(labels);
    facts = List.copyOf(facts);
  }

  /**
   * A marked piece with a word about it.
   *
   * @param span the piece
   * @param text the word, may be empty
   */
  public record Label(Span span, String text) {}

  /**
   * A diagnostic of the usual severity of its code.
   *
   * @param code the kind of message
   * @param span the offending piece
   * @param message one plain sentence without full stop
   * @return the diagnostic, without labels, facts and suggestion
   */
  public static Diagnostic of(DiagnosticCode code, Span span, String message) {
    return new Diagnostic(code, code.severity(), message, span, null, List.of(), List.of(), null);
  }

  /**
   * The same with a word at the offending piece.
   *
   * @param text the word
   * @return a new diagnostic
   */
  public Diagnostic labelled(String text) {
    return new Diagnostic(code, severity, message, span, text, labels, facts, suggestion);
  }

  /**
   * The same with another piece marked.
   *
   * @param other the piece
   * @param text the word about it, may be empty
   * @return a new diagnostic
   */
  public Diagnostic with(Span other, String text) {
    return new Diagnostic(
        code,
        severity,
        message,
        span,
        label,
        plus(labels, new Label(other, text)),
        facts,
        suggestion);
  }

  /**
   * The same without some of the other pieces.
   *
   * @param unwanted which of them are left out
   * @return a new diagnostic
   */
  public Diagnostic withoutLabels(Predicate<Label> unwanted) {
    List<Label> kept = labels.stream().filter(unwanted.negate()).toList();
    return new Diagnostic(code, severity, message, span, label, kept, facts, suggestion);
  }

  /**
   * The same with one more fact.
   *
   * @param fact one line
   * @return a new diagnostic
   */
  public Diagnostic fact(String fact) {
    return new Diagnostic(
        code, severity, message, span, label, labels, plus(facts, fact), suggestion);
  }

  /**
   * The same with a suggestion in place of an earlier one.
   *
   * @param text one line
   * @return a new diagnostic
   */
  public Diagnostic suggest(String text) {
    return new Diagnostic(code, severity, message, span, label, labels, facts, text);
  }

  /**
   * The same with {@code did you mean ..?} for the names that are near the wanted one; unchanged if
   * none is.
   *
   * @param wanted the name that does not exist
   * @param known the names that do
   * @return a new diagnostic, or this one
   */
  public Diagnostic didYouMean(String wanted, Iterable<String> known) {
    List<String> near = NearMatches.of(wanted, known);
    if (near.isEmpty()) {
      return this;
    }
    return suggest(
        "did you mean '"
            + String.join("', '", near.subList(0, near.size() - 1))
            + (near.size() > 1 ? "' or '" : "")
            + near.get(near.size() - 1)
            + "'?");
  }

  /**
   * The same with another severity.
   *
   * @param other the severity
   * @return a new diagnostic
   */
  public Diagnostic as(Severity other) {
    return new Diagnostic(code, other, message, span, label, labels, facts, suggestion);
  }

  /**
   * Whether this keeps an app from being deployed.
   *
   * @return true for an error
   */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  private static <T> List<T> plus(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
