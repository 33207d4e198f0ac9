package io.eventflux.core.plan;

import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline. Nodes name the nodes they read by id; ids count from 0 in an order in
 * which rows of one cause reach the consumers of a node (text order). Immutable.
 */
public sealed interface PlanNode {
  /** Position in {@link PipelinePlan#nodes()}. */
  int id();

  /**
   * Stable name of the state of this step: query name and role, as {@code heavyByHub/window}. The
   * same text gives the same name in every compilation.
   */
  String operatorId();

  /** Ids of the nodes whose rows arrive here; the position is the input ordinal. */
  List<Integer> inputs();

  /** The attributes of the rows that leave. */
  RowSchema schema();

  /** Calls the method of {@code visitor} for this kind of node. */
  <R> R accept(Visitor<R> visitor);

  /** One method a kind of node. */
  interface Visitor<R> {
    /** A stream. */
    R visitStream(Stream node);

    /** A filter. */
    R visitFilter(Filter node);

    /** A projection. */
    R visitProject(Project node);

    /** A window of language 4.4. */
    R visitWindow(Window node);

    /** A selector with aggregates. */
    R visitAggregate(Aggregate node);

    /** A group window of language 7.2. */
    R visitGroupWindow(GroupWindow node);

    /** A pattern. */
    R visitPattern(Pattern node);

    /** A stream joined with a table. */
    R visitTableJoin(TableJoin node);

    /** An insert into a table. */
    R visitTableInsert(TableInsert node);

    /** Order, offset and limit inside a unit. */
    R visitOrderLimit(OrderLimit node);

    /** The output of a query as its subscribers see it. */
    R visitQueryOutput(QueryOutput node);

    /** A sink. */
    R visitSink(Sink node);
  }

  /**
   * How a stream hands rows to its consumers. All give the same results; they differ in how much is
   * handed over at once.
   */
  enum Dispatch {
    /** Whole ranges: no two consumers meet again further down. */
    RANGE,
    /**
     * Unit by unit, each consumer to its end before the next: effects of one consumer may be seen
     * by another.
     */
    UNIT,
    /** As UNIT, and through the work stack of the pipeline, because the stream feeds itself. */
    STACKED
  }

  /**
   * A stream: the meeting point of everything that is inserted into it and everything that reads
   * it. Inserted rows become CURRENT.
   *
   * @param inputs the queries that insert; empty for a stream that is fed only from outside
   * @param external whether sources, start-up rows or callers may feed it, so that it has columns
   *     in the junction
   * @param watermark how event time is declared; null: arrival semantics
   * @param lengths how long texts may be; a row with a longer one is refused
   */
  record Stream(
      int id,
      String name,
      List<Integer> inputs,
      RowSchema schema,
      boolean external,
      @Nullable Watermark watermark,
      List<LengthLimit> lengths,
      Dispatch dispatch)
      implements PlanNode {
    /** Copies the lists. */
    public Stream {
      inputs = List.copyOf(inputs);
      lengths = List.copyOf(lengths);
    }

    @Override
    public String operatorId() {
      return "stream/" + name;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStream(this);
    }
  }

  /**
   * Rows for which {@code condition} is TRUE. Emits a selection over the same columns. RESET rows
   * pass.
   */
  record Filter(int id, String operatorId, int input, PlanExpr condition, RowSchema schema)
      implements PlanNode {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFilter(this);
    }
  }

  /**
   * New columns for rows that fulfil {@code condition} (null: all) and whose kind is in {@code
   * emits}.
   */
  record Project(
      int id,
      String operatorId,
      int input,
      @Nullable PlanExpr condition,
      List<PlanExpr> expressions,
      OutputKind emits,
      RowSchema schema)
      implements PlanNode {
    /** Copies the list. */
    public Project {
      expressions = List.copyOf(expressions);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitProject(this);
    }

    /** Whether all rows pass and nothing is computed: columns are dropped, repeated, reordered. */
    public boolean isPlain() {
      return condition == null
          && expressions.stream().allMatch(expression -> expression instanceof PlanExpr.Input);
    }
  }

  /**
   * A window of language 4.4.
   *
   * @param window canonical name of the window, lower case
   * @param arguments constants; for an attribute parameter a {@link PlanExpr.Input}
   * @param expiredNeeded false when nothing behind it looks at EXPIRED or RESET rows, so that they
   *     need not be made
   */
  record Window(
      int id,
      String operatorId,
      int input,
      String window,
      List<PlanExpr> arguments,
      boolean expiredNeeded,
      RowSchema schema)
      implements PlanNode {
    /** Copies the list. */
    public Window {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWindow(this);
    }
  }

  /**
   * The selector of a query with aggregates or GROUP BY: language 4.2 and 4.3, collapse rule
   * included.
   *
   * @param keys group keys over the input row; empty: one group
   * @param expressions the select list over the input row and {@link PlanExpr.AggregateResult}
   * @param having over the same; null: all rows
   */
  record Aggregate(
      int id,
      String operatorId,
      int input,
      List<PlanExpr> keys,
      List<AggregateCall> aggregates,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      OutputKind emits,
      RowSchema schema)
      implements PlanNode {
    /** Copies the lists. */
    public Aggregate {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
      expressions = List.copyOf(expressions);
    }

    /**
     * Whether a group without rows is like one that never was, and rows do leave: such groups are
     * freed. Others stay for ever, and there is a bound on them.
     */
    public boolean freesGroups() {
      return aggregates.stream().allMatch(call -> call.retractable() && call.function().forgets());
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAggregate(this);
    }
  }

  /**
   * A TUMBLE group window over event time: one row per window and group when the watermark passes
   * the end, corrected rows while late rows are allowed. The window of a row is found by its
   * timestamp.
   *
   * @param keys group keys besides the window, over the input row
   * @param expressions the select list over input 0 = key columns, {@link PlanExpr.AggregateResult}
   *     and {@link PlanExpr.WindowBound}
   * @param lateStream id of the stream that gets late rows (input columns, W, W - time), or -1:
   *     dropped and counted
   */
  record GroupWindow(
      int id,
      String operatorId,
      int input,
      long sizeMillis,
      long offsetMillis,
      long allowedLatenessMillis,
      int lateStream,
      List<PlanExpr> keys,
      List<AggregateCall> aggregates,
      List<PlanExpr> expressions,
      @Nullable PlanExpr having,
      RowSchema schema)
      implements PlanNode {
    /** Copies the lists. */
    public GroupWindow {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
      expressions = List.copyOf(expressions);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitGroupWindow(this);
    }
  }

  /**
   * A chain of language section 5 over one or more streams; emits one row, a unit of its own, per
   * match: the registers of the program.
   */
  record Pattern(
      int id, String operatorId, List<Integer> inputs, PatternProgram program, RowSchema schema)
      implements PlanNode {
    /** Copies the list. */
    public Pattern {
      inputs = List.copyOf(inputs);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPattern(this);
    }
  }

  /**
   * Each row of a stream with the rows of a table (language 4.7, the stream side has the empty
   * window): columns of the stream, then those of the table. All rows of one input row stay in its
   * unit.
   *
   * @param outer whether an input row without a match gives one row with NULLs
   * @param keyProbe expressions over the stream row for all primary-key columns of the table, in
   *     key order, if the condition fixes them; else empty
   * @param condition what is left of the condition, over input 0 = stream row and input 1 = table
   *     row; null: none
   * @param expiredNeeded whether each match must also appear as EXPIRED behind the CURRENT rows of
   *     its event (4.7 rule 7)
   */
  record TableJoin(
      int id,
      String operatorId,
      int input,
      String table,
      boolean outer,
      List<PlanExpr> keyProbe,
      @Nullable PlanExpr condition,
      boolean expiredNeeded,
      RowSchema schema)
      implements PlanNode {
    /** Copies the list. */
    public TableJoin {
      keyProbe = List.copyOf(keyProbe);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTableJoin(this);
    }
  }

  /**
   * Appends each row to a table; rows already have its columns. A duplicate key is refused and
   * reported (language 3.4). Emits nothing.
   */
  record TableInsert(int id, String operatorId, int input, String table, RowSchema schema)
      implements PlanNode {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTableInsert(this);
    }
  }

  /**
   * Sorts the rows of each unit (stable), then drops {@code offset} rows and keeps {@code limit}.
   * Sort columns that are not part of the output stand behind the visible ones in the input and are
   * cut off: the output has the first {@code schema.size()} columns.
   *
   * @param limit rows kept a unit; -1: all
   */
  record OrderLimit(
      int id,
      String operatorId,
      int input,
      List<SortKey> sortKeys,
      long offset,
      long limit,
      RowSchema schema)
      implements PlanNode {
    /** Copies the list. */
    public OrderLimit {
      sortKeys = List.copyOf(sortKeys);
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOrderLimit(this);
    }
  }

  /**
   * Hands the rows of query {@code queryName}, kinds kept, to whoever subscribed to it, and passes
   * them on.
   */
  record QueryOutput(int id, String queryName, int input, RowSchema schema) implements PlanNode {
    @Override
    public String operatorId() {
      return queryName + "/output";
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitQueryOutput(this);
    }
  }

  /** Hands the rows of a stream to the sink at {@code sinkIndex} of {@link AppPlan#sinks()}. */
  record Sink(int id, String operatorId, int input, int sinkIndex, RowSchema schema)
      implements PlanNode {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSink(this);
    }
  }

  /**
   * How a stream gets event time.
   *
   * @param column the time attribute: LONG or TIMESTAMP; its value becomes the timestamp of the row
   * @param delayMillis the watermark is the greatest time seen minus this
   * @param lateStream name of the stream for rows without time (NULL); null: dropped and counted
   * @param futureMillisMax by how much a time may be later than the wall clock before the row is
   *     refused and does not move the watermark; {@link Long#MAX_VALUE}: by any time
   * @param idleMillis after how much time without rows nobody waits for who feeds it; 0: never
   */
  record Watermark(
      int column,
      long delayMillis,
      @Nullable String lateStream,
      long futureMillisMax,
      long idleMillis) {
    /** One that takes all times and waits for ever. */
    public Watermark(int column, long delayMillis, @Nullable String lateStream) {
      this(column, delayMillis, lateStream, Long.MAX_VALUE, 0);
    }

    /** Whether it looks at the wall clock. */
    public boolean isBounded() {
      return futureMillisMax != Long.MAX_VALUE;
    }
  }

  /**
   * One sort key of a unit.
   *
   * @param column index in the input of {@link OrderLimit}
   */
  record SortKey(int column, boolean descending, boolean nullsFirst) {}
}
