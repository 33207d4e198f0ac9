package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.ExpressionTree;
import io.eventflux.core.plan.PlanExpr;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes how one row changes the aggregates of its group, in two steps: {@link #evaluate} all
 * filters and arguments, then {@link #change} the aggregates. What needs too many statements for
 * one method goes to methods of its own, which leave the arguments in fields.
 */
final class AccumulationWriter {
  private static final int CALL_SIZE = 48;

  private static final int CLEARS_MAX = 256;

  /** One aggregate with its evaluated arguments. */
  private record Change(int index, AggregateCall call, String isNull, List<String> arguments) {}

  private final ExpressionWriter writer;
  private final RowContext row;
  private final List<AggregateCall> calls;
  private final int sizeMax;
  private final List<Change> changes = new ArrayList<>();
  private final List<List<Change>> groups = new ArrayList<>();

  AccumulationWriter(
      ExpressionWriter writer, RowContext row, List<AggregateCall> calls, int sizeMax) {
    this.writer = writer;
    this.row = row;
    this.calls = calls;
    this.sizeMax = sizeMax;
  }

  /** Declares the aggregators as fields. */
  void declare() {
    for (int g = 0; g < calls.size(); g++) {
      writer.method().kernel().aggregator(g, calls.get(g).function().aggregatorType());
    }
  }

  /** Writes calls that clear as many groups as {@code groupCount}, a Java expression, says. */
  void clearAll(String groupCount) {
    KernelText kernel = writer.method().kernel();
    for (int lo = 0; lo < calls.size(); lo += CLEARS_MAX) {
      String name = kernel.newName("z");
      MethodText part = new MethodText(kernel);
      for (int g = lo; g < Math.min(calls.size(), lo + CLEARS_MAX); g++) {
        part.code().line("g" + g + ".clearAll(groupCount);");
      }
      kernel.method(part.finish("private void " + name + "(int groupCount)"));
      writer.method().code().line(name + "(" + groupCount + ");");
    }
  }

  boolean isFallible() {
    for (AggregateCall call : calls) {
      if (parts(call).stream().anyMatch(ExpressionTree::isFallible)) {
        return true;
      }
    }
    return false;
  }

  private static List<PlanExpr> parts(AggregateCall call) {
    List<PlanExpr> parts = new ArrayList<>(call.arguments());
    if (call.filter() != null) {
      parts.add(call.filter());
    }
    return parts;
  }

  private int size(AggregateCall call) {
    int size = CALL_SIZE;
    for (PlanExpr part : parts(call)) {
      size += Math.min(sizeMax, Outlines.size(part));
    }
    return size;
  }

  /** Estimated bytes of all of it. */
  int size() {
    int size = 0;
    for (AggregateCall call : calls) {
      size += size(call);
    }
    return size;
  }

  /** Writes the evaluation of filters and arguments; changes nothing. */
  void evaluate() {
    if (size() <= sizeMax) {
      for (int g = 0; g < calls.size(); g++) {
        changes.add(evaluated(writer, g, calls.get(g)));
      }
      groups.add(changes);
      return;
    }
    int first = 0;
    while (first < calls.size()) {
      int groupSize = size(calls.get(first));
      int end = first + 1;
      while (end < calls.size() && groupSize + size(calls.get(end)) <= sizeMax) {
        groupSize += size(calls.get(end++));
      }
      evaluateInMethod(first, end);
      first = end;
    }
  }

  /** Evaluates aggregates {@code [first, end)} in a method that leaves the results in fields. */
  private void evaluateInMethod(int first, int end) {
    KernelText kernel = writer.method().kernel();
    MethodText part = new MethodText(kernel);
    ExpressionWriter partWriter = new ExpressionWriter(part, row.asMethod());
    List<Change> group = new ArrayList<>();
    for (int g = first; g < end; g++) {
      group.add(inFields(kernel, part, evaluated(partWriter, g, calls.get(g))));
    }
    groups.add(group);
    String name = kernel.newName("a");
    kernel.method(part.finish("private void " + name + "(" + row.parameters() + ")"));
    writer.method().code().line(name + "(" + row.arguments() + ");");
  }

  private static Change inFields(KernelText kernel, MethodText part, Change change) {
    String isNull = kernel.newName("f");
    kernel.field("private boolean " + isNull);
    part.code().line(isNull + " = " + change.isNull() + ";");
    List<String> fields = new ArrayList<>();
    for (int p = 0; p < change.arguments().size(); p++) {
      JavaType type = JavaType.of(change.call().arguments().get(p).type());
      String field = kernel.newName("f");
      kernel.field("private " + type.word() + " " + field);
      part.code().line(field + " = " + change.arguments().get(p) + ";");
      fields.add(field);
    }
    return new Change(change.index(), change.call(), isNull, fields);
  }

  /** Evaluates one call; arguments that are not called upon where {@code isNull} holds. */
  private static Change evaluated(ExpressionWriter writer, int index, AggregateCall call) {
    if (call.filter() == null) {
      List<String> arguments = new ArrayList<>();
      String isNull = arguments(writer, call, arguments);
      return new Change(index, call, isNull, arguments);
    }
    MethodText method = writer.method();
    String passes = writer.truth(call.filter());
    String isNull = method.variable("n", "boolean", "true");
    List<String> names = new ArrayList<>();
    for (PlanExpr argument : call.arguments()) {
      JavaType type = JavaType.of(argument.type());
      names.add(method.variable("t", type.word(), type.zero()));
    }
    method.code().open(Logic.ifTrue(passes));
    List<String> arguments = new ArrayList<>();
    String missing = arguments(writer, call, arguments);
    method.code().line(isNull + " = " + missing + ";");
    for (int p = 0; p < names.size(); p++) {
      method.code().line(names.get(p) + " = " + arguments.get(p) + ";");
    }
    method.code().close();
    return new Change(index, call, isNull, names);
  }

  /** Writes the arguments, adds their values to {@code values}, says whether one is NULL. */
  private static String arguments(
      ExpressionWriter writer, AggregateCall call, List<String> values) {
    String isNull = "false";
    for (PlanExpr argument : call.arguments()) {
      Operand held = writer.held(writer.value(argument), JavaType.of(argument.type()));
      isNull = Logic.or(isNull, held.isNull());
      values.add(held.value());
    }
    return isNull;
  }

  /**
   * Writes the changes: {@code kind} says in which direction.
   *
   * @param kind a Java variable, or empty if all rows are CURRENT
   */
  void change(String kind) {
    boolean isSplit = groups.size() > 1;
    for (List<Change> group : groups) {
      MethodText method = writer.method();
      if (!isSplit) {
        change(method, group, kind, false);
        continue;
      }
      MethodText part = new MethodText(method.kernel());
      change(part, group, kind, true);
      String name = method.kernel().newName("a");
      String kindParameter = kind.isEmpty() ? "" : ", byte kind";
      String head = "private void " + name + "(int slot" + kindParameter + ")";
      method.kernel().method(part.finish(head));
      method.code().line(name + "(slot" + (kind.isEmpty() ? "" : ", " + kind) + ");");
    }
  }

  private static void change(
      MethodText method, List<Change> group, String kind, boolean isInMethod) {
    if (group.isEmpty()) {
      return;
    }
    CodeText code = method.code();
    if (kind.isEmpty()) {
      verb(method, group, "accumulate", isInMethod);
      return;
    }
    code.open("if (kind == RowKind.CURRENT)");
    verb(method, group, "accumulate", isInMethod);
    List<Change> retracted = group.stream().filter(change -> change.call().retractable()).toList();
    if (!retracted.isEmpty()) {
      code.next("else");
      verb(method, retracted, "retract", isInMethod);
    }
    code.close();
  }

  private static void verb(MethodText method, List<Change> group, String verb, boolean isInMethod) {
    for (Change change : group) {
      AggregateCall call = change.call();
      String name = "g" + change.index();
      if (!isInMethod) {
        method.local(
            name, method.kernel().nameOf(call.function().aggregatorType()), "this." + name);
      }
      Method target = AggregateWriter.method(call, verb, 1 + call.arguments().size());
      StringBuilder statement = new StringBuilder(name + "." + verb + "(slot");
      for (int p = 0; p < change.arguments().size(); p++) {
        JavaType type = JavaType.of(call.arguments().get(p).type());
        boolean isBoxed = !target.getParameterTypes()[p + 1].isPrimitive();
        String value = change.arguments().get(p);
        statement.append(", ").append(isBoxed ? type.boxed(value) : value);
      }
      statement.append(");");
      String guard =
          change.isNull().equals("false") ? "" : Logic.ifTrue(Logic.not(change.isNull())) + " ";
      method.code().line(guard + statement);
    }
  }
}
