package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the attributes of output row {@code count}. Nothing is visible before {@code count} goes
 * up, so a row that fails half way leaves no trace. Many attributes are written by methods of their
 * own.
 */
final class OutputWriter {
  private static final int STORE_SIZE = 24;

  private final int sizeMax;

  OutputWriter(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  /** Writes all of {@code expressions} to the columns of {@code out}. */
  void write(ExpressionWriter writer, RowContext row, List<PlanExpr> expressions) {
    List<List<Integer>> groups = groups(expressions);
    if (groups.size() == 1) {
      for (int c : groups.get(0)) {
        store(writer, c, expressions.get(c));
      }
      return;
    }
    MethodText method = writer.method();
    for (List<Integer> group : groups) {
      String name = method.kernel().newName("w");
      MethodText part = new MethodText(method.kernel());
      ExpressionWriter partWriter = new ExpressionWriter(part, row.asMethod());
      for (int c : group) {
        store(partWriter, c, expressions.get(c));
      }
      String head =
          "private void " + name + "(" + row.parameters() + ", ColumnBatch out, int count)";
      method.kernel().method(part.finish(head));
      method.code().line(name + "(" + row.arguments() + ", out, count);");
    }
  }

  private List<List<Integer>> groups(List<PlanExpr> expressions) {
    List<List<Integer>> groups = new ArrayList<>();
    int size = sizeMax;
    for (int c = 0; c < expressions.size(); c++) {
      int added = STORE_SIZE + Math.min(sizeMax, Outlines.size(expressions.get(c)));
      if (size + added > sizeMax || groups.isEmpty()) {
        groups.add(new ArrayList<>());
        size = 0;
      }
      groups.get(groups.size() - 1).add(c);
      size += added;
    }
    if (groups.isEmpty()) {
      groups.add(List.of());
    }
    return groups;
  }

  /** Writes one attribute of output row {@code count}. */
  static void store(ExpressionWriter writer, int column, PlanExpr expression) {
    MethodText method = writer.method();
    JavaType type = JavaType.of(expression.type());
    Operand operand = writer.value(expression);
    if (!operand.isNeverNull() && !(operand.total() && !type.isReference())) {
      operand = writer.held(operand, type);
    }
    String values = "o" + column;
    String target = "out.column(" + column + ")";
    method.local(
        values, type.element() + "[]", "((" + type.column() + ") " + target + ").values()");
    method.local(values + "n", "boolean[]", target + ".nulls()");
    String value = type.isReference() ? operand.valueOr("null") : operand.value();
    method.code().line(values + "[count] = " + value + ";");
    method.code().line(values + "n[count] = " + operand.isNull() + ";");
  }
}
