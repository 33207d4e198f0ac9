package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes projection kernels. */
final class ProjectWriter {
  /** Estimated bytes up to which a kernel gets a second way for rows without kinds. */
  private static final int PLAIN_SIZE_MAX = 2_000;

  private ProjectWriter() {}

  static KernelSource write(@Nullable PlanExpr condition, List<PlanExpr> expressions, int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    PlanExpr fittedCondition = outlines.fitIfAny(condition);
    List<PlanExpr> fitted = outlines.fit(expressions);
    KernelText kernel = new KernelText("GeneratedProject", "ProjectKernel", outlines.outlined());
    MethodText method = new MethodText(kernel);
    RowContext row = RowContext.batch();
    ExpressionWriter writer = new ExpressionWriter(method, row);
    boolean isFallible =
        (fittedCondition != null && ExpressionTree.isFallible(fittedCondition))
            || fitted.stream().anyMatch(ExpressionTree::isFallible);

    int size = fittedCondition == null ? 0 : Outlines.size(fittedCondition);
    for (PlanExpr expression : fitted) {
      size += PlainProjectWriter.COLUMN_SIZE + Outlines.size(expression);
    }
    String parameters = "(ColumnBatch in, int lo, int hi, ColumnBatch out, RowErrors errors)";
    boolean hasPlain = !isFallible && size <= Math.min(sizeMax, PLAIN_SIZE_MAX);
    if (hasPlain) {
      kernel.dispatch(
          "public int project" + parameters,
          "(hi - lo > 1)",
          "in, lo, hi, out",
          "in, lo, hi, out, errors");
      PlainProjectWriter.write(kernel, fittedCondition, fitted);
    }
    RowLoop.open(method);
    RowLoop.declareCarried(method);
    method.code().open("if (kinds == null || kinds[i] != RowKind.RESET)");
    RowLoop.openTry(method, isFallible);
    if (fittedCondition != null) {
      String passes = writer.truth(fittedCondition);
      method.code().line(Logic.ifTrue(Logic.not(passes)) + " continue;");
    }
    new OutputWriter(sizeMax).write(writer, row, fitted);
    RowLoop.closeTry(method, isFallible, "in", "i");
    method.code().close();
    RowLoop.carry(method);
    RowLoop.close(method);
    kernel.method(
        method.finish((hasPlain ? "private int marked" : "public int project") + parameters));
    return kernel.finish(false);
  }
}
