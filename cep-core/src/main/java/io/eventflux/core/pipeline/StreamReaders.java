package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.plan.PlanNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a stream to those that read it: to subscribers first, then to the operators in
 * text order, in the portions that the plan asks for. Knows meanwhile which row that is. Pipeline
 * thread only, but for the counter.
 */
final class StreamReaders {
  private static final int SPARE_UNIT_COUNT_MAX = 64;

  private final PlanNode.Stream node;
  private final Wire wire;
  private final WorkStack workStack;
  private final StreamErrors errors;
  private final Deque<ColumnBatch> spareUnits = new ArrayDeque<>();
  private final Counter rowCount = new Counter();
  private RowConsumer[] subscribers = new RowConsumer[0];

  /** What the operators are being given; null between two calls. */
  private @Nullable ColumnBatch current;

  private int currentLo;
  private int currentHi;

  /**
   * Readers of {@code node}; subscribers follow.
   *
   * @param wire the operators
   * @param workStack the order of work if the stream feeds itself
   */
  StreamReaders(PlanNode.Stream node, Wire wire, WorkStack workStack, StreamErrors errors) {
    this.node = node;
    this.wire = wire;
    this.workStack = workStack;
    this.errors = errors;
  }

  /** Adds one that sees the rows before the operators do. */
  void subscribe(RowConsumer subscriber) {
    subscribers = Arrays.copyOf(subscribers, subscribers.length + 1);
    subscribers[subscribers.length - 1] = subscriber;
  }

  /** Whether there is anybody. */
  boolean isAny() {
    return wire.targetCount() > 0 || subscribers.length > 0;
  }

  /** Rows that were given. Any thread. */
  Counter rowCount() {
    return rowCount;
  }

  /** Gives whole units at positions {@code [lo, hi)}. */
  void give(ColumnBatch batch, int lo, int hi) {
    switch (node.dispatch()) {
      case RANGE -> {
        showUnit(batch, lo, hi);
        emit(batch, lo, hi);
      }
      case UNIT -> {
        for (int from = lo; from < hi; ) {
          int to = Units.end(batch, from, hi);
          showUnit(batch, from, to);
          emit(batch, from, to);
          from = to;
        }
      }
      case STACKED -> workStack.take(this, batch, lo, hi);
    }
  }

  private void emit(ColumnBatch batch, int lo, int hi) {
    current = batch;
    currentLo = lo;
    currentHi = hi;
    wire.emit(batch, lo, hi);
    current = null;
  }

  /** Tells the operators a watermark, or the end of input. */
  void watermark(long watermarkMillis) {
    wire.watermark(watermarkMillis);
  }

  /**
   * What is to be said of a row that failed behind this stream: with the row of this stream that is
   * being processed, if it is the only one.
   *
   * @param schema the attributes of {@code batch}
   */
  FailedRow failedRow(RowSchema schema, ColumnBatch batch, int row) {
    if (schema.equals(node.schema())) {
      return FailedRow.ofStream(schema, batch, row);
    }
    ColumnBatch event = currentHi - currentLo == 1 ? current : null;
    return new FailedRow(schema, batch, row, event, event == null ? -1 : event.row(currentLo));
  }

  // ---- called back by the work stack ----

  /** How many operators there are. */
  int count() {
    return wire.targetCount();
  }

  /** Counts rows and shows them to subscribers. */
  void showUnit(ColumnBatch batch, int lo, int hi) {
    rowCount.add(hi - lo);
    for (RowConsumer subscriber : subscribers) {
      subscriber.onRows(batch, lo, hi);
    }
  }

  /** Gives one unit to operator number {@code reader}. */
  void emitTo(int reader, ColumnBatch batch, int lo, int hi) {
    current = batch;
    currentLo = lo;
    currentHi = hi;
    wire.emitTo(reader, batch, lo, hi);
    current = null;
  }

  /** A copy of one unit, from row 0; given back with {@link #recycle}. */
  ColumnBatch copyUnit(ColumnBatch batch, int lo, int hi) {
    int count = hi - lo;
    ColumnBatch copy = spareUnits.poll();
    if (copy == null) {
      copy = new ColumnBatch(node.schema(), Math.max(count, 4));
    }
    copy.ensureCapacity(count);
    copy.copyRange(batch, lo, hi, 0);
    copy.units(count > 1 ? new int[copy.capacity()] : null);
    return copy;
  }

  /** Nobody uses a copy of {@link #copyUnit} any more. */
  void recycle(ColumnBatch copy) {
    if (spareUnits.size() < SPARE_UNIT_COUNT_MAX) {
      spareUnits.push(copy);
    }
  }

  /** See {@link StreamErrors#reportRecursion}. */
  void reportRecursion(ColumnBatch batch, int row, int hopCountMax) {
    errors.reportRecursion(batch, row, hopCountMax);
  }
}
