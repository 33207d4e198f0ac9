package io.eventflux.compiler.bind;

import static java.util.Map.entry;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
          entry("purge", List.of("enable", "interval", "idle.period")),
          entry("buffersize", List.of()),
          entry("ignoreeventsolderthanbuffer", List.of()),
          entry("partitionbyid", List.of("enable")));

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

  /** Warns of keys of {@code annotation} that are none of {@code keys}. */
  void keys(Annotation annotation, List<String> keys) {
    for (Option option : annotation.options()) {
      if (option.key() != null && keys.stream().noneMatch(option::is)) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_OPTION,
                    option.span(),
                    "nobody reads the option '" + option.key() + "' of @" + annotation.name())
                .didYouMean(option.key().text(), keys));
      }
    }
  }

  /** Warns of an annotation that nobody reads. */
  void unknown(Annotation annotation) {
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
}
