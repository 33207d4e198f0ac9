package io.eventflux.core.plan;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints plans for people: one paragraph a node, in the order of ids, with the inputs it reads.
 * Values of options whose key speaks of a secret are left out. Pure functions.
 */
public final class PlanPrinter implements PlanNode.Visitor<StringBuilder> {
  private final PipelinePlan pipeline;
  private final StringBuilder text;

  private PlanPrinter(PipelinePlan pipeline, StringBuilder text) {
    this.pipeline = pipeline;
    this.text = text;
  }

  /** The plan of an app as text; ends with a line break. */
  public static String print(AppPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("app ").append(plan.name());
    text.append(plan.playback() ? ", playback\n" : "\n");
    for (TablePlan table : plan.tables()) {
      text.append("table ").append(table.name()).append(' ').append(columns(table.schema()));
      if (!table.primaryKey().isEmpty()) {
        text.append(" primary key ").append(names(table.schema(), table.primaryKey()));
      }
      text.append(" in ").append(table.store()).append('\n');
    }
    for (ConnectorPlan source : plan.sources()) {
      text.append("source of ").append(source.stream()).append(": ");
      text.append(connector(source)).append('\n');
    }
    for (int i = 0; i < plan.sinks().size(); i++) {
      ConnectorPlan sink = plan.sinks().get(i);
      text.append("sink ").append(i).append(" of ").append(sink.stream()).append(": ");
      text.append(connector(sink)).append('\n');
    }
    for (StartRows rows : plan.startRows()) {
      text.append("start rows of ").append(rows.target()).append(": ");
      text.append(rows.rows().size()).append('\n');
    }
    for (int p = 0; p < plan.pipelines().size(); p++) {
      text.append("pipeline ").append(p).append('\n');
      PipelinePlan pipeline = plan.pipelines().get(p);
      for (PlanNode node : pipeline.nodes()) {
        node.accept(new PlanPrinter(pipeline, text));
      }
    }
    return text.toString();
  }

  private static String connector(ConnectorPlan connector) {
    String format =
        connector.format() == null
            ? ""
            : ", format " + connector.format() + options(connector.formatOptions());
    return connector.connector()
        + options(connector.options())
        + format
        + (connector.commonOptions().isEmpty() ? "" : "," + options(connector.commonOptions()));
  }

  private static String options(Map<String, String> options) {
    return options.isEmpty()
        ? ""
        : options.entrySet().stream()
            .map(option -> option.getKey() + "=" + value(option))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String value(Map.Entry<String, String> option) {
    String key = option.getKey().toLowerCase(Locale.ROOT);
    boolean isSecret = key.contains("password") || key.contains("secret") || key.contains("token");
    return isSecret ? "***" : "'" + option.getValue() + "'";
  }

  private static String columns(RowSchema schema) {
    return schema.fields().stream()
        .map(field -> field.name() + " " + field.type().sqlName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String names(RowSchema schema, List<Integer> columns) {
    return columns.stream()
        .map(column -> schema.field(column).name())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** The first line of a node. */
  private void head(PlanNode node, String words) {
    text.append("  ").append(node.id()).append(' ').append(words);
    if (!node.inputs().isEmpty()) {
      text.append(
          node.inputs().stream().map(String::valueOf).collect(Collectors.joining(" ", " <- ", "")));
    }
    text.append('\n');
  }

  private void detail(String name, String value) {
    text.append("      ").append(name).append(": ").append(value).append('\n');
  }

  private RowSchema input(PlanNode node, int ordinal) {
    return pipeline.nodes().get(node.inputs().get(ordinal)).schema();
  }

  private ExpressionText over(PlanNode node) {
    return new ExpressionText(List.of(input(node, 0)), List.of());
  }

  private void select(ExpressionText printer, List<PlanExpr> expressions, RowSchema schema) {
    for (int i = 0; i < expressions.size(); i++) {
      Field field = schema.field(i);
      detail(field.name() + " " + field.type().sqlName(), printer.print(expressions.get(i)));
    }
  }

  @Override
  public StringBuilder visitStream(PlanNode.Stream node) {
    head(node, "stream " + node.name() + " " + columns(node.schema()));
    detail("dispatch", node.dispatch() + (node.external() ? ", fed from outside" : ""));
    PlanNode.Watermark watermark = node.watermark();
    if (watermark != null) {
      String late = watermark.lateStream() == null ? "" : ", late to " + watermark.lateStream();
      detail(
          "event time",
          node.schema().field(watermark.column()).name()
              + ", delay "
              + watermark.delayMillis()
              + " ms"
              + late);
    }
    return text;
  }

  @Override
  public StringBuilder visitFilter(PlanNode.Filter node) {
    head(node, "filter " + node.operatorId());
    detail("condition", over(node).print(node.condition()));
    return text;
  }

  @Override
  public StringBuilder visitProject(PlanNode.Project node) {
    head(node, "project " + node.operatorId() + " " + node.emits());
    if (node.condition() != null) {
      detail("condition", over(node).print(node.condition()));
    }
    select(over(node), node.expressions(), node.schema());
    return text;
  }

  @Override
  public StringBuilder visitWindow(PlanNode.Window node) {
    head(node, "window " + node.operatorId());
    detail(node.window(), over(node).print(node.arguments()));
    detail("expired rows", node.expiredNeeded() ? "made" : "not made");
    return text;
  }

  @Override
  public StringBuilder visitAggregate(PlanNode.Aggregate node) {
    head(node, "aggregate " + node.operatorId() + " " + node.emits());
    ExpressionText printer = new ExpressionText(List.of(input(node, 0)), node.aggregates());
    aggregates(printer, node.keys(), node.aggregates());
    if (node.having() != null) {
      detail("having", printer.print(node.having()));
    }
    select(printer, node.expressions(), node.schema());
    return text;
  }

  private void aggregates(ExpressionText printer, List<PlanExpr> keys, List<AggregateCall> calls) {
    if (!keys.isEmpty()) {
      detail("keys", printer.print(keys));
    }
    for (int i = 0; i < calls.size(); i++) {
      String retract = calls.get(i).retractable() ? ", retractable" : "";
      detail("#" + i, printer.print(calls.get(i)) + retract);
    }
  }

  @Override
  public StringBuilder visitGroupWindow(PlanNode.GroupWindow node) {
    head(node, "group window " + node.operatorId());
    detail(
        "tumble",
        "size "
            + node.sizeMillis()
            + " ms, offset "
            + node.offsetMillis()
            + " ms, lateness "
            + node.allowedLatenessMillis()
            + " ms"
            + (node.lateStream() < 0 ? "" : ", late to node " + node.lateStream()));
    aggregates(
        new ExpressionText(List.of(input(node, 0)), List.of()), node.keys(), node.aggregates());
    ExpressionText result = new ExpressionText(List.of(keySchema(node)), node.aggregates());
    if (node.having() != null) {
      detail("having", result.print(node.having()));
    }
    select(result, node.expressions(), node.schema());
    return text;
  }

  /** The results stand over the keys; a key is called what it is computed from. */
  private RowSchema keySchema(PlanNode.GroupWindow node) {
    ExpressionText printer = new ExpressionText(List.of(input(node, 0)), List.of());
    return new RowSchema(
        node.keys().stream().map(key -> new Field(printer.print(key), key.type())).toList());
  }

  @Override
  public StringBuilder visitPattern(PlanNode.Pattern node) {
    head(node, "pattern " + node.operatorId());
    PatternProgram program = node.program();
    for (int i = 0; i < program.elements().size(); i++) {
      PatternProgram.Element element = program.elements().get(i);
      RowSchema candidate = input(node, element.input());
      detail("element " + i, element.alias() + " of input " + element.input());
      if (element.filter() != null) {
        detail(
            "  filter", new ExpressionText(List.of(candidate), List.of()).print(element.filter()));
      }
      for (PatternProgram.KeyMatch key : element.keys()) {
        detail(
            "  key",
            candidate.field(key.column()).name()
                + " = "
                + program.registers().field(key.register()).name());
      }
      if (element.condition() != null) {
        detail(
            "  condition",
            new ExpressionText(List.of(candidate, program.registers()), List.of())
                .print(element.condition()));
      }
      for (PatternProgram.Capture capture : element.captures()) {
        detail(
            "  capture",
            program.registers().field(capture.register()).name()
                + " = "
                + candidate.field(capture.column()).name());
      }
    }
    for (PatternProgram.Scope scope : program.scopes()) {
      detail("every", scope.first() + " to " + scope.last());
    }
    if (program.withinMillis() >= 0) {
      detail("within", program.withinMillis() + " ms");
    }
    return text;
  }

  @Override
  public StringBuilder visitTableJoin(PlanNode.TableJoin node) {
    head(node, (node.outer() ? "left join " : "join ") + node.operatorId());
    detail("table", node.table());
    if (!node.keyProbe().isEmpty()) {
      detail("key", over(node).print(node.keyProbe()));
    }
    PlanExpr condition = node.condition();
    if (condition != null) {
      int streamSize = input(node, 0).size();
      List<Field> all = node.schema().fields();
      RowSchema table = new RowSchema(all.subList(streamSize, all.size()));
      detail(
          "condition",
          new ExpressionText(List.of(input(node, 0), table), List.of()).print(condition));
    }
    detail("expired rows", node.expiredNeeded() ? "made" : "not made");
    return text;
  }

  @Override
  public StringBuilder visitTableInsert(PlanNode.TableInsert node) {
    head(node, "insert into table " + node.table());
    return text;
  }

  @Override
  public StringBuilder visitOrderLimit(PlanNode.OrderLimit node) {
    head(node, "order " + node.operatorId());
    for (PlanNode.SortKey key : node.sortKeys()) {
      detail(
          "by",
          input(node, 0).field(key.column()).name()
              + (key.descending() ? " DESC" : "")
              + (key.nullsFirst() ? " NULLS FIRST" : ""));
    }
    if (node.offset() > 0) {
      detail("offset", String.valueOf(node.offset()));
    }
    if (node.limit() >= 0) {
      detail("limit", String.valueOf(node.limit()));
    }
    return text;
  }

  @Override
  public StringBuilder visitQueryOutput(PlanNode.QueryOutput node) {
    head(node, "output of " + node.queryName());
    return text;
  }

  @Override
  public StringBuilder visitSink(PlanNode.Sink node) {
    head(node, "sink " + node.sinkIndex());
    return text;
  }
}
