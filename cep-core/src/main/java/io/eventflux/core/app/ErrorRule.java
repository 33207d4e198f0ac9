package io.eventflux.core.app;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.plan.ConnectorPlan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens to events of one stream that cannot be processed (language 3.3). Immutable.
 *
 * @param strategy null: not given, the default of the place holds
 * @param deadLetterStream the stream for {@link Strategy#DLQ}; null without
 * @param attemptCountMax deliveries tried before {@code fallback}, for {@link Strategy#RETRY};
 *     {@link #ENDLESS}: until one succeeds
 * @param backoff how the delay between attempts grows
 * @param delayMillis delay before the second attempt
 * @param delayMillisMax greatest delay
 * @param fallback what follows when all attempts failed; DROP or FAIL
 * @param logLevel how loud failures are told that do not stop the app
 */
record ErrorRule(
    @Nullable Strategy strategy,
    @Nullable String deadLetterStream,
    int attemptCountMax,
    Backoff backoff,
    long delayMillis,
    long delayMillisMax,
    Strategy fallback,
    System.Logger.Level logLevel) {
  /** As many attempts as it takes. */
  static final int ENDLESS = Integer.MAX_VALUE;

  /** No option given. */
  static final ErrorRule NONE =
      new ErrorRule(
          null,
          null,
          3,
          Backoff.EXPONENTIAL,
          100,
          30_000,
          Strategy.DROP,
          System.Logger.Level.WARNING);

  /** What to do. */
  enum Strategy {
    DROP,
    RETRY,
    DLQ,
    /** Into the fault stream of the stream. */
    FAULT,
    FAIL
  }

  /** How delays grow. */
  enum Backoff {
    EXPONENTIAL,
    LINEAR,
    FIXED
  }

  /** The rule in the options of {@code plan}. */
  static ErrorRule of(ConnectorPlan plan) {
    ConnectorOptions options = new ConnectorOptions(plan.commonOptions());
    String strategy = options.text("error.strategy");
    String onError = options.text("on.error");
    if (strategy == null && onError != null) {
      strategy =
          switch (onError.toLowerCase(Locale.ROOT)) {
            case "stream" -> "fault";
            case "wait" -> "retry";
            default -> "drop";
          };
    }
    String deadLetterStream = options.text("error.dlq.stream");
    String fallback = options.text("error.dlq.fallback-strategy", "log");
    boolean isEndless = "wait".equalsIgnoreCase(onError) || fallback.equalsIgnoreCase("retry");
    return new ErrorRule(
        strategy == null ? null : Strategy.valueOf(strategy.toUpperCase(Locale.ROOT)),
        deadLetterStream,
        isEndless
            ? ENDLESS
            : (int) Math.max(1, options.number("error.retry.max-attempts", NONE.attemptCountMax)),
        Backoff.valueOf(
            options.text("error.retry.backoff", "exponential").toUpperCase(Locale.ROOT)),
        options.millis("error.retry.initial-delay", NONE.delayMillis),
        options.millis("error.retry.max-delay", NONE.delayMillisMax),
        // Attempts without end are ended by a stop only, and then rows must not be lost in silence.
        isEndless || fallback.equalsIgnoreCase("fail") ? Strategy.FAIL : Strategy.DROP,
        logLevel(options.text("error.log-level", "warn")));
  }

  private static System.Logger.Level logLevel(String word) {
    return word.equalsIgnoreCase("warn")
        ? System.Logger.Level.WARNING
        : System.Logger.Level.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether it is tried again until it succeeds. */
  boolean isEndless() {
    return strategy == Strategy.RETRY && attemptCountMax == ENDLESS;
  }

  /**
   * The delay in milliseconds behind attempt number {@code attempt}, from 1. Attempts without end
   * have some time between them in any case, or they would keep a core busy.
   */
  long delayMillisAfter(int attempt) {
    long factor =
        switch (backoff) {
          case EXPONENTIAL -> 1L << Math.min(attempt - 1, 20);
          case LINEAR -> attempt;
          case FIXED -> 1;
        };
    long delay = delayMillis > delayMillisMax / factor ? delayMillisMax : delayMillis * factor;
    return isEndless() ? Math.max(1, delay) : delay;
  }
}
