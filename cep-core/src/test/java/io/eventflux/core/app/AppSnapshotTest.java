package io.eventflux.core.app;

import static io.eventflux.core.app.PlanBuilder.all;
import static io.eventflux.core.app.PlanBuilder.call;
import static io.eventflux.core.app.PlanBuilder.column;
import static io.eventflux.core.app.PlanBuilder.constant;
import static io.eventflux.core.app.PlanBuilder.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.time.VirtualClock;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a snapshot is worth when it is damaged, old, or of another app. */
@Timeout(60)
class AppSnapshotTest {
  private static final RowSchema NUMBERS = schema("key", Type.STRING, "x", Type.INT);
  private static final RowSchema SUM = schema("s", Type.LONG);

  /** A windowed sum called {@code query} beside a table. */
  private static CompiledApp app(String query, int length) {
    PlanBuilder plan = new PlanBuilder("sums").table("T", NUMBERS, 0);
    int in = plan.stream("S", NUMBERS);
    int window = plan.window(query + "/window", in, "length", constant(length, Type.INT));
    int sum =
        plan.aggregate(
            query + "/select",
            window,
            SUM,
            List.of(),
            List.of(call("sum", true, column(1, Type.INT))),
            OutputKind.CURRENT,
            new PlanExpr.AggregateResult(0, Type.LONG));
    plan.insert(plan.output(query, sum), plan.derived("Out", SUM));
    plan.tableInsert("fill/insert", in, "T");
    plan.project("unused/select", in, NUMBERS, null, all(NUMBERS));
    return plan.app();
  }

  private static AppRuntime runtime(CompiledApp app) {
    return AppRuntime.create(
        app,
        RuntimeOptions.defaults()
            .withClock(new VirtualClock(0))
            .withErrorListener(error -> {})
            .withConnectors(new ConnectorRegistry(List.of(), List.of(), List.of())));
  }

  private static byte[] snapshot() {
    try (AppRuntime app = runtime(app("q", 2))) {
      app.start();
      app.input("S").sendAt(1, "a", 1);
      app.input("S").sendAt(2, "b", 2);
      return app.snapshot();
    }
  }

  private static String refusal(CompiledApp app, byte[] bytes) {
    try (AppRuntime runtime = runtime(app)) {
      return String.valueOf(
          assertThrows(StateFormatException.class, () -> runtime.restore(bytes)).getMessage());
    }
  }

  @Test
  void shouldGiveTheSameBytesForTheSameState() {
    assertEquals(Arrays.toString(snapshot()), Arrays.toString(snapshot()));
  }

  @Test
  void shouldGoOnAsIfNothingHadHappened() {
    RowLines lines = new RowLines();
    try (AppRuntime app = runtime(app("q", 2))) {
      app.restore(snapshot());
      app.subscribe("Out", lines);
      app.start();
      app.input("S").sendAt(3, "a", 4);
      assertEquals(1, app.statistics().rowErrors().get("fill/insert"));
    }
    assertEquals(List.of("[6]@3"), lines.lines());
  }

  @Test
  void shouldFindEveryChangedByte() {
    byte[] bytes = snapshot();
    CompiledApp app = app("q", 2);
    Set<String> reasons = new TreeSet<>();
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      reasons.add(refusal(app, damaged).replaceAll("[0-9-]+", "#").replaceAll("'[^']*'", "'#'"));
    }
    assertTrue(
        reasons.contains(
            "the snapshot is damaged: the checksum of the state of '#' does not match"),
        reasons::toString);
    assertTrue(
        reasons.contains("the snapshot is damaged: its checksum does not match"),
        reasons::toString);
    assertTrue(
        reasons.contains("these bytes are no snapshot of an EventFlux app"), reasons::toString);
  }

  @Test
  void shouldFindEveryCut() {
    byte[] bytes = snapshot();
    CompiledApp app = app("q", 2);
    for (int length = 0; length < bytes.length; length++) {
      assertNotNull(refusal(app, Arrays.copyOf(bytes, length)));
    }
    assertNotNull(refusal(app, Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void shouldNameBothVersionsOfAnotherFormat() {
    byte[] bytes = snapshot();
    bytes[11] = 9;

    assertEquals(
        "the snapshot has format version 9, this engine reads version 1",
        refusal(app("q", 2), bytes));
  }

  @Test
  void shouldNameOperatorsThatAreMissingOrUnknown() {
    assertEquals(
        "the snapshot of app 'sums' does not fit app 'sums': it has state of 'q/select',"
            + " 'q/window', which the app does not have; it has no state of 'renamed/select',"
            + " 'renamed/window'",
        refusal(app("renamed", 2), snapshot()));
  }

  @Test
  void shouldRefuseStateOfAnOperatorWhoseDefinitionHasChanged() {
    assertEquals(
        "the state of 'q/window' was made by another definition of it and cannot be taken over",
        refusal(app("q", 3), snapshot()));
  }

  @Test
  void shouldRestoreOnlyOnceAndBeforeTheStart() {
    byte[] bytes = snapshot();
    try (AppRuntime app = runtime(app("q", 2))) {
      app.start();
      assertEquals(
          "an app is restored once, before its start",
          assertThrows(IllegalStateException.class, () -> app.restore(bytes)).getMessage());
    }
  }
}
