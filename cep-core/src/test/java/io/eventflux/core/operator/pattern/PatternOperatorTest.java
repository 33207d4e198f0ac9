package io.eventflux.core.operator.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.FakeOperatorContext;
import io.eventflux.core.operator.RecordingOutput;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The traces of language 5.3, the bounds, and the operator against the machine of language 5.2, the
 * slow machine.
 */
final class PatternOperatorTest {
  private static final int ALL_ROWS = Integer.MAX_VALUE;

  /** One line of 5.3. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Trace(String name, PatternBuilder pattern, String events, String... matches) {}

  @TestFactory
  Stream<DynamicTest> shouldFollowTheTraceWithAnyRangesAndRestarts() {
    List<Trace> traces =
        List.of(
            new Trace("P1", chain("AB"), "B0 A1 A2 B3 A4 B5", "[1, 3]@4"),
            new Trace(
                "P2",
                chain("AB").every(0, 0),
                "A1 A2 B3 A4 B5 B6",
                "[1, 3]@3",
                "[2, 3]@3",
                "[4, 5]@5"),
            new Trace("P3", chain("AB").every(0, 1), "A1 A2 B3 A4 B5 B6", "[1, 3]@3", "[4, 5]@5"),
            new Trace(
                "P4",
                chain("AB").every(1, 1),
                "B0 A1 A2 B3 B5 A7 B8",
                "[1, 3]@4",
                "[1, 5]@5",
                "[1, 8]@7"),
            new Trace(
                "P5",
                chain("AB").every(0, 0).every(1, 1),
                "A1 B2 A3 B4 B5",
                "[1, 2]@2",
                "[1, 4]@4",
                "[3, 4]@4",
                "[1, 5]@5",
                "[3, 5]@5"),
            new Trace(
                "P6", chain("ABC").every(1, 2), "A1 B2 B3 C4 B5 C6", "[1, 2, 4]@4", "[1, 5, 6]@6"),
            new Trace(
                "P7", chain("ABC").every(0, 1), "A1 B2 A3 C4 B5 C6", "[1, 2, 4]@4", "[3, 5, 6]@6"),
            new Trace(
                "P8", chain("ABC").every(0, 0), "A1 A2 B3 B4 C5", "[1, 3, 5]@5", "[2, 3, 5]@5"),
            new Trace("P9", chain("AA"), "A1 A2 A3 A4", "[1, 2]@2"),
            new Trace(
                "P10", chain("AA").every(0, 0), "A1 A2 A3 A4", "[1, 2]@2", "[2, 3]@3", "[3, 4]@4"),
            new Trace("P11", chain("AA").every(0, 1), "A1 A2 A3 A4 A5", "[1, 2]@2", "[3, 4]@4"),
            new Trace(
                "P12",
                chain("AA").every(0, 0).where(1, 0, PlanOperator.GREATER, 0),
                "A5 A3 A4 A9",
                "[3, 4]@3",
                "[5, 9]@4",
                "[4, 9]@4"),
            new Trace(
                "P13",
                chain("AAA")
                    .filter(0, 0, PlanOperator.GREATER, 0)
                    .filter(1, 0, PlanOperator.GREATER, 0)
                    .filter(2, 0, PlanOperator.GREATER, 5),
                "A7 A8 A9",
                "[7, 8, 9]@3"),
            new Trace(
                "P14",
                chain("A").every(0, 0).filter(0, 0, PlanOperator.GREATER, 2),
                "A1 A5 A6",
                "[5]@2",
                "[6]@3"),
            new Trace("P15", chain("A").filter(0, 0, PlanOperator.GREATER, 2), "A1 A5 A6", "[5]@2"),
            new Trace(
                "P16",
                chain("AB").every(0, 0).within(10),
                "A1@100 B2@110 A3@200 B4@211 A5@300 A6@305 B7@312",
                "[1, 2]@110",
                "[6, 7]@312"),
            new Trace("P17", chain("AB").within(10), "A1@100 B2@115 A3@200 B4@205"),
            new Trace(
                "P18",
                chain("AB").every(0, 1).within(10),
                "A1@100 B2@115 A3@200 B4@205 A5@300 B6@305",
                "[3, 4]@205",
                "[5, 6]@305"),
            new Trace(
                "P19",
                chain("ABC").every(0, 0).within(10),
                "A1@100 B2@105 C3@109 A4@200 B5@209 C6@211",
                "[1, 2, 3]@109"),
            new Trace(
                "P20",
                chain("ABC").every(1, 1),
                "A1 B2 B3 C4 B5 C6",
                "[1, 2, 4]@4",
                "[1, 3, 4]@4",
                "[1, 5, 6]@6"),
            new Trace(
                "P21",
                chain("ABC").every(0, 0).every(1, 1),
                "A1 B2 A3 B4 C5",
                "[1, 2, 5]@5",
                "[1, 4, 5]@5",
                "[3, 4, 5]@5"),
            new Trace("P22", chain("ABC"), "A1 B2 C3", "[1, 2, 3]@3"),
            new Trace(
                "P23",
                chain("AB").every(0, 0).where(1, 0, PlanOperator.GREATER, 0),
                "A5 A3 A9 B4 B6 B10",
                "[3, 4]@4",
                "[5, 6]@5",
                "[9, 10]@6"),
            new Trace(
                "P24",
                chain("AB").every(0, 0),
                "A5@1 A6@1 A7@1 B4@2 B5@2",
                "[5, 4]@2",
                "[6, 4]@2",
                "[7, 4]@2"),
            new Trace(
                "P25",
                chain("ABC").every(0, 1).within(10),
                "A1@100 B2@105 C3@108 A4@109 B5@120 A6@130 B7@132 C8@135",
                "[1, 2, 3]@108",
                "[6, 7, 8]@135"),
            new Trace(
                "5.6: a scope in the middle dies with its first event",
                chain("AB").every(1, 1).within(10),
                "A1@100 B2@105 B3@110 B4@111 A5@112 B6@113",
                "[1, 2]@105",
                "[1, 3]@110"),
            new Trace(
                "expiry arms the scope for the same event",
                chain("AB").every(0, 1).within(10),
                "A1@100 A2@111 B3@112",
                "[2, 3]@112"),
            new Trace(
                "oldest first is by first event, not by arrival at the element",
                chain("ABC").every(0, 0).where(1, 0, PlanOperator.GREATER, 0),
                "A5 A3 B4 B6 C7",
                "[5, 6, 7]@5",
                "[3, 4, 7]@5"),
            new Trace(
                "keys by index",
                chain("AB").every(0, 0).key(1, 0, 0),
                "A1 A2 A1 B3 B1 B1 B2",
                "[1, 1]@5",
                "[1, 1]@5",
                "[2, 2]@7"),
            new Trace(
                "an older event neither kills nor is killed by what came before",
                chain("AB").every(0, 0).within(10),
                "A1@100 A2@50 B3@55 A4@56 B5@101 B6@66",
                "[1, 3]@55",
                "[2, 3]@55"),
            new Trace(
                "an older first event does not bring back the dead",
                chain("AB").every(0, 0).within(10),
                "A1@100 A2@115 A3@90 B4@95",
                "[2, 4]@95",
                "[3, 4]@95"),
            new Trace(
                "an older first event lives until a later one passes it",
                chain("AB").every(0, 0).within(10),
                "A1@100 A2@50 A3@101 B4@60",
                "[1, 4]@60",
                "[3, 4]@60"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Trace trace : traces) {
      List<PatternEvent> events = PatternEvent.parse(trace.events());
      for (int rows : new int[] {1, 2, 7, ALL_ROWS}) {
        for (boolean restarts : new boolean[] {false, true}) {
          tests.add(
              DynamicTest.dynamicTest(
                  trace.name() + " in ranges of " + rows + (restarts ? " with restarts" : ""),
                  () ->
                      assertEquals(
                          List.of(trace.matches()),
                          run(trace.pattern(), events, rows, restarts, 1000))));
        }
      }
      tests.add(
          DynamicTest.dynamicTest(
              trace.name() + " by the slow machine",
              () -> assertEquals(List.of(trace.matches()), slow(trace.pattern(), events))));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> shouldAgreeWithTheSlowMachine() {
    List<DynamicTest> tests = new ArrayList<>();
    for (long seed = 1; seed <= 400; seed++) {
      long fixed = seed;
      tests.add(
          DynamicTest.dynamicTest(
              "seed " + seed,
              () -> {
                Random random = new Random(fixed);
                PatternBuilder pattern = randomPattern(random);
                List<PatternEvent> events = randomEvents(random);
                List<String> expected = slow(pattern, events);

                assertEquals(expected, run(pattern, events, ALL_ROWS, false, 1_000_000));
                assertEquals(expected, run(pattern, events, 3, true, 1_000_000));
              }));
    }
    return tests.stream();
  }

  @Test
  void shouldDropTheOldestRunsBeyondTheBoundAndReportThem() {
    FakeOperatorContext context = context(chain("AB"));
    List<String> matches = new ArrayList<>();

    RecordingOutput output = new RecordingOutput();
    PatternOperator operator =
        new PatternOperator(chain("AB").every(0, 0).node(), context.limits(3, 1), output);
    feed(operator, PatternEvent.parse("A1 A2 A3 A4 A5 B6"), ALL_ROWS);
    matches.addAll(output.units());

    assertEquals(List.of("[3, 6]@6", "[4, 6]@6", "[5, 6]@6"), matches);
    String reason =
        "1 partial matches dropped, the oldest first: waiting=4, runsMax=3;"
            + " a 'within', or a shorter one, keeps fewer";
    assertEquals(List.of(reason, reason), context.reports());
  }

  @Test
  void shouldDropForksOfOneRunByAge() {
    PatternBuilder pattern = chain("ABC").every(1, 1);

    List<String> matches = run(pattern, PatternEvent.parse("A1 B2 B3 B4 C5"), 1, true, 3);

    // The run [1] is the oldest and goes when the third fork appears.
    assertEquals(List.of("[1, 2, 5]@5", "[1, 3, 5]@5", "[1, 4, 5]@5"), matches);
    assertEquals(
        List.of("[1, 2, 5]@5", "[1, 3, 5]@5", "[1, 4, 5]@5"),
        run(pattern, PatternEvent.parse("A1 B2 B3 B4 C5 B6 C7"), 1, true, 3));
  }

  @Test
  void shouldArmAgainWhenTheOpenRunIsDropped() {
    PatternBuilder pattern = chain("ABC").every(0, 1);
    FakeOperatorContext context = context(pattern);
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator = new PatternOperator(pattern.node(), context.limits(1, 1), output);

    // [1,2] waits for C; with [3] there are two, and [1,2] goes.
    feed(operator, PatternEvent.parse("A1 B2 A3 B4 C5 A6 B7 C8"), ALL_ROWS);

    assertEquals(List.of("[3, 4, 5]@5", "[6, 7, 8]@8"), output.units());
  }

  @Test
  void shouldFreeDeadRunsWithoutBeingMet() {
    PatternBuilder pattern = chain("AB").every(0, 0).key(1, 0, 0).within(10);
    FakeOperatorContext context = context(pattern);
    PatternOperator operator =
        new PatternOperator(pattern.node(), context.limits(2000, 1), new RecordingOutput());
    List<PatternEvent> events = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      events.add(new PatternEvent(0, List.of(i), i));
    }

    feed(operator, events, 512);

    // Eleven runs are alive at any time, so the bound of 2000 was never in the way.
    assertEquals(List.of(), context.reports());
    assertEquals(11, liveRuns(operator));
  }

  @Test
  void shouldLeaveOutRunsWhoseKeyIsNull() {
    PatternBuilder pattern = chain("AB").every(0, 0).key(1, 0, 0);
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator = new PatternOperator(pattern.node(), context(pattern), output);
    List<PatternEvent> events = new ArrayList<>();
    events.add(new PatternEvent(0, Arrays.asList((Integer) null), 1));
    events.add(new PatternEvent(0, List.of(7), 2));
    events.add(new PatternEvent(1, Arrays.asList((Integer) null), 3));
    events.add(new PatternEvent(1, List.of(7), 4));

    feed(operator, events, 1);

    assertEquals(List.of("[7, 7]@4"), output.units());
    assertEquals(0, liveRuns(operator));
  }

  @Test
  void shouldReadRowsThroughASelectionInItsOrder() {
    PatternBuilder pattern =
        chain("AA")
            .every(0, 0)
            .filter(0, 0, PlanOperator.LESS, 10)
            .filter(1, 0, PlanOperator.GREATER, 1);
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator = new PatternOperator(pattern.node(), context(pattern), output);
    ColumnBatch batch = new ColumnBatch(pattern.inputSchema(), 5);
    for (int row = 0; row < 5; row++) {
      batch.column(0).setBoxed(row, row);
      batch.timestamps()[row] = 10L * row;
    }
    batch.selection(new int[] {4, 0, 3, 1, 2});

    operator.process(0, batch, 1, 5);

    assertEquals(List.of("[0, 3]@30", "[3, 2]@20", "[1, 2]@20"), output.units());
  }

  @Test
  void shouldEmitMoreMatchesOfOneEventThanFitABlock() {
    PatternBuilder pattern = chain("AB").every(0, 0);
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator = new PatternOperator(pattern.node(), context(pattern), output);
    List<PatternEvent> events = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      events.add(new PatternEvent(0, List.of(i), i));
      expected.add("[" + i + ", -1]@2500");
    }
    events.add(new PatternEvent(1, List.of(-1), 2500));

    feed(operator, events, ALL_ROWS);

    assertEquals(expected, output.units());
  }

  @Test
  void shouldPassOnTheLowestWatermark() {
    PatternBuilder pattern = chain("AB");
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator = new PatternOperator(pattern.node(), context(pattern), output);

    operator.onWatermark(0, 10);
    operator.onWatermark(1, 20);
    operator.onWatermark(2, 5);
    operator.onWatermark(2, 15);
    operator.onWatermark(1, 30);

    assertEquals(List.of("watermark 5", "watermark 10"), output.units());
  }

  private static PatternBuilder chain(String streams) {
    return PatternBuilder.chain(streams);
  }

  private static FakeOperatorContext context(PatternBuilder pattern) {
    RowSchema schema = pattern.inputSchema();
    return new FakeOperatorContext(schema, schema, schema);
  }

  /** One to four elements over two columns; scopes, filters, keys, conditions, within by chance. */
  private static PatternBuilder randomPattern(Random random) {
    PatternBuilder pattern = new PatternBuilder(2);
    int elementCount = 1 + random.nextInt(4);
    if (random.nextInt(3) == 0) {
      pattern.reversed(elementCount);
    }
    for (int i = 0; i < elementCount; i++) {
      pattern.element((char) ('A' + random.nextInt(3)));
      if (random.nextInt(3) == 0) {
        pattern.filter(i, 1, PlanOperator.LESS, 2 + random.nextInt(3));
      }
      if (i > 0 && random.nextInt(2) == 0) {
        pattern.key(i, 0, random.nextInt(i));
        if (random.nextInt(4) == 0) {
          pattern.key(i, 1, random.nextInt(i));
        }
      }
      if (i > 0 && random.nextInt(3) == 0) {
        pattern.where(i, 1, PlanOperator.GREATER_OR_EQUAL, random.nextInt(i));
      }
    }
    int next = 0;
    while (next < elementCount) {
      int last = Math.min(elementCount - 1, next + random.nextInt(3));
      if (random.nextInt(3) > 0) {
        pattern.every(next, last);
      }
      next = last + 1;
    }
    if (random.nextInt(3) > 0) {
      pattern.within(random.nextInt(25));
    }
    return pattern;
  }

  private static List<PatternEvent> randomEvents(Random random) {
    List<PatternEvent> events = new ArrayList<>();
    boolean isDisordered = random.nextInt(3) == 0;
    int input = 0;
    long time = 1000;
    for (int i = 0; i < 60; i++) {
      input = random.nextInt(3) == 0 ? input : random.nextInt(3);
      time += random.nextInt(4);
      long late = isDisordered && random.nextInt(4) == 0 ? random.nextInt(40) : 0;
      List<@Nullable Integer> values = new ArrayList<>();
      values.add(random.nextInt(10) == 0 ? null : (Integer) random.nextInt(3));
      values.add(random.nextInt(10) == 0 ? null : (Integer) random.nextInt(5));
      events.add(new PatternEvent(input, values, time - late));
    }
    return events;
  }

  private static List<String> slow(PatternBuilder pattern, List<PatternEvent> events) {
    SlowPattern slow = new SlowPattern(pattern);
    events.forEach(slow::take);
    return slow.matches();
  }

  /** All matches, each a unit of its own. */
  private static List<String> run(
      PatternBuilder pattern,
      List<PatternEvent> events,
      int rowsPerRange,
      boolean restarts,
      int runsMax) {
    RecordingOutput output = new RecordingOutput();
    PatternOperator operator =
        new PatternOperator(pattern.node(), context(pattern).limits(runsMax, 1), output);
    for (List<PatternEvent> range : PatternEvent.ranges(events, rowsPerRange)) {
      feedRange(operator, range);
      if (restarts) {
        byte[] state = snapshot(operator);
        operator = new PatternOperator(pattern.node(), context(pattern).limits(runsMax, 1), output);
        StateReader reader = new StateReader(state);
        operator.restore(reader);
        assertEquals(0, reader.remaining());
        assertEquals(Arrays.toString(state), Arrays.toString(snapshot(operator)));
      }
    }
    return output.units();
  }

  private static byte[] snapshot(PatternOperator operator) {
    StateWriter writer = new StateWriter();
    operator.snapshot(writer);
    return writer.toByteArray();
  }

  /** Counts the runs of the last store of a chain of two, by its snapshot. */
  private static int liveRuns(PatternOperator operator) {
    StateReader reader = new StateReader(snapshot(operator));
    reader.getBoolean();
    reader.getBoolean();
    for (int i = 0; i < 5 + 3; i++) {
      reader.getLong();
    }
    return reader.getCount(3 * Long.BYTES);
  }

  private static void feed(PatternOperator operator, List<PatternEvent> events, int rowsPerRange) {
    for (List<PatternEvent> range : PatternEvent.ranges(events, rowsPerRange)) {
      feedRange(operator, range);
    }
  }

  private static void feedRange(PatternOperator operator, List<PatternEvent> range) {
    int columnCount = range.get(0).values().size();
    PatternBuilder shape = new PatternBuilder(columnCount);
    ColumnBatch batch = new ColumnBatch(shape.inputSchema(), range.size());
    for (int row = 0; row < range.size(); row++) {
      for (int column = 0; column < columnCount; column++) {
        batch.column(column).setBoxed(row, range.get(row).values().get(column));
      }
      batch.timestamps()[row] = range.get(row).timeMillis();
    }
    operator.process(range.get(0).input(), batch, 0, range.size());
  }
}
