package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.pipeline.FailureKind;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.RowText;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.StartRows;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.EngineClock;
import io.eventflux.core.time.VirtualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Time as the rows of an app see it, and the start rows of streams, which wait for it to begin: on
 * the wall clock that is the start, in playback the first event with a time. Any thread.
 */
final class AppTime {
  private final AppRuntime app;
  private final AppParts parts;
  private final AppPlan plan;
  private final EngineClock rowClock;
  private final IdleTimer idleTimer;
  private final Object beginMonitor = new Object();
  private final List<StartRows> streamStartRows = new ArrayList<>();
  private final Map<String, Feed> startFeeds = new LinkedHashMap<>();
  private final AtomicLong latestMillis = new AtomicLong(Long.MIN_VALUE);
  private volatile boolean mayAwaitClock;

  AppTime(AppRuntime app, AppParts parts, AppPlan plan) {
    this.app = app;
    this.parts = parts;
    this.plan = plan;
    this.rowClock = plan.playback() ? new PlaybackClock() : app.options().clock();
    this.idleTimer = new IdleTimer(plan.idleClock(), app.options().clock());
  }

  /** Start rows of tables enter at once; those of streams are the first events. */
  void insertTableRows() {
    for (StartRows rows : plan.startRows()) {
      Table table = parts.tableOf(rows.target());
      if (table == null) {
        awaitStart(rows);
        continue;
      }
      ColumnBatch batch = new ColumnBatch(table.schema(), 1);
      for (List<@Nullable Object> values : rows.rows()) {
        RowValues.set(rows.target(), table.schema(), batch, 0, values);
        batch.timestamps()[0] = app.options().clock().millis();
        Table.Insertion insertion = table.insert(batch, 0);
        if (insertion != Table.Insertion.INSERTED) {
          app.errors()
              .setAside(
                  ErrorRule.Strategy.DROP,
                  ErrorRule.NONE,
                  FailedEvent.row(
                      FailureKind.REFUSED,
                      "table/" + rows.target(),
                      rows.target(),
                      RowText.json(table.schema(), batch, 0),
                      insertion == Table.Insertion.DUPLICATE_KEY
                          ? "a row with this primary key is in table '"
                              + rows.target()
                              + "' already"
                          : "a column of table '" + rows.target() + "' refuses NULL",
                      null));
        }
      }
    }
  }

  /**
   * On the wall clock time begins now; in playback it begins with the first event, and so do start
   * rows.
   */
  void openStream() {
    if (plan.playback()) {
      mayAwaitClock = !streamStartRows.isEmpty();
    } else {
      parts.pipelines().forEach(pipeline -> pipeline.tick(app.clockMillis()));
      submitStartRows();
    }
  }

  private void submitStartRows() {
    for (StartRows rows : streamStartRows) {
      Feed feed = startFeeds.get(rows.target());
      if (feed == null) {
        throw new IllegalStateException("no way into stream '" + rows.target() + "'");
      }
      ColumnBatch unit = new ColumnBatch(feed.schema(), rows.rows().size());
      for (int i = 0; i < rows.rows().size(); i++) {
        RowValues.set(rows.target(), feed.schema(), unit, i, rows.rows().get(i));
        unit.timestamps()[i] = timeForRows();
      }
      unit.units(new int[rows.rows().size()]);
      app.driver().submit(feed, unit, 0, rows.rows().size());
    }
    streamStartRows.clear();
  }

  private void awaitStart(StartRows rows) {
    streamStartRows.add(rows);
    if (!startFeeds.containsKey(rows.target())) {
      startFeeds.put(rows.target(), parts.newFeed(rows.target()));
    }
  }

  /** The clock for rows without a time of their own. */
  EngineClock rowClock() {
    return rowClock;
  }

  /** The timestamp of a row that is sent without one. */
  long timeForRows() {
    return plan.playback() ? Pipeline.TIME_OF_CLOCK : app.clockMillis();
  }

  /** Rows are about to be handed over: in playback they may begin time, and move it. */
  void note(Feed feed, ColumnBatch batch, int lo, int hi) {
    long latest = Pipeline.TIME_OF_CLOCK;
    for (int k = lo; k < hi; k++) {
      long time = feed.pipeline().timeOf(feed.stream(), batch, batch.row(k));
      if (mayAwaitClock && time != Pipeline.TIME_OF_CLOCK && !app.isInside()) {
        begin(time);
      }
      latest = Math.max(latest, time);
    }
    note(latest);
    idleTimer.restart();
  }

  /** The clock has been moved to {@code millis}. */
  void note(long millis) {
    if (plan.playback()) {
      latestMillis.accumulateAndGet(millis, Math::max);
    }
  }

  /** How long the clock of playback waits for an event before it goes on by itself. */
  IdleTimer idleTimer() {
    return idleTimer;
  }

  /** See {@link AppRuntime#advanceTo}. */
  void advanceTo(long millis) {
    if (app.options().clock() instanceof VirtualClock virtual) {
      virtual.advanceTo(millis);
      if (idleTimer.isSet()) {
        advanceIdle();
        return;
      }
    }
    begin(millis);
    move(millis);
  }

  /** In playback the clock goes on while no event comes, if the app says so. Not from inside. */
  void advanceIdle() {
    long latest = latestMillis.get();
    while (latest != Pipeline.TIME_OF_CLOCK && idleTimer.take()) {
      move(latest + idleTimer.incrementMillis());
      latest = latestMillis.get();
    }
  }

  private void move(long millis) {
    app.numbers().countSignal();
    app.driver().tick(millis);
    note(millis);
  }

  /**
   * Playback begins: the clock gets its first time, and the start rows of streams enter in front of
   * the event that brought it.
   */
  void begin(long millis) {
    if (!mayAwaitClock) {
      return;
    }
    synchronized (beginMonitor) {
      if (!mayAwaitClock) {
        return;
      }
      mayAwaitClock = false;
      app.driver().tick(millis);
      submitStartRows();
    }
  }

  /** Writes where time stands; while nothing moves. */
  void snapshot(StateWriter writer) {
    writer.putBoolean(mayAwaitClock);
    writer.putLong(latestMillis.get());
  }

  /** Reads what {@link #snapshot} wrote. */
  void restore(StateReader reader) {
    boolean startRowsWait = reader.getBoolean();
    latestMillis.set(reader.getLong());
    if (startRowsWait) {
      // The tables have their rows; those of streams wait for the clock as before.
      for (StartRows rows : plan.startRows()) {
        if (parts.tableOf(rows.target()) == null) {
          awaitStart(rows);
        }
      }
    }
  }

  /** In playback a row without a time gets the latest time that was sent. */
  private final class PlaybackClock implements EngineClock {
    @Override
    public long millis() {
      return Math.max(0, latestMillis.get());
    }

    @Override
    public long nanos() {
      return app.options().clock().nanos();
    }
  }
}
