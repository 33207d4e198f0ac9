package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.junction.EventJunction;
import io.eventflux.core.junction.JunctionClosedException;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.time.EngineClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One source of an app and its way into its stream. Polled by one thread; rows may be delivered by
 * any.
 */
final class SourceDriver implements SourceContext {
  private static final String MAX_IN_FLIGHT = "max-in-flight";
  private static final long IN_FLIGHT_DEFAULT_BYTES = 64L << 20;

  /** A dead letter has the event as text and in base64, which is about that much longer. */
  private static final long LETTER_BYTES_PER_BYTE = 3;

  private final AppRuntime app;
  private final ConnectorPlan plan;
  private final String id;
  private final Source source;
  private final @Nullable Decoder decoder;
  private final Feed feed;
  private final ErrorRule rule;
  private final @Nullable ErrorRate rate;
  private final BytesInFlight inFlight;
  private final AtomicLong rejectedCount = new AtomicLong();
  private boolean hasEnded;
  private boolean isOpen;

  /**
   * A source that is not open.
   *
   * @param id stable name in snapshots, as {@code source/Trades/0}
   */
  SourceDriver(
      AppRuntime app,
      ConnectorPlan plan,
      String id,
      Source source,
      @Nullable Decoder decoder,
      Feed feed) {
    this.app = app;
    this.plan = plan;
    this.id = id;
    this.source = source;
    this.decoder = decoder;
    this.feed = feed;
    this.rule = ErrorRule.of(plan);
    this.inFlight =
        new BytesInFlight(
            new ConnectorOptions(plan.commonOptions())
                .sizeBytes(MAX_IN_FLIGHT, IN_FLIGHT_DEFAULT_BYTES));
    this.rate = ErrorRate.of(plan);
  }

  String id() {
    return id;
  }

  ConnectorPlan plan() {
    return plan;
  }

  Feed feed() {
    return feed;
  }

  AtomicLong rejectedCount() {
    return rejectedCount;
  }

  BytesInFlight inFlight() {
    return inFlight;
  }

  /** How many events may fail; null: any number. */
  @Nullable ErrorRate rate() {
    return rate;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  String position() {
    return source.position();
  }

  void seek(String position) {
    source.seek(position);
  }

  boolean isReplayable() {
    return source.isReplayable();
  }

  /** The output for everything in front of {@code position} is committed. Checkpoint thread. */
  void acknowledge(String position) {
    try {
      source.acknowledge(position);
    } catch (IOException e) {
      throw failure("cannot be told what is done", e);
    }
  }

  void open() {
    try {
      isOpen = true;
      source.open(this);
    } catch (IOException e) {
      throw failure("cannot be opened", e);
    }
  }

  /** Polls once; at the end of the input says so once. */
  Source.Poll poll(Driver driver) {
    Source.Poll poll;
    try {
      poll = source.poll();
    } catch (IOException e) {
      throw failure("cannot go on", e);
    }
    if (poll == Source.Poll.END && !hasEnded) {
      hasEnded = true;
      String excess = rate == null ? null : rate.ended();
      if (excess != null) {
        throw app.fail(AppFailedException.ofEvents(tooMany(excess), null));
      }
      app.end(feed);
    }
    return poll;
  }

  /** Closes the source if it was opened; a failure is reported, not thrown. */
  void close() {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    try {
      source.close();
    } catch (IOException e) {
      app.errors().reportConnector(FailureKind.SOURCE, id, plan.stream(), e);
    }
  }

  private String tooMany(String excess) {
    return "too many events of stream '"
        + plan.stream()
        + "' cannot be decoded: "
        + excess
        + ", and '"
        + ErrorRate.OPTION
        + "' is "
        + plan.commonOptions().get(ErrorRate.OPTION);
  }

  private AppFailedException failure(String what, IOException cause) {
    return AppFailedException.of("source", plan, what, cause);
  }

  @Override
  public RowSchema schema() {
    return feed.schema();
  }

  @Override
  public @Nullable Decoder decoder() {
    return decoder;
  }

  @Override
  public Path resolve(String path) {
    return app.options().resolve(path);
  }

  @Override
  public EngineClock clock() {
    return app.time().rowClock();
  }

  @Override
  public void deliver(ColumnBatch batch, int rowCount, long sizeBytes) {
    if (rowCount > 0) {
      if (rate != null) {
        rate.succeeded(rowCount);
      }
      handOver(feed, rowCount, sizeBytes, () -> app.submit(feed, batch, 0, rowCount));
    }
  }

  /**
   * Puts rows into the ring behind {@code into}, once there is room for their bytes. A source that
   * is fed from inside the app has to be let in: the thread that would make room is the one that
   * feeds it.
   */
  private void handOver(Feed into, int rowCount, long sizeBytes, Runnable submission) {
    if (app.isInside()) {
      submission.run();
      return;
    }
    EventJunction junction = into.pipeline().junction();
    try {
      inFlight.enter(junction, rowCount, sizeBytes);
    } catch (JunctionClosedException e) {
      throw app.failedBy(e);
    }
    submission.run();
    inFlight.handedOver(junction, sizeBytes);
  }

  @Override
  public void reject(RejectedEvent event) {
    rejectedCount.incrementAndGet();
    String excess = rate == null ? null : rate.failed();
    String sentence = excess == null ? null : tooMany(excess);
    Feed letters = app.errors().deadLetterFeed(rule);
    if (letters == null) {
      app.errors().rejected(this, rule, event, sentence);
      return;
    }
    long letterBytes = LETTER_BYTES_PER_BYTE * event.original().start().length;
    handOver(letters, 1, letterBytes, () -> app.errors().rejected(this, rule, event, sentence));
  }
}
