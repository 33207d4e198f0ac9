package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.TradeColumns;
import io.eventflux.compiler.BulkWriter;
import io.eventflux.compiler.EventFlux;
import io.eventflux.compiler.EventFluxApp;
import io.eventflux.core.app.RowListener;
import org.jspecify.annotations.Nullable;

/** This engine through its bulk writer, as a program that embeds it uses it. */
final class BulkContestant implements Contestant {
  private final EventFluxApp app;
  private final BulkWriter writer;
  private final @Nullable String[] symbols;
  private final double[] prices;
  private final long[] volumes;
  private final long[] times;

  BulkContestant(Workload workload, RowListener results) {
    app = EventFlux.engine().compile(workload.text());
    app.runtime().subscribe("Results", results);
    app.start();
    writer = app.input("Trades").bulkWriter(Workload.CHUNK_ROWS);
    symbols = writer.texts("symbol");
    prices = writer.doubles("price");
    volumes = writer.longs("volume");
    times = writer.longs("ts");
  }

  @Override
  public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
    int count = hi - lo;
    System.arraycopy(trades.symbols(), lo, symbols, 0, count);
    System.arraycopy(trades.prices(), lo, prices, 0, count);
    System.arraycopy(trades.volumes(), lo, volumes, 0, count);
    long[] timestamps = writer.timestamps();
    for (int i = 0; i < count; i++) {
      long time = trades.times()[lo + i] + shiftMillis;
      times[i] = time;
      timestamps[i] = time;
    }
    writer.publishTimed(count);
  }

  @Override
  public void finish(long millis) {
    app.runToEnd();
  }

  @Override
  public void close() {
    app.close();
  }
}
