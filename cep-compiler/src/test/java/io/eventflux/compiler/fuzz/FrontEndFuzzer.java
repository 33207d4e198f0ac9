package io.eventflux.compiler.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The front end as Jazzer calls it: the class and its two methods are found by name. It stands
 * outside of the normal build and knows nothing of Jazzer.
 */
public final class FrontEndFuzzer {
  private static AnyText.Reach reach = AnyText.Reach.COMPILE;

  private FrontEndFuzzer() {}

  /**
   * Called once in front of all texts.
   *
   * @param arguments one: {@code parse}, {@code plan} or {@code compile}; none is {@code compile}
   */
  public static void fuzzerInitialize(String[] arguments) {
    if (arguments.length > 0) {
      reach = AnyText.Reach.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Called for each text; whatever it throws is a finding.
   *
   * @param bytes the text in UTF-8; broken characters are replaced
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    // The search copies, in this thread, what is compared: 1 GiB for a text that takes 21 MiB. Its
    // heap is the bound.
    AnyText.check(new String(bytes, StandardCharsets.UTF_8), reach, Long.MAX_VALUE);
  }
}
