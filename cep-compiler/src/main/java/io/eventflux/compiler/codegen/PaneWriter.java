package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes kernels of group windows: rows go in one method, groups come out of the other. */
final class PaneWriter {
  private PaneWriter() {}

  static KernelSource write(
      List<AggregateCall> plainCalls,
      List<PlanExpr> plainExpressions,
      @Nullable PlanExpr plainHaving,
      int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    List<AggregateCall> calls = outlines.fitCalls(plainCalls);
    List<PlanExpr> expressions = outlines.fit(plainExpressions);
    PlanExpr having = outlines.fitIfAny(plainHaving);
    KernelText kernel = new KernelText("GeneratedPane", "PaneKernel", outlines.outlined());
    kernel.method(accumulate(kernel, calls, sizeMax));
    kernel.method(emit(kernel, calls, expressions, having, sizeMax));
    return kernel.finish(true);
  }

  private static CodeText accumulate(KernelText kernel, List<AggregateCall> calls, int sizeMax) {
    MethodText method = new MethodText(kernel);
    RowContext row = RowContext.batch();
    ExpressionWriter writer = new ExpressionWriter(method, row);
    AccumulationWriter accumulation = new AccumulationWriter(writer, row, calls, sizeMax);
    accumulation.declare();
    boolean isFallible = accumulation.isFallible();

    method.local("selection", "int[]", "in.selection()");
    method.code().open("for (int k = lo; k < hi; k++)");
    method.code().line("final int i = selection == null ? k : selection[k];");
    method.code().line("final int slot = slots[k - lo];");
    RowLoop.openTry(method, isFallible);
    accumulation.evaluate();
    accumulation.change("");
    RowLoop.closeTry(method, isFallible, "in", "i");
    method.code().close();
    return method.finish(
        "public void accumulate(ColumnBatch in, int lo, int hi, int[] slots, RowErrors errors)");
  }

  private static CodeText emit(
      KernelText kernel,
      List<AggregateCall> calls,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      int sizeMax) {
    MethodText method = new MethodText(kernel);
    RowContext row = RowContext.pane(calls);
    ExpressionWriter writer = new ExpressionWriter(method, row);
    boolean isFallible =
        expressions.stream().anyMatch(ExpressionTree::isFallible)
            || (having != null && ExpressionTree.isFallible(having));

    method.code().line("int count = 0;").open("for (int slot = lo; slot < hi; slot++)");
    RowLoop.openTry(method, isFallible);
    if (having != null) {
      String passes = writer.truth(having);
      method.code().line(Logic.ifTrue(Logic.not(passes)) + " continue;");
    }
    new OutputWriter(sizeMax).write(writer, row, expressions);
    if (isFallible) {
      // A group is reported as a row of the key columns at the last millisecond of the window.
      method.code().next("catch (Throwable thrown)");
      method.code().line("final long[] groupTimes = new long[hi];");
      method.code().line("java.util.Arrays.fill(groupTimes, windowEndMillis - 1L);");
      String called = kernel.called();
      method
          .code()
          .line(
              "errors.report(new ColumnBatch(keys, groupTimes), slot, "
                  + called
                  + ", Failures.ofRow(thrown));")
          .line("continue;")
          .close();
    }
    method.code().line("count++;");
    RowLoop.close(method);
    return method.finish(
        "public int emit(Column[] keys, int lo, int hi, long windowStartMillis,"
            + " long windowEndMillis, ColumnBatch out, RowErrors errors)");
  }
}
