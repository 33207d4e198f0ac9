package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;

/**
 * Shows rows to consumers outside the pipeline and passes them on: the output of a query, or a
 * sink. Pipeline thread only.
 */
final class RowStep implements Operator {
  private final Output output;
  private final Counter rowCount = new Counter();
  private RowConsumer[] consumers = new RowConsumer[0];

  RowStep(Output output) {
    this.output = output;
  }

  void add(RowConsumer consumer) {
    consumers = Arrays.copyOf(consumers, consumers.length + 1);
    consumers[consumers.length - 1] = consumer;
  }

  Counter rowCount() {
    return rowCount;
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    rowCount.add(hi - lo);
    for (RowConsumer consumer : consumers) {
      consumer.onRows(batch, lo, hi);
    }
    output.emit(batch, lo, hi);
  }

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    output.watermark(watermarkMillis);
  }

  @Override
  public void snapshot(StateWriter writer) {}

  @Override
  public void restore(StateReader reader) {}
}
