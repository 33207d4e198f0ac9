package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;

/** Writes kernels that test one row against many. */
final class PairWriter {
  private PairWriter() {}

  static KernelSource write(PlanExpr condition, int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    PlanExpr fitted = outlines.fit(condition);
    KernelText kernel = new KernelText("GeneratedPair", "PairKernel", outlines.outlined());
    MethodText method = new MethodText(kernel);
    ExpressionWriter writer = new ExpressionWriter(method, RowContext.pair());
    boolean isFallible = ExpressionTree.isFallible(fitted);

    method.code().line("int count = 0;").open("for (int k = lo; k < hi; k++)");
    method.code().line("final int i = candidates == null ? k : candidates[k];");
    RowLoop.openTry(method, isFallible);
    String passes = writer.truth(fitted);
    method.code().open(Logic.ifTrue(passes)).line("hits[count++] = i;").close();
    RowLoop.closeTry(method, isFallible, "left", "leftRow");
    RowLoop.close(method);
    kernel.method(
        method.finish(
            "public int filter(ColumnBatch left, int leftRow, ColumnBatch right, int[] candidates,"
                + " int lo, int hi, int[] hits, RowErrors errors)"));
    return kernel.finish(false);
  }
}
