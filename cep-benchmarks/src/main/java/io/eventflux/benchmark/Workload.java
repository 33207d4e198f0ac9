package io.eventflux.benchmark;

import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RowListener;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.app.StreamInput;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.plan.CompiledApp;
import java.util.function.Function;

/** A query over trades, and the hand-written loop that it is measured against. */
public enum Workload {
  /** A filter that half of the rows pass, in no order that a processor could learn. */
  W1(
      "filter and arithmetic projection, half of the rows pass",
      """
      CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP);
      INSERT INTO Results
      SELECT symbol, price * volume AS notional, volume
      FROM Trades
      WHERE volume > 500;
      """,
      FilterLoop::new),
  /** Aggregates that only grow, one output row a trade. */
  RUNNING(
      "running count and sum per symbol",
      """
      CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP);
      INSERT INTO Results
      SELECT symbol, COUNT(*) AS trades, SUM(volume) AS total
      FROM Trades
      GROUP BY symbol;
      """,
      RunningLoop::new),
  /** One sliding window over all symbols, an average for each: every trade enters and leaves. */
  W2(
      "average per symbol over the last 1,000 trades",
      """
      CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP);
      from Trades#window.length(1000)
      select symbol, avg(price) as mean
      group by symbol
      insert into Results;
      """,
      LengthLoop::new),
  /** An event-time window: the watermark closes it. */
  W3(
      "count, sum, average, minimum, maximum per symbol and second of event time",
      """
      CREATE STREAM Trades (
        symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP,
        WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
      );
      INSERT INTO Results
      SELECT symbol, window_start AS opened, COUNT(*) AS trades, SUM(volume) AS volume,
        AVG(price) AS mean, MIN(price) AS low, MAX(price) AS high
      FROM TABLE(TUMBLE(TABLE Trades, DESCRIPTOR(ts), INTERVAL '1' SECOND))
      GROUP BY symbol, window_start, window_end;
      """,
      TumbleLoop::new),
  /** Two events of one symbol, the second one percent above the first. */
  W5(
      "a price above 300 and the next trade of the symbol 1 percent above it, within 5 s",
      """
      @app:playback
      define stream Trades (symbol string, price double, volume long, ts timestamp);
      from every a=Trades[price > 300.0]
        -> b=Trades[symbol == a.symbol and price > a.price * 1.01] within 5 sec
      select a.symbol as symbol, a.price as first, b.price as second
      insert into Results;
      """,
      PatternLoop::new),
  /** What a file is run through: a filter, then an event-time window. */
  W11(
      "W3 behind the filter of W1",
      """
      CREATE STREAM Trades (
        symbol VARCHAR, price DOUBLE, volume BIGINT, ts TIMESTAMP,
        WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
      );
      INSERT INTO Results
      SELECT symbol, window_start AS opened, COUNT(*) AS trades, SUM(volume) AS volume,
        AVG(price) AS mean, MIN(price) AS low, MAX(price) AS high
      FROM TABLE(TUMBLE(TABLE Trades, DESCRIPTOR(ts), INTERVAL '1' SECOND))
      WHERE volume > 500
      GROUP BY symbol, window_start, window_end;
      """,
      FilteredTumbleLoop::new);

  /** Rows of a call of {@link StreamInput#publish}, and of the hand-written loop. */
  public static final int CHUNK_ROWS = 2_048;

  private final String title;
  private final String text;

  // The loops are constructors, which have no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<RowListener, HandWritten> loop;

  Workload(String title, String text, Function<RowListener, HandWritten> loop) {
    this.title = title;
    this.text = text;
    this.loop = loop;
  }

  /** What is computed, in one line. */
  public String title() {
    return title;
  }

  /** The app: trades come in at stream {@code Trades}, results go out at stream {@code Results}. */
  public String text() {
    return text;
  }

  /** The app, ready to run, kernels included. */
  public CompiledApp compile() {
    return Texts.compile(text);
  }

  /** Runs all of {@code trades} through a fresh runtime of {@code app}, caller-driven. */
  public static void runEngine(CompiledApp app, ColumnBatch trades, RowListener results) {
    try (AppRuntime runtime = AppRuntime.create(app, RuntimeOptions.defaults())) {
      runtime.subscribe("Results", results);
      runtime.start();
      StreamInput input = runtime.input("Trades");
      int count = trades.capacity();
      for (int lo = 0; lo < count; lo += CHUNK_ROWS) {
        input.publish(trades, lo, Math.min(lo + CHUNK_ROWS, count));
      }
      runtime.runToEnd();
    }
  }

  /** A fresh hand-written loop. */
  HandWritten handWritten(RowListener results) {
    return loop.apply(results);
  }

  /** Runs all of {@code trades} through a fresh hand-written loop. */
  public void runHandWritten(ColumnBatch trades, RowListener results) {
    HandWritten hand = handWritten(results);
    int count = trades.capacity();
    for (int lo = 0; lo < count; lo += CHUNK_ROWS) {
      hand.rows(trades, lo, Math.min(lo + CHUNK_ROWS, count));
    }
    hand.end();
  }

  /**
   * Checks that engine and hand-written loop give the same rows in the same order.
   *
   * @return what they gave, in words
   * @throws IllegalStateException if they differ
   */
  public String check(CompiledApp app, ColumnBatch trades) {
    Digest engine = new Digest();
    runEngine(app, trades, engine);
    Digest hand = new Digest();
    runHandWritten(trades, hand);
    if (!engine.toString().equals(hand.toString())) {
      throw new IllegalStateException(
          name() + ": the engine gives " + engine + ", the hand-written loop " + hand);
    }
    return engine.toString();
  }
}
