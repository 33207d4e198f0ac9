package io.eventflux.compiler.bind;

import static java.util.Map.entry;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of definitions and queries whose keys the engine itself knows (language 3.3,
 * 3.8): a key that nobody reads is a warning, a value that cannot be meant an error. Those of apps
 * are in {@link AppAnnotations}. One thread.
 */
final class AnnotationChecks {
  /** The keys of {@code @async}, of a stream and of an app. */
  static final Form ASYNC = Form.of("buffer.size", "workers", "batch.size.max");

  private static final Pattern COUNT = Pattern.compile("\\s*0*[1-9]\\d{0,8}\\s*");

  /**
   * What may stand in an annotation.
   *
   * @param keys the keys of its options
   * @param takesValue whether one value may stand without a key: it is that of the first key, or of
   *     the annotation itself if there are no keys
   */
  record Form(List<String> keys, boolean takesValue) {
    /** Options with one of these keys, and no other values. */
    static Form of(String... keys) {
      return new Form(List.of(keys), false);
    }

    /** One value, which may also stand behind the first of these keys. */
    static Form ofValue(String... keys) {
      return new Form(List.of(keys), true);
    }

    /** Whether an option gives what a value without a key would. */
    private boolean isValue(Option option) {
      return option.key() == null || (!keys.isEmpty() && option.is(keys.get(0)));
    }
  }

  /** By name in lower case. */
  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          entry("async", ASYNC),
          entry("config", Form.of("async")),
          entry("onerror", Form.ofValue("action")),
          entry(
              "watermark",
              Form.of(
                  "attribute",
                  "delay",
                  "allowed.lateness",
                  "late.stream",
                  "idle.timeout",
                  "max-future")),
          entry("info", Form.ofValue("name")),
          entry("name", Form.ofValue("name")),
          entry("synchronized", Form.ofValue()),
          entry("purge", Form.of("enable", "interval")),
          entry("cache", Form.of("size", "cache.policy", "retention.period", "purge.interval")),
          entry("buffersize", Form.ofValue()),
          entry("ignoreeventsolderthanbuffer", Form.ofValue()),
          entry("partitionbyid", Form.of("enable")));

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

  /** Those whose value without a key is true or false. */
  private static final List<String> SWITCHES =
      List.of("synchronized", "app:enforceOrder", "app:statistics");

  private static final List<String> CACHE_POLICIES = List.of("FIFO", "LRU", "LFU");

  private final BindContext context;

  AnnotationChecks(BindContext context) {
    this.context = context;
  }

  /** Checks what stands in an annotation that has a form here. */
  void content(Annotation annotation) {
    Form form = FORMS.get(annotation.name().text().toLowerCase(Locale.ROOT));
    if (form != null) {
      content(annotation, form);
    }
  }

  /**
   * Warns of keys of {@code annotation} that nobody reads; reports values that need a key, and what
   * is given twice.
   */
  void content(Annotation annotation, Form form) {
    RepeatedOptions repeated = new RepeatedOptions(context);
    for (Option option : annotation.options()) {
      if (option.key() != null && repeated.noteIfOneOf(option, form.keys()) == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_OPTION,
                    option.span(),
                    "nobody reads the option '" + option.key() + "' of @" + annotation.name())
                .didYouMean(option.key().text(), form.keys()));
      } else if (option.key() == null && !form.takesValue()) {
        Diagnostic bare =
            Diagnostic.of(
                DiagnosticCode.BAD_ANNOTATION,
                option.span(),
                form.keys().isEmpty()
                    ? "@" + annotation.name() + " takes no value"
                    : "a value of @" + annotation.name() + " needs a key");
        context.report(
            form.keys().isEmpty() ? bare : bare.fact("keys: " + String.join(", ", form.keys())));
      }
    }
    if (form.takesValue()) {
      oneValue(annotation, form);
    }
  }

  private void oneValue(Annotation annotation, Form form) {
    List<Option> values = annotation.options().stream().filter(form::isValue).toList();
    for (int i = 1; i < values.size(); i++) {
      Option first = values.get(0);
      if (first.key() == null || values.get(i).key() == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_ANNOTATION,
                    values.get(i).span(),
                    "@" + annotation.name() + " takes one value")
                .with(first.span(), "the first one"));
      }
    }
  }

  /** The one value that an annotation takes, with or without {@code key}; null if there is none. */
  static @Nullable Option value(Annotation annotation, String key) {
    return annotation.options().stream()
        .filter(option -> option.key() == null || option.is(key))
        .findFirst()
        .orElse(null);
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
        content(annotation);
        switches(annotation);
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
      if (ASYNC.keys().stream().anyMatch(option::is) && !COUNT.matcher(option.text()).matches()) {
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

  /** Reports values that are neither true nor false where nothing else can be meant. */
  void switches(Annotation annotation) {
    for (Option option : annotation.options()) {
      boolean isSwitch =
          option.key() == null
              ? SWITCHES.stream().anyMatch(annotation::is)
              : option.is("enable") || option.is("async");
      if (isSwitch && !SWITCH.matcher(option.text()).matches()) {
        context.report(
            DiagnosticCode.BAD_ANNOTATION,
            option.span(),
            (option.key() == null ? "@" + annotation.name() : "option '" + option.key() + "'")
                + " takes true or false, not '"
                + option.text()
                + "'");
      }
    }
  }

  /** Reports all but the first of those annotations that say one thing of their definition. */
  void onlyOnce(List<Annotation> annotations) {
    onlyOnce(annotations, ONCE);
  }

  /** Reports all but the first of each of {@code names}, which are in lower case. */
  void onlyOnce(List<Annotation> annotations, Set<String> names) {
    Map<String, Annotation> firsts = new HashMap<>();
    for (Annotation annotation : annotations) {
      String name = annotation.name().text().toLowerCase(Locale.ROOT);
      Annotation first = names.contains(name) ? firsts.putIfAbsent(name, annotation) : null;
      if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_ANNOTATION,
                    annotation.span(),
                    "@" + annotation.name() + " stands here already")
                .with(first.span(), "the first one"));
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
    } else if (annotation.is("purge")) {
      annotation.options().forEach(option -> duration(option, "interval"));
    }
  }

  /** The values of {@code @cache}. */
  void cache(Annotation annotation) {
    content(annotation);
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

  /** Reports an annotation that has no value, or one that is not of a form. */
  private void value(Annotation annotation, Pattern form, String words) {
    List<Option> bare =
        annotation.options().stream().filter(option -> option.key() == null).toList();
    if (bare.isEmpty() || !form.matcher(bare.get(0).text()).matches()) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          bare.isEmpty() ? annotation.span() : bare.get(0).span(),
          "@"
              + annotation.name()
              + " takes "
              + words
              + (bare.isEmpty() ? "" : ", not '" + bare.get(0).text() + "'"));
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
