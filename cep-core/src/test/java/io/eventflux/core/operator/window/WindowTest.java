package io.eventflux.core.operator.window;

import static io.eventflux.core.operator.OperatorScript.row;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.operator.OperatorScript;
import io.eventflux.core.operator.OperatorScript.Maker;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.type.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final RowSchema SCHEMA =
      new RowSchema(List.of(new Field("a", Type.STRING), new Field("x", Type.INT)));

  // length

  @Test
  void shouldPushOutTheOldestInTheUnitOfTheArrivalWhenLengthIsFull() {
    script()
        .send(100, "a", 1)
        .send(105, "b", 2)
        .send(110, "c", 4)
        .send(120, null, null)
        .shouldGive(
            window("length", true, 2),
            "[a, 1]@100",
            "[b, 2]@105",
            "-[a, 1]@110 [c, 4]@110",
            "-[b, 2]@120 [null, null]@120");
  }

  @Test
  void shouldExpireRowsOfTheSameUnitWhenAUnitIsLongerThanTheWindow() {
    script()
        .send(1, "z", 0)
        .sendUnit(5, row("a", 1), row("b", 2), row("c", 3), row("d", 4))
        .send(9, "e", 5)
        .shouldGive(
            window("length", true, 2),
            "[z, 0]@1",
            "[a, 1]@5 -[z, 0]@5 [b, 2]@5 -[a, 1]@5 [c, 3]@5 -[b, 2]@5 [d, 4]@5",
            "-[c, 3]@9 [e, 5]@9");
  }

  @Test
  void shouldAlwaysEndEmptyWhenLengthIsZero() {
    String[] lines = {"[a, 1]@100 -[a, 1]@100 RESET@100", "[b, 2]@101 -[b, 2]@101 RESET@101"};
    OperatorScript script = script().send(100, "a", 1).send(101, "b", 2);
    script.shouldGive(window("length", true, 0), lines);
    script.shouldGive(window("lengthBatch", true, 0), lines);
    script.shouldGive(window("timeBatch", true, 0), lines);
  }

  @Test
  void shouldAgreeWithAQueueForAnyLengthAndUnits() {
    Random random = new Random(20_260_801L);
    for (int length = 1; length < 40; length += 1 + random.nextInt(7)) {
      OperatorScript script = script();
      Deque<String> held = new ArrayDeque<>();
      List<String> expected = new ArrayList<>();
      for (int unit = 0; unit < 60; unit++) {
        Object[][] rows = new Object[1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 2)][];
        List<String> line = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
          rows[i] = row("s" + random.nextInt(9), random.nextInt(100));
          if (held.size() == length) {
            line.add("-" + held.removeFirst() + "@" + unit);
          }
          String text = List.of(rows[i]).toString();
          held.addLast(text);
          line.add(text + "@" + unit);
        }
        script.sendUnit(unit, rows);
        expected.add(String.join(" ", line));
      }
      script.shouldGive(window("length", true, length), expected.toArray(new String[0]));
    }
  }

  @Test
  void shouldAgreeWithAQueueWhenARangeIsLongerThanALongWindow() {
    Random random = new Random(20_261_124L);
    for (int length : new int[] {64, 65, 100}) {
      OperatorScript script = script();
      Deque<String> held = new ArrayDeque<>();
      List<String> expected = new ArrayList<>();
      for (int time = 0; time < 350; time++) {
        Object[] values = row("s" + random.nextInt(9), random.nextInt(100));
        String left = held.size() == length ? "-" + held.removeFirst() + "@" + time + " " : "";
        String text = List.of(values).toString();
        held.addLast(text);
        script.send(time, values);
        expected.add(left + text + "@" + time);
      }
      script.shouldGive(window("length", true, length), expected.toArray(new String[0]));
    }
  }

  // lengthBatch

  @Test
  void shouldFlushPreviousResetAndBatchAsOneUnitWhenLengthBatchIsFull() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .sendUnit(3, row("c", 3), row("d", 4), row("e", 5), row("f", 6), row("g", 7))
        .send(4, "h", 8)
        .shouldGive(
            window("lengthBatch", true, 2),
            "RESET@2 [a, 1]@1 [b, 2]@2",
            "-[a, 1]@3 -[b, 2]@3 RESET@3 [c, 3]@3 [d, 4]@3",
            "-[c, 3]@3 -[d, 4]@3 RESET@3 [e, 5]@3 [f, 6]@3",
            "-[e, 5]@4 -[f, 6]@4 RESET@4 [g, 7]@3 [h, 8]@4");
  }

  @Test
  void shouldEmitOnlyTheBatchWhenNobodyLooksAtExpiredRows() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 3)
        .send(4, "d", 4)
        .send(5, "e", 5)
        .shouldGive(window("lengthBatch", false, 2), "[a, 1]@1 [b, 2]@2", "[c, 3]@3 [d, 4]@4");
  }

  @Test
  void shouldExpireTheBatchWithTheFirstRowOfTheNextWhenLengthBatchIsStreaming() {
    script()
        .send(1, "a", 1)
        .send(2, "b", 2)
        .send(3, "c", 4)
        .send(4, "d", 8)
        .send(5, "e", 16)
        .shouldGive(
            window("lengthBatch", true, 2, true),
            "[a, 1]@1",
            "[b, 2]@2",
            "-[a, 1]@3 -[b, 2]@3 RESET@3 [c, 4]@3",
            "[d, 8]@4",
            "-[c, 4]@5 -[d, 8]@5 RESET@5 [e, 16]@5");
  }

  @Test
  void shouldKeepTheUnitOfTheInputWhenLengthBatchIsStreaming() {
    script()
        .send(1, "a", 1)
        .sendUnit(2, row("b", 2), row("c", 3), row("d", 4), row("e", 5))
        .shouldGive(
            window("lengthBatch", true, 2, true),
            "[a, 1]@1",
            "[b, 2]@2 -[a, 1]@2 -[b, 2]@2 RESET@2 [c, 3]@2 [d, 4]@2"
                + " -[c, 3]@2 -[d, 4]@2 RESET@2 [e, 5]@2");
  }

  @Test
  void shouldAgreeWithAListForAnyLengthBatch() {
    Random random = new Random(20_260_806L);
    for (int length = 1; length < 30; length += 1 + random.nextInt(5)) {
      OperatorScript script = script();
      List<String> collected = new ArrayList<>();
      List<String> streamed = new ArrayList<>();
      List<String> previous = new ArrayList<>();
      List<String> batch = new ArrayList<>();
      List<String> inStream = new ArrayList<>();
      for (int unit = 0; unit < 80; unit++) {
        String time = "@" + unit;
        Object[][] rows = new Object[1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 2)][];
        List<String> line = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
          rows[i] = row("s" + random.nextInt(9), random.nextInt(100));
          String text = List.of(rows[i]).toString();
          if (inStream.size() == length) {
            inStream.forEach(left -> line.add("-" + left + time));
            line.add("RESET" + time);
            inStream.clear();
          }
          inStream.add(text);
          line.add(text + time);
          batch.add(text + time);
          if (batch.size() == length) {
            List<String> flush = new ArrayList<>();
            previous.forEach(left -> flush.add("-" + left.replaceAll("@.*", "") + time));
            flush.add("RESET" + time);
            flush.addAll(batch);
            collected.add(String.join(" ", flush));
            previous = batch;
            batch = new ArrayList<>();
          }
        }
        script.sendUnit(unit, rows);
        streamed.add(String.join(" ", line));
      }
      script.shouldGive(window("lengthBatch", true, length), collected.toArray(new String[0]));
      script.shouldGive(window("lengthBatch", true, length, true), streamed.toArray(new String[0]));
    }
  }

  // time

  @Test
  void shouldExpireBeforeAnEventOfTheSameTimeWhenTimeIsOver() {
    script()
        .send(100, "a", 1)
        .send(105, "b", 2)
        .send(110, "c", 4)
        .advance(200)
        .shouldGive(
            window("time", true, 10L),
            "[a, 1]@100",
            "[b, 2]@105",
            "-[a, 1]@110",
            "[c, 4]@110",
            "-[b, 2]@115",
            "-[c, 4]@120");
  }

  @Test
  void shouldExpireAllDueRowsInOneUnitAndInQueueOrder() {
    script()
        .send(100, "a", 1)
        .send(100, "b", 2)
        .send(106, "young", 3)
        .send(101, "old", 4)
        .advance(200)
        .shouldGive(
            window("time", true, 10L),
            "[a, 1]@100",
            "[b, 2]@100",
            "[young, 3]@106",
            "[old, 4]@101",
            "-[a, 1]@110 -[b, 2]@110",
            "-[young, 3]@116 -[old, 4]@116");
  }

  @Test
  void shouldExpireAtOnceWhenARowArrivesAfterItsTime() {
    script()
        .advance(500)
        .send(100, "a", 1)
        .send(501, "b", 2)
        .shouldGive(window("time", true, 10L), "[a, 1]@100", "-[a, 1]@500", "[b, 2]@501");
  }

  @Test
  void shouldPassRowsThroughWhenNobodyLooksAtExpiredRows() {
    OperatorScript script = script().send(100, "a", 1).send(120, "b", 2).advance(200);
    script.shouldGive(window("time", false, 10L), "[a, 1]@100", "[b, 2]@120");
    script.shouldGive(window("length", false, 1), "[a, 1]@100", "[b, 2]@120");
    script.shouldGive(window("length", false, 0), "[a, 1]@100", "[b, 2]@120");
    script.shouldGive(window("timeBatch", false, 10L, true), "[a, 1]@100", "[b, 2]@120");
    script.shouldGive(window("lengthBatch", false, 1, true), "[a, 1]@100", "[b, 2]@120");
  }

  @Test
  void shouldAgreeWithAQueueForAnyDurationAndTimes() {
    Random random = new Random(20_260_802L);
    for (int round = 0; round < 10; round++) {
      long duration = 1L + random.nextInt(30);
      OperatorScript script = script();
      List<String> expected = new ArrayList<>();
      Deque<long[]> held = new ArrayDeque<>(); // time, x
      long now = 0;
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(5);
        while (!held.isEmpty() && held.peekFirst()[0] + duration <= now) {
          long due = held.peekFirst()[0] + duration;
          List<String> line = new ArrayList<>();
          while (!held.isEmpty() && held.peekFirst()[0] + duration <= due) {
            line.add("-[k, " + held.removeFirst()[1] + "]@" + due);
          }
          expected.add(String.join(" ", line));
        }
        script.send(now, "k", i);
        held.addLast(new long[] {now, i});
        expected.add("[k, " + i + "]@" + now);
      }
      script.shouldGive(window("time", true, duration), expected.toArray(new String[0]));
    }
  }

  // timeBatch

  @Test
  void shouldFlushAtBoundariesAndExpireTheLastBatchOnceWhenTimeBatchFallsSilent() {
    script()
        .send(100, "a", 1)
        .send(105, "b", 2)
        .send(110, "c", 4)
        .send(116, "d", 8)
        .advance(200)
        .shouldGive(
            window("timeBatch", true, 10L),
            "RESET@110 [a, 1]@100 [b, 2]@105",
            "-[a, 1]@120 -[b, 2]@120 RESET@120 [c, 4]@110 [d, 8]@116",
            "-[c, 4]@130 -[d, 8]@130");
  }

  @Test
  void shouldKeepItsRhythmWhenTimeBatchWasSilent() {
    script()
        .send(100, "a", 1)
        .send(1_234, "b", 2)
        .advance(1_300)
        .shouldGive(
            window("timeBatch", true, 10L),
            "RESET@110 [a, 1]@100",
            "-[a, 1]@120",
            "RESET@1240 [b, 2]@1234",
            "-[b, 2]@1250");
  }

  @Test
  void shouldAlignBoundariesWhenTimeBatchHasAStart() {
    script()
        .send(101, "a", 1)
        .send(103, "b", 2)
        .send(112, "c", 3)
        .advance(114)
        .shouldGive(window("timeBatch", false, 10L, 3L), "[a, 1]@101", "[b, 2]@103 [c, 3]@112");
  }

  @Test
  void shouldPassAtOnceAndResetAtTheBoundaryWhenTimeBatchIsStreaming() {
    script()
        .send(101, "a", 1)
        .send(102, "b", 2)
        .send(113, "c", 3)
        .advance(200)
        .shouldGive(
            window("timeBatch", true, 10L, 3L, true),
            "[a, 1]@101",
            "[b, 2]@102",
            "-[a, 1]@103 -[b, 2]@103 RESET@103",
            "[c, 3]@113",
            "-[c, 3]@123 RESET@123");
  }

  // watermarks

  @Test
  void shouldHoldTheWatermarkBelowTheRowsItHoldsBack() {
    script()
        .send(100, "a", 1)
        .watermark(150)
        .send(160, "b", 2)
        .watermark(170)
        .watermark(Long.MAX_VALUE)
        .shouldGive(
            window("lengthBatch", true, 2),
            "W=100",
            "RESET@160 [a, 1]@100 [b, 2]@160",
            "W=150",
            "W=170",
            "W=" + Long.MAX_VALUE);
    script().send(1, "a", 1).watermark(7).shouldGive(window("time", true, 9L), "[a, 1]@1", "W=7");
  }

  private static OperatorScript script() {
    return new OperatorScript(SCHEMA);
  }

  private static Maker window(String name, boolean expiredNeeded, Object... arguments) {
    List<PlanExpr> constants = new ArrayList<>();
    for (Object argument : arguments) {
      Type type =
          argument instanceof Boolean ? Type.BOOL : argument instanceof Long ? Type.LONG : Type.INT;
      constants.add(new PlanExpr.Constant(argument, type));
    }
    PlanNode.Window node =
        new PlanNode.Window(1, "q/window", 0, name, constants, expiredNeeded, SCHEMA);
    return bench -> {
      for (WindowProvider provider : ServiceLoader.load(WindowProvider.class)) {
        if (provider.descriptor().name().equals(name)) {
          return provider.create(node, bench.context(SCHEMA), bench.output(SCHEMA.size()));
        }
      }
      throw new AssertionError("no window " + name);
    };
  }
}
