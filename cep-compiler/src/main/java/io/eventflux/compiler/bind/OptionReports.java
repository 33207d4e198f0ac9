package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.OptionProblem;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with an option, in one wording for all of them. One thread. */
final class OptionReports {
  private final BindContext context;

  OptionReports(BindContext context) {
    this.context = context;
  }

  /** Nobody has an option of this key; {@code known} are the keys that somebody has. */
  void unknown(Option option, String key, List<String> known) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_OPTION,
                option.span(),
                "nobody reads the option '" + key + "'")
            .didYouMean(key, known));
  }

  /** An option has a value that it cannot have. */
  void badValue(Option option, String message) {
    context.report(DiagnosticCode.BAD_OPTION_VALUE, option.span(), message);
  }

  /**
   * An option has a value that it does not take.
   *
   * @param title how a sentence calls the option
   * @param key how it is called where its words are listed
   */
  void notAccepted(
      Option option, String title, String key, io.eventflux.query.catalog.Option known) {
    if (known.choices().isEmpty()) {
      badValue(
          option,
          "option " + title + " takes " + known.allowed() + ", not '" + option.text() + "'");
    } else {
      badChoice(option, key, known.choices());
    }
  }

  /** An option names a column that its stream does not have. */
  static Diagnostic unknownColumn(Option option, String column, Name stream, List<String> columns) {
    return Diagnostic.of(
            DiagnosticCode.UNKNOWN_ATTRIBUTE,
            option.span(),
            "column '" + column + "' does not exist in stream '" + stream + "'")
        .fact("columns: " + String.join(", ", columns))
        .didYouMean(column, columns);
  }

  /** What the rule of a connector or format has found. */
  void problem(OptionProblem problem, DiagnosticCode code, Span span) {
    Diagnostic diagnostic = Diagnostic.of(code, span, problem.message());
    String key = problem.key();
    if (key != null && !problem.columns().isEmpty()) {
      String name = key.substring(key.indexOf('.') + 1);
      diagnostic =
          diagnostic
              .fact("columns: " + String.join(", ", problem.columns()))
              .didYouMean(name, problem.columns());
    }
    context.report(diagnostic);
  }

  /** The value of an option is none of its words. */
  void badChoice(Option option, String key, List<String> choices) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_OPTION_VALUE,
                option.span(),
                "option '" + key + "' cannot be '" + option.text() + "'")
            .fact("values: " + String.join(", ", choices))
            .didYouMean(option.text(), choices));
  }

  /** Reports the options that must be given and are not. */
  void missing(
      List<io.eventflux.query.catalog.Option> known,
      Map<String, String> values,
      String prefix,
      Span span,
      String owner) {
    String keys =
        known.stream()
            .filter(option -> option.required() && !values.containsKey(option.key()))
            .map(option -> "'" + prefix + option.key() + "'")
            .collect(Collectors.joining(", "));
    if (!keys.isEmpty()) {
      context.report(
          DiagnosticCode.MISSING_OPTION,
          span,
          "'" + owner + "' needs the option" + (keys.contains(",") ? "s " : " ") + keys);
    }
  }
}
