package io.eventflux.benchmark.siddhi;

import io.eventflux.benchmark.harness.Trial;

/** The process of Siddhi in {@link io.eventflux.benchmark.harness.Comparison}. */
public final class SiddhiTrial {
  private SiddhiTrial() {}

  /**
   * Runs one trial.
   *
   * @throws Exception if the engine refuses the question
   */
  public static void main(String[] args) throws Exception {
    Trial.run(args, SiddhiContestant::new);
  }
}
