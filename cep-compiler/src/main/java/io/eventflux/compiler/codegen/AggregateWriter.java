package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes selector kernels. Arguments and filters of all aggregates are evaluated before the first
 * of them changes; then HAVING and the select list, if the kind of the row is wanted at all.
 */
final class AggregateWriter {
  /** Estimated bytes up to which a kernel gets a second way for rows without kinds. */
  private static final int PLAIN_SIZE_MAX = 2_000;

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

    int size = 0;
    for (PlanExpr expression : expressions) {
      size += PlainProjectWriter.COLUMN_SIZE + Outlines.size(expression);
    }
    size += accumulation.size();
    String parameters =
        "(ColumnBatch in, int lo, int hi, int[] slots, int kindMask, ColumnBatch out,"
            + " int[] outSlots, RowErrors errors)";
    boolean hasPlain = !isFallible && having == null && size <= Math.min(sizeMax, PLAIN_SIZE_MAX);
    if (hasPlain) {
      kernel.dispatch(
          "public int apply" + parameters,
          "((kindMask & 1 << RowKind.CURRENT) != 0)",
          "in, lo, hi, slots, out, outSlots",
          "in, lo, hi, slots, kindMask, out, outSlots, errors");
      plain(kernel, calls, expressions, sizeMax);
    }
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
      code.line(Logic.ifTrue(Logic.not(passes)) + " continue;");
    }
    new OutputWriter(sizeMax).write(writer, row, expressions);
    RowLoop.closeTry(method, isFallible, "in", "i");
    code.line("if (outSlots != null) outSlots[count] = slot;");
    RowLoop.carry(method);
    RowLoop.close(method);
    kernel.method(
        method.finish((hasPlain ? "private int marked" : "public int apply") + parameters));
    return kernel.finish(true);
  }

  /** Adds the way for rows that are all CURRENT and all wanted. */
  private static void plain(
      KernelText kernel, List<AggregateCall> calls, List<PlanExpr> expressions, int sizeMax) {
    MethodText method = new MethodText(kernel);
    RowContext row = RowContext.grouped(calls);
    ExpressionWriter writer = new ExpressionWriter(method, row);
    AccumulationWriter accumulation = new AccumulationWriter(writer, row, calls, sizeMax);
    CodeText code = method.code();
    code.line("final int[] rows = in.selection();");
    code.line("final int from = lo;");
    code.line("final int size = hi - lo;");
    code.open("for (int count = 0; count < size; count++)");
    code.line("final int i = rows == null ? from + count : rows[from + count];");
    code.line("final int slot = slots == null ? 0 : slots[count];");
    accumulation.evaluate();
    accumulation.change("");
    for (int c = 0; c < expressions.size(); c++) {
      if (!(expressions.get(c) instanceof PlanExpr.Input)) {
        OutputWriter.store(writer, c, expressions.get(c));
      }
    }
    code.close();
    PlainProjectWriter.copy(code, expressions);
    PlainProjectWriter.carry(code);
    code.open("if (outSlots != null && slots != null)");
    code.line("System.arraycopy(slots, 0, outSlots, 0, size);");
    code.next("else if (outSlots != null)");
    code.line("java.util.Arrays.fill(outSlots, 0, size, 0);").close();
    code.line("return size;");
    kernel.method(
        method.finish(
            "private int plain(ColumnBatch in, int lo, int hi, int[] slots, ColumnBatch out,"
                + " int[] outSlots)"));
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
