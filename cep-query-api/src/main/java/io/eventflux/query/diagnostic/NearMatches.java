package io.eventflux.query.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the names that a user may have meant. */
public final class NearMatches {
  private static final int MATCHES_MAX = 3;
  private static final int NAME_LENGTH_MAX = 256;

  private NearMatches() {}

  private record Candidate(String name, int distance) {}

  /**
   * The known names that are near a wanted one: first those that differ in case only, then by count
   * of edits (a character more, less or other, or two neighbours swapped), at most one edit per
   * three characters. Names at the same distance keep their order. Cost: product of the two
   * lengths, per known name.
   *
   * @param wanted the name that does not exist
   * @param known the names that do
   * @return at most three names, nearest first
   */
  public static List<String> of(String wanted, Iterable<String> known) {
    if (wanted.length() > NAME_LENGTH_MAX) {
      return List.of();
    }
    String folded = wanted.toLowerCase(Locale.ROOT);
    int distanceMax = Math.max(1, wanted.length() / 3);
    Set<String> distinct = new LinkedHashSet<>();
    known.forEach(distinct::add);
    List<Candidate> candidates = new ArrayList<>();
    for (String name : distinct) {
      if (Math.abs(name.length() - wanted.length()) <= distanceMax && !name.equals(wanted)) {
        int distance = edits(folded, name.toLowerCase(Locale.ROOT));
        // A single letter is within one edit of every other letter.
        boolean tellsSomething = distance < Math.max(wanted.length(), name.length());
        if (distance <= distanceMax && tellsSomething) {
          candidates.add(new Candidate(name, distance));
        }
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::distance))
        .limit(MATCHES_MAX)
        .map(Candidate::name)
        .toList();
  }

  /** Optimal string alignment distance, with the three rows that it needs. */
  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swapped ? Math.min(best, beforeLast[j - 2] + 1) : best;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
