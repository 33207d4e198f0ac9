package io.eventflux.core.function;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Date formats and time zones of one call: keeps those used last, so that a constant is read once.
 * Pipeline thread only.
 */
public final class DateFormats implements CallMemory {
  private static final int ENTRY_COUNT_MAX = 64;
  private static final int PATTERN_LENGTH_MAX = 1_000;

  private final Map<String, Optional<DateFormat>> formats = new Recent<>();
  private final Map<String, Optional<ZoneId>> zones = new Recent<>();
  private @Nullable String lastPattern;
  private @Nullable DateFormat lastFormat;
  private @Nullable String lastZoneId;
  private @Nullable ZoneId lastZone;

  /** Forgets what was not asked for in a long time. */
  private static final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > ENTRY_COUNT_MAX;
    }
  }

  /** Knows no format and no zone yet. */
  public DateFormats() {}

  /** The format of a pattern, or null if {@code pattern} is none. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  public @Nullable DateFormat format(String pattern) {
    if (pattern != lastPattern) {
      lastFormat =
          formats.computeIfAbsent(pattern, text -> made(text, DateFormats::formatOf)).orElse(null);
      lastPattern = pattern;
    }
    return lastFormat;
  }

  /** The zone of an id, or null if there is none. */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  public @Nullable ZoneId zone(String id) {
    if (id != lastZoneId) {
      lastZone = zones.computeIfAbsent(id, text -> made(text, DateFormats::zoneOf)).orElse(null);
      lastZoneId = id;
    }
    return lastZone;
  }

  /** The zone of an id that the compiler has checked. */
  public ZoneId appZone(String id) {
    ZoneId zone = zone(id);
    if (zone == null) {
      throw new IllegalArgumentException("the compiler let pass the time zone '" + id + "'");
    }
    return zone;
  }

  private static <V> Optional<V> made(String text, Function<String, V> maker) {
    try {
      return Optional.of(maker.apply(text));
    } catch (DateTimeException | IllegalArgumentException bad) {
      return Optional.empty();
    }
  }

  private static DateFormat formatOf(String pattern) {
    if (pattern.length() > PATTERN_LENGTH_MAX) {
      throw new IllegalArgumentException("it is longer than " + PATTERN_LENGTH_MAX + " characters");
    }
    if (pattern.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    return DateFormat.of(pattern);
  }

  private static ZoneId zoneOf(String id) {
    return ZoneId.of(id, ZoneId.SHORT_IDS);
  }

  /** A sentence about what is wrong with a date format, or null if it can be used. */
  public static @Nullable String formatProblem(Object pattern) {
    if (!(pattern instanceof String text)) {
      return null;
    }
    try {
      formatOf(text);
      return null;
    } catch (IllegalArgumentException bad) {
      return "'" + text + "' is no date format: " + bad.getMessage();
    }
  }

  /** A sentence about what is wrong with the id of a time zone, or null if it can be used. */
  public static @Nullable String zoneProblem(Object id) {
    return id instanceof String text && made(text, DateFormats::zoneOf).isEmpty()
        ? "there is no time zone '" + text + "'"
        : null;
  }
}
