package io.eventflux.benchmark.esper;

import io.eventflux.benchmark.harness.Trial;

/** The process of Esper in {@link io.eventflux.benchmark.harness.Comparison}. */
public final class EsperTrial {
  private EsperTrial() {}

  /**
   * Runs one trial.
   *
   * @throws Exception if the engine refuses the question
   */
  public static void main(String[] args) throws Exception {
    Trial.run(args, EsperContestant::new);
  }
}
