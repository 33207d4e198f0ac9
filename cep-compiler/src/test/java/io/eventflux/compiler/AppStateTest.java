package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.app.CheckpointOptions;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.state.MemoryStateBackend;
import io.eventflux.core.time.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables, checkpoints and restarts as a program that embeds the engine sees them. */
@Timeout(60)
class AppStateTest {
  private static final String TABLES =
      """
      CREATE STREAM Orders (shop VARCHAR, id INT, amount DOUBLE);
      CREATE TABLE Latest (shop VARCHAR, id INT, amount DOUBLE, PRIMARY KEY (shop, id));
      CREATE TABLE Log (id INT);
      INSERT INTO Latest SELECT shop, id, amount FROM Orders;
      INSERT INTO Log SELECT id FROM Orders;
      """;

  private static EventFlux engine(RuntimeOptions.Mode mode) {
    return EventFlux.engine()
        .options(
            o -> o.withMode(mode).withClock(new VirtualClock(0)).withErrorListener(error -> {}));
  }

  private static List<List<?>> values(List<Row> rows) {
    List<List<?>> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.values()));
    return values;
  }

  @Test
  void shouldReadATableInInsertionOrder() {
    for (RuntimeOptions.Mode mode : RuntimeOptions.Mode.values()) {
      try (EventFluxApp app = engine(mode).compile(TABLES)) {
        EventTable latest = app.table("Latest");
        assertEquals(List.of(), latest.rows());
        app.start();
        app.input("Orders").sendAt(5, "b", 2, 1.5);
        app.input("Orders").sendAt(6, "a", 1, null);
        List<Row> rows = latest.rows();
        app.input("Orders").sendAt(7, "c", 3, 4.0);

        assertEquals("[{shop=b, id=2, amount=1.5}, {shop=a, id=1, amount=NULL}]", rows.toString());
        assertEquals(1.5, rows.get(0).doubleValue("amount"));
        assertEquals(5, rows.get(0).timestampMillis());
        assertTrue(rows.get(1).isNull("amount"));
        assertEquals(3, latest.rows().size());
        assertEquals(List.of(List.of(2), List.of(1), List.of(3)), values(app.table("Log").rows()));
      }
    }
  }

  @Test
  void shouldFindARowByItsKey() {
    try (EventFluxApp app = engine(RuntimeOptions.Mode.CALLER_DRIVEN).compile(TABLES).start()) {
      app.input("Orders").send("b", 2, 1.5);
      app.input("Orders").send("a", 1, 2.5);
      EventTable latest = app.table("Latest");

      assertEquals(2.5, latest.find("a", 1).orElseThrow().doubleValue("amount"));
      assertEquals(Optional.empty(), latest.find("a", 2));
      assertEquals(Optional.empty(), latest.find("a", null));
    }
  }

  private static String refusal(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void shouldRefuseTablesAndKeysThatDoNotExist() {
    try (EventFluxApp app = engine(RuntimeOptions.Mode.CALLER_DRIVEN).compile(TABLES)) {
      EventTable latest = app.table("Latest");

      assertEquals(
          "app '" + app.name() + "' has no table 'Last'; tables: Latest, Log",
          refusal(() -> app.table("Last")));
      assertEquals("table 'Log' has no primary key", refusal(() -> app.table("Log").find(1)));
      assertEquals(
          "the primary key of table 'Latest' has 2 columns, 1 value was given",
          refusal(() -> latest.find("a")));
      assertEquals(
          "key column 'id' of table 'Latest' is INT, a value of Java type String was given",
          refusal(() -> latest.find("a", "1")));
    }
  }

  @Test
  void shouldRefuseToReadATableFromInsideAListener() {
    List<String> refusals = new ArrayList<>();
    try (EventFluxApp app = engine(RuntimeOptions.Mode.CALLER_DRIVEN).compile(TABLES)) {
      app.subscribe(
          "Orders",
          row ->
              refusals.add(
                  assertThrows(IllegalStateException.class, () -> app.table("Log").rows())
                      .getMessage()));
      app.start();
      app.input("Orders").send("a", 1, 2.5);
    }
    assertEquals(List.of("this cannot be called from inside a listener"), refusals);
  }

  @Test
  void shouldGoOnBehindTheNewestCheckpointAfterACrash() {
    MemoryStateBackend.Storage storage = new MemoryStateBackend.Storage();
    EventFlux engine = engine(RuntimeOptions.Mode.CALLER_DRIVEN);
    engine.options(o -> o.withCheckpoints(CheckpointOptions.in(new MemoryStateBackend(storage))));
    EventFluxApp crashed = engine.compile(TABLES).start();
    crashed.input("Orders").send("a", 1, 1.0);
    crashed.input("Orders").send("a", 2, 2.0);
    assertEquals(1, crashed.checkpoint());
    assertEquals(1, crashed.checkpoint(), "nothing has happened since");
    crashed.input("Orders").send("a", 3, 3.0);
    assertEquals(2, crashed.input("Orders").lastDurableSequence());
    assertEquals(Optional.empty(), crashed.recovery().orElseThrow().damaged().stream().findAny());
    storage.abandon();

    engine.options(o -> o.withCheckpoints(CheckpointOptions.in(new MemoryStateBackend(storage))));
    try (EventFluxApp app = engine.compile(TABLES).start()) {
      assertEquals(1, app.recovery().map(found -> found.checkpoint()).orElseThrow().epoch());
      assertEquals(2, app.input("Orders").lastDurableSequence());
      assertEquals(2, app.table("Latest").rows().size());
      app.input("Orders").send("a", 3, 3.0);
      assertEquals(List.of(List.of(1), List.of(2), List.of(3)), values(app.table("Log").rows()));
    }
  }

  @Test
  void shouldHaveNeitherCheckpointNorRecoveryWithoutAPlaceForThem() {
    try (EventFluxApp app = engine(RuntimeOptions.Mode.CALLER_DRIVEN).compile(TABLES).start()) {
      assertFalse(app.recovery().isPresent());
      assertEquals(
          "app '" + app.name() + "' has no place for checkpoints",
          assertThrows(IllegalStateException.class, app::checkpoint).getMessage());
    }
  }
}
