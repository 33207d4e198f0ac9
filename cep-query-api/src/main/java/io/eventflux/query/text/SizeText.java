package io.eventflux.query.text;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in option values: {@code 4096}, {@code 64KiB}, {@code 10 MB}; the units are B, KB, MB, GB
 * (powers of 1,000) and KiB, MiB, GiB or k, m, g (powers of 1,024), in any case.
 */
public final class SizeText {
  private static final Pattern SIZE =
      Pattern.compile(
          "\\s*(\\d{1,15})\\s*(|b|[kmg]|[kmg]i?b|[kmg]i)\\s*", Pattern.CASE_INSENSITIVE);

  private SizeText() {}

  /**
   * Reads a size.
   *
   * @return bytes; empty if the text is no size, or does not fit a long
   */
  public static OptionalLong bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long factor =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          case "gb" -> 1_000_000_000L;
          case "kib", "ki", "k" -> 1L << 10;
          case "mib", "mi", "m" -> 1L << 20;
          case "gib", "gi", "g" -> 1L << 30;
          default -> 1L;
        };
    long number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE / factor
        ? OptionalLong.empty()
        : OptionalLong.of(number * factor);
  }
}
