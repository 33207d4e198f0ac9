package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.TradeColumns;
import io.eventflux.compiler.EventFlux;
import io.eventflux.compiler.EventFluxApp;
import io.eventflux.compiler.EventInput;
import io.eventflux.core.app.RowListener;

/** This engine through the call that takes one event as objects. */
final class SendContestant implements Contestant {
  private final EventFluxApp app;
  private final EventInput input;

  SendContestant(Workload workload, RowListener results) {
    app = EventFlux.engine().compile(workload.text());
    app.runtime().subscribe("Results", results);
    app.start();
    input = app.input("Trades");
  }

  @Override
  public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
    for (int i = lo; i < hi; i++) {
      long time = trades.times()[i] + shiftMillis;
      input.sendAt(time, trades.symbols()[i], trades.prices()[i], trades.volumes()[i], time);
    }
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
