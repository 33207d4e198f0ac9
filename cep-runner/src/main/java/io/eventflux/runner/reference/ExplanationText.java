package io.eventflux.runner.reference;

import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import java.util.Locale;

/** Explanations of codes as text for a terminal. Stateless; any thread. */
public final class ExplanationText {
  private ExplanationText() {}

  /**
   * Everything about one code. Ends with LF.
   *
   * @param columns where prose is broken
   */
  public static String page(Explanation explanation, int columns) {
    DiagnosticCode code = explanation.code();
    String severity = code.severity().name().toLowerCase(Locale.ROOT);
    String title = severity + "[" + code.code() + "] " + code.name() + "\n\n";
    return title
        + DescriptorText.wrapped(explanation.meaning() + note(explanation), "", columns)
        + "\nThis gives it:\n"
        + explanation.bad().indent(2)
        + "\nThis does not:\n"
        + explanation.good().indent(2);
  }

  /** What this version cannot do, with a space in front; empty if there is nothing to say. */
  public static String note(Explanation explanation) {
    return (explanation.isReported() ? "" : " It is not reported yet.")
        + (explanation.isGoodSupported() ? "" : " The good text is not supported yet.");
  }
}
