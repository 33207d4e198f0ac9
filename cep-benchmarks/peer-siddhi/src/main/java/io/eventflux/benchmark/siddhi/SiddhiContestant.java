package io.eventflux.benchmark.siddhi;

import io.eventflux.benchmark.harness.Answers;
import io.eventflux.benchmark.harness.Contestant;
import io.eventflux.benchmark.harness.Question;
import io.eventflux.benchmark.harness.TradeColumns;
import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;

/**
 * Siddhi without asynchronous streams: the caller's thread does everything. Variants: {@code send}
 * (an event a call), {@code batch} (many events a call), {@code partition} (an event a call, the
 * query in a partition by symbol).
 */
final class SiddhiContestant implements Contestant {
  private static final String DEFINITION =
      "define stream Trades (symbol string, price double, volume long, ts long);\n";

  /** Within a pattern, time is that of the events. */
  private static final String DEFINITION_PLAYBACK = "@app:playback\n" + DEFINITION;

  private static final String EACH_SECOND =
      """
      #window.externalTimeBatch(ts, 1 sec, 0)
      select symbol, count() as trades, sum(volume) as volume,
        avg(price) as mean, min(price) as low, max(price) as high
      group by symbol
      insert into Results;
      """;

  private final SiddhiManager manager = new SiddhiManager();
  private final SiddhiAppRuntime runtime;
  private final InputHandler input;
  private final Question question;
  private final boolean sendsBatches;

  SiddhiContestant(Question question, String variant, Answers answers) {
    String query = query(question);
    runtime =
        manager.createSiddhiAppRuntime(
            variant.equals("partition")
                ? DEFINITION_PLAYBACK + "partition with (symbol of Trades) begin " + query + " end;"
                : (question == Question.W5 ? DEFINITION_PLAYBACK : DEFINITION) + query);
    runtime.addCallback(
        "Results",
        new StreamCallback() {
          @Override
          public void receive(Event[] events) {
            for (Event event : events) {
              answer(event.getData(), answers);
            }
          }
        });
    runtime.start();
    input = runtime.getInputHandler("Trades");
    this.question = question;
    sendsBatches = variant.equals("batch");
  }

  private static String query(Question question) {
    return switch (question) {
      case W1 ->
          """
          from Trades[volume > 500L]
          select symbol, price * volume as notional, volume
          insert into Results;
          """;
      case W2 ->
          """
          from Trades#window.length(1000)
          select symbol, avg(price) as mean
          group by symbol
          insert into Results;
          """;
      case W3 -> "from Trades" + EACH_SECOND;
      case W11 -> "from Trades[volume > 500L]" + EACH_SECOND;
      case W5 ->
          """
          from every a=Trades[price > 300.0]
            -> b=Trades[symbol == a.symbol and price > a.price * 1.01] within 5 sec
          select a.symbol as symbol, a.price as first, b.price as second
          insert into Results;
          """;
    };
  }

  private static void answer(Object[] row, Answers answers) {
    for (Object value : row) {
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
    try {
      if (sendsBatches) {
        Event[] events = new Event[hi - lo];
        for (int i = lo; i < hi; i++) {
          long time = trades.times()[i] + shiftMillis;
          events[i - lo] = new Event(time, row(trades, i, time));
        }
        input.send(events);
      } else {
        for (int i = lo; i < hi; i++) {
          long time = trades.times()[i] + shiftMillis;
          input.send(time, row(trades, i, time));
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  private static Object[] row(TradeColumns trades, int i, long time) {
    return new Object[] {trades.symbols()[i], trades.prices()[i], trades.volumes()[i], time};
  }

  /** A batch window ends with the first event behind it; this one passes every filter. */
  @Override
  public void finish(long millis) {
    if (question != Question.W3 && question != Question.W11) {
      return;
    }
    try {
      input.send(millis, new Object[] {"END", 0.0, 1_000L, millis});
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  @Override
  public void close() {
    runtime.shutdown();
    manager.shutdown();
  }
}
