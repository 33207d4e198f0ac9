package io.eventflux.core.junction;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring of rows in columns. The position of a row in the ring is its place in the arrival order of
 * all streams that feed one pipeline.
 *
 * <pre>
 *   ring index      0      1      2      3    ...  capacity - 1
 *   streams         2      0     TICK    0         which stream's columns hold the row, or a control row
 *   timestamps      t      t      t      t         event time; the argument of a control row
 *   unitEnds        x      .      x      x         whether the row is the last of its unit
 *   publishers      1      0      0      0         who put it there
 *   rows(0)         -      r      -      r         columns of stream 0
 *   rows(2)         r      -      -      -         columns of stream 2
 * </pre>
 *
 * Sequencers, barriers and wait strategies of the Disruptor coordinate it; sequences count rows.
 * There is one reader and any number of publishers. What a publisher wrote is visible to the reader
 * when the sequence is published, and the reader's rows are given back to publishers by {@link
 * RangeReader#release}. Nothing is allocated per row.
 */
public final class EventJunction {
  /** A control row: the clock of the app has moved to the row's timestamp. */
  public static final int TICK = -1;

  /**
   * A control row: this publisher gives no more rows for the stream whose number stands in the
   * row's timestamp.
   */
  public static final int END = -2;

  /** A control row without meaning: the publisher failed while it filled the row. */
  static final int SKIPPED = -3;

  private final int capacity;
  private final ColumnBatch[] rows;
  private final int[] streams;
  private final long[] timestamps;
  private final boolean[] unitEnds;
  private final int[] publishers;
  private final Sequencer sequencer;
  private final SequenceBarrier barrier;
  private final RangeReader reader;
  private final AtomicInteger publisherCount = new AtomicInteger();
  private final AtomicLong lastTickMillis = new AtomicLong(Long.MIN_VALUE);
  private volatile boolean closed;

  /**
   * An empty junction.
   *
   * @param schemas the streams that may be published, by number
   * @param capacity rows in the ring; a power of two
   */
  public EventJunction(List<RowSchema> schemas, int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("ring capacity must be a power of two, was " + capacity);
    }
    this.capacity = capacity;
    this.streams = new int[capacity];
    this.timestamps = new long[capacity];
    this.unitEnds = new boolean[capacity];
    this.publishers = new int[capacity];
    List<ColumnBatch> batches = new ArrayList<>();
    for (RowSchema schema : schemas) {
      batches.add(new ColumnBatch(schema.newColumns(capacity), timestamps));
    }
    this.rows = batches.toArray(new ColumnBatch[0]);
    ParkingWait wait = new ParkingWait();
    this.sequencer = new RangeSequencer(capacity, wait);
    this.barrier = sequencer.newBarrier();
    Sequence consumed = new Sequence();
    sequencer.addGatingSequences(consumed);
    this.reader = new RangeReader(sequencer, barrier, consumed, wait, rows, capacity);
  }

  /** Rows in the ring. */
  public int capacity() {
    return capacity;
  }

  /** How many streams have columns in the ring. */
  public int streamCount() {
    return rows.length;
  }

  /**
   * The columns of stream number {@code stream}, indexed by ring index; they share the timestamps
   * of the ring. The reader may look at, and change, the rows of its present range only.
   */
  public ColumnBatch rows(int stream) {
    return rows[stream];
  }

  /** Stream number, or kind of control row, by ring index. */
  public int[] streams() {
    return streams;
  }

  /** Time of each row in epoch milliseconds, or the argument of a control row, by ring index. */
  public long[] timestamps() {
    return timestamps;
  }

  /** Whether a row is the last of its unit, by ring index. */
  public boolean[] unitEnds() {
    return unitEnds;
  }

  /** The id of the publisher of each row, by ring index. */
  public int[] publishers() {
    return publishers;
  }

  /** A new publisher; ids count from 0 in order of creation. Any thread. */
  public Publisher newPublisher() {
    return new Publisher(this, sequencer, publisherCount.getAndIncrement());
  }

  /** The only reader. */
  public RangeReader reader() {
    return reader;
  }

  /**
   * Rows that can be published before a publisher would have to wait; a recent value. Any thread.
   */
  public long remainingCapacity() {
    return sequencer.remainingCapacity();
  }

  /**
   * Rows that publishers have claimed since the beginning, control rows among them; a recent value.
   * Whatever is claimed later gets this sequence or a greater one. Any thread.
   */
  public long claimedCount() {
    return sequencer.getCursor() + 1;
  }

  /**
   * Rows that the reader has read and released since the beginning, control rows among them; a
   * recent value. Any thread.
   */
  public long releasedCount() {
    return reader.releasedCount();
  }

  /**
   * From now on the ring lets go of the values of rows that are released, instead of keeping them
   * until others take their places: for values so large that a ring of them is too much. Takes
   * effect for rows that the calling thread publishes later. Any thread.
   */
  public void clearReleased() {
    reader.clearReleased();
  }

  /**
   * Ends all traffic: publishers that wait, or publish later, get a {@link
   * JunctionClosedException}; a reader that waits returns. May be called more than once. Any
   * thread.
   */
  public void close() {
    closed = true;
    barrier.alert();
  }

  /** Whether {@link #close} was called. Any thread. */
  public boolean isClosed() {
    return closed;
  }

  /** Raises the time of the last tick; false if a tick of this time or a later one is known. */
  boolean raiseTick(long millis) {
    long last = lastTickMillis.get();
    while (millis > last) {
      if (lastTickMillis.compareAndSet(last, millis)) {
        return true;
      }
      last = lastTickMillis.get();
    }
    return false;
  }
}
