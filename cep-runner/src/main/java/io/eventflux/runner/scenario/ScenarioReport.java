package io.eventflux.runner.scenario;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a person what became of scenarios: every failure with its differences, every skipped one
 * with its reason, and a closing line {@code N passed, N failed, N skipped}. Not thread-safe.
 */
public final class ScenarioReport {
  private final PrintStream out;
  private final boolean verbose;
  private final List<FileOutcome> files = new ArrayList<>();

  /**
   * The outcomes of one file.
   *
   * @param name what the file is called
   * @param outcomes one a scenario, in order; empty for a file that cannot be read
   * @param mistakes why the file cannot be read; empty if it can
   */
  public record FileOutcome(String name, List<Outcome> outcomes, String mistakes) {
    /** Copies the list. */
    public FileOutcome {
      outcomes = List.copyOf(outcomes);
    }

    /** How many scenarios ended with {@code status}; a file that cannot be read is one failure. */
    public int count(Outcome.Status status) {
      int unreadable = status == Outcome.Status.FAILED && !mistakes.isEmpty() ? 1 : 0;
      return unreadable
          + (int) outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }
  }

  /** A report on {@code out}; {@code verbose} shows what passed as well. */
  public ScenarioReport(PrintStream out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  /** Prints the outcomes of one file. */
  public void add(FileOutcome file) {
    files.add(file);
    if (!file.mistakes().isEmpty()) {
      out.print("FAIL " + file.name() + "\n" + file.mistakes().indent(2));
    }
    for (Outcome outcome : file.outcomes()) {
      String title =
          file.name() + ":" + outcome.scenario().line() + ": " + outcome.scenario().name();
      switch (outcome.status()) {
        case PASSED -> {
          if (verbose) {
            out.print("pass " + title + "\n");
          }
        }
        case FAILED -> out.print("FAIL " + title + "\n" + outcome.problemText() + "\n");
        case SKIPPED -> out.print("skip " + title + " (" + outcome.scenario().skipReason() + ")\n");
      }
    }
  }

  /** Prints the closing line. */
  public void close() {
    out.print(
        count(Outcome.Status.PASSED)
            + " passed, "
            + count(Outcome.Status.FAILED)
            + " failed, "
            + count(Outcome.Status.SKIPPED)
            + " skipped\n");
    out.flush();
  }

  /** Everything added so far, in order. */
  public List<FileOutcome> files() {
    return List.copyOf(files);
  }

  /** How many scenarios of all files ended with {@code status}. */
  public int count(Outcome.Status status) {
    return files.stream().mapToInt(file -> file.count(status)).sum();
  }
}
