package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.pipeline.FailedRow;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.ConnectorPlan;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of events that cannot be processed: each is dropped, made a dead letter, or makes
 * the app fail, as the rule of its stream says; every one is reported and counted. Any thread.
 */
final class AppErrors {
  private final AppRuntime app;
  private final Map<String, ErrorRule> rules = new LinkedHashMap<>();
  private final Map<String, Feed> deadLetterFeeds = new LinkedHashMap<>();

  /** By stream: the way into its fault stream. */
  private final Map<String, Feed> faultFeeds = new LinkedHashMap<>();

  private final AtomicLong errorCount = new AtomicLong();
  private final AtomicLong deadLetterCount = new AtomicLong();

  /** By stream: how many of its rows may fail. */
  private final Map<String, ErrorRate> rowRates = new LinkedHashMap<>();

  private final Map<String, String> rateTexts = new HashMap<>();
  private final Set<String> deadLetterStreams;
  private final Map<String, String> faultStreams;
  private final Set<String> keptStreams;

  /** The rules of {@code plan}. */
  AppErrors(AppRuntime app, AppPlan plan) {
    this.app = app;
    for (ConnectorPlan source : plan.sources()) {
      rules.merge(
          source.stream(),
          ErrorRule.of(source),
          (first, next) -> first.strategy() == null ? next : first);
    }
    for (ConnectorPlan source : plan.sources()) {
      ErrorRate rate = ErrorRate.of(source);
      if (rate != null && !rowRates.containsKey(source.stream())) {
        rowRates.put(source.stream(), rate);
        rateTexts.put(source.stream(), source.commonOptions().get(ErrorRate.OPTION));
      }
    }
    deadLetterStreams = deadLetterStreams(plan);
    faultStreams = plan.faultStreams();
    keptStreams = new LinkedHashSet<>(faultStreams.keySet());
    rules.forEach(
        (stream, rule) -> {
          if (rule.strategy() == ErrorRule.Strategy.DLQ) {
            keptStreams.add(stream);
          }
        });
  }

  /** Opens the ways into dead-letter and fault streams. */
  void connect(AppParts parts) {
    for (String stream : deadLetterStreams) {
      deadLetterFeeds.put(stream, parts.newFeed(stream));
    }
    faultStreams.forEach((stream, fault) -> faultFeeds.put(stream, parts.newFeed(fault)));
  }

  /** The streams that failed rows are put into. */
  Set<String> targets() {
    Set<String> targets = new LinkedHashSet<>(deadLetterStreams);
    targets.addAll(faultStreams.values());
    return targets;
  }

  private static Set<String> deadLetterStreams(AppPlan plan) {
    Set<String> streams = new LinkedHashSet<>();
    List<ConnectorPlan> connectors = new ArrayList<>(plan.sources());
    connectors.addAll(plan.sinks());
    for (ConnectorPlan connector : connectors) {
      ErrorRule rule = ErrorRule.of(connector);
      if (rule.strategy() == ErrorRule.Strategy.DLQ) {
        String stream = rule.deadLetterStream();
        if (stream == null) {
          throw new IllegalArgumentException(
              "stream '"
                  + connector.stream()
                  + "' has 'error.strategy'='dlq' and names no 'error.dlq.stream'");
        }
        streams.add(stream);
      }
    }
    return streams;
  }

  /**
   * A source could not decode an event.
   *
   * @param excess if that makes too many of them: a sentence; else null
   */
  void rejected(SourceDriver source, ErrorRule rule, RejectedEvent event, @Nullable String excess) {
    FailedEvent failed =
        new FailedEvent(
            FailureKind.DECODE,
            source.id(),
            source.plan().stream(),
            text(event.original().start()),
            event.reason(),
            event,
            1,
            null,
            null);
    if (excess != null) {
      errorCount.incrementAndGet();
      throw failBecauseOf(
          failed, excess + "; the last is " + event.origin() + ": " + event.reason());
    }
    setAside(rule.strategy() == null ? ErrorRule.Strategy.DROP : rule.strategy(), rule, failed);
  }

  /** An operator could not process a row. */
  void rowFailed(
      FailureKind kind,
      String place,
      String stream,
      FailedRow row,
      String reason,
      @Nullable Throwable cause) {
    ErrorRule rule = rules.getOrDefault(stream, ErrorRule.NONE);
    ErrorRate rate = rowRates.get(stream);
    String excess = rate == null ? null : rate.failedAt(rowCount(stream));
    if (excess != null) {
      errorCount.incrementAndGet();
      throw failBecauseOf(
          FailedEvent.row(kind, place, stream, row.text(), reason, cause),
          tooMany(stream, excess) + "; the last at " + place + ": " + reason);
    }
    ErrorRule.Strategy strategy =
        rule.strategy() == null ? ErrorRule.Strategy.DROP : rule.strategy();
    // An event that never ends its work would do so again.
    if (faultFeeds.containsKey(stream) && kind != FailureKind.RECURSION_LIMIT) {
      strategy = ErrorRule.Strategy.FAULT;
    }
    setAside(
        strategy,
        rule,
        new FailedEvent(kind, place, stream, row.text(), reason, null, 1, cause, row));
  }

  private long rowCount(String stream) {
    return app.parts().pipelineOf(stream).counts().streamRowCount(stream);
  }

  private String tooMany(String stream, String excess) {
    return "too many rows of stream '"
        + stream
        + "' cannot be processed: "
        + excess
        + ", and '"
        + ErrorRate.OPTION
        + "' is "
        + rateTexts.get(stream);
  }

  /** All input is there, and nothing moves: looks at all rows. */
  void requireRates() {
    rowRates.forEach(
        (stream, rate) -> {
          rate.reach(rowCount(stream));
          String excess = rate.ended();
          if (excess != null) {
            throw app.fail(AppFailedException.ofEvents(tooMany(stream, excess), null));
          }
        });
  }

  /** By stream: how many of its rows may fail. While nothing moves they know all rows so far. */
  Map<String, ErrorRate> rowRates() {
    rowRates.forEach((stream, rate) -> rate.reach(rowCount(stream)));
    return rowRates;
  }

  /** The streams for which the order matters in which rows fail. */
  Set<String> orderedStreams() {
    Set<String> streams = new LinkedHashSet<>(keptStreams);
    streams.addAll(rowRates.keySet());
    return streams;
  }

  /** A connector has to try again, and will until it succeeds. */
  void reportWaiting(ErrorRule rule, String place, String stream, Exception cause) {
    report(
        FailedEvent.row(
            FailureKind.SINK, place, stream, "", String.valueOf(cause.getMessage()), cause),
        AppError.Handling.WAITING,
        rule.logLevel());
  }

  /** A connector could not be closed or flushed and the app goes on. */
  void reportConnector(FailureKind kind, String place, String stream, Exception cause) {
    errorCount.incrementAndGet();
    String reason = String.valueOf(cause.getMessage());
    report(
        FailedEvent.row(kind, place, stream, "", reason, cause),
        AppError.Handling.DROPPED,
        System.Logger.Level.WARNING);
  }

  /**
   * Does with one failed event what its rule says: drops it, makes it a dead letter or a row of its
   * fault stream, or makes the app fail. What cannot be repeated with another outcome is dropped
   * where the rule says retry.
   */
  void setAside(ErrorRule.Strategy strategy, ErrorRule rule, FailedEvent failed) {
    errorCount.incrementAndGet();
    switch (strategy) {
      case DROP, RETRY -> report(failed, AppError.Handling.DROPPED, rule.logLevel());
      case FAIL -> {
        String where = failed.origin().isEmpty() ? failed.place() : failed.origin();
        throw failBecauseOf(
            failed,
            "an event of stream '"
                + failed.stream()
                + "' failed at "
                + where
                + ": "
                + failed.reason());
      }
      case DLQ -> {
        Feed feed = deadLetterFeed(rule);
        if (feed == null) {
          throw new IllegalStateException(
              "no way into the dead-letter stream of '" + failed.stream() + "'");
        }
        ColumnBatch letter =
            DeadLetter.row(
                feed.streamName(), feed.schema(), failed, app.time().rowClock().millis());
        letter.timestamps()[0] = app.time().timeForRows();
        report(failed, AppError.Handling.DEAD_LETTER, rule.logLevel());
        deadLetterCount.incrementAndGet();
        app.driver().submitDeadLetter(feed, letter, 1);
      }
      case FAULT -> {
        Feed feed = faultFeeds.get(failed.stream());
        FailedRow row = failed.row();
        if (feed == null || row == null) {
          throw new IllegalStateException("no fault stream of '" + failed.stream() + "'");
        }
        ColumnBatch fault = FaultRow.row(feed.schema(), row, failed.reason());
        fault.timestamps()[0] = app.time().timeForRows();
        report(failed, AppError.Handling.FAULT_STREAM, rule.logLevel());
        app.driver().submitDeadLetter(feed, fault, 1);
      }
    }
  }

  /** Where events go that {@code rule} sets aside; null if it keeps none. */
  @Nullable Feed deadLetterFeed(ErrorRule rule) {
    return rule.strategy() == ErrorRule.Strategy.DLQ
        ? deadLetterFeeds.get(rule.deadLetterStream())
        : null;
  }

  private AppFailedException failBecauseOf(FailedEvent failed, String message) {
    report(failed, AppError.Handling.APP_FAILED, System.Logger.Level.WARNING);
    return app.fail(AppFailedException.ofEvents(message, failed.cause()));
  }

  private void report(FailedEvent failed, AppError.Handling handling, System.Logger.Level level) {
    app.options().errorListener().onError(failed.reported(app.name(), handling, level));
  }

  /** Bytes as text if they are UTF-8, else as base64. */
  private static String text(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      return "base64:" + Base64.getEncoder().encodeToString(payload);
    }
  }

  /** Events and rows that failed, all kinds together. */
  long errorCount() {
    return errorCount.get();
  }

  /** Rows inserted into dead-letter streams. */
  long deadLetterCount() {
    return deadLetterCount.get();
  }
}
