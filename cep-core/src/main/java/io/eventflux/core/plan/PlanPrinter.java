package io.eventflux.core.plan;

import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans as text, for {@code explain --stage=plan} and for tests: one line a node, its inputs by
 * number, the names of the user in expressions. Equal plans give equal texts.
 */
public final class PlanPrinter {
  private final List<PlanNode> nodes;
  private final AppPlan app;

  private PlanPrinter(AppPlan app, PipelinePlan pipeline) {
    this.app = app;
    this.nodes = pipeline.nodes();
  }

  /** The whole plan of an app. */
  public static String print(AppPlan app) {
    StringBuilder out = new StringBuilder("app ").append(app.name());
    out.append(app.playback() ? " playback" : "");
    IdleClock idle = app.idleClock();
    if (idle != null) {
      out.append(" idle ").append(idle.idleMillis()).append(" +").append(idle.incrementMillis());
    }
    out.append('\n');
    for (TablePlan table : app.tables()) {
      out.append(table(table)).append('\n');
    }
    app.sources().forEach(source -> out.append(connector("source", source)).append('\n'));
    app.sinks().forEach(sink -> out.append(connector("sink", sink)).append('\n'));
    app.faultStreams()
        .forEach(
            (stream, fault) ->
                out.append("fault ").append(stream).append(" -> ").append(fault).append('\n'));
    for (StartRows rows : app.startRows()) {
      out.append("start ").append(rows.target()).append(' ').append(rows.rows()).append('\n');
    }
    for (int i = 0; i < app.pipelines().size(); i++) {
      out.append("pipeline ").append(i).append('\n');
      PlanPrinter printer = new PlanPrinter(app, app.pipelines().get(i));
      for (PlanNode node : app.pipelines().get(i).nodes()) {
        out.append("  ").append(printer.line(node)).append('\n');
      }
    }
    return out.toString();
  }

  private static String columns(RowSchema schema) {
    return schema.fields().stream()
        .map(field -> field.name() + " " + field.type().sqlName())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String table(TablePlan table) {
    String key =
        table.primaryKey().stream()
            .map(column -> table.schema().field(column).name())
            .collect(Collectors.joining(", "));
    String notNull =
        table.notNull().stream()
            .map(column -> table.schema().field(column).name())
            .collect(Collectors.joining(", "));
    return "table "
        + table.name()
        + columns(table.schema())
        + (key.isEmpty() ? "" : " key (" + key + ")")
        + (notNull.isEmpty() ? "" : " not null (" + notNull + ")")
        + lengths(table.lengths(), table.schema());
  }

  private static String lengths(List<LengthLimit> lengths, RowSchema schema) {
    return lengths.stream()
        .map(limit -> schema.field(limit.column()).name() + " <= " + limit.charCountMax())
        .collect(
            Collectors.joining(
                ", ", lengths.isEmpty() ? "" : " lengths (", lengths.isEmpty() ? "" : ")"));
  }

  private static String connector(String role, ConnectorPlan plan) {
    return role
        + " "
        + plan.stream()
        + " "
        + plan.connector()
        + plan.options()
        + (plan.format() == null ? "" : " " + plan.format() + plan.formatOptions())
        + (plan.commonOptions().isEmpty() ? "" : " " + plan.commonOptions());
  }

  private String line(PlanNode node) {
    String inputs =
        node.inputs().isEmpty()
            ? ""
            : node.inputs().stream()
                .map(input -> "#" + input)
                .collect(Collectors.joining(", ", " <- ", ""));
    return "#" + node.id() + " " + node.accept(new NodeText()) + inputs;
  }

  private RowSchema input(PlanNode node) {
    return nodes.get(node.inputs().get(0)).schema();
  }

  /** What a node does, without its inputs. */
  private final class NodeText implements PlanNode.Visitor<String> {
    @Override
    public String visitStream(PlanNode.Stream node) {
      PlanNode.Watermark watermark = node.watermark();
      return "stream "
          + node.name()
          + columns(node.schema())
          + (node.external() ? " external" : "")
          + (watermark == null
              ? ""
              : " watermark "
                  + node.schema().field(watermark.column()).name()
                  + " - "
                  + watermark.delayMillis()
                  + " ms"
                  + (watermark.lateStream() == null ? "" : " late " + watermark.lateStream())
                  + (watermark.isBounded() ? " future +" + watermark.futureMillisMax() : "")
                  + (watermark.idleMillis() > 0
                      ? " idle after " + watermark.idleMillis() + " ms"
                      : ""))
          + lengths(node.lengths(), node.schema())
          + " "
          + node.dispatch().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String visitFilter(PlanNode.Filter node) {
      return "filter " + node.operatorId() + " " + text(node.condition(), input(node));
    }

    @Override
    public String visitProject(PlanNode.Project node) {
      PlanExpr condition = node.condition();
      return "project "
          + node.operatorId()
          + " "
          + outputs(node.expressions(), node.schema(), new Names(input(node)))
          + (condition == null ? "" : " where " + text(condition, input(node)))
          + emits(node.emits());
    }

    @Override
    public String visitWindow(PlanNode.Window node) {
      return "window "
          + node.operatorId()
          + " "
          + node.window()
          + node.arguments().stream()
              .map(argument -> text(argument, input(node)))
              .collect(Collectors.joining(", ", "(", ")"))
          + (node.expiredNeeded() ? " with expired" : "");
    }

    @Override
    public String visitAggregate(PlanNode.Aggregate node) {
      Names names = new Names(input(node));
      names.calls.addAll(calls(node.aggregates(), names));
      PlanExpr having = node.having();
      return "aggregate "
          + node.operatorId()
          + " "
          + outputs(node.expressions(), node.schema(), names)
          + keys(node.keys(), names)
          + (having == null ? "" : " having " + new ExpressionText(names).of(having))
          + emits(node.emits());
    }

    @Override
    public String visitGroupWindow(PlanNode.GroupWindow node) {
      Names inputNames = new Names(input(node));
      Names names = new Names(null);
      node.keys().forEach(key -> names.first.add(new ExpressionText(inputNames).of(key)));
      names.calls.addAll(calls(node.aggregates(), inputNames));
      PlanExpr having = node.having();
      return "group window "
          + node.operatorId()
          + " tumble("
          + node.sizeMillis()
          + " ms, "
          + node.offsetMillis()
          + " ms) lateness "
          + node.allowedLatenessMillis()
          + " ms"
          + (node.lateStream() < 0 ? "" : " late #" + node.lateStream())
          + " "
          + outputs(node.expressions(), node.schema(), names)
          + keys(node.keys(), inputNames)
          + (having == null ? "" : " having " + new ExpressionText(names).of(having));
    }

    @Override
    public String visitPattern(PlanNode.Pattern node) {
      PatternProgram program = node.program();
      StringBuilder out = new StringBuilder("pattern " + node.operatorId());
      out.append(program.withinMillis() < 0 ? "" : " within " + program.withinMillis() + " ms");
      for (int i = 0; i < program.elements().size(); i++) {
        out.append(i == 0 ? " " : " -> ").append(every(program, i));
        out.append(element(node, program.elements().get(i)));
      }
      return out.append(" keeping ").append(columns(program.registers())).toString();
    }

    private String every(PatternProgram program, int element) {
      for (PatternProgram.Scope scope : program.scopes()) {
        if (scope.first() == element) {
          return "every[" + scope.first() + ".." + scope.last() + "] ";
        }
      }
      return "";
    }

    private String element(PlanNode.Pattern node, PatternProgram.Element element) {
      RowSchema own = nodes.get(node.inputs().get(element.input())).schema();
      RowSchema registers = node.program().registers();
      List<String> parts = new ArrayList<>();
      PlanExpr filter = element.filter();
      PlanExpr condition = element.condition();
      if (filter != null) {
        parts.add("filter " + text(filter, own));
      }
      for (PatternProgram.KeyMatch key : element.keys()) {
        parts.add(
            "key "
                + own.field(key.column()).name()
                + " = "
                + registers.field(key.register()).name());
      }
      if (condition != null) {
        Names names = new Names(own);
        registers.fields().forEach(field -> names.second.add(field.name()));
        parts.add("condition " + new ExpressionText(names).of(condition));
      }
      if (!element.captures().isEmpty()) {
        parts.add(
            element.captures().stream()
                .map(
                    capture ->
                        (capture.column() == PatternProgram.Capture.TIME
                                ? "ROW_TIME"
                                : own.field(capture.column()).name())
                            + " to "
                            + registers.field(capture.register()).name())
                .collect(Collectors.joining(", ", "keep ", "")));
      }
      return element.alias() + "{" + String.join("; ", parts) + "}";
    }

    @Override
    public String visitTableJoin(PlanNode.TableJoin node) {
      PlanExpr condition = node.condition();
      Names names = new Names(input(node));
      TablePlan table =
          app.tables().stream()
              .filter(each -> each.name().equals(node.table()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no table " + node.table()));
      table.schema().fields().forEach(field -> names.second.add(node.table() + "." + field.name()));
      return "table join "
          + node.operatorId()
          + " "
          + node.table()
          + (node.outer() ? " outer" : "")
          + (node.keyProbe().isEmpty()
              ? " scan"
              : node.keyProbe().stream()
                  .map(key -> text(key, input(node)))
                  .collect(Collectors.joining(", ", " key (", ")")))
          + (condition == null ? "" : " on " + new ExpressionText(names).of(condition))
          + (node.expiredNeeded() ? " with expired" : "");
    }

    @Override
    public String visitTableInsert(PlanNode.TableInsert node) {
      return "table insert " + node.operatorId() + " " + node.table();
    }

    @Override
    public String visitOrderLimit(PlanNode.OrderLimit node) {
      String keys =
          node.sortKeys().stream()
              .map(
                  key ->
                      input(node).field(key.column()).name()
                          + (key.descending() ? " desc" : "")
                          + (key.nullsFirst() ? " nulls first" : ""))
              .collect(Collectors.joining(", "));
      return "order "
          + node.operatorId()
          + (keys.isEmpty() ? "" : " by " + keys)
          + (node.offset() == 0 ? "" : " offset " + node.offset())
          + (node.limit() < 0 ? "" : " limit " + node.limit());
    }

    @Override
    public String visitQueryOutput(PlanNode.QueryOutput node) {
      return "output " + node.queryName() + columns(node.schema());
    }

    @Override
    public String visitSink(PlanNode.Sink node) {
      return "sink " + node.sinkIndex() + " of " + app.sinks().get(node.sinkIndex()).stream();
    }

    private String text(PlanExpr expression, RowSchema row) {
      return new ExpressionText(new Names(row)).of(expression);
    }

    private String outputs(List<PlanExpr> values, RowSchema schema, Names names) {
      List<String> outputs = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        String text = new ExpressionText(names).of(values.get(i));
        String name = schema.field(i).name();
        outputs.add(text.equals(name) ? name : text + " AS " + name);
      }
      return outputs.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    private String keys(List<PlanExpr> keys, Names names) {
      return keys.isEmpty()
          ? ""
          : keys.stream()
              .map(key -> new ExpressionText(names).of(key))
              .collect(Collectors.joining(", ", " by [", "]"));
    }

    private List<String> calls(List<AggregateCall> calls, Names names) {
      List<String> texts = new ArrayList<>();
      for (AggregateCall call : calls) {
        PlanExpr filter = call.filter();
        texts.add(
            call.function().name()
                + call.arguments().stream()
                    .map(argument -> new ExpressionText(names).of(argument))
                    .collect(Collectors.joining(", ", "(", ")"))
                + (filter == null ? "" : " filter (" + new ExpressionText(names).of(filter) + ")")
                + (call.retractable() ? " retracting" : ""));
      }
      return texts;
    }

    private String emits(OutputKind kind) {
      return kind == OutputKind.CURRENT ? "" : " emits " + kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /** The names behind columns and aggregates of an expression. */
  private static final class Names {
    private final List<String> first = new ArrayList<>();
    private final List<String> second = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    Names(@Nullable RowSchema row) {
      if (row != null) {
        row.fields().forEach(field -> first.add(field.name()));
      }
    }
  }

  /** Expressions, fully parenthesised below the first operator. */
  private final class ExpressionText implements PlanExpr.Visitor<String> {
    private final Names names;
    private int depth;

    ExpressionText(Names names) {
      this.names = names;
    }

    String of(PlanExpr expression) {
      return expression.accept(this);
    }

    private <T> String inside(T part, BiFunction<ExpressionText, T, String> text) {
      depth++;
      String result = text.apply(this, part);
      depth--;
      return result;
    }

    private String operand(PlanExpr operand) {
      return inside(operand, ExpressionText::of);
    }

    /** A part that needs no parentheses because its surroundings have some. */
    private String part(PlanExpr part) {
      int outer = depth;
      depth = 0;
      String result = of(part);
      depth = outer;
      return result;
    }

    @Override
    public String visitInput(PlanExpr.Input input) {
      return (input.input() == 0 ? names.first : names.second).get(input.column());
    }

    @Override
    public String visitConstant(PlanExpr.Constant constant) {
      Object value = constant.value();
      if (value == null) {
        return "NULL";
      }
      if (value instanceof String text) {
        return "'" + text.replace("'", "''") + "'";
      }
      boolean isTime =
          constant.type() == Type.TIMESTAMP
              || constant.type() == Type.DATE
              || constant.type() == Type.TIME
              || constant.type() == Type.INTERVAL;
      return isTime ? constant.type().sqlName() + " " + value : value.toString();
    }

    @Override
    public String visitOperation(PlanExpr.Operation operation) {
      List<PlanExpr> operands = operation.operands();
      String symbol = operation.operator().symbol();
      String text;
      if (operands.size() == 3 && operation.operator() == PlanOperator.LIKE) {
        text = operand(operands.get(0)) + " LIKE " + operand(operands.get(1));
        text += " ESCAPE " + operand(operands.get(2));
      } else if (operands.size() > 1) {
        text = operands.stream().map(this::operand).collect(Collectors.joining(" " + symbol + " "));
      } else if (operation.operator() == PlanOperator.NOT) {
        text = symbol + " " + operand(operands.get(0));
      } else if (operation.operator() == PlanOperator.NEGATE) {
        text = symbol + operand(operands.get(0));
      } else {
        text = operand(operands.get(0)) + " " + symbol;
      }
      return depth == 0 ? text : "(" + text + ")";
    }

    @Override
    public String visitCase(PlanExpr.Case conditional) {
      StringBuilder out = new StringBuilder("CASE");
      for (int i = 0; i < conditional.conditions().size(); i++) {
        out.append(" WHEN ").append(part(conditional.conditions().get(i)));
        out.append(" THEN ").append(part(conditional.values().get(i)));
      }
      return out.append(" ELSE ").append(part(conditional.otherwise())).append(" END").toString();
    }

    @Override
    public String visitCast(PlanExpr.Cast cast) {
      return "CAST(" + part(cast.operand()) + " AS " + cast.type().sqlName() + ")";
    }

    @Override
    public String visitFunction(PlanExpr.FunctionCall call) {
      return call.arguments().stream()
          .map(this::part)
          .collect(Collectors.joining(", ", call.binding().name() + "(", ")"));
    }

    @Override
    public String visitRowTime(PlanExpr.RowTime rowTime) {
      return "ROW_TIME";
    }

    @Override
    public String visitNow(PlanExpr.Now now) {
      return "NOW";
    }

    @Override
    public String visitWatermark(PlanExpr.Watermark watermark) {
      return "WATERMARK";
    }

    @Override
    public String visitTableTest(PlanExpr.TableTest test) {
      List<String> wanted = new ArrayList<>();
      Names inner = new Names(null);
      test.arguments().forEach(argument -> inner.first.add(part(argument)));
      TablePlan table =
          app.tables().stream()
              .filter(each -> each.name().equals(test.table()))
              .findFirst()
              .orElseThrow();
      table.schema().fields().forEach(field -> inner.second.add(test.table() + "." + field.name()));
      for (int i = 0; i < test.keys().size(); i++) {
        wanted.add(
            inner.second.get(table.primaryKey().get(i))
                + " = "
                + new ExpressionText(inner).of(test.keys().get(i)));
      }
      PlanExpr condition = test.condition();
      if (condition != null) {
        wanted.add(new ExpressionText(inner).of(condition));
      }
      return (wanted.isEmpty() ? "TRUE" : "(" + String.join(" AND ", wanted) + ")")
          + " IN "
          + test.table();
    }

    @Override
    public String visitAggregateResult(PlanExpr.AggregateResult result) {
      return names.calls.get(result.index());
    }

    @Override
    public String visitWindowBound(PlanExpr.WindowBound bound) {
      return bound.end() ? "window_end" : "window_start";
    }

    @Override
    public String visitLet(PlanExpr.Let let) {
      String text = "LET v" + let.number() + " = " + part(let.value()) + " IN " + part(let.body());
      return depth == 0 ? text : "(" + text + ")";
    }

    @Override
    public String visitLocal(PlanExpr.Local local) {
      return "v" + local.number();
    }
  }
}
