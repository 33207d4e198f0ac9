package io.eventflux.compiler.logical;

import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Logical plans as text: one tree a query, the names of the user, two blanks a level. */
public final class LogicalPrinter {
  private final ExpressionText texts;
  private final StringBuilder out = new StringBuilder();

  private LogicalPrinter(LogicalApp app) {
    this.texts = new ExpressionText(app.expressions().rex());
  }

  /** The queries of an app in text order, an empty line between them. */
  public static String print(LogicalApp app) {
    LogicalPrinter printer = new LogicalPrinter(app);
    for (EmitRel query : app.queries()) {
      if (!printer.out.isEmpty()) {
        printer.out.append('\n');
      }
      printer.print(query, 0);
    }
    return printer.out.toString();
  }

  private void print(RelNode rel, int depth) {
    out.append("  ".repeat(depth)).append(line(rel)).append('\n');
    if (rel instanceof PatternRel pattern) {
      elements(pattern, depth + 1);
    }
    rel.getInputs().forEach(input -> print(input, depth + 1));
  }

  private static IntFunction<String> names(RelDataType row) {
    List<String> names = row.getFieldNames();
    return names::get;
  }

  private String line(RelNode rel) {
    if (rel instanceof EmitRel emit) {
      return emit(emit);
    }
    if (rel instanceof StreamScan scan) {
      return "Stream " + scan.stream();
    }
    if (rel instanceof LogicalFilter filter) {
      return "Filter " + texts.of(filter.getCondition(), names(filter.getInput().getRowType()));
    }
    if (rel instanceof LogicalProject project) {
      return "Project "
          + outputs(
              project.getProjects(), project.getRowType(), names(project.getInput().getRowType()));
    }
    if (rel instanceof WindowRel window) {
      return "Window "
          + window.window()
          + "("
          + texts.list(window.arguments(), names(window.getInput().getRowType()))
          + ")";
    }
    if (rel instanceof StreamAggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof GroupWindowRel window) {
      return groupWindow(window);
    }
    if (rel instanceof TableJoinRel join) {
      RexNode condition = join.condition();
      return (join.outer() ? "OuterTableJoin " : "TableJoin ")
          + join.table()
          + (condition == null ? "" : " on " + texts.of(condition, joined(join)));
    }
    if (rel instanceof OrderLimitRel order) {
      return order(order);
    }
    if (rel instanceof PatternRel pattern) {
      return "Pattern"
          + (pattern.withinMillis() < 0 ? "" : " within " + pattern.withinMillis() + " ms")
          + " keeping "
          + String.join(", ", pattern.getRowType().getFieldNames());
    }
    return rel.getRelTypeName();
  }

  /** Table columns are qualified: both sides may have one of a name. */
  private static IntFunction<String> joined(TableJoinRel join) {
    int width = join.getInput().getRowType().getFieldCount();
    List<String> names = join.getRowType().getFieldNames();
    return index -> index < width ? names.get(index) : join.table() + "." + names.get(index);
  }

  private static String emit(EmitRel emit) {
    EmitRel.Target target = emit.target();
    String kind = emit.kind().name().toLowerCase(Locale.ROOT);
    return "Emit "
        + emit.query()
        + ": "
        + kind
        + (target == null ? "" : " into " + (target.isTable() ? "table " : "") + target.name());
  }

  private String outputs(List<RexNode> values, RelDataType row, IntFunction<String> names) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String name = row.getFieldNames().get(i);
      String text = texts.of(values.get(i), names);
      boolean isPlain = values.get(i) instanceof RexInputRef && text.equals(name);
      outputs.add(isPlain ? name : text + " AS " + name);
    }
    return String.join(", ", outputs);
  }

  private String aggregate(StreamAggregate aggregate) {
    RelDataType input = aggregate.getInput().getRowType();
    int width = input.getFieldCount();
    IntFunction<String> inputNames = names(input);
    List<String> calls = calls(aggregate.aggregates(), inputNames);
    IntFunction<String> names =
        index -> index < width ? inputNames.apply(index) : calls.get(index - width);
    RexNode having = aggregate.having();
    return "Aggregate "
        + outputs(aggregate.expressions(), aggregate.getRowType(), names)
        + (aggregate.keys().isEmpty()
            ? ""
            : " group by " + texts.list(aggregate.keys(), inputNames))
        + (having == null ? "" : " having " + texts.of(having, names));
  }

  private String groupWindow(GroupWindowRel window) {
    IntFunction<String> inputNames = names(window.getInput().getRowType());
    List<String> names = new ArrayList<>();
    window.keys().forEach(key -> names.add(texts.of(key, inputNames)));
    names.addAll(calls(window.aggregates(), inputNames));
    names.add("window_start");
    names.add("window_end");
    RexNode having = window.having();
    return "GroupWindow tumble("
        + window.sizeMillis()
        + " ms"
        + (window.offsetMillis() == 0 ? "" : ", " + window.offsetMillis() + " ms")
        + ") "
        + outputs(window.expressions(), window.getRowType(), names::get)
        + (window.keys().isEmpty() ? "" : " group by " + texts.list(window.keys(), inputNames))
        + (having == null ? "" : " having " + texts.of(having, names::get));
  }

  private List<String> calls(List<AggregateItem> items, IntFunction<String> names) {
    List<String> calls = new ArrayList<>();
    for (AggregateItem item : items) {
      RexNode filter = item.filter();
      calls.add(
          item.function().name()
              + "("
              + texts.list(item.arguments(), names)
              + ")"
              + (filter == null ? "" : " filter (" + texts.of(filter, names) + ")"));
    }
    return calls;
  }

  private static String order(OrderLimitRel order) {
    List<String> names = order.getInput().getRowType().getFieldNames();
    List<String> parts = new ArrayList<>();
    if (!order.sortKeys().isEmpty()) {
      parts.add(
          order.sortKeys().stream()
              .map(key -> sortKey(key, names))
              .collect(Collectors.joining(", ", "by ", "")));
    }
    if (order.offset() > 0) {
      parts.add("offset " + order.offset());
    }
    if (order.limit() >= 0) {
      parts.add("limit " + order.limit());
    }
    return "Order " + String.join(" ", parts);
  }

  private static String sortKey(PlanNode.SortKey key, List<String> names) {
    return names.get(key.column())
        + (key.descending() ? " desc" : "")
        + (key.nullsFirst() ? " nulls first" : "");
  }

  private void elements(PatternRel pattern, int depth) {
    List<String> registers = pattern.getRowType().getFieldNames();
    for (int i = 0; i < pattern.elements().size(); i++) {
      PatternRel.Element element = pattern.elements().get(i);
      StreamScan stream = (StreamScan) pattern.getInputs().get(element.input()).stripped();
      List<String> own = stream.getRowType().getFieldNames();
      IntFunction<String> names =
          index -> index < own.size() ? own.get(index) : registers.get(index - own.size());
      RexNode condition = element.condition();
      out.append("  ".repeat(depth))
          .append(every(pattern.scopes(), i))
          .append(element.alias())
          .append('=')
          .append(stream.stream())
          .append(condition == null ? "" : "[" + texts.of(condition, names) + "]")
          .append('\n');
    }
  }

  private static String every(List<PatternProgram.Scope> scopes, int element) {
    for (PatternProgram.Scope scope : scopes) {
      if (scope.first() == element) {
        return scope.last() == element ? "every " : "every to element " + scope.last() + " ";
      }
    }
    return "";
  }
}
