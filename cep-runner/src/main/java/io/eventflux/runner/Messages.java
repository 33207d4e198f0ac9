package io.eventflux.runner;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticJson;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import java.util.List;

/** What a command says on standard error, in the form that the user asked for. Any thread. */
final class Messages {
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String PLAIN = "\u001b[0m";

  private final Console console;
  private final CommonOptions options;

  Messages(Console console, CommonOptions options) {
    this.console = console;
    this.options = options;
  }

  /** An error: one sentence. */
  void error(String sentence) {
    message("error", RED, sentence);
  }

  /** A warning: one sentence. */
  void warning(String sentence) {
    message("warning", YELLOW, sentence);
  }

  /** Whether only results and errors are wanted. */
  boolean isQuiet() {
    return options.quiet;
  }

  /** A line for the curious, only with {@code -v}. */
  void detail(String line) {
    if (options.isVerbose()) {
      console.err().println(line);
    }
  }

  /** A line for whoever did not ask for quiet. */
  void note(String line) {
    if (!options.quiet) {
      console.err().println(line);
    }
  }

  /** What the compiler said, to standard error. */
  void diagnostics(SourceText text, List<Diagnostic> diagnostics) {
    console.err().print(rendered(text, diagnostics, console.errIsTerminal()));
    console.err().flush();
  }

  /**
   * What the compiler said; lines that end with LF each. People are shown the first {@value
   * DiagnosticRenderer#SHOWN_MAX} of a text, programs all.
   */
  String rendered(SourceText text, List<Diagnostic> diagnostics, boolean isTerminal) {
    if (options.errorFormat == CommonOptions.ErrorFormat.json) {
      StringBuilder lines = new StringBuilder();
      diagnostics.forEach(each -> lines.append(DiagnosticJson.write(text, each)).append('\n'));
      return lines.toString();
    }
    DiagnosticRenderer renderer =
        options.isColoured(console, isTerminal)
            ? DiagnosticRenderer.coloured()
            : DiagnosticRenderer.plain();
    return renderer.renderFirst(text, diagnostics);
  }

  private void message(String severity, String colour, String sentence) {
    if (options.errorFormat == CommonOptions.ErrorFormat.json) {
      console
          .err()
          .println(
              "{\"severity\":\""
                  + severity
                  + "\",\"message\":\""
                  + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(sentence))
                  + "\"}");
    } else if (options.isColoured(console, console.errIsTerminal())) {
      console.err().println(colour + severity + PLAIN + ": " + sentence);
    } else {
      console.err().println(severity + ": " + sentence);
    }
  }
}
