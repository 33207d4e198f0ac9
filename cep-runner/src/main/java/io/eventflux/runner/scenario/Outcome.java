package io.eventflux.runner.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one scenario. Immutable.
 *
 * @param scenario which one
 * @param status how it ended
 * @param problems what went wrong; empty unless it failed
 * @param logs what came out of every watched subject; empty if it did not run
 * @param errors what the compiler said, for an app that does not compile
 * @param durationNanos how long it took
 */
public record Outcome(
    Scenario scenario,
    Status status,
    List<Problem> problems,
    Map<Subject, SubjectLog> logs,
    List<CompileError> errors,
    long durationNanos) {
  /** Copies the collections. */
  public Outcome {
    problems = List.copyOf(problems);
    logs = Collections.unmodifiableMap(new LinkedHashMap<>(logs));
    errors = List.copyOf(errors);
  }

  /** How a scenario ends. */
  public enum Status {
    /** Everything came out as expected. */
    PASSED,
    /** Something did not. */
    FAILED,
    /** It says that it should not run. */
    SKIPPED
  }

  /**
   * Something that went wrong.
   *
   * @param line where in the scenario file, from 1
   * @param text lines that end with LF each, indented by two
   */
  public record Problem(int line, String text) {
    /** A problem said in one sentence. */
    static Problem of(int line, String sentence) {
      return new Problem(line, "  line " + line + ": " + sentence + "\n");
    }
  }

  /**
   * An error that the compiler reported.
   *
   * @param symbol as {@code UNKNOWN_ATTRIBUTE}
   * @param message the sentence
   * @param line line of the app, from 1
   * @param column column of the app, from 1
   */
  public record CompileError(String symbol, String message, int line, int column) {}

  /** The whole failure as text; empty if there is none. */
  public String problemText() {
    StringBuilder out = new StringBuilder();
    problems.forEach(problem -> out.append(problem.text()));
    return out.toString();
  }
}
