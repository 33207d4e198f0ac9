package io.eventflux.query.catalog;

import java.util.List;

/**
 * Judges the options of a connector or format together, and against the columns of the stream.
 * Pure; any thread.
 */
@FunctionalInterface
public interface OptionsRule {
  /** Accepts everything. */
  OptionsRule NONE = given -> List.of();

  /** What is wrong; empty if the options can be used. */
  List<OptionProblem> problems(GivenOptions given);

  /**
   * Refuses options that cannot be used.
   *
   * @throws IllegalArgumentException with a sentence for the user about the first problem
   */
  default void require(GivenOptions given) {
    for (OptionProblem problem : problems(given)) {
      throw new IllegalArgumentException(problem.message());
    }
  }
}
