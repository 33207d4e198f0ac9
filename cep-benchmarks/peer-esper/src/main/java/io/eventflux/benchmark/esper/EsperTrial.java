package io.eventflux.benchmark.esper;

import io.eventflux.benchmark.harness.FileTrial;
import io.eventflux.benchmark.harness.Trial;
import java.util.Arrays;

/** The process of Esper in {@link io.eventflux.benchmark.harness.Comparison}. */
public final class EsperTrial {
  private EsperTrial() {}

  /**
   * Runs one trial, or, with {@code file} as the first argument, {@link FileTrial}.
   *
   * @throws Exception if the engine refuses the question
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("file")) {
      FileTrial.run(Arrays.copyOfRange(args, 1, args.length), EsperContestant::new);
    } else {
      Trial.run(args, EsperContestant::new);
    }
  }
}
