package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chains over the streams A, B and C, inputs 0 to 2, which all have the same INT columns. Every
 * column of every event is kept: in register {@code columnCount * element + column}, or reversed.
 */
final class PatternBuilder {
  private final int columnCount;
  private final List<Step> steps = new ArrayList<>();
  private final List<PatternProgram.Scope> scopes = new ArrayList<>();
  private long withinMillis = -1;

  /** How many elements there will be if their registers stand in reverse order; else 0. */
  private int reversedCount;

  /** One element: at most one filter, any keys and at most one correlated condition. */
  record Step(
      int input,
      @Nullable PlanExpr filter,
      List<PatternProgram.KeyMatch> keys,
      @Nullable PlanExpr condition) {}

  PatternBuilder(int columnCount) {
    this.columnCount = columnCount;
  }

  /** A chain over streams named by letters, as {@code "AAB"}. */
  static PatternBuilder chain(String streams) {
    PatternBuilder builder = new PatternBuilder(1);
    for (int i = 0; i < streams.length(); i++) {
      builder.element(streams.charAt(i));
    }
    return builder;
  }

  /** Appends an element. */
  PatternBuilder element(char stream) {
    steps.add(new Step(stream - 'A', null, List.of(), null));
    return this;
  }

  /** {@code every} over elements {@code [first, last]}. */
  PatternBuilder every(int first, int last) {
    scopes.add(new PatternProgram.Scope(first, last));
    return this;
  }

  PatternBuilder within(long millis) {
    withinMillis = millis;
    return this;
  }

  /** The element takes only events with {@code column operator constant}. */
  PatternBuilder filter(int element, int column, PlanOperator operator, int constant) {
    Step step = steps.get(element);
    PlanExpr filter =
        new PlanExpr.Operation(
            operator,
            List.of(
                new PlanExpr.Input(0, column, Type.INT), new PlanExpr.Constant(constant, Type.INT)),
            Type.BOOL);
    steps.set(element, new Step(step.input(), filter, step.keys(), step.condition()));
    return this;
  }

  /** The element takes only events with {@code column operator earlier.column}. */
  PatternBuilder where(int element, int column, PlanOperator operator, int earlier) {
    Step step = steps.get(element);
    PlanExpr condition =
        new PlanExpr.Operation(
            operator,
            List.of(
                new PlanExpr.Input(0, column, Type.INT),
                new PlanExpr.Input(1, register(earlier, column), Type.INT)),
            Type.BOOL);
    steps.set(element, new Step(step.input(), step.filter(), step.keys(), condition));
    return this;
  }

  /** The element takes only events with {@code column = earlier.column}, by index. */
  PatternBuilder key(int element, int column, int earlier) {
    Step step = steps.get(element);
    List<PatternProgram.KeyMatch> keys = new ArrayList<>(step.keys());
    keys.add(new PatternProgram.KeyMatch(column, register(earlier, column)));
    steps.set(element, new Step(step.input(), step.filter(), keys, step.condition()));
    return this;
  }

  /** Numbers the registers from the last of {@code elementCount} elements to the first. */
  PatternBuilder reversed(int elementCount) {
    reversedCount = elementCount;
    return this;
  }

  private int register(int element, int column) {
    int place = reversedCount > 0 ? reversedCount - 1 - element : element;
    return columnCount * place + column;
  }

  RowSchema inputSchema() {
    return new RowSchema(
        IntStream.range(0, columnCount)
            .mapToObj(column -> new Field("x" + column, Type.INT))
            .toList());
  }

  List<Step> steps() {
    return steps;
  }

  List<PatternProgram.Scope> scopes() {
    return scopes;
  }

  long withinMillis() {
    return withinMillis;
  }

  PlanNode.Pattern node() {
    List<PatternProgram.Element> elements = new ArrayList<>();
    List<Field> registers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<PatternProgram.Capture> captures = new ArrayList<>();
      for (int column = 0; column < columnCount; column++) {
        captures.add(new PatternProgram.Capture(column, register(i, column)));
        registers.add(new Field("r" + registers.size(), Type.INT));
      }
      Step step = steps.get(i);
      elements.add(
          new PatternProgram.Element(
              "e" + i, step.input(), step.filter(), step.keys(), step.condition(), captures));
    }
    RowSchema schema = new RowSchema(registers);
    return new PlanNode.Pattern(
        3,
        "query/pattern",
        List.of(0, 1, 2),
        new PatternProgram(elements, scopes, withinMillis, schema),
        schema);
  }
}
