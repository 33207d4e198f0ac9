package io.eventflux.core.operator.pattern;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.kernel.PairKernel;
import io.eventflux.core.kernel.RowErrors;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs that wait for one element of a pattern. Runs with equal keys stand side by side in a
 * bucket, so an event looks up one bucket and then runs one dense loop over it; without keys there
 * is one bucket.
 *
 * <pre>
 *   table[hash &amp; mask]            first bucket of the chain + 1, or 0
 *   nextBuckets[b]                the bucket behind it + 1, or 0; also links free buckets
 *   segments[b] .. limits[b]      rows that belong to the bucket; a power of two; no limit: a free bucket
 *   heads[b] .. tails[b]          rows that are taken, in the order in which they came; never none
 * </pre>
 *
 * The row before the first segment is where a new run is put together. A bucket leaves with its
 * last run, and its segment is used again for one of the same size, so memory follows the runs and
 * not the keys that were ever seen. Dead runs, whose start lies before the horizon, are cut off at
 * the head in O(1) each while start times do not fall inside a bucket, as they rarely do.
 *
 * <p>Pipeline thread only.
 */
final class WaitingRuns {
  private static final int NEW_ROW = 0;
  private static final int FIRST_SEGMENT = 1;
  private static final int SEGMENT_ROWS_MIN = 2;

  private final RunRows rows;
  private final int[] keyColumns;
  private final int[] keyRegisters;
  private final @Nullable PairKernel condition;
  private int size;

  private int[] table = new int[16];
  private int[] nextBuckets = new int[16];
  private int[] hashes = new int[16];
  private int[] segments = new int[16];
  private int[] limits = new int[16];
  private int[] heads = new int[16];
  private int[] tails = new int[16];

  /** Whether start times do not fall from row to row, so that the dead stand at the head. */
  private boolean[] areTimesOrdered = new boolean[16];

  private int bucketCount;
  private int usedBuckets;
  private int firstFreeBucket;

  /** First free segment by the logarithm of its size, or 0; its first row tells the next one. */
  private final int[] freeSegments = new int[Integer.SIZE];

  private int usedRows = FIRST_SEGMENT;

  // What was found last.
  private int foundBucket;
  private int foundCount;
  private int[] found = new int[16];
  private int[] foundByAge = found;

  private int[] scratch = new int[16];

  /**
   * An empty store.
   *
   * @param kept registers that are bound when a run waits here, ascending
   * @param keys equalities that a candidate must fulfil
   * @param condition the rest, over candidate and registers; null: none
   */
  WaitingRuns(
      RowSchema schema,
      int[] kept,
      List<PatternProgram.KeyMatch> keys,
      @Nullable PairKernel condition) {
    rows = new RunRows(schema, kept);
    keyColumns = keys.stream().mapToInt(PatternProgram.KeyMatch::column).toArray();
    keyRegisters = keys.stream().mapToInt(PatternProgram.KeyMatch::register).toArray();
    this.condition = condition;
  }

  /** How many runs there are, dead ones that have not been met included. */
  int size() {
    return size;
  }

  /** The runs; {@link #found} and {@link #listRows} tell which rows are taken. */
  RunRows rows() {
    return rows;
  }

  /**
   * Finds the live runs that can bind row {@code eventRow} of {@code event}. They stand in {@link
   * #found} until the store changes.
   *
   * @param horizonMillis runs that started before it are dead
   * @return how many there are
   */
  int find(ColumnBatch event, int eventRow, long horizonMillis, RowErrors errors) {
    foundCount = 0;
    Column[] columns = event.columns();
    if (size == 0 || KeyBits.hasNull(columns, keyColumns, eventRow)) {
      return 0;
    }
    int hash = KeyBits.hash(columns, keyColumns, eventRow);
    int bucket = bucket(hash, columns, keyColumns, eventRow);
    if (bucket < 0 || !cutHead(bucket, horizonMillis)) {
      return 0;
    }
    foundBucket = bucket;
    int lo = heads[bucket];
    int hi = tails[bucket];
    if (found.length < hi - lo) {
      found = new int[2 * (hi - lo)];
    }
    if (areTimesOrdered[bucket]) {
      foundCount = select(event, eventRow, null, lo, hi, errors);
    } else {
      int count = listStartedFrom(horizonMillis, lo, hi);
      foundCount = select(event, eventRow, scratch, 0, count, errors);
    }
    foundByAge = rows.byAge(found, foundCount);
    return foundCount;
  }

  /** Writes the candidates that fulfil the condition to {@link #found} and counts them. */
  private int select(
      ColumnBatch event,
      int eventRow,
      int @Nullable [] candidates,
      int lo,
      int hi,
      RowErrors errors) {
    if (condition != null) {
      return condition.filter(event, eventRow, rows.registers(), candidates, lo, hi, found, errors);
    }
    for (int k = lo; k < hi; k++) {
      found[k - lo] = candidates == null ? k : candidates[k];
    }
    return hi - lo;
  }

  /** Row indexes of the runs found last, oldest first. */
  int[] found() {
    return foundByAge;
  }

  /** Takes the runs found last out of the store. */
  void removeFound() {
    if (foundCount > 0) {
      remove(foundBucket, found, foundCount);
      foundCount = 0;
    }
  }

  /**
   * Starts to put together a run: the caller fills the kept registers of the row returned and calls
   * {@link #add} before anything else.
   */
  int prepare(long startMillis, long start, long birth) {
    rows.startMillis[NEW_ROW] = startMillis;
    rows.starts[NEW_ROW] = start;
    rows.births[NEW_ROW] = birth;
    return NEW_ROW;
  }

  /** Adds the run put together last. One with NULL in a key can never advance and is left out. */
  void add() {
    Column[] columns = rows.columns();
    if (KeyBits.hasNull(columns, keyRegisters, NEW_ROW)) {
      return;
    }
    int hash = KeyBits.hash(columns, keyRegisters, NEW_ROW);
    int bucket = bucket(hash, columns, keyRegisters, NEW_ROW);
    if (bucket < 0) {
      bucket = newBucket(hash);
    } else if (tails[bucket] == limits[bucket]) {
      makeRoom(bucket);
    }
    int row = tails[bucket]++;
    rows.move(NEW_ROW, row);
    if (row > heads[bucket] && rows.startMillis[row - 1] > rows.startMillis[row]) {
      areTimesOrdered[bucket] = false;
    }
    size++;
  }

  /** Takes out all runs that started before {@code horizonMillis}. Linear in the runs. */
  void sweep(long horizonMillis) {
    for (int bucket = 0; bucket < usedBuckets; bucket++) {
      if (limits[bucket] == 0 || !cutHead(bucket, horizonMillis) || areTimesOrdered[bucket]) {
        continue;
      }
      int lo = heads[bucket];
      int hi = tails[bucket];
      reserveScratch(hi - lo);
      int count = 0;
      for (int row = lo; row < hi; row++) {
        if (rows.startMillis[row] < horizonMillis) {
          scratch[count++] = row;
        }
      }
      if (count > 0) {
        remove(bucket, scratch, count);
      }
      boolean isOrdered = true;
      for (int row = heads[bucket] + 1; row < tails[bucket]; row++) {
        isOrdered &= rows.startMillis[row - 1] <= rows.startMillis[row];
      }
      areTimesOrdered[bucket] = isOrdered;
    }
  }

  /** Takes out all runs of the age (start, birth) or older. Linear in the runs. */
  void dropOldest(long start, long birth) {
    for (int bucket = 0; bucket < usedBuckets; bucket++) {
      if (limits[bucket] == 0) {
        continue;
      }
      int lo = heads[bucket];
      int hi = tails[bucket];
      reserveScratch(hi - lo);
      int count = 0;
      for (int row = lo; row < hi; row++) {
        if (rows.isAtLeastAsOld(row, start, birth)) {
          scratch[count++] = row;
        }
      }
      if (count > 0) {
        remove(bucket, scratch, count);
      }
    }
  }

  /** Takes out all runs and keeps the memory. */
  void clear() {
    rows.release(NEW_ROW, usedRows);
    Arrays.fill(limits, 0, usedBuckets, 0);
    Arrays.fill(table, 0);
    Arrays.fill(freeSegments, 0);
    usedRows = FIRST_SEGMENT;
    usedBuckets = 0;
    firstFreeBucket = 0;
    bucketCount = 0;
    size = 0;
  }

  /** The rows of all runs in no order that means anything; valid until the next call. */
  int[] listRows() {
    reserveScratch(size);
    int count = 0;
    for (int bucket = 0; bucket < usedBuckets; bucket++) {
      if (limits[bucket] != 0) {
        for (int row = heads[bucket]; row < tails[bucket]; row++) {
          scratch[count++] = row;
        }
      }
    }
    return scratch;
  }

  /**
   * Writes all runs, oldest first. None may be dead, so that nothing depends on when runs were met.
   */
  void snapshot(StateWriter writer) {
    int[] byAge = rows.byAge(listRows(), size);
    writer.putInt(size);
    for (int k = 0; k < size; k++) {
      writer.putLong(rows.startMillis[byAge[k]]);
      writer.putLong(rows.starts[byAge[k]]);
      writer.putLong(rows.births[byAge[k]]);
    }
    for (int register : rows.kept()) {
      Column column = rows.columns()[register];
      Column gathered = Column.of(column.physicalType(), size);
      gathered.gatherFrom(column, byAge, 0, size, 0);
      writer.putColumn(gathered, 0, size);
    }
  }

  /** Reads what {@link #snapshot} wrote into an empty store. */
  void restore(StateReader reader) {
    int count = reader.getCount(3 * Long.BYTES);
    long[] ages = new long[3 * count];
    for (int i = 0; i < ages.length; i++) {
      ages[i] = reader.getLong();
    }
    int[] kept = rows.kept();
    Column[] columns = rows.columns();
    Column[] read = new Column[kept.length];
    for (int i = 0; i < kept.length; i++) {
      read[i] = Column.of(columns[kept[i]].physicalType(), count);
      reader.getColumn(read[i], 0, count);
    }
    for (int k = 0; k < count; k++) {
      int row = prepare(ages[3 * k], ages[3 * k + 1], ages[3 * k + 2]);
      for (int i = 0; i < kept.length; i++) {
        columns[kept[i]].copyRow(read[i], k, row);
      }
      add();
    }
  }

  /** The bucket of the key at {@code row} of {@code columns}, or -1. */
  private int bucket(int hash, Column[] columns, int[] key, int row) {
    int entry = table[hash & table.length - 1];
    while (entry != 0) {
      int bucket = entry - 1;
      if (hashes[bucket] == hash
          && KeyBits.equal(columns, key, row, rows.columns(), keyRegisters, heads[bucket])) {
        return bucket;
      }
      entry = nextBuckets[bucket];
    }
    return -1;
  }

  private int newBucket(int hash) {
    int bucket;
    if (firstFreeBucket != 0) {
      bucket = firstFreeBucket - 1;
      firstFreeBucket = nextBuckets[bucket];
    } else {
      if (usedBuckets == hashes.length) {
        growBuckets();
      }
      bucket = usedBuckets++;
    }
    if (++bucketCount > table.length) {
      growTable();
    }
    hashes[bucket] = hash;
    int segment = takeSegment(SEGMENT_ROWS_MIN);
    segments[bucket] = segment;
    limits[bucket] = segment + SEGMENT_ROWS_MIN;
    heads[bucket] = segment;
    tails[bucket] = segment;
    areTimesOrdered[bucket] = true;
    link(bucket);
    return bucket;
  }

  private void growBuckets() {
    int grown = hashes.length * 2;
    nextBuckets = Arrays.copyOf(nextBuckets, grown);
    hashes = Arrays.copyOf(hashes, grown);
    segments = Arrays.copyOf(segments, grown);
    limits = Arrays.copyOf(limits, grown);
    heads = Arrays.copyOf(heads, grown);
    tails = Arrays.copyOf(tails, grown);
    areTimesOrdered = Arrays.copyOf(areTimesOrdered, grown);
  }

  private void growTable() {
    table = new int[table.length * 2];
    for (int bucket = 0; bucket < usedBuckets; bucket++) {
      if (limits[bucket] != 0) {
        link(bucket);
      }
    }
  }

  private void link(int bucket) {
    int place = hashes[bucket] & table.length - 1;
    nextBuckets[bucket] = table[place];
    table[place] = bucket + 1;
  }

  private void removeBucket(int bucket) {
    if (bucketCount == 1) {
      clear();
      return;
    }
    int place = hashes[bucket] & table.length - 1;
    if (table[place] == bucket + 1) {
      table[place] = nextBuckets[bucket];
    } else {
      int before = table[place] - 1;
      while (nextBuckets[before] != bucket + 1) {
        before = nextBuckets[before] - 1;
      }
      nextBuckets[before] = nextBuckets[bucket];
    }
    freeSegment(segments[bucket], limits[bucket] - segments[bucket]);
    limits[bucket] = 0;
    nextBuckets[bucket] = firstFreeBucket;
    firstFreeBucket = bucket + 1;
    bucketCount--;
  }

  /** Makes room behind the last row of a full bucket. Amortised O(1) a row. */
  private void makeRoom(int bucket) {
    int segment = segments[bucket];
    int head = heads[bucket];
    int tail = tails[bucket];
    int rowCount = tail - head;
    int capacity = limits[bucket] - segment;
    if (head - segment > capacity / 2) {
      rows.move(head, segment, rowCount);
      rows.release(head, tail);
      heads[bucket] = segment;
    } else if (limits[bucket] == usedRows) {
      usedRows += capacity;
      limits[bucket] = usedRows;
      rows.ensureCapacity(usedRows);
      return;
    } else {
      int moved = takeSegment(2 * capacity);
      rows.move(head, moved, rowCount);
      rows.release(head, tail);
      freeSegment(segment, capacity);
      segments[bucket] = moved;
      limits[bucket] = moved + 2 * capacity;
      heads[bucket] = moved;
    }
    tails[bucket] = heads[bucket] + rowCount;
  }

  private int takeSegment(int capacity) {
    int logarithm = Integer.numberOfTrailingZeros(capacity);
    int segment = freeSegments[logarithm];
    if (segment != 0) {
      freeSegments[logarithm] = (int) rows.starts[segment];
      return segment;
    }
    segment = usedRows;
    usedRows += capacity;
    rows.ensureCapacity(usedRows);
    return segment;
  }

  private void freeSegment(int segment, int capacity) {
    int logarithm = Integer.numberOfTrailingZeros(capacity);
    rows.starts[segment] = freeSegments[logarithm];
    freeSegments[logarithm] = segment;
  }

  /** Cuts off the dead at the head of a bucket; false if nothing is left of it. */
  private boolean cutHead(int bucket, long horizonMillis) {
    int head = heads[bucket];
    int tail = tails[bucket];
    int cut = head;
    while (cut < tail && rows.startMillis[cut] < horizonMillis) {
      cut++;
    }
    if (cut == head) {
      return true;
    }
    rows.release(head, cut);
    size -= cut - head;
    heads[bucket] = cut;
    if (cut == tail) {
      removeBucket(bucket);
      return false;
    }
    return true;
  }

  /** Removes {@code count} rows of a bucket, given in ascending order, and closes the gaps. */
  private void remove(int bucket, int[] removed, int count) {
    int head = heads[bucket];
    int tail = tails[bucket];
    size -= count;
    if (count == tail - head) {
      rows.release(head, tail);
      removeBucket(bucket);
    } else if (removed[count - 1] == head + count - 1) {
      rows.release(head, head + count);
      heads[bucket] = head + count;
    } else {
      int to = removed[0];
      for (int k = 0; k < count; k++) {
        int from = removed[k] + 1;
        int end = k + 1 < count ? removed[k + 1] : tail;
        rows.move(from, to, end - from);
        to += end - from;
      }
      rows.release(to, tail);
      tails[bucket] = to;
    }
  }

  private int listStartedFrom(long horizonMillis, int lo, int hi) {
    reserveScratch(hi - lo);
    int count = 0;
    for (int row = lo; row < hi; row++) {
      if (rows.startMillis[row] >= horizonMillis) {
        scratch[count++] = row;
      }
    }
    return count;
  }

  private void reserveScratch(int count) {
    if (scratch.length < count) {
      scratch = new int[2 * count];
    }
  }
}
