package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.PlanExpr;

/** Writes filter kernels. */
final class FilterWriter {
  private FilterWriter() {}

  static KernelSource write(PlanExpr condition, int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    PlanExpr fitted = outlines.fit(condition);
    KernelText kernel = new KernelText("GeneratedFilter", "FilterKernel", outlines.outlined());
    MethodText method = new MethodText(kernel);
    ExpressionWriter writer = new ExpressionWriter(method, RowContext.batch());
    boolean isFallible = ExpressionTree.isFallible(fitted);

    RowLoop.open(method);
    method.code().open("if (kinds != null && kinds[i] == RowKind.RESET)");
    method.code().line("rows[count++] = i;").line("continue;").close();
    RowLoop.openTry(method, isFallible);
    String passes = writer.truth(fitted);
    // The store is unconditional: what does not pass is overwritten by the next that does.
    method.code().line("rows[count] = i;");
    method.code().open("if (" + passes + ")").line("count++;").close();
    RowLoop.closeTry(method, isFallible, "in", "i");
    RowLoop.close(method);
    kernel.method(
        method.finish(
            "public int filter(ColumnBatch in, int lo, int hi, int[] rows, RowErrors errors)"));
    return kernel.finish(false);
  }
}
