package io.eventflux.compiler.bind;

import static java.util.Map.entry;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The annotations of definitions and queries whose keys the engine itself knows (language 3.3,
 * 3.8): a key that nobody reads is a warning, a value that cannot be meant an error. Those of apps
 * are in {@link AppAnnotations}. One thread.
 */
final class AnnotationChecks {
  /** The keys of {@code @async}, of a stream and of an app. */
  static final List<String> ASYNC_KEYS = List.of("buffer.size", "workers", "batch.size.max");

  private static final Pattern COUNT = Pattern.compile("\\s*0*[1-9]\\d{0,8}\\s*");

  /** By name in lower case: the keys; bare values are looked at where the annotation is read. */
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          entry("async", ASYNC_KEYS),
          entry("config", List.of("async")),
          entry("onerror", List.of("action")),
          entry(
              "watermark",
              List.of(
                  "attribute",
                  "delay",
                  "allowed.lateness",
                  "late.stream",
                  "idle.timeout",
                  "max-future")),
          entry("info", List.of("name")),
          entry("name", List.of("name")),
          entry("synchronized", List.of()),
          entry("purge", List.of("enable", "interval")),
          entry("retentionperiod", List.of()),
          entry("cache", List.of("size", "cache.policy", "retention.period", "purge.interval")),
          entry("buffersize", List.of()),
          entry("ignoreeventsolderthanbuffer", List.of()),
          entry("partitionbyid", List.of("enable")));

  /** By name in lower case: where those belong that would change what an app gives. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          entry("source", "streams"),
          entry("sink", "streams"),
          entry("onerror", "streams"),
          entry("watermark", "streams"),
          entry("primarykey", "tables"),
          entry("index", "tables"),
          entry("store", "tables and aggregations"),
          entry("purge", "aggregations and partitions"),
          entry("buffersize", "aggregations"),
          entry("ignoreeventsolderthanbuffer", "aggregations"),
          entry("partitionbyid", "aggregations"),
          entry("cache", "@store"),
          entry("retentionperiod", "@purge"),
          entry("map", "@source and @sink"),
          entry("distribution", "@sink"),
          entry("destination", "@distribution"),
          entry("attributes", "@map"),
          entry("payload", "@map"));

  /** Those that may stand in front of a definition once. */
  private static final Set<String> ONCE =
      Set.of(
          "onerror",
          "watermark",
          "store",
          "purge",
          "buffersize",
          "ignoreeventsolderthanbuffer",
          "partitionbyid");

  private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,9}\\s*");
  private static final Pattern SWITCH = Pattern.compile("(?i)\\s*(true|false)\\s*");
  private static final List<String> CACHE_POLICIES = List.of("FIFO", "LRU", "LFU");

  private final BindContext context;

  AnnotationChecks(BindContext context) {
    this.context = context;
  }

  /** Warns of keys of {@code annotation} that nobody reads. */
  void keys(Annotation annotation) {
    List<String> keys = KEYS.get(annotation.name().text().toLowerCase(Locale.ROOT));
    if (keys != null) {
      keys(annotation, keys);
    }
  }

  /** Warns of keys of {@code annotation} that are none of {@code keys}; none can be there twice. */
  void keys(Annotation annotation, List<String> keys) {
    RepeatedOptions repeated = new RepeatedOptions(context);
    for (Option option : annotation.options()) {
      if (option.key() != null && repeated.noteIfOneOf(option, keys) == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_OPTION,
                    option.span(),
                    "nobody reads the option '" + option.key() + "' of @" + annotation.name())
                .didYouMean(option.key().text(), keys));
      }
    }
  }

  /** Reports an annotation in a place that it does not belong to; warns of one nobody knows. */
  void unknown(Annotation annotation) {
    String place = PLACES.get(annotation.name().text().toLowerCase(Locale.ROOT));
    if (place != null) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          annotation.span(),
          "@" + annotation.name() + " belongs to " + place);
      return;
    }
    context.report(
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_OPTION,
            annotation.span(),
            "nobody reads the annotation '@" + annotation.name() + "'"));
  }

  /** Warns of those of {@code annotations} that are not called one of {@code known}. */
  void onlyKnown(List<Annotation> annotations, List<String> known) {
    for (Annotation annotation : annotations) {
      if (known.stream().anyMatch(annotation::is)) {
        keys(annotation);
      } else {
        unknown(annotation);
      }
    }
  }

  /**
   * The sizes of {@code @async}. They are checked and have no effect: rows from outside wait in the
   * bounded ring of their part of the app in any case, and results do not depend on its size.
   */
  void asyncSizes(Annotation annotation) {
    for (Option option : annotation.options()) {
      if (ASYNC_KEYS.stream().anyMatch(option::is) && !COUNT.matcher(option.text()).matches()) {
        context.report(
            DiagnosticCode.BAD_ANNOTATION,
            option.span(),
            "option '"
                + option.key()
                + "' takes a whole number from 1 on, not '"
                + option.text()
                + "'");
      }
    }
  }

  /** Reports all but the first of those annotations that say one thing of their definition. */
  void onlyOnce(List<Annotation> annotations) {
    Set<String> seen = new HashSet<>();
    for (Annotation annotation : annotations) {
      String name = annotation.name().text().toLowerCase(Locale.ROOT);
      if (ONCE.contains(name) && !seen.add(name)) {
        context.report(
            DiagnosticCode.BAD_ANNOTATION,
            annotation.span(),
            "@" + annotation.name() + " stands here already");
      }
    }
  }

  // ---- aggregations and stores

  /** The values of {@code @BufferSize}, {@code @IgnoreEventsOlderThanBuffer} and the like. */
  void ofAggregation(Annotation annotation) {
    if (annotation.is("BufferSize")) {
      value(annotation, NUMBER, "a whole number from 0 on");
    } else if (annotation.is("IgnoreEventsOlderThanBuffer")) {
      value(annotation, SWITCH, "true or false");
    } else if (annotation.is("PartitionById")) {
      withKeys(annotation);
      annotation.options().forEach(this::flag);
    } else if (annotation.is("purge")) {
      withKeys(annotation);
      for (Option option : annotation.options()) {
        flag(option);
        duration(option, "interval");
      }
    }
  }

  /** The values of {@code @cache}. */
  void cache(Annotation annotation) {
    keys(annotation);
    withKeys(annotation);
    annotation.nested().forEach(this::unknown);
    for (Option option : annotation.options()) {
      if (option.is("size") && !COUNT.matcher(option.text()).matches()) {
        bad(option, "a whole number from 1 on");
      } else if (option.is("cache.policy")
          && CACHE_POLICIES.stream().noneMatch(option.text()::equalsIgnoreCase)) {
        bad(option, "one of " + String.join(", ", CACHE_POLICIES));
      }
      duration(option, "retention.period");
      duration(option, "purge.interval");
    }
  }

  /** Reports values without a key where each needs one. */
  private void withKeys(Annotation annotation) {
    List<String> keys =
        KEYS.getOrDefault(annotation.name().text().toLowerCase(Locale.ROOT), List.of());
    for (Option option : annotation.options()) {
      if (option.key() == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_ANNOTATION,
                    option.span(),
                    "a value of @" + annotation.name() + " needs a key")
                .fact("keys: " + String.join(", ", keys)));
      }
    }
  }

  /** Reports an annotation whose content is not one value of a form. */
  private void value(Annotation annotation, Pattern form, String words) {
    List<Option> bare =
        annotation.options().stream().filter(option -> option.key() == null).toList();
    if (bare.size() != 1 || !form.matcher(bare.get(0).text()).matches()) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          bare.size() == 1 ? bare.get(0).span() : annotation.span(),
          "@"
              + annotation.name()
              + " takes "
              + words
              + (bare.size() == 1 ? ", not '" + bare.get(0).text() + "'" : ""));
    }
  }

  private void flag(Option option) {
    if (option.is("enable") && !SWITCH.matcher(option.text()).matches()) {
      bad(option, "true or false");
    }
  }

  private void duration(Option option, String key) {
    if (option.is(key) && DurationText.millis(option.text()).orElse(0) <= 0) {
      bad(option, "a duration greater than zero");
    }
  }

  private void bad(Option option, String words) {
    context.report(
        DiagnosticCode.BAD_ANNOTATION,
        option.span(),
        "option '" + option.key() + "' takes " + words + ", not '" + option.text() + "'");
  }
}
