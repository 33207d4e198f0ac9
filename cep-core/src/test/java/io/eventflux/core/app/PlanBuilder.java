package io.eventflux.core.app;

import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.aggregate.CoreAggregates;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.IdleClock;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.plan.StartRows;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes plans by hand, as a compiler would: nodes in text order, one call a node. Methods that add
 * a node return its id. All nodes go to one pipeline until {@link #newPipeline} is called.
 */
public final class PlanBuilder {
  private final String name;
  private final List<PipelinePlan> pipelines = new ArrayList<>();
  private final List<TablePlan> tables = new ArrayList<>();
  private final List<ConnectorPlan> sources = new ArrayList<>();
  private final List<ConnectorPlan> sinks = new ArrayList<>();
  private final List<StartRows> startRows = new ArrayList<>();
  private @Nullable IdleClock idleClock;
  private final Map<String, String> faultStreams = new LinkedHashMap<>();
  private final List<IntFunction<PlanNode>> nodes = new ArrayList<>();
  private final List<RowSchema> schemas = new ArrayList<>();
  private final Map<Integer, List<Integer>> inserts = new LinkedHashMap<>();
  private boolean playback;
  private StateLimits limits = StateLimits.DEFAULT;

  /** An empty app called {@code name}. */
  public PlanBuilder(String name) {
    this.name = name;
  }

  /** Attributes from pairs of name and type. */
  public static RowSchema schema(Object... namesAndTypes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new Field((String) namesAndTypes[i], (Type) namesAndTypes[i + 1]));
    }
    return new RowSchema(fields);
  }

  /** Attribute {@code column} of the only input. */
  public static PlanExpr column(int column, Type type) {
    return new PlanExpr.Input(0, column, type);
  }

  /** {@code left operator right}, true or false. */
  public static PlanExpr compare(PlanOperator operator, PlanExpr left, PlanExpr right) {
    return new PlanExpr.Operation(operator, List.of(left, right), Type.BOOL);
  }

  /** A constant. */
  public static PlanExpr constant(@Nullable Object value, Type type) {
    return new PlanExpr.Constant(value, type);
  }

  /** Every attribute of {@code schema} as it is. */
  public static PlanExpr[] all(RowSchema schema) {
    PlanExpr[] expressions = new PlanExpr[schema.size()];
    Arrays.setAll(expressions, i -> column(i, schema.field(i).type()));
    return expressions;
  }

  /** A call of a built-in aggregate over {@code arguments}. */
  public static AggregateCall call(String function, boolean retractable, PlanExpr... arguments) {
    List<Type> types = Arrays.stream(arguments).map(PlanExpr::type).toList();
    AggregateFunction overload =
        new CoreAggregates()
            .aggregates().stream()
                .flatMap(aggregate -> aggregate.overloads().stream())
                .filter(each -> each.name().equals(function) && each.parameters().equals(types))
                .findFirst()
                .orElseThrow();
    return new AggregateCall(overload, Arrays.asList(arguments), null, retractable);
  }

  /** Time follows events. */
  public PlanBuilder playback() {
    playback = true;
    return this;
  }

  /** A stream that is fed from outside. */
  public int stream(String stream, RowSchema schema) {
    return stream(stream, schema, null, PlanNode.Dispatch.RANGE, true);
  }

  /** A stream that is fed by queries only. */
  public int derived(String stream, RowSchema schema) {
    return stream(stream, schema, null, PlanNode.Dispatch.RANGE, false);
  }

  /** A stream; queries that insert are added with {@link #insert}. */
  public int stream(
      String stream,
      RowSchema schema,
      PlanNode.@Nullable Watermark watermark,
      PlanNode.Dispatch dispatch,
      boolean external) {
    int id = nodes.size();
    List<Integer> inputs = new ArrayList<>();
    inserts.put(id, inputs);
    return add(
        schema,
        ignored ->
            new PlanNode.Stream(
                id, stream, inputs, schema, external, watermark, List.of(), dispatch));
  }

  /** What {@code from} emits goes into {@code stream}. */
  public PlanBuilder insert(int from, int stream) {
    List<Integer> inputs = inserts.get(stream);
    if (inputs == null) {
      throw new IllegalArgumentException(stream + " is no stream");
    }
    inputs.add(from);
    return this;
  }

  /** Rows for which the condition is true. */
  public int filter(String operatorId, int input, PlanExpr condition) {
    RowSchema schema = schemas.get(input);
    return add(schema, id -> new PlanNode.Filter(id, operatorId, input, condition, schema));
  }

  /** New columns for CURRENT rows. */
  public int project(
      String operatorId,
      int input,
      RowSchema schema,
      @Nullable PlanExpr condition,
      PlanExpr... expressions) {
    return project(operatorId, input, schema, condition, OutputKind.CURRENT, expressions);
  }

  /** New columns for rows of some kinds. */
  public int project(
      String operatorId,
      int input,
      RowSchema schema,
      @Nullable PlanExpr condition,
      OutputKind emits,
      PlanExpr... expressions) {
    return add(
        schema,
        id ->
            new PlanNode.Project(
                id, operatorId, input, condition, Arrays.asList(expressions), emits, schema));
  }

  /** A window. */
  public int window(String operatorId, int input, String window, PlanExpr... arguments) {
    RowSchema schema = schemas.get(input);
    return add(
        schema,
        id ->
            new PlanNode.Window(
                id, operatorId, input, window, Arrays.asList(arguments), true, schema));
  }

  /** A selector with aggregates. */
  public int aggregate(
      String operatorId,
      int input,
      RowSchema schema,
      List<PlanExpr> keys,
      List<AggregateCall> calls,
      OutputKind emits,
      PlanExpr... expressions) {
    return add(
        schema,
        id ->
            new PlanNode.Aggregate(
                id,
                operatorId,
                input,
                keys,
                calls,
                Arrays.asList(expressions),
                null,
                emits,
                schema));
  }

  /** A TUMBLE group window. */
  public int groupWindow(
      String operatorId,
      int input,
      long sizeMillis,
      long allowedLatenessMillis,
      int lateStream,
      RowSchema schema,
      List<PlanExpr> keys,
      List<AggregateCall> calls,
      PlanExpr... expressions) {
    return add(
        schema,
        id ->
            new PlanNode.GroupWindow(
                id,
                operatorId,
                input,
                sizeMillis,
                0,
                allowedLatenessMillis,
                lateStream,
                keys,
                calls,
                Arrays.asList(expressions),
                null,
                schema));
  }

  /** An insert into a table. */
  public int tableInsert(String operatorId, int input, String table) {
    RowSchema schema = schemas.get(input);
    return add(schema, id -> new PlanNode.TableInsert(id, operatorId, input, table, schema));
  }

  /** An inner join with a table on its primary key. */
  public int tableJoin(
      String operatorId, int input, String table, RowSchema schema, PlanExpr... keyProbe) {
    return add(
        schema,
        id ->
            new PlanNode.TableJoin(
                id, operatorId, input, table, false, Arrays.asList(keyProbe), null, false, schema));
  }

  /** A pattern over {@code inputs}. */
  public int pattern(String operatorId, PatternProgram program, Integer... inputs) {
    RowSchema schema = program.registers();
    return add(
        schema, id -> new PlanNode.Pattern(id, operatorId, List.of(inputs), program, schema));
  }

  /** The output of a query. */
  public int output(String query, int input) {
    RowSchema schema = schemas.get(input);
    return add(schema, id -> new PlanNode.QueryOutput(id, query, input, schema));
  }

  /** A table. */
  public PlanBuilder table(String table, RowSchema schema, Integer... primaryKey) {
    tables.add(new TablePlan(table, schema, List.of(primaryKey), List.of(), List.of(), "inMemory"));
    return this;
  }

  /** A source of a stream, with common options in pairs. */
  public PlanBuilder source(String stream, String connector, String... commonOptions) {
    sources.add(
        new ConnectorPlan(stream, connector, Map.of(), null, Map.of(), options(commonOptions)));
    return this;
  }

  /** A sink that drains node {@code input}, a stream, with common options in pairs. */
  public int sink(String stream, int input, String connector, String... commonOptions) {
    int sinkIndex = sinks.size();
    sinks.add(
        new ConnectorPlan(stream, connector, Map.of(), null, Map.of(), options(commonOptions)));
    RowSchema schema = schemas.get(input);
    return add(
        schema,
        id -> new PlanNode.Sink(id, stream + "/sink" + sinkIndex, input, sinkIndex, schema));
  }

  /** Bounds state that nothing else bounds. */
  public PlanBuilder limits(int runsMax, int keysMax) {
    limits = new StateLimits(runsMax, keysMax);
    return this;
  }

  /** Rows that are inserted at the start. */
  public PlanBuilder startRows(String target, List<List<@Nullable Object>> rows) {
    startRows.add(new StartRows(target, rows));
    return this;
  }

  /** Ends the pipeline; ids count from 0 again. */
  public PlanBuilder newPipeline() {
    List<PlanNode> built = new ArrayList<>();
    for (int id = 0; id < nodes.size(); id++) {
      built.add(nodes.get(id).apply(id));
    }
    pipelines.add(new PipelinePlan(built));
    nodes.clear();
    schemas.clear();
    inserts.clear();
    return this;
  }

  /** The clock of playback goes on without events. */
  public PlanBuilder idleClock(long idleMillis, long incrementMillis) {
    idleClock = new IdleClock(idleMillis, incrementMillis);
    return this;
  }

  /** Failed rows of {@code stream} go to {@code fault}, which is a stream of its own. */
  public PlanBuilder faultStream(String stream, String fault) {
    faultStreams.put(stream, fault);
    return this;
  }

  /** The plan. */
  public AppPlan plan() {
    if (!nodes.isEmpty()) {
      newPipeline();
    }
    return new AppPlan(
        name,
        playback,
        idleClock,
        0,
        limits,
        pipelines,
        tables,
        sources,
        sinks,
        startRows,
        faultStreams);
  }

  /** The app, interpreted. */
  public CompiledApp app() {
    return new CompiledApp(plan(), new InterpretedKernels());
  }

  private int add(RowSchema schema, IntFunction<PlanNode> node) {
    nodes.add(node);
    schemas.add(schema);
    return nodes.size() - 1;
  }

  private static Map<String, String> options(String... pairs) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    return options;
  }
}
