package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The order of work of streams that feed themselves (language 3.2): depth-first, without the thread
 * stack. A unit that a reader inserts into such a stream waits until the call of that reader
 * returns, and is then handled completely before the next reader of the stream above sees its unit.
 *
 * <pre>
 *   frame = (stream, unit, next reader)
 *   top frame: call its next reader; what it inserted goes on top, first insert uppermost
 * </pre>
 *
 * A frame leaves the stack before its last reader is called, so a stream that feeds itself one unit
 * at a time keeps the stack flat.
 */
final class WorkStack {
  /** One unit of one stream on its way to the readers. */
  private static final class Frame {
    final StreamReaders readers;
    final ColumnBatch batch;
    final int lo;
    final int hi;
    final boolean isCopy;
    int nextReader;

    Frame(StreamReaders readers, ColumnBatch batch, int lo, int hi, boolean isCopy) {
      this.readers = readers;
      this.batch = batch;
      this.lo = lo;
      this.hi = hi;
      this.isCopy = isCopy;
    }
  }

  private final int hopCountMax;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final List<Frame> inserted = new ArrayList<>();
  private boolean isRunning;
  private int hopCount;

  /** A stack that lets one unit from outside cause at most {@code hopCountMax} inserts. */
  WorkStack(int hopCountMax) {
    this.hopCountMax = hopCountMax;
  }

  /**
   * Takes rows for {@code readers}; they are processed when this returns, unless a reader on the
   * stack inserted them.
   */
  void take(StreamReaders readers, ColumnBatch batch, int lo, int hi) {
    if (isRunning) {
      insert(readers, batch, lo, hi);
      return;
    }
    isRunning = true;
    try {
      for (int from = lo; from < hi; ) {
        int to = Units.end(batch, from, hi);
        hopCount = 0;
        frames.push(new Frame(readers, batch, from, to, false));
        run(readers, batch, from);
        from = to;
      }
    } finally {
      isRunning = false;
      frames.clear();
      inserted.clear();
    }
  }

  private void insert(StreamReaders readers, ColumnBatch batch, int lo, int hi) {
    for (int from = lo; from < hi && hopCount <= hopCountMax; ) {
      int to = Units.end(batch, from, hi);
      if (++hopCount <= hopCountMax) {
        inserted.add(new Frame(readers, readers.copyUnit(batch, from, to), 0, to - from, true));
      }
      from = to;
    }
  }

  private void run(StreamReaders cause, ColumnBatch causeBatch, int causePosition) {
    while (!frames.isEmpty()) {
      Frame frame = frames.peek();
      int reader = frame.nextReader++;
      boolean isLast = frame.nextReader >= frame.readers.count();
      if (isLast) {
        frames.pop();
      }
      if (reader == 0) {
        frame.readers.showUnit(frame.batch, frame.lo, frame.hi);
      }
      if (reader < frame.readers.count()) {
        frame.readers.emitTo(reader, frame.batch, frame.lo, frame.hi);
      }
      if (isLast && frame.isCopy) {
        frame.readers.recycle(frame.batch);
      }
      if (hopCount > hopCountMax) {
        frames.clear();
        inserted.clear();
        cause.reportRecursion(causeBatch, causeBatch.row(causePosition), hopCountMax);
        return;
      }
      for (int i = inserted.size() - 1; i >= 0; i--) {
        frames.push(inserted.get(i));
      }
      inserted.clear();
    }
  }
}
