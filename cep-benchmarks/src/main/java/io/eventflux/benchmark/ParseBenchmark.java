package io.eventflux.benchmark;

import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.query.text.SourceText;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long does a warm parser take to read an app of 2,000 lines, in both dialects? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParseBenchmark {
  private static final int LINE_COUNT = 2_000;

  /** Ten lines; {@code $} is a number. */
  private static final String LINES =
      """
      define stream Scan$ (id string, hub string, kg double, ts long);
      from Scan$[kg > 30.0 and hub != 'x']#window.time(10 min) as s
      select s.hub as hub, count() as n, avg(s.kg) as mean group by s.hub having n > 5 insert into Busy$;
      INSERT INTO Load$ SELECT hub, window_start, COUNT(*) AS n, SUM(kg * 2 + 1) AS total
      FROM TABLE(TUMBLE(TABLE Scan$, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY hub, window_start, window_end;
      from every e1=Scan$[kg > 1] -> e2=Scan$[id == e1.id and kg > e1.kg]<1:3> within 5 min
      select e1.id as id, e2[last].kg as kg, CASE WHEN e1.kg > 3 THEN 'a' ELSE 'b' END as c insert into Rising$;
      INSERT INTO Both$ SELECT s.id, b.n AS n FROM Scan$ AS s LEFT JOIN Busy$ AS b ON s.hub = b.hub
      WHERE s.id IN (SELECT id FROM Rising$ WHERE kg BETWEEN 1 AND 2) AND s.kg IS NOT NULL;
      partition with (hub of Scan$) begin from Scan$#window.length(5) select hub, max(kg) as m insert into Max$; end;
      """;

  private SourceText text;

  /** Writes the app. */
  @Setup
  public void write() {
    StringBuilder app = new StringBuilder();
    for (int i = 0; i < LINE_COUNT / 10; i++) {
      app.append(LINES.replace("$", Integer.toString(i)));
    }
    text = new SourceText("app", app.toString());
    if (!parse().diagnostics().isEmpty()) {
      throw new IllegalStateException("the app must be right: " + parse().diagnostics());
    }
  }

  /**
   * Reads the app.
   *
   * @return the tree
   */
  @Benchmark
  public ParsedApp parse() {
    return EventFluxParser.parse(text, Variables.of(Map.of()));
  }
}
