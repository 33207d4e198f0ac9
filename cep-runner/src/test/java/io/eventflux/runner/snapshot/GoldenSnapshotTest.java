package io.eventflux.runner.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.compiler.EventFlux;
import io.eventflux.compiler.EventFluxApp;
import io.eventflux.compiler.EventInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Snapshots that a release has written are read by every later one, for each kind of operator and
 * column: an app goes on from the file as if it had never stopped. A new kind of state gets a new
 * app here; a file that is there is never written again, {@code -Dupdate.golden=true} only adds
 * what is missing.
 */
class GoldenSnapshotTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "eventflux", "runner", "snapshot", "0.1");
  private static final int ROW_COUNT = 60;

  private static final String STREAM =
      "@app:playback CREATE STREAM S (k VARCHAR, b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE,"
          + " m DECIMAL(12,3), t TIMESTAMP);\n";
  private static final String TIMED =
      "CREATE STREAM S (k VARCHAR, b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(12,3),"
          + " t TIMESTAMP, WATERMARK FOR t AS t - INTERVAL '1' SECOND);\n";

  private static Map<String, String> apps() {
    Map<String, String> apps = new LinkedHashMap<>();
    apps.put(
        "length",
        STREAM
            + "from S#window.length(7) select k, b, i, l, f, d, m, t insert all events into Out;");
    apps.put(
        "length-batch",
        STREAM
            + "from S#window.lengthBatch(7) select k, sum(l) as total group by k insert into Out;");
    apps.put(
        "time",
        STREAM
            + "from S#window.time(2 sec) select k, sum(d) as total, count() as n group by k insert into Out;");
    apps.put(
        "time-batch",
        STREAM
            + "from S#window.timeBatch(2 sec) select k, max(i) as high group by k insert into Out;");
    apps.put(
        "aggregates",
        STREAM
            + "from S select k, sum(i) as si, sum(f) as sf, sum(d) as sd, sum(m) as sm, avg(l) as al,"
            + " avg(m) as am, min(i) as ni, max(l) as xl, min(f) as nf, max(d) as xd, min(m) as nm,"
            + " max(k) as xk, count() as n, count(b) as nb group by k insert into Out;");
    apps.put(
        "sliding-extremes",
        STREAM
            + "from S#window.length(9) select k, min(i) as ni, max(l) as xl, min(f) as nf, max(d) as xd,"
            + " min(m) as nm, max(k) as xk group by b insert into Out;");
    apps.put(
        "tumbling",
        TIMED
            + "INSERT INTO Out SELECT k, COUNT(*) AS n, SUM(d) AS total, MIN(m) AS low, window_end AS up"
            + " FROM TABLE(TUMBLE(TABLE S, DESCRIPTOR(t), INTERVAL '3' SECOND))"
            + " GROUP BY k, window_start, window_end;");
    apps.put(
        "pattern",
        STREAM
            + "from every a=S[i < 30] -> c=S[k == a.k and d > a.d] within 10 sec"
            + " select a.k, a.i, a.m, c.d, c.t insert into Out;");
    apps.put(
        "table",
        STREAM
            + "define table T (k string primary key, i int, m decimal(12,3), t timestamp);\n"
            + "from S[i > 70] select k, i, m, t insert into T;\n"
            + "from S join T on S.k == T.k select S.k, T.i, T.m, T.t, S.d insert into Out;");
    return apps;
  }

  @TestFactory
  Stream<DynamicTest> shouldGoOnFromWhatEarlierReleasesWrote() {
    return apps().entrySet().stream()
        .map(
            app ->
                DynamicTest.dynamicTest(app.getKey(), () -> check(app.getKey(), app.getValue())));
  }

  private static void check(String name, String text) throws IOException {
    Path state = FOLDER.resolve(name + ".snapshot");
    Path rows = FOLDER.resolve(name + ".rows");
    if (Boolean.getBoolean("update.golden") && Files.notExists(state)) {
      Files.createDirectories(FOLDER);
      List<String> after = new ArrayList<>();
      try (EventFluxApp app = compile(text)) {
        app.start();
        send(app, 0, ROW_COUNT / 2);
        Files.write(state, app.runtime().snapshot());
        app.subscribe("Out", row -> after.add(row.toString()));
        send(app, ROW_COUNT / 2, ROW_COUNT);
        app.runToEnd();
      }
      Files.write(rows, after);
    }
    List<String> found = new ArrayList<>();
    try (EventFluxApp app = compile(text)) {
      app.runtime().restore(Files.readAllBytes(state));
      app.subscribe("Out", row -> found.add(row.toString()));
      app.start();
      send(app, ROW_COUNT / 2, ROW_COUNT);
      app.runToEnd();
    }

    assertEquals(Files.readAllLines(rows), found);
  }

  private static EventFluxApp compile(String text) {
    return EventFlux.engine().compile(text);
  }

  /** Rows {@code [from, to)} of a fixed series, a NULL here and there. */
  private static void send(EventFluxApp app, int from, int to) {
    EventInput input = app.input("S");
    for (int n = from; n < to; n++) {
      long millis = 1_700_000_000_000L + n * 370L + n % 3 * 40L;
      input.sendAt(
          millis,
          "k" + n % 4,
          n % 11 == 0 ? null : n % 2 == 0,
          n % 13 == 0 ? null : n * 37 % 101,
          n * 1_000_003L % 9_973,
          n * 0.5f,
          n * 7 % 17 * 1.25,
          n % 9 == 0 ? null : BigDecimal.valueOf(n * 1_237L % 5_000, 3),
          millis);
    }
  }
}
