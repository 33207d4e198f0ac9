package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;

/** Writes filter kernels. */
final class FilterWriter {
  /** Estimated bytes up to which a kernel gets a second way for rows without kinds. */
  private static final int PLAIN_SIZE_MAX = 1_000;

  private FilterWriter() {}

  static KernelSource write(PlanExpr condition, int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    PlanExpr fitted = outlines.fit(condition);
    KernelText kernel = new KernelText("GeneratedFilter", "FilterKernel", outlines.outlined());
    MethodText method = new MethodText(kernel);
    ExpressionWriter writer = new ExpressionWriter(method, RowContext.batch());
    boolean isFallible = ExpressionTree.isFallible(fitted);

    String parameters = "(ColumnBatch in, int lo, int hi, int[] rows, RowErrors errors)";
    boolean hasPlain = !isFallible && Outlines.size(fitted) <= Math.min(sizeMax, PLAIN_SIZE_MAX);
    if (hasPlain) {
      kernel.dispatch(
          "public int filter" + parameters, "true", "in, lo, hi, rows", "in, lo, hi, rows, errors");
      MethodText plain = new MethodText(kernel);
      PlainProjectWriter.selectLoop(plain, fitted);
      kernel.method(plain.finish("private int plain(ColumnBatch in, int lo, int hi, int[] rows)"));
    }
    RowLoop.open(method);
    method.code().open("if (kinds != null && kinds[i] == RowKind.RESET)");
    method.code().line("rows[count++] = i;").line("continue;").close();
    RowLoop.openTry(method, isFallible);
    String passes = writer.truth(fitted);
    // The store is unconditional: what does not pass is overwritten by the next that does.
    method.code().line("rows[count] = i;");
    method.code().open(Logic.ifTrue(passes)).line("count++;").close();
    RowLoop.closeTry(method, isFallible, "in", "i");
    RowLoop.close(method);
    kernel.method(
        method.finish((hasPlain ? "private int marked" : "public int filter") + parameters));
    return kernel.finish(false);
  }
}
