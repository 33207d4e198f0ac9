package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.TradeColumns;
import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * The loop by hand. It reads the trades where they stand; only when a new round begins, their times
 * are written anew.
 */
final class HandContestant implements Contestant {
  private final HandWritten hand;
  private ColumnBatch batch = new ColumnBatch(Trades.SCHEMA, 0);
  private @Nullable TradeColumns source;
  private long sourceShiftMillis;

  HandContestant(Workload workload, RowListener results) {
    hand = workload.handWritten(results);
  }

  @Override
  public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
    if (source != trades || sourceShiftMillis != shiftMillis) {
      moveTo(trades, shiftMillis);
    }
    hand.rows(batch, lo, hi);
  }

  private void moveTo(TradeColumns trades, long shiftMillis) {
    if (source != trades) {
      batch = new ColumnBatch(Trades.SCHEMA, trades.count());
    }
    Trades.copy(trades, batch, shiftMillis);
    source = trades;
    sourceShiftMillis = shiftMillis;
  }

  @Override
  public void finish(long millis) {
    hand.end();
  }

  @Override
  public void close() {}
}
