package io.eventflux.compiler.bind;

import static java.util.Map.entry;

import io.eventflux.compiler.bind.AnnotationChecks.Form;
import io.eventflux.core.function.DateFormats;
import io.eventflux.core.plan.IdleClock;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the annotations of an app (language 3.2), of which each has a line here. One thread. */
final class AppAnnotations {
  /**
   * One annotation.
   *
   * @param form what may stand in it
   * @param read what it means
   */
  private record Known(Form form, BiConsumer<AppAnnotations, Annotation> read) {}

  /** By name in lower case. */
  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          entry("app:name", new Known(Form.ofValue("name"), AppAnnotations::name)),
          entry("app:description", new Known(Form.ofValue("description"), (app, annotation) -> {})),
          entry(
              "app:playback",
              new Known(Form.of("idle.time", "increment"), AppAnnotations::playback)),
          entry("app:timezone", new Known(Form.ofValue("zone"), AppAnnotations::timeZone)),
          entry("app:limits", new Known(Form.of("max.keys", "max.runs"), AppAnnotations::limits)),
          entry(
              "app:async",
              new Known(
                  AnnotationChecks.ASYNC,
                  (app, annotation) -> app.annotations.asyncSizes(annotation))),
          // Rows keep the order in which they arrive in any case.
          entry("app:enforceorder", new Known(Form.ofValue(), (app, annotation) -> {})),
          entry("app", new Known(Form.of("async"), (app, annotation) -> {})),
          entry(
              "app:statistics",
              new Known(
                  Form.ofValue("enable", "reporter", "interval", "include"),
                  AppAnnotations::statistics)),
          entry("app:checkpoint", new Known(Form.ofValue("interval"), AppAnnotations::checkpoint)));

  private static final List<String> REPORTERS = List.of("console", "jmx", "prometheus");

  private final BindContext context;
  private final AnnotationChecks annotations;
  private String name = "app";
  private @Nullable IdleClock idleClock;
  private long checkpointMillis;
  private StateLimits limits = StateLimits.DEFAULT;

  AppAnnotations(BindContext context, AnnotationChecks annotations) {
    this.context = context;
    this.annotations = annotations;
  }

  /** Takes note of what {@code given} says of the app. */
  void read(List<Annotation> given) {
    given.forEach(this::read);
    annotations.onlyOnce(given, KNOWN.keySet());
  }

  private void read(Annotation annotation) {
    Known known = KNOWN.get(annotation.name().text().toLowerCase(Locale.ROOT));
    if (known == null) {
      annotations.unknown(annotation);
    } else {
      annotations.content(annotation, known.form());
      annotations.switches(annotation);
      known.read().accept(this, annotation);
    }
  }

  /** The name of the app. */
  String name() {
    return name;
  }

  /** How the clock of playback goes on by itself; null: it does not. */
  @Nullable IdleClock idleClock() {
    return idleClock;
  }

  /** Time between two checkpoints; 0: the app does not say. */
  long checkpointMillis() {
    return checkpointMillis;
  }

  /** The bounds of state that nothing else bounds. */
  StateLimits limits() {
    return limits;
  }

  private void name(Annotation annotation) {
    Option value = AnnotationChecks.value(annotation, "name");
    if (value == null || value.text().isBlank()) {
      context.report(DiagnosticCode.BAD_ANNOTATION, annotation.span(), "@app:name needs a name");
    } else {
      name = value.text();
    }
  }

  private void timeZone(Annotation annotation) {
    Option value = AnnotationChecks.value(annotation, "zone");
    String problem =
        value == null ? "@app:timezone needs a time zone" : DateFormats.zoneProblem(value.text());
    if (problem != null || value == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  value == null ? annotation.span() : value.span(),
                  String.valueOf(problem))
              .fact("examples: 'UTC', 'Europe/Oslo', '+05:30'"));
    } else {
      context.useTimeZone(value.text());
    }
  }

  private void limits(Annotation annotation) {
    int runsMax = limits.runsMax();
    int keysMax = limits.keysMax();
    for (Option option : annotation.options()) {
      if (option.is("max.runs")) {
        runsMax = limit(option);
      } else if (option.is("max.keys")) {
        keysMax = limit(option);
      }
    }
    limits = new StateLimits(runsMax, keysMax);
  }

  private int limit(Option option) {
    String digits = option.text().replace("_", "").strip();
    if (digits.matches("\\d{1,9}")) {
      int number = Integer.parseInt(digits);
      if (number >= 1 && number <= StateLimits.MAX) {
        return number;
      }
    }
    context.report(
        DiagnosticCode.BAD_ANNOTATION,
        option.span(),
        "a limit is a number from 1 to " + StateLimits.MAX + ", not '" + option.text() + "'");
    return 1;
  }

  private void playback(Annotation annotation) {
    context.usePlayback();
    Option idle = ConnectorBinder.find(annotation.options(), "idle.time");
    Option increment = ConnectorBinder.find(annotation.options(), "increment");
    if ((idle == null) != (increment == null)) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          annotation.span(),
          "@app:playback takes both 'idle.time' and 'increment', or neither");
    } else if (idle != null && increment != null) {
      long idleMillis = positiveMillis(idle);
      long incrementMillis = positiveMillis(increment);
      if (idleMillis > 0 && incrementMillis > 0) {
        idleClock = new IdleClock(idleMillis, incrementMillis);
      }
    }
  }

  /** How often the state is kept where a folder is given for it: results do not depend on it. */
  private void checkpoint(Annotation annotation) {
    Option interval = AnnotationChecks.value(annotation, "interval");
    if (interval == null) {
      context.report(
          DiagnosticCode.BAD_ANNOTATION,
          annotation.span(),
          "@app:checkpoint needs the time between two checkpoints, as interval = '10 sec'");
    } else {
      checkpointMillis = positiveMillis(interval);
    }
  }

  /** Everything is measured at any time; what can be wished for is who takes the numbers away. */
  private void statistics(Annotation annotation) {
    for (Option option : annotation.options()) {
      if (option.is("interval")) {
        positiveMillis(option);
      } else if (option.is("reporter")) {
        reporter(option);
      }
    }
  }

  private void reporter(Option option) {
    String name = option.text().toLowerCase(Locale.ROOT);
    if (!REPORTERS.contains(name)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  option.span(),
                  "there is no reporter '" + option.text() + "'")
              .fact("reporters: " + String.join(", ", REPORTERS))
              .didYouMean(name, REPORTERS));
    } else if (!name.equals("prometheus")) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NOT_SUPPORTED_YET,
                  option.span(),
                  "reporter '" + option.text() + "' is not supported yet")
              .suggest(
                  "leave it out: metrics are always measured, and served for Prometheus with"
                      + " --metrics-port"));
    }
  }

  /** The milliseconds of a duration that is greater than zero; 0 after a report. */
  private long positiveMillis(Option option) {
    OptionalLong millis = DurationText.millis(option.text());
    if (millis.isEmpty() || millis.getAsLong() <= 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ANNOTATION,
                  option.span(),
                  (option.key() == null ? "@app:checkpoint" : "option '" + option.key() + "'")
                      + " takes a duration greater than zero, not '"
                      + option.text()
                      + "'")
              .fact("example: '100 ms'"));
      return 0;
    }
    return millis.getAsLong();
  }
}
