package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;

/**
 * How the code of one kernel reaches the row it works on. A loop reads columns as local arrays,
 * fetched once a call; a method made for one expression fetches the values of its row.
 *
 * @param inputs by number of the input
 * @param timestamps the array of row times; empty where rows have none
 * @param timeRow the index of the row in it
 * @param slot the group of the row; empty where there are no aggregates
 * @param calls the aggregates behind {@link PlanExpr.AggregateResult}
 * @param parameters declares all of the above for a method of its own
 * @param arguments passes it there
 * @param inMethod whether this is such a method
 */
record RowContext(
    List<Input> inputs,
    String timestamps,
    String timeRow,
    String slot,
    List<AggregateCall> calls,
    String parameters,
    String arguments,
    boolean inMethod) {

  /**
   * One input.
   *
   * @param prefix of the names of its columns
   * @param columns how its columns are got: this, the index and a closing bracket
   * @param row the index of the row
   * @param isFixed whether the row is the same during a call
   */
  record Input(String prefix, String columns, String row, boolean isFixed) {}

  /** Rows of a batch, one after the other. */
  static RowContext batch() {
    return new RowContext(
        List.of(new Input("c", "in.column(", "i", false)),
        "in.timestamps()",
        "i",
        "",
        List.of(),
        "ColumnBatch in, int i",
        "in, i",
        false);
  }

  /** Rows of a batch with the aggregates of their group. */
  static RowContext grouped(List<AggregateCall> calls) {
    return new RowContext(
        List.of(new Input("c", "in.column(", "i", false)),
        "in.timestamps()",
        "i",
        "slot",
        calls,
        "ColumnBatch in, int i, int slot",
        "in, i, slot",
        false);
  }

  /** Groups of a closing window. */
  static RowContext pane(List<AggregateCall> calls) {
    return new RowContext(
        List.of(new Input("c", "keys[", "slot", false)),
        "",
        "",
        "slot",
        calls,
        "Column[] keys, int slot, long windowStartMillis, long windowEndMillis",
        "keys, slot, windowStartMillis, windowEndMillis",
        false);
  }

  /** One row on the left and many on the right. */
  static RowContext pair() {
    return new RowContext(
        List.of(
            new Input("l", "left.column(", "leftRow", true),
            new Input("c", "right.column(", "i", false)),
        "left.timestamps()",
        "leftRow",
        "",
        List.of(),
        "ColumnBatch left, int leftRow, ColumnBatch right, int i",
        "left, leftRow, right, i",
        false);
  }

  /** The same row in a method of its own. */
  RowContext asMethod() {
    return new RowContext(inputs, timestamps, timeRow, slot, calls, parameters, arguments, true);
  }

  /** The value of an input attribute. */
  Operand column(MethodText method, PlanExpr.Input expression) {
    Input input = inputs.get(expression.input());
    JavaType type = JavaType.of(expression.type());
    String name = input.prefix() + expression.column();
    String close = input.columns().endsWith("[") ? "]" : ")";
    String column = input.columns() + expression.column() + close;
    String values = "((" + type.column() + ") " + column + ").values()";
    String nulls = column + ".nulls()";
    if (inMethod || input.isFixed()) {
      String row = input.row();
      method.local(name + "n", "boolean", nulls + "[" + row + "]");
      method.local(name, type.word(), type.load(values, row));
      return new Operand(name + "n", name, true);
    }
    method.local(name, type.element() + "[]", values);
    method.local(name + "n", "boolean[]", nulls);
    return new Operand(name + "n[" + input.row() + "]", type.load(name, input.row()), true);
  }

  /** The timestamp of the row. */
  Operand time(MethodText method) {
    if (timestamps.isEmpty()) {
      return Operand.present("(windowEndMillis - 1L)");
    }
    method.local("times", "long[]", timestamps);
    return Operand.present("times[" + timeRow + "]");
  }
}
