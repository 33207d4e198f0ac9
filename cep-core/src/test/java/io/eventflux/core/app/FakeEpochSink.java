package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.EpochHeader;
import io.eventflux.core.connector.EpochSink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkEpoch;
import io.eventflux.core.fault.FailPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sink that shows rows epoch by epoch. What a disk would keep is its {@link Target}, which
 * outlives the sinks of one run after another.
 */
final class FakeEpochSink implements EpochSink {
  /** What is there after a crash: visible lines, prepared epochs and the marker. */
  static final class Target {
    private final List<String> lines = new ArrayList<>();
    private final TreeMap<Long, List<String>> prepared = new TreeMap<>();
    private long markedEpoch;
    private int markedCount;
    private int prepareFailuresLeft;

    /** What a reader sees. */
    synchronized List<String> visible() {
      return List.copyOf(lines);
    }

    /** The next calls of prepare fail. */
    synchronized void failPrepare(int count) {
      prepareFailuresLeft = count;
    }
  }

  private final Target target;
  private List<String> pending = new ArrayList<>();

  /** How many lines of the whole output have been given or found so far. */
  private int position;

  /** Lines up to here were committed by an earlier run and are compared. */
  private int replayedTo;

  FakeEpochSink(Target target) {
    this.target = target;
  }

  @Override
  public void open(SinkContext context) {
    if (context.runId() == null) {
      throw new IllegalStateException("for apps with checkpoints only");
    }
  }

  @Override
  public long recover(@Nullable EpochHeader header, byte @Nullable [] state) throws IOException {
    synchronized (target) {
      target.lines.subList(target.markedCount, target.lines.size()).clear();
      if (header != null && state != null) {
        if (header.epoch() > target.markedEpoch) {
          show(header.epoch());
        }
        position = Integer.parseInt(new String(state, StandardCharsets.UTF_8));
      }
      replayedTo = target.markedCount;
      target.prepared.clear();
      return target.markedEpoch;
    }
  }

  @Override
  public void write(ColumnBatch batch, int lo, int hi) throws IOException {
    RowLines rows = new RowLines();
    rows.onRows(batch, lo, hi);
    synchronized (target) {
      for (String line : rows.lines()) {
        if (position >= replayedTo) {
          pending.add(line);
        } else if (target.lines.get(position).equals(line)) {
          position++;
        } else {
          throw new IOException("'" + target.lines.get(position) + "' is there, not " + line);
        }
      }
    }
  }

  @Override
  public boolean isReplaying() {
    return position < replayedTo;
  }

  @Override
  public SinkEpoch endEpoch(EpochHeader header) {
    List<String> ended = pending;
    pending = new ArrayList<>();
    position += ended.size();
    byte[] state = String.valueOf(position).getBytes(StandardCharsets.UTF_8);
    return new SinkEpoch() {
      @Override
      public void prepare() throws IOException {
        FailPoint.SINK_PREPARE.reach();
        synchronized (target) {
          if (target.prepareFailuresLeft > 0) {
            target.prepareFailuresLeft--;
            throw new IOException("disk full");
          }
          target.prepared.put(header.epoch(), ended);
        }
      }

      @Override
      public byte[] state() {
        return state;
      }

      @Override
      public void commit() throws IOException {
        show(header.epoch());
      }
    };
  }

  private void show(long epoch) throws IOException {
    FailPoint.SINK_COMMIT.reach();
    synchronized (target) {
      List<String> rows = target.prepared.get(epoch);
      if (rows == null) {
        throw new IOException("epoch " + epoch + " was not prepared");
      }
      target.lines.addAll(rows.subList(0, rows.size() / 2));
      FailPoint.SINK_PARTLY_VISIBLE.reach();
      target.lines.addAll(rows.subList(rows.size() / 2, rows.size()));
      FailPoint.SINK_VISIBLE.reach();
      target.markedEpoch = epoch;
      target.markedCount = target.lines.size();
      FailPoint.SINK_MARKED.reach();
      target.prepared.remove(epoch);
    }
  }

  @Override
  public void flush() {
    throw new IllegalStateException("rows of epochs are not flushed");
  }

  @Override
  public void close() {
    pending = new ArrayList<>();
  }
}
