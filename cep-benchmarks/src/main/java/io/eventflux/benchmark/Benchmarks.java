package io.eventflux.benchmark;

import java.io.IOException;
import java.util.Arrays;

/**
 * The entry point of the benchmarks: {@code workloads [option...]} runs {@link Workloads}, {@code
 * compile [option...]} {@link CompileTimes}; anything else goes to JMH ({@code -h} lists its
 * options, {@code -l} the benchmarks).
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs what the arguments name; without arguments the workloads. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      Workloads.main(args);
    } else if (args[0].equals("workloads")) {
      Workloads.main(Arrays.copyOfRange(args, 1, args.length));
    } else if (args[0].equals("compile")) {
      CompileTimes.run(Arrays.copyOfRange(args, 1, args.length));
    } else {
      org.openjdk.jmh.Main.main(args);
    }
  }
}
