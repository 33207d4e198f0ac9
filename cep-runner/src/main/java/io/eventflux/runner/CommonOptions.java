package io.eventflux.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every verb takes. */
final class CommonOptions {
  /** When to colour. */
  enum Colour {
    /** On a terminal, unless {@code NO_COLOR} says otherwise. */
    auto,
    /** Always. */
    always,
    /** Never. */
    never
  }

  /** How messages look. */
  enum ErrorFormat {
    /** For people. */
    text,
    /** One JSON object a line, for programs. */
    json
  }

  @Option(
      names = {"-q", "--quiet"},
      description = "Results and errors only: no summary, no progress.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; twice: still more.")
  boolean[] verbosity = new boolean[0];

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description =
          "Colour messages: auto, always, never (default auto; NO_COLOR, CLICOLOR_FORCE).")
  Colour colour = Colour.auto;

  @Option(
      names = "--error-format",
      paramLabel = "FORM",
      description = "Form of messages: text or json (default text).")
  ErrorFormat errorFormat = ErrorFormat.text;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Whether text for {@code isTerminal} is coloured. */
  boolean isColoured(Console console, boolean isTerminal) {
    return switch (colour) {
      case auto -> console.wantsColour(isTerminal);
      case always -> true;
      case never -> false;
    };
  }

  /** Whether {@code -v} was given. */
  boolean isVerbose() {
    return verbosity.length > 0;
  }

  /** Options of verbs that compile. */
  static final class Compile {
    @Option(
        names = {"-D", "--define"},
        paramLabel = "NAME=VALUE",
        description = "Value of $${NAME} in the app; repeatable.")
    Map<String, @Nullable String> variables = new LinkedHashMap<>();

    @Option(names = "--deny-warnings", description = "Stop on warnings (exit code 2).")
    boolean denyWarnings;

    /** The variables that were given; {@code -D NAME} alone gives the empty text. */
    Map<String, String> given() {
      Map<String, String> given = new LinkedHashMap<>();
      variables.forEach((name, value) -> given.put(name, value == null ? "" : value));
      return given;
    }
  }
}
