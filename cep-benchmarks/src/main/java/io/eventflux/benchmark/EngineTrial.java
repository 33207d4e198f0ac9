package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.AnswerSum;
import io.eventflux.benchmark.harness.Answers;
import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.Question;
import io.eventflux.benchmark.harness.Trial;
import io.eventflux.core.app.RowListener;

/**
 * This engine, through two of its ways in, and the loop by hand, as contestants of {@link
 * io.eventflux.benchmark.harness.Comparison}.
 */
public final class EngineTrial {
  private EngineTrial() {}

  /**
   * Runs one trial.
   *
   * @throws Exception if the engine refuses the question
   */
  public static void main(String[] args) throws Exception {
    Trial.run(args, EngineTrial::start);
  }

  /** A contestant for {@code question}; variants are {@code hand}, {@code bulk}, {@code send}. */
  static Contestant start(Question question, String variant, Answers answers) {
    Workload workload = Workload.valueOf(question.name());
    RowListener results = listener(question, answers);
    return switch (variant) {
      case "hand" -> new HandContestant(workload, results);
      case "bulk" -> new BulkContestant(workload, results);
      case "send" -> new SendContestant(workload, results);
      default -> throw new IllegalArgumentException("there is no variant '" + variant + "'");
    };
  }

  /**
   * Timed runs add up columns; they see the same values, in loops as a user of columns has them.
   */
  private static RowListener listener(Question question, Answers answers) {
    return answers instanceof AnswerSum ? new Tally() : new AnsweredRows(question, answers);
  }
}
