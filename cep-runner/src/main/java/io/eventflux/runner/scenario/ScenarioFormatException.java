package io.eventflux.runner.scenario;

import java.util.List;

/** A file that is not a scenario file. The message lists every mistake with its place. */
public final class ScenarioFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  /**
   * One mistake.
   *
   * @param file what the file is called
   * @param line from 1
   * @param column from 1, in code points
   * @param message one sentence without full stop
   * @param text the whole line
   */
  public record Mistake(String file, int line, int column, String message, String text) {
    /** The mistake with its excerpt, lines that end with LF each. */
    public String render() {
      String number = Integer.toString(line);
      String margin = " ".repeat(number.length() + 1);
      String place = file + ":" + line + ":" + column;
      return "error: "
          + message
          + "\n"
          + margin
          + "--> "
          + place
          + "\n"
          + margin
          + " |\n"
          + " "
          + number
          + " | "
          + text
          + "\n"
          + margin
          + " | "
          + " ".repeat(column - 1)
          + "^\n";
    }
  }

  /** A failure with at least one mistake, in text order. */
  public ScenarioFormatException(List<Mistake> mistakes) {
    super(String.join("\n", mistakes.stream().map(Mistake::render).toList()));
    this.mistakes = List.copyOf(mistakes);
  }

  /** All mistakes in text order. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
