package io.eventflux.benchmark.esper;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPDeployment;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.eventflux.benchmark.harness.Answers;
import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.Question;
import io.eventflux.benchmark.harness.TradeColumns;
import java.util.UUID;

/** Esper with events as arrays of objects, time that the caller sets, and no threads of its own. */
final class EsperContestant implements Contestant {
  private static final String TRADES = "Trades";

  private final EPRuntime runtime;
  private final EPEventService events;
  private final boolean setsTime;
  private long nowMillis = TradeColumns.START_MILLIS;

  EsperContestant(Question question, String variant, Answers answers)
      throws EPCompileException, EPDeployException {
    Configuration configuration = new Configuration();
    configuration
        .getCommon()
        .addEventType(
            TRADES,
            new String[] {"symbol", "price", "volume", "ts"},
            new Object[] {String.class, double.class, long.class, long.class});
    configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
    configuration.getRuntime().getThreading().setListenerDispatchPreserveOrder(false);
    configuration.getRuntime().getThreading().setInsertIntoDispatchPreserveOrder(false);
    runtime = EPRuntimeProvider.getRuntime(UUID.randomUUID().toString(), configuration);
    events = runtime.getEventService();
    events.clockExternal();
    events.advanceTime(nowMillis);
    setsTime = question != Question.W1 && question != Question.W2;
    EPDeployment deployment =
        runtime
            .getDeploymentService()
            .deploy(
                EPCompilerProvider.getCompiler()
                    .compile(query(question), new CompilerArguments(configuration)));
    String[] columns = columns(question);
    for (EPStatement statement : deployment.getStatements()) {
      if (statement.getName().equals("results")) {
        statement.addListener(
            (rows, left, from, in) -> {
              if (rows != null) {
                for (EventBean row : rows) {
                  answer(row, columns, answers);
                }
              }
            });
      }
    }
  }

  private static String query(Question question) {
    return switch (question) {
      case W1 ->
          """
          @name('results')
          select symbol, price * volume as notional, volume from Trades(volume > 500)
          """;
      // The column that is not aggregated makes it a row for each event that enters; without it
      // there
      // is a row more for the group that an event has left.
      case W2 ->
          """
          @name('results')
          select symbol, volume, avg(price) as mean from Trades#length(1000) group by symbol
          """;
      case W3 -> eachSecond("Trades");
      case W11 -> eachSecond("Trades(volume > 500)");
      // 5 s and not a millisecond more: the timer ends before an event of the same time.
      case W5 ->
          """
          @name('results')
          select a.symbol as symbol, a.price as low, b.price as high
          from pattern [every a=Trades(price > 300.0)
            -> (b=Trades(symbol = a.symbol and price > a.price * 1.01)
                where timer:within(5001 milliseconds))]
          """;
    };
  }

  /**
   * A context is three times as fast here as the window ext_timed_batch, which keeps its events.
   */
  private static String eachSecond(String events) {
    return """
        create context EachSecond start @now end after 1 sec;
        @name('results')
        context EachSecond
        select symbol, count(*) as trades, sum(volume) as volume,
          avg(price) as mean, min(price) as low, max(price) as high
        from %s group by symbol output snapshot when terminated
        """
        .formatted(events);
  }

  private static String[] columns(Question question) {
    return switch (question) {
      case W1 -> new String[] {"symbol", "notional", "volume"};
      case W2 -> new String[] {"symbol", "mean"};
      case W3, W11 -> new String[] {"symbol", "trades", "volume", "mean", "low", "high"};
      case W5 -> new String[] {"symbol", "low", "high"};
    };
  }

  private static void answer(EventBean row, String[] columns, Answers answers) {
    for (String column : columns) {
      Object value = row.get(column);
      if (value instanceof String text) {
        answers.text(text);
      } else if (value instanceof Double number) {
        answers.number(number.doubleValue());
      } else {
        answers.number(((Long) value).longValue());
      }
    }
    answers.endRow();
  }

  @Override
  public void send(TradeColumns trades, int lo, int hi, long shiftMillis) {
    for (int i = lo; i < hi; i++) {
      long time = trades.times()[i] + shiftMillis;
      if (setsTime && time > nowMillis) {
        nowMillis = time;
        events.advanceTime(time);
      }
      events.sendEventObjectArray(
          new Object[] {trades.symbols()[i], trades.prices()[i], trades.volumes()[i], time},
          TRADES);
    }
  }

  @Override
  public void finish(long millis) {
    events.advanceTime(millis);
  }

  @Override
  public void close() {
    runtime.destroy();
  }
}
