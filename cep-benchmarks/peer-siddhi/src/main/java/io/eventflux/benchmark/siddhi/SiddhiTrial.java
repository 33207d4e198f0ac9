package io.eventflux.benchmark.siddhi;

import io.eventflux.benchmark.harness.FileTrial;
import io.eventflux.benchmark.harness.Trial;
import java.util.Arrays;

/** The process of Siddhi in {@link io.eventflux.benchmark.harness.Comparison}. */
public final class SiddhiTrial {
  private SiddhiTrial() {}

  /**
   * Runs one trial, or, with {@code file} as the first argument, {@link FileTrial}.
   *
   * @throws Exception if the engine refuses the question
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("file")) {
      FileTrial.run(Arrays.copyOfRange(args, 1, args.length), SiddhiContestant::new);
    } else {
      Trial.run(args, SiddhiContestant::new);
    }
  }
}
