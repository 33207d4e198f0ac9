package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PlanExpr;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes selector kernels. Arguments and filters of all aggregates are evaluated before the first
 * of them changes; then HAVING and the select list, if the kind of the row is wanted at all.
 */
final class AggregateWriter {
  private AggregateWriter() {}

  static KernelSource write(
      List<AggregateCall> plainCalls,
      List<PlanExpr> plainExpressions,
      @Nullable PlanExpr plainHaving,
      int sizeMax) {
    Outlines outlines = new Outlines(sizeMax);
    List<AggregateCall> calls = outlines.fitCalls(plainCalls);
    List<PlanExpr> expressions = outlines.fit(plainExpressions);
    PlanExpr having = outlines.fitIfAny(plainHaving);
    KernelText kernel =
        new KernelText("GeneratedAggregate", "AggregateKernel", outlines.outlined());
    MethodText method = new MethodText(kernel);
    RowContext row = RowContext.grouped(calls);
    ExpressionWriter writer = new ExpressionWriter(method, row);
    AccumulationWriter accumulation = new AccumulationWriter(writer, row, calls, sizeMax);
    accumulation.declare();
    boolean isFallible =
        accumulation.isFallible()
            || expressions.stream().anyMatch(ExpressionTree::isFallible)
            || (having != null && ExpressionTree.isFallible(having));

    RowLoop.open(method);
    RowLoop.declareCarried(method);
    CodeText code = method.code();
    code.line("final int slot = slots == null ? 0 : slots[k - lo];");
    code.line("final byte kind = kinds == null ? RowKind.CURRENT : kinds[i];");
    code.open("if (kind == RowKind.RESET)");
    accumulation.clearAll("slots == null ? 1 : slot");
    code.line("continue;").close();
    RowLoop.openTry(method, isFallible);
    accumulation.evaluate();
    accumulation.change("kind");
    code.line("if ((kindMask >> kind & 1) == 0) continue;");
    if (having != null) {
      String passes = writer.truth(having);
      code.line("if (" + Logic.not(passes) + ") continue;");
    }
    new OutputWriter(sizeMax).write(writer, row, expressions);
    RowLoop.closeTry(method, isFallible, "in", "i");
    code.line("if (outSlots != null) outSlots[count] = slot;");
    RowLoop.carry(method);
    RowLoop.close(method);
    kernel.method(
        method.finish(
            "public int apply(ColumnBatch in, int lo, int hi, int[] slots, int kindMask,"
                + " ColumnBatch out, int[] outSlots, RowErrors errors)"));
    return kernel.finish(true);
  }

  /** The Java expression for the result of {@code call}, whose aggregator is {@code name}. */
  static String resultOf(AggregateCall call, String name, String slot) {
    JavaType type = JavaType.of(call.type());
    Method result = method(call, "result", 1);
    String text = name + ".result(" + slot + ")";
    Class<?> returned = result.getReturnType();
    if (returned.isPrimitive()) {
      return text;
    }
    String typed = returned == Object.class ? "((" + type.box() + ") " + text + ")" : text;
    return type.unboxed(typed);
  }

  /** The method called {@code name} of the aggregator of {@code call}. */
  static Method method(AggregateCall call, String name, int parameterCount) {
    for (Method method : call.function().aggregatorType().getMethods()) {
      boolean fits = method.getParameterCount() == parameterCount && !method.isBridge();
      if (fits && method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        call.function().aggregatorType()
            + " has no method '"
            + name
            + "' for '"
            + call.function().name()
            + "'");
  }
}
