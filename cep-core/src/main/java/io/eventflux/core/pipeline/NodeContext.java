package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.kernel.TableTest;
import io.eventflux.core.kernel.TableTestFailure;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.operator.OperatorContext;
import io.eventflux.core.plan.ConnectedKernels;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.Timers;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one operator sees of its pipeline. Pipeline thread only. */
final class NodeContext implements OperatorContext {
  private final PlanNode node;
  private final List<RowSchema> inputSchemas;
  private final @Nullable StreamHub stream;
  private final KernelFactory kernels;
  private final Timers timers;
  private final StateLimits limits;
  private final Map<String, Table> tables;
  private final PipelineErrors errors;
  private final RowErrors rowErrors = new FailedRows();
  private final Counter lateCount = new Counter();
  private final Counter failureCount = new Counter();
  private final Counter droppedStateCount = new Counter();
  private long dropsToLog = 1;
  private long dropCount;

  /**
   * A context for {@code node}.
   *
   * @param stream the stream whose error rule holds for its rows; null if there is none
   * @param watermark the watermark of that stream, see {@link
   *     io.eventflux.core.kernel.Kernel#useWatermark}
   */
  NodeContext(
      PlanNode node,
      List<RowSchema> inputSchemas,
      @Nullable StreamHub stream,
      KernelFactory kernels,
      LongSupplier watermark,
      Timers timers,
      StateLimits limits,
      Map<String, Table> tables,
      PipelineErrors errors) {
    this.node = node;
    this.inputSchemas = inputSchemas;
    this.stream = stream;
    this.kernels = new ConnectedKernels(kernels, timers::nowMillis, watermark, this::tableTest);
    this.timers = timers;
    this.limits = limits;
    this.tables = tables;
    this.errors = errors;
  }

  /** The stream whose error rule holds for rows of this operator; empty if there is none. */
  String stream() {
    return stream == null ? "" : stream.node().name();
  }

  Counter lateCount() {
    return lateCount;
  }

  Counter failureCount() {
    return failureCount;
  }

  Counter droppedStateCount() {
    return droppedStateCount;
  }

  @Override
  public String operatorId() {
    return node.operatorId();
  }

  @Override
  public RowSchema inputSchema(int input) {
    return inputSchemas.get(input);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public StateLimits limits() {
    return limits;
  }

  @Override
  public RowErrors errors() {
    return rowErrors;
  }

  @Override
  public Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("the plan has no table '" + name + "'");
    }
    return table;
  }

  private TableTest tableTest(PlanExpr.TableTest test) {
    return new TableProbe(test, table(test.table()), kernels);
  }

  @Override
  public void countLate(long rows) {
    lateCount.add(rows);
  }

  /** Logs the first drop, and then those that make their number a power of ten. */
  @Override
  public void countDroppedState(long count, String reason) {
    droppedStateCount.add(count);
    dropCount++;
    if (dropCount == dropsToLog) {
      dropsToLog *= 10;
      System.getLogger("io.eventflux")
          .log(
              System.Logger.Level.WARNING,
              "place={0}: {1} {2} (droppedTotal={3})",
              node.operatorId(),
              Long.toString(count),
              reason,
              Long.toString(droppedStateCount.value()));
    }
  }

  @Override
  public void rejectRow(ColumnBatch batch, int row, String reason) {
    report(FailureKind.REFUSED, batch, row, reason, null);
  }

  /** Failed rows of the kernels of this operator. */
  private final class FailedRows implements RowErrors {
    @Override
    public void report(ColumnBatch batch, int row, Throwable cause) {
      NodeContext.this.report(FailureKind.FUNCTION, batch, row, sentence(cause), cause);
    }

    @Override
    public void report(ColumnBatch batch, int row, String functionName, Throwable cause) {
      if (cause instanceof TableTestFailure failure) {
        report(batch, row, failure.functionName(), failure.thrown());
        return;
      }
      String reason = "function '" + functionName + "' failed: " + sentence(cause);
      NodeContext.this.report(FailureKind.FUNCTION, batch, row, reason, cause);
    }

    private static String sentence(Throwable cause) {
      String message = cause.getMessage();
      return message == null ? cause.getClass().getSimpleName() : message;
    }
  }

  private void report(
      FailureKind kind, ColumnBatch batch, int row, String reason, @Nullable Throwable cause) {
    failureCount.add(1);
    RowSchema schema = schemaOf(batch);
    FailedRow failed =
        stream == null
            ? new FailedRow(schema, batch, row, null, -1)
            : stream.failedRow(schema, batch, row);
    errors.failed(kind, node.operatorId(), stream(), failed, reason, cause);
  }

  /**
   * The schema that fits the batch: kernels of one operator work on its inputs and on its registers
   * or output.
   */
  private RowSchema schemaOf(ColumnBatch batch) {
    int columnCount = batch.columns().length;
    for (RowSchema schema : inputSchemas) {
      if (schema.size() == columnCount) {
        return schema;
      }
    }
    return node.schema();
  }
}
