package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes projection kernels. */
final class ProjectWriter {
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

    RowLoop.open(method);
    RowLoop.declareCarried(method);
    method.code().open("if (kinds == null || kinds[i] != RowKind.RESET)");
    RowLoop.openTry(method, isFallible);
    if (fittedCondition != null) {
      String passes = writer.truth(fittedCondition);
      method.code().line("if (" + Logic.not(passes) + ") continue;");
    }
    new OutputWriter(sizeMax).write(writer, row, fitted);
    RowLoop.closeTry(method, isFallible, "in", "i");
    method.code().close();
    RowLoop.carry(method);
    RowLoop.close(method);
    kernel.method(
        method.finish(
            "public int project(ColumnBatch in, int lo, int hi, ColumnBatch out, RowErrors errors)"));
    return kernel.finish(false);
  }
}
