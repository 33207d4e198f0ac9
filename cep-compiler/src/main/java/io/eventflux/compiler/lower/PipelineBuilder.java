package io.eventflux.compiler.lower;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.EngineTypes;
import io.eventflux.compiler.logical.GroupWindowRel;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.compiler.logical.OrderLimitRel;
import io.eventflux.compiler.logical.PatternRel;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.compiler.logical.StreamScan;
import io.eventflux.compiler.logical.TableJoinRel;
import io.eventflux.compiler.logical.WindowRel;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one pipeline: its streams, their sinks, then the queries in text order, so that ids
 * follow the order in which consumers see a row. One use, one thread.
 */
final class PipelineBuilder {
  private final ExpressionLowering expressions;
  private final Map<String, LogicalApp.Stream> streams = new LinkedHashMap<>();
  private final Map<String, Integer> streamIds = new HashMap<>();
  private final Map<String, List<Integer>> inserts = new HashMap<>();
  private final List<@Nullable PlanNode> nodes = new ArrayList<>();
  private final Map<String, Integer> roles = new HashMap<>();
  private String query = "";
  private OutputKind kind = OutputKind.CURRENT;

  PipelineBuilder(ExpressionLowering expressions, List<LogicalApp.Stream> streams) {
    this.expressions = expressions;
    for (LogicalApp.Stream stream : streams) {
      this.streams.put(stream.name(), stream);
      streamIds.put(stream.name(), nodes.size());
      inserts.put(stream.name(), new ArrayList<>());
      nodes.add(null); // Made last, when everything that inserts into it is known.
    }
  }

  void sink(String stream, int sinkIndex) {
    int id = nodes.size();
    nodes.add(
        new PlanNode.Sink(
            id, "sink/" + stream + "/" + sinkIndex, stream(stream), sinkIndex, schema(stream)));
  }

  private int stream(String name) {
    Integer id = streamIds.get(name);
    if (id == null) {
      throw new AssertionError("stream '" + name + "' is not part of this pipeline");
    }
    return id;
  }

  private RowSchema schema(String stream) {
    LogicalApp.Stream found = streams.get(stream);
    if (found == null) {
      throw new AssertionError("stream '" + stream + "' is not part of this pipeline");
    }
    return found.schema();
  }

  private static RowSchema schema(RelDataType row) {
    List<Field> fields = new ArrayList<>();
    row.getFieldList()
        .forEach(
            field -> fields.add(new Field(field.getName(), EngineTypes.type(field.getType()))));
    return new RowSchema(fields);
  }

  private int add(PlanNode node) {
    nodes.add(node);
    return node.id();
  }

  private int next() {
    return nodes.size();
  }

  /** The stable name of a step: the first of a role has no number. */
  private String operator(String role) {
    int count = roles.merge(role, 1, Integer::sum);
    return query + "/" + role + (count == 1 ? "" : count);
  }

  // ---- queries

  void query(EmitRel root) {
    query = root.query();
    kind = root.kind();
    roles.clear();
    expressions.beginQuery();
    int rows = lower(root.getInput(), kind);
    int output = add(new PlanNode.QueryOutput(next(), query, rows, schema(root.getRowType())));
    EmitRel.Target target = root.target();
    if (target == null) {
      return;
    }
    if (target.fills() != null) {
      output = fills(target, target.fills(), output);
    }
    if (target.isTable()) {
      RowSchema schema = node(output).schema();
      add(new PlanNode.TableInsert(next(), operator("insert"), output, target.name(), schema));
    } else {
      List<Integer> inputs = inserts.get(target.name());
      if (inputs == null) {
        throw new AssertionError("stream '" + target.name() + "' is not part of this pipeline");
      }
      inputs.add(output);
    }
  }

  private PlanNode node(int id) {
    PlanNode node = nodes.get(id);
    if (node == null) {
      throw new AssertionError("node " + id + " is not made yet");
    }
    return node;
  }

  /** Brings the outputs of a query into the order of the target's columns. */
  private int fills(EmitRel.Target target, List<RexNode> fills, int output) {
    List<PlanExpr> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < fills.size(); i++) {
      PlanExpr value = expressions.lower(fills.get(i));
      values.add(value);
      fields.add(new Field(target.columns().get(i), value.type()));
    }
    return add(
        new PlanNode.Project(
            next(), operator("columns"), output, null, values, kind, new RowSchema(fields)));
  }

  // ---- relations

  /**
   * The node that gives the rows of a relation.
   *
   * @param wanted which of its rows are of use to whoever reads it
   */
  private int lower(RelNode rel, OutputKind wanted) {
    if (rel instanceof StreamScan scan) {
      return stream(scan.stream());
    }
    if (rel instanceof LogicalFilter filter) {
      int input = lower(filter.getInput(), wanted);
      PlanExpr condition = expressions.lower(filter.getCondition());
      return add(
          new PlanNode.Filter(
              next(), operator("filter"), input, condition, schema(filter.getRowType())));
    }
    if (rel instanceof LogicalProject project) {
      return project(project, wanted);
    }
    if (rel instanceof WindowRel window) {
      return window(window, wanted);
    }
    if (rel instanceof StreamAggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof GroupWindowRel window) {
      return groupWindow(window);
    }
    if (rel instanceof PatternRel pattern) {
      return pattern(pattern);
    }
    if (rel instanceof TableJoinRel join) {
      return tableJoin(join, wanted);
    }
    if (rel instanceof OrderLimitRel order) {
      int input = lower(order.getInput(), wanted);
      return add(
          new PlanNode.OrderLimit(
              next(),
              operator("order"),
              input,
              order.sortKeys(),
              order.offset(),
              order.limit(),
              schema(order.getRowType())));
    }
    throw new AssertionError("no node for " + rel.getRelTypeName());
  }

  private int project(LogicalProject project, OutputKind wanted) {
    RelNode below = project.getInput();
    PlanExpr condition = null;
    if (below instanceof LogicalFilter filter) {
      condition = expressions.lower(filter.getCondition());
      below = filter.getInput();
    }
    int input = lower(below, wanted);
    List<PlanExpr> values =
        project.getProjects().stream().map(value -> expressions.lower(value)).toList();
    return add(
        new PlanNode.Project(
            next(),
            operator("project"),
            input,
            condition,
            values,
            wanted,
            schema(project.getRowType())));
  }

  private int window(WindowRel window, OutputKind wanted) {
    int input = lower(window.getInput(), OutputKind.CURRENT);
    List<PlanExpr> arguments =
        window.arguments().stream().map(argument -> expressions.lower(argument)).toList();
    return add(
        new PlanNode.Window(
            next(),
            operator("window"),
            input,
            window.window(),
            arguments,
            wanted != OutputKind.CURRENT,
            schema(window.getRowType())));
  }

  private int aggregate(StreamAggregate aggregate) {
    RelNode rows = aggregate.getInput();
    // An aggregate takes what leaves a window back, whichever rows it gives on.
    int input = lower(rows, OutputKind.ALL);
    boolean canExpire = canExpire(rows);
    int width = rows.getRowType().getFieldCount();
    List<AggregateCall> calls = calls(aggregate.aggregates(), canExpire);
    IntFunction<PlanExpr> columns = virtualRow(rows.getRowType(), width, calls);
    RexNode having = aggregate.having();
    return add(
        new PlanNode.Aggregate(
            next(),
            operator("aggregate"),
            input,
            aggregate.keys().stream().map(key -> expressions.lower(key)).toList(),
            calls,
            aggregate.expressions().stream()
                .map(value -> expressions.lower(value, columns))
                .toList(),
            having == null ? null : expressions.lower(having, columns),
            kind,
            schema(aggregate.getRowType())));
  }

  /** Columns of the input, then one column per aggregate. */
  private static IntFunction<PlanExpr> virtualRow(
      RelDataType row, int width, List<AggregateCall> calls) {
    List<Type> types = EngineTypes.columns(row);
    return index ->
        index < width
            ? new PlanExpr.Input(0, index, types.get(index))
            : new PlanExpr.AggregateResult(index - width, calls.get(index - width).type());
  }

  private List<AggregateCall> calls(List<AggregateItem> items, boolean canExpire) {
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateItem item : items) {
      RexNode filter = item.filter();
      calls.add(
          new AggregateCall(
              item.function(),
              item.arguments().stream().map(argument -> expressions.lower(argument)).toList(),
              filter == null ? null : expressions.lower(filter),
              canExpire && item.canRetract()));
    }
    return calls;
  }

  private static boolean canExpire(RelNode rel) {
    return rel instanceof WindowRel
        || rel instanceof TableJoinRel
        || rel.getInputs().stream().anyMatch(PipelineBuilder::canExpire);
  }

  private int groupWindow(GroupWindowRel window) {
    RelNode rows = window.getInput();
    int input = lower(rows, OutputKind.CURRENT);
    List<AggregateCall> calls = calls(window.aggregates(), false);
    List<PlanExpr> keys = window.keys().stream().map(key -> expressions.lower(key)).toList();
    int borders = keys.size() + calls.size();
    IntFunction<PlanExpr> columns =
        index -> {
          if (index < keys.size()) {
            return new PlanExpr.Input(0, index, keys.get(index).type());
          }
          if (index < borders) {
            int call = index - keys.size();
            return new PlanExpr.AggregateResult(call, calls.get(call).type());
          }
          return new PlanExpr.WindowBound(index > borders, Type.TIMESTAMP);
        };
    RexNode having = window.having();
    LogicalApp.Stream stream = streams.get(window.stream());
    if (stream == null || stream.watermark() == null) {
      throw new AssertionError("a group window needs a stream with event time");
    }
    String late = stream.watermark().lateStream();
    return add(
        new PlanNode.GroupWindow(
            next(),
            operator("groupWindow"),
            input,
            window.sizeMillis(),
            window.offsetMillis(),
            stream.allowedLatenessMillis(),
            late == null ? -1 : stream(late),
            keys,
            calls,
            window.expressions().stream().map(value -> expressions.lower(value, columns)).toList(),
            having == null ? null : expressions.lower(having, columns),
            schema(window.getRowType())));
  }

  // ---- joins

  private int tableJoin(TableJoinRel join, OutputKind wanted) {
    RelNode rows = join.getInput();
    int input = lower(rows, OutputKind.CURRENT);
    KeyProbe probe =
        KeyProbe.of(join.condition(), join.primaryKey(), rows.getRowType().getFieldCount());
    List<Type> types = EngineTypes.columns(join.getRowType());
    int width = rows.getRowType().getFieldCount();
    IntFunction<PlanExpr> columns =
        index ->
            index < width
                ? new PlanExpr.Input(0, index, types.get(index))
                : new PlanExpr.Input(1, index - width, types.get(index));
    List<PlanExpr> rest =
        probe.rest().stream().map(condition -> expressions.lower(condition, columns)).toList();
    return add(
        new PlanNode.TableJoin(
            next(),
            operator("join"),
            input,
            join.table(),
            join.outer(),
            probe.keys().stream().map(key -> expressions.lower(key)).toList(),
            Conjunctions.all(rest),
            wanted != OutputKind.CURRENT,
            schema(join.getRowType())));
  }

  // ---- patterns

  private int pattern(PatternRel pattern) {
    List<Integer> inputs = new ArrayList<>();
    for (RelNode stream : pattern.getInputs()) {
      inputs.add(lower(stream, OutputKind.CURRENT));
    }
    RowSchema registers = schema(pattern.getRowType());
    List<PatternProgram.Element> elements = new ArrayList<>();
    for (int i = 0; i < pattern.elements().size(); i++) {
      elements.add(element(pattern, i));
    }
    PatternProgram program =
        new PatternProgram(elements, pattern.scopes(), pattern.withinMillis(), registers);
    return add(new PlanNode.Pattern(next(), operator("pattern"), inputs, program, registers));
  }

  private PatternProgram.Element element(PatternRel pattern, int position) {
    PatternRel.Element element = pattern.elements().get(position);
    RelDataType candidate = pattern.getInputs().get(element.input()).getRowType();
    ElementCondition split = ElementCondition.of(element.condition(), candidate.getFieldCount());
    List<Type> own = EngineTypes.columns(candidate);
    List<Type> kept = EngineTypes.columns(pattern.getRowType());
    int width = own.size();
    IntFunction<PlanExpr> columns =
        index ->
            index < width
                ? new PlanExpr.Input(0, index, own.get(index))
                : new PlanExpr.Input(1, index - width, kept.get(index - width));
    List<PatternProgram.Capture> captures = new ArrayList<>();
    for (int register = 0; register < pattern.registers().size(); register++) {
      if (pattern.registers().get(register).element() == position) {
        captures.add(
            new PatternProgram.Capture(pattern.registers().get(register).column(), register));
      }
    }
    return new PatternProgram.Element(
        element.alias(),
        element.input(),
        Conjunctions.all(
            split.filter().stream().map(value -> expressions.lower(value, columns)).toList()),
        split.keys(),
        Conjunctions.all(
            split.rest().stream().map(value -> expressions.lower(value, columns)).toList()),
        captures);
  }

  // ---- the whole

  PipelinePlan build() {
    List<PlanNode> made = new ArrayList<>();
    for (LogicalApp.Stream stream : streams.values()) {
      made.add(streamNode(stream, PlanNode.Dispatch.RANGE));
    }
    for (PlanNode node : nodes.subList(streams.size(), nodes.size())) {
      if (node == null) {
        throw new AssertionError("only streams are made last");
      }
      made.add(node);
    }
    DispatchChoice choice = new DispatchChoice(made);
    List<LogicalApp.Stream> all = List.copyOf(streams.values());
    for (int id = 0; id < all.size(); id++) {
      made.set(id, streamNode(all.get(id), choice.of(id)));
    }
    return new PipelinePlan(made);
  }

  private PlanNode streamNode(LogicalApp.Stream stream, PlanNode.Dispatch dispatch) {
    return new PlanNode.Stream(
        stream(stream.name()),
        stream.name(),
        inserts.getOrDefault(stream.name(), List.of()),
        stream.schema(),
        stream.external(),
        stream.watermark(),
        stream.lengths(),
        dispatch);
  }
}
