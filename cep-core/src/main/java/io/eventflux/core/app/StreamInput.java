package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends events into one stream of a running app. Any thread; calls for one stream are taken one
 * after another. Values are objects in the boxed form of the attribute's type ({@code Integer} for
 * INT, {@code Long} for LONG and the time types, {@code String}, {@code BigDecimal}, ...) or of a
 * type that widens to it; null is SQL NULL.
 *
 * <p>All methods throw {@link IllegalArgumentException} if values do not fit the stream, {@link
 * AppFailedException} if the app fails or has failed, {@link IllegalStateException} if it has not
 * been started or has been stopped. Called from inside a {@link RowListener}, they put the events
 * behind what is running and return at once.
 */
public final class StreamInput {
  private final AppRuntime app;
  private final Feed feed;

  /** The row of the thread that sent last; threads that take turns make new ones. */
  private @Nullable SenderRow senderRow;

  StreamInput(AppRuntime app, Feed feed) {
    this.app = app;
    this.feed = feed;
  }

  /** The name of the stream. */
  public String streamName() {
    return feed.streamName();
  }

  /** The attributes of the stream. */
  public RowSchema schema() {
    return feed.schema();
  }

  /** A batch for {@link #publish}, with room for {@code capacity} rows. */
  public ColumnBatch newBatch(int capacity) {
    return new ColumnBatch(feed.schema(), capacity);
  }

  /**
   * The time to give rows of {@link #publish} that happen now: the clock of the app. In playback it
   * stands for the latest time that was sent, and is no time of its own.
   */
  public long nowMillis() {
    return app.time().timeForRows();
  }

  Feed feed() {
    return feed;
  }

  /**
   * Events sent into one input count 1, 2, 3, ..., over all runs that go on from one another; this
   * is the number of the last one that the newest durable checkpoint covers, 0 if there is none.
   * Right after a start, too: a caller that sends everything behind it again loses nothing and
   * repeats nothing. Each row of a unit counts. What listeners send while they are called does not:
   * it comes again with its cause.
   */
  public long lastDurableSequence() {
    return app.state().lastDurableSequence(feed.streamName());
  }

  /** Sends one event that happens now, by the clock of the app. */
  public void send(@Nullable Object... values) {
    sendAt(app.time().timeForRows(), values);
  }

  /** Sends one event of time {@code timestampMillis}, epoch milliseconds. */
  public void sendAt(long timestampMillis, @Nullable Object... values) {
    app.life().requireOpen();
    SenderRow row = senderRow;
    if (row == null || !row.isFree()) {
      // The first call, or the last was of another thread, or is still at work around this one.
      row = new SenderRow(feed.streamName(), feed.schema());
      senderRow = row;
    }
    row.take();
    try {
      app.submit(feed, row.set(timestampMillis, values), 0, 1);
    } finally {
      row.give();
    }
  }

  /** Sends events of time {@code timestampMillis} that belong together: one unit. */
  public void sendUnit(long timestampMillis, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    ColumnBatch unit = newBatch(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      RowValues.set(feed.streamName(), feed.schema(), unit, i, rows.get(i));
      unit.timestamps()[i] = timestampMillis;
    }
    unit.units(rows.size() > 1 ? new int[rows.size()] : null);
    publish(unit, 0, rows.size());
  }

  /**
   * Sends the rows at positions {@code [lo, hi)} of {@code batch}, with the times and units that
   * stand in it. The batch can be used again when this returns, and must not be changed before
   * that.
   */
  public void publish(ColumnBatch batch, int lo, int hi) {
    if (lo >= hi) {
      return;
    }
    app.life().requireOpen();
    app.submit(feed, batch, lo, hi);
  }
}
