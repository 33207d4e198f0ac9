package io.eventflux.query.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Units of time literals and intervals, from large to small. A year is 365 days and a month 30
 * days.
 */
public enum DurationUnit {
  /** 365 days. */
  YEAR(31_536_000_000L, "year years"),
  /** 30 days. */
  MONTH(2_592_000_000L, "month months"),
  /** Seven days. */
  WEEK(604_800_000L, "week weeks"),
  /** 24 hours. */
  DAY(86_400_000L, "day days d"),
  /** 60 minutes. */
  HOUR(3_600_000L, "hour hours h"),
  /** 60 seconds. */
  MINUTE(60_000L, "min mins minute minutes m"),
  /** 1000 milliseconds. */
  SECOND(1_000L, "sec secs second seconds s"),
  /** One millisecond. */
  MILLISECOND(1L, "millisec millisecs millisecond milliseconds ms");

  private final long millis;
  private final String words;

  DurationUnit(long millis, String words) {
    this.millis = millis;
    this.words = words;
  }

  /**
   * The length of one unit.
   *
   * @return milliseconds
   */
  public long millis() {
    return millis;
  }

  /**
   * The word that stands for the unit in canonical text.
   *
   * @return a lower-case singular
   */
  public String word() {
    return words.substring(0, words.indexOf(' '));
  }

  /**
   * All words that stand for units.
   *
   * @return lower-case words, unit by unit from large to small
   */
  public static List<String> allWords() {
    return Arrays.stream(values()).flatMap(unit -> unit.spellings().stream()).toList();
  }

  /**
   * The unit that a word stands for.
   *
   * @param word any of the words of the language, in any case
   * @return the unit, empty if the word is none
   */
  public static Optional<DurationUnit> of(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    for (DurationUnit unit : values()) {
      if (unit.spellings().contains(folded)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  private List<String> spellings() {
    return List.of(words.split(" "));
  }
}
