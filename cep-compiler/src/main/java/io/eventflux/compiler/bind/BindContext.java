package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.ConstantFolder;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import org.apache.calcite.rex.RexNode;

/** What all binders of one text share. One thread. */
final class BindContext {
  private final Catalogs catalogs;
  private final SourceText source;
  private final Expressions expressions = new Expressions();
  private final ConstantFolder folder = new ConstantFolder(expressions);
  private final Diagnostics diagnostics = new Diagnostics();
  private boolean isPlayback;
  private String timeZone = "UTC";

  BindContext(Catalogs catalogs, SourceText source) {
    this.catalogs = catalogs;
    this.source = source;
  }

  Catalogs catalogs() {
    return catalogs;
  }

  SourceText source() {
    return source;
  }

  Expressions expressions() {
    return expressions;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Notes that the clock of the app follows the times of its events. */
  void usePlayback() {
    isPlayback = true;
  }

  /** Whether the clock of the app follows the times of its events; known before any query. */
  boolean isPlayback() {
    return isPlayback;
  }

  /** Notes the time zone of the app, an id that {@link java.time.ZoneId} reads. */
  void useTimeZone(String id) {
    timeZone = id;
  }

  /** The time zone of the app; known before any query. */
  String timeZone() {
    return timeZone;
  }

  /** The expression with its constant parts computed. */
  RexNode fold(RexNode expression) {
    return expression.accept(folder);
  }

  /** Reports a finished diagnostic. */
  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** Reports a diagnostic that needs neither facts nor suggestion. */
  void report(DiagnosticCode code, Span span, String message) {
    diagnostics.add(Diagnostic.of(code, span, message));
  }

  /** Reports that the text means something that is not built. */
  void notSupported(Span span, String what) {
    report(DiagnosticCode.NOT_SUPPORTED_YET, span, what + " is not supported yet");
  }
}
