package io.eventflux.runner.simulation;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.core.plan.CompiledApp;
import java.util.List;

/**
 * An app of the simulation: it reads {@code in.csv} and writes the files named here.
 *
 * @param outputs the files that its sinks write
 */
record SimulatedApp(String name, CompiledApp app, List<String> outputs) {
  private static final String TRADES =
      """
      CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
      WITH (type = 'source', extension = 'file', format = 'csv', 'file.path' = 'in.csv', 'file.batch.rows' = '7');
      """;

  /** All of them: each kind of state, one and two sinks, packed and plain, with dead letters. */
  static List<SimulatedApp> all() {
    return List.of(
        of(
            "filter",
            TRADES
                + sink("Out", "symbol VARCHAR, twice DOUBLE", "csv", "out.csv")
                + "INSERT INTO Out SELECT symbol, price * 2 AS twice FROM Trades WHERE price > 40;",
            "out.csv"),
        of(
            "length window and running sums, two sinks",
            TRADES
                + sink("Means", "symbol VARCHAR, mean DOUBLE", "json", "means.jsonl")
                + sink("Sums", "symbol VARCHAR, total DOUBLE", "csv", "sums.csv")
                + "INSERT INTO Means SELECT symbol, AVG(price) AS mean FROM Trades#window.length(5)"
                + " GROUP BY symbol;\n"
                + "INSERT INTO Sums SELECT symbol, SUM(price) AS total FROM Trades GROUP BY symbol;",
            "means.jsonl",
            "sums.csv"),
        of(
            "event-time windows, packed",
            TRADES
                + sink(
                    "Out",
                    "symbol VARCHAR, n BIGINT, high DOUBLE, up TIMESTAMP",
                    "csv",
                    "out.csv.gz")
                + "INSERT INTO Out SELECT symbol, COUNT(*) AS n, MAX(price) AS high, window_end AS up"
                + " FROM TABLE(TUMBLE(TABLE Trades, DESCRIPTOR(ts), INTERVAL '5' SECOND))"
                + " GROUP BY symbol, window_start, window_end;",
            "out.csv.gz"),
        of(
            "pattern",
            TRADES
                + sink("Out", "symbol VARCHAR, low DOUBLE, high DOUBLE", "csv", "out.csv")
                + "INSERT INTO Out SELECT a.symbol, a.price AS low, b.price AS high FROM PATTERN ("
                + " EVERY a=Trades[price < 30] -> b=Trades[symbol = a.symbol AND price > a.price * 2]"
                + " WITHIN 10 SECONDS);",
            "out.csv"),
        of(
            "table that is filled and read",
            TRADES
                + "CREATE TABLE Seen (symbol VARCHAR PRIMARY KEY, price DOUBLE);\n"
                + "INSERT INTO Seen VALUES ('S0', 1.5);\n"
                + sink("Out", "symbol VARCHAR, first DOUBLE, price DOUBLE", "csv", "out.csv")
                + "INSERT INTO Seen SELECT symbol, price FROM Trades WHERE price > 80;\n"
                + "INSERT INTO Out SELECT t.symbol, s.price AS first, t.price FROM Trades AS t"
                + " JOIN Seen AS s ON t.symbol = s.symbol;",
            "out.csv"),
        of(
            "dead letters",
            TRADES.replace(
                    "'file.batch.rows'",
                    "'error.strategy' = 'dlq', 'error.dlq.stream' = 'Bad', 'file.batch.rows'")
                + sink("Out", "symbol VARCHAR, n BIGINT", "csv", "out.csv")
                + sink("Letters", "event VARCHAR, why VARCHAR", "json", "letters.jsonl")
                + "INSERT INTO Out SELECT symbol, COUNT(*) AS n FROM Trades GROUP BY symbol;\n"
                + "INSERT INTO Letters SELECT originalEvent AS event, errorMessage AS why FROM Bad;",
            "out.csv",
            "letters.jsonl"),
        of(
            "windows of time in playback",
            "@app:playback\n"
                + "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, ts TIMESTAMP) WITH (type = 'source',"
                + " extension = 'file', format = 'csv', 'file.path' = 'in.csv', 'file.batch.rows' = '7',"
                + " 'event.time' = 'ts');\n"
                + sink("Out", "symbol VARCHAR, total DOUBLE, n BIGINT", "csv", "out.csv")
                + "INSERT INTO Out SELECT symbol, SUM(price) AS total, COUNT(*) AS n"
                + " FROM Trades#window.time(3 sec) GROUP BY symbol;",
            "out.csv"));
  }

  private static String sink(String stream, String columns, String format, String file) {
    return "CREATE STREAM "
        + stream
        + " ("
        + columns
        + ") WITH (type = 'sink', extension = 'file', format = '"
        + format
        + "', 'file.path' = '"
        + file
        + "');\n";
  }

  private static SimulatedApp of(String name, String text, String... outputs) {
    return new SimulatedApp(
        name, EventFluxCompiler.installed().compile(name, text).app(), List.of(outputs));
  }
}
