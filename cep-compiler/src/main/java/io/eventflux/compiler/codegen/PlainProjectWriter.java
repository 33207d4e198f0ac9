package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.PlanExpr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the way of a projection for rows that are all CURRENT, step by step: find the rows that
 * pass, copy the columns that only pass through, compute the others. Each step is a small loop with
 * nothing to decide.
 */
final class PlainProjectWriter {
  /** Estimated bytes for one column. */
  static final int COLUMN_SIZE = 48;

  private PlainProjectWriter() {}

  /** Adds the method {@code plain}. */
  static void write(KernelText kernel, @Nullable PlanExpr condition, List<PlanExpr> expressions) {
    MethodText method = new MethodText(kernel);
    CodeText code = method.code();
    if (condition == null) {
      code.line("final int[] rows = in.selection();");
      code.line("final int from = lo;");
      code.line("final int size = hi - lo;");
    } else {
      select(kernel, condition);
      code.line("final int size = select(in, lo, hi);");
      code.line("final int[] rows = this.selected;");
      code.line("final int from = 0;");
    }
    copy(code, expressions);
    compute(kernel, code, expressions);
    carry(code);
    code.line("return size;");
    kernel.method(
        method.finish("private int plain(ColumnBatch in, int lo, int hi, ColumnBatch out)"));
  }

  private static void select(KernelText kernel, PlanExpr condition) {
    kernel.field("private int[] selected = new int[64]");
    MethodText method = new MethodText(kernel);
    CodeText code = method.code();
    code.open("if (selected.length < hi - lo)").line("selected = new int[hi - lo];").close();
    code.line("final int[] rows = selected;");
    selectLoop(method, condition);
    kernel.method(method.finish("private int select(ColumnBatch in, int lo, int hi)"));
  }

  /** Writes the loop that leaves the rows that pass in {@code rows} and returns their count. */
  static void selectLoop(MethodText method, PlanExpr condition) {
    CodeText code = method.code();
    ExpressionWriter writer = new ExpressionWriter(method, RowContext.batch());
    code.line("final int[] selection = in.selection();");
    code.line("int count = 0;").open("for (int k = lo; k < hi; k++)");
    code.line("final int i = selection == null ? k : selection[k];");
    String passes = writer.truth(condition);
    // The store is unconditional: what does not pass is overwritten by the next that does.
    code.line("rows[count] = i;").open(Logic.ifTrue(passes)).line("count++;").close();
    code.close().line("return count;");
  }

  /** Columns that pass through, and the times. */
  static void copy(CodeText code, List<PlanExpr> expressions) {
    code.open("if (rows == null)");
    for (int c = 0; c < expressions.size(); c++) {
      if (expressions.get(c) instanceof PlanExpr.Input input) {
        code.line(
            "out.column(" + c + ").copyFrom(in.column(" + input.column() + "), from, 0, size);");
      }
    }
    code.line("System.arraycopy(in.timestamps(), from, out.timestamps(), 0, size);");
    code.next("else");
    for (int c = 0; c < expressions.size(); c++) {
      if (expressions.get(c) instanceof PlanExpr.Input input) {
        code.line(
            "out.column("
                + c
                + ").gatherFrom(in.column("
                + input.column()
                + "), rows, from, from + size, 0);");
      }
    }
    // Not "times": behind a loop that reads the time of its row, the name is taken.
    code.line("final long[] inTimes = in.timestamps();");
    code.line("final long[] outTimes = out.timestamps();");
    code.open("for (int count = 0; count < size; count++)");
    code.line("outTimes[count] = inTimes[rows[from + count]];").close().close();
  }

  private static void compute(KernelText kernel, CodeText code, List<PlanExpr> expressions) {
    List<Integer> computed = new ArrayList<>();
    for (int c = 0; c < expressions.size(); c++) {
      if (!(expressions.get(c) instanceof PlanExpr.Input)) {
        computed.add(c);
      }
    }
    if (computed.isEmpty()) {
      return;
    }
    MethodText method = new MethodText(kernel);
    ExpressionWriter writer = new ExpressionWriter(method, RowContext.batch());
    method.code().open("for (int count = 0; count < size; count++)");
    method.code().line("final int i = rows == null ? from + count : rows[from + count];");
    for (int c : computed) {
      OutputWriter.store(writer, c, expressions.get(c));
    }
    method.code().close();
    kernel.method(
        method.finish(
            "private void compute("
                + "ColumnBatch in, int[] rows, int from, int size, ColumnBatch out)"));
    code.line("compute(in, rows, from, size, out);");
  }

  /** Kinds and units, where somebody wants them. */
  static void carry(CodeText code) {
    code.line("final byte[] outKinds = out.kinds();");
    code.open("if (outKinds != null)");
    code.line("java.util.Arrays.fill(outKinds, 0, size, RowKind.CURRENT);").close();
    code.line("final int[] outUnits = out.units();");
    code.open("if (outUnits != null)");
    code.line("final int[] units = in.units();");
    code.open("for (int count = 0; count < size; count++)");
    code.line("final int i = rows == null ? from + count : rows[from + count];");
    code.line("outUnits[count] = units == null ? i : units[i];").close().close();
  }
}
