package io.eventflux.benchmark.harness;

/**
 * What one trial does.
 *
 * @param question what is asked
 * @param entrant who answers
 * @param runTrades trades of a timed run at most
 * @param runCount timed runs
 * @param warmupMillis how long trades are sent before anything is measured
 * @param budgetMillis how long all timed runs together may take, unless that were fewer than three
 * @param pacedMillis how long trades are sent at a fixed rate, 0 for not at all
 * @param tradesPerSecond the fixed rate
 */
public record TrialSettings(
    Question question,
    Entrant entrant,
    int runTrades,
    int runCount,
    int warmupMillis,
    int budgetMillis,
    int pacedMillis,
    int tradesPerSecond) {

  /** As arguments of a command. */
  String[] arguments() {
    return new String[] {
      question.name(),
      entrant.name(),
      Integer.toString(runTrades),
      Integer.toString(runCount),
      Integer.toString(warmupMillis),
      Integer.toString(budgetMillis),
      Integer.toString(pacedMillis),
      Integer.toString(tradesPerSecond)
    };
  }

  /** The inverse of {@link #arguments}. */
  static TrialSettings of(String[] arguments) {
    return new TrialSettings(
        Question.valueOf(arguments[0]),
        Entrant.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]),
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]),
        Integer.parseInt(arguments[7]));
  }
}
