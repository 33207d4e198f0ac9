package io.eventflux.core.operator;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.state.Table;
import io.eventflux.core.time.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An operator context of plain lists, with interpreted kernels and a clock set by the test. */
public final class FakeOperatorContext implements OperatorContext {
  private final List<RowSchema> inputs;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<String> reports = new ArrayList<>();
  private long nowMillis;
  private StateLimits limits = StateLimits.DEFAULT;
  private KernelFactory kernels = new InterpretedKernels();

  /** A context for an operator with these inputs. */
  public FakeOperatorContext(RowSchema... inputs) {
    this.inputs = List.of(inputs);
  }

  /** Adds a table. */
  public FakeOperatorContext with(String name, Table table) {
    tables.put(name, table);
    return this;
  }

  /** Sets the bounds of state. */
  public FakeOperatorContext limits(int runsMax, int keysMax) {
    limits = new StateLimits(runsMax, keysMax);
    return this;
  }

  /** Takes kernels from {@code factory} in place of interpreted ones. */
  public FakeOperatorContext kernels(KernelFactory factory) {
    kernels = factory;
    return this;
  }

  /** Sets the clock. */
  public void clock(long millis) {
    nowMillis = millis;
  }

  /** What was reported: failed rows, rejected rows and dropped state, one text each. */
  public List<String> reports() {
    return reports;
  }

  @Override
  public String operatorId() {
    return "test/operator";
  }

  @Override
  public RowSchema inputSchema(int input) {
    return inputs.get(input);
  }

  @Override
  public KernelFactory kernels() {
    return kernels;
  }

  @Override
  public Timers timers() {
    return new Timers() {
      @Override
      public long nowMillis() {
        return nowMillis;
      }

      @Override
      public void schedule(long dueMillis) {
        throw new AssertionError("no timers expected");
      }
    };
  }

  @Override
  public StateLimits limits() {
    return limits;
  }

  @Override
  public RowErrors errors() {
    return (batch, row, cause) -> reports.add(text(batch, row) + " failed: " + cause.getMessage());
  }

  @Override
  public Table table(String name) {
    Table table = tables.get(name);
    assert table != null : "no table " + name;
    return table;
  }

  @Override
  public void countLate(long rows) {
    throw new AssertionError("no late rows expected");
  }

  @Override
  public void countDroppedState(long count, String reason) {
    reports.add(count + " " + reason);
  }

  @Override
  public void rejectRow(ColumnBatch batch, int row, String reason) {
    reports.add(text(batch, row) + " rejected: " + reason);
  }

  /** The attributes of a row, as {@code [1, a]}. */
  public static String text(ColumnBatch batch, int row) {
    List<String> values = new ArrayList<>();
    for (Column column : batch.columns()) {
      values.add(String.valueOf(column.boxed(row)));
    }
    return values.toString();
  }
}
