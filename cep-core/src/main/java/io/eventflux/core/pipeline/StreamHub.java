package io.eventflux.core.pipeline;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.metric.Counter;
import io.eventflux.core.metric.Gauge;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.core.time.Timers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream inside a pipeline: everything that is inserted into it arrives here, becomes CURRENT,
 * gets its event time, and goes to subscribers and readers in text order. Pipeline thread only.
 */
final class StreamHub implements Operator {
  /** Input number of rows that come from outside. */
  static final int EXTERNAL = -1;

  /** Input number of late rows. */
  static final int LATE = -2;

  private final PlanNode.Stream node;
  private final Wire readers;
  private final WorkStack workStack;
  private final PipelineErrors errors;
  private final LongSupplier wallMillis;
  private final ColumnBatch currentView = ColumnBatch.newView();
  private final Deque<ColumnBatch> spareUnits = new ArrayDeque<>();
  private RowConsumer[] subscribers = new RowConsumer[0];
  private Operator[] timedOperators = new Operator[0];
  private boolean isClockRead;
  private boolean isWatermarkRead;

  private final Timers timers;
  private final @Nullable IdleInputs idle;
  private final @Nullable EventTime eventTime;
  private WindowBorders borders = new WindowBorders(List.of());
  private long borderNext = Long.MAX_VALUE;
  private long watermarkGiven = Long.MIN_VALUE;
  private @Nullable StreamHub lateHub;
  private @Nullable ColumnBatch lateRows;
  private long[] stampedTimes = new long[0];
  private int[] timedRows = new int[0];
  private int[] fittingRows = new int[0];

  /**
   * The watermark of each input; only those in {@link #inputCounts} hold back the one of this
   * stream.
   */
  private final long[] inputWatermarks;

  /** Which inputs have told the end; not part of the state, since they tell it again. */
  private final boolean[] inputEnded;

  private final boolean[] inputCounts;

  /** By input: the only stream that its rows come from; null if there are several. */
  private final @Nullable StreamHub[] upstreams;

  /** Those that have this stream among their upstreams. */
  private StreamHub[] downstreams = {};

  /** The streams of the pipeline that can be idle. */
  private StreamHub[] idleStreams = {};

  private boolean hasStartedIdleStreams;
  private boolean wasIdle;
  private boolean isFedFromOutside;
  private int publisherCount;
  private int publisherEndCount;
  private boolean hasOutsideEnded;
  private boolean isGivingEnd;

  /** What the readers are being given; null between two calls. */
  private @Nullable ColumnBatch current;

  private int currentLo;
  private int currentHi;

  private final Counter rowCount = new Counter();
  private final Counter lateCount = new Counter();
  private final Gauge watermark = new Gauge(Long.MIN_VALUE);

  /**
   * A stream without readers.
   *
   * @param wallMillis the wall clock, for times that cannot be
   * @param timers wakes this stream when who feeds it may be idle
   */
  StreamHub(
      PlanNode.Stream node,
      Wire readers,
      WorkStack workStack,
      PipelineErrors errors,
      LongSupplier wallMillis,
      Timers timers) {
    this.node = node;
    this.readers = readers;
    this.workStack = workStack;
    this.errors = errors;
    this.wallMillis = wallMillis;
    this.timers = timers;
    PlanNode.Watermark declared = node.watermark();
    this.idle =
        declared == null || declared.idleMillis() == 0
            ? null
            : new IdleInputs(declared.idleMillis(), timers);
    this.eventTime = declared == null ? null : new EventTime(declared, idle);
    this.upstreams = new @Nullable StreamHub[node.inputs().size()];
    this.inputWatermarks = new long[node.inputs().size()];
    Arrays.fill(inputWatermarks, Long.MIN_VALUE);
    this.inputEnded = new boolean[node.inputs().size()];
    this.inputCounts = new boolean[node.inputs().size()];
    Arrays.fill(inputCounts, true);
  }

  // ---- building ----

  /** The group windows behind this stream, which decide where ranges are cut. */
  void borders(WindowBorders windowBorders) {
    borders = windowBorders;
    borderNext = borderAfter(Long.MIN_VALUE);
  }

  /** The rows of input {@code input} come from {@code stream} alone, which may be idle. */
  void upstream(int input, StreamHub stream) {
    upstreams[input] = stream;
    stream.downstreams = Arrays.copyOf(stream.downstreams, stream.downstreams.length + 1);
    stream.downstreams[stream.downstreams.length - 1] = this;
  }

  /** The streams of the pipeline that can be idle; their clocks start with the first row. */
  void idleStreams(StreamHub[] streams) {
    idleStreams = streams;
  }

  /** The operators behind this stream that may schedule timers. */
  void timedOperators(Operator[] operators) {
    timedOperators = operators;
  }

  /** Whether an expression behind this stream reads its watermark, or one that depends on it. */
  void watermarkRead(boolean isRead) {
    isWatermarkRead = isRead;
    borderNext = borderAfter(watermarkGiven);
  }

  /** W as the readers know it; {@link Long#MIN_VALUE} before the first one. */
  long watermarkMillis() {
    return watermarkGiven;
  }

  /** Where the watermark makes a difference next: a range ends there. */
  private long borderAfter(long watermarkMillis) {
    if (!isWatermarkRead) {
      return borders.next(watermarkMillis);
    }
    return watermarkMillis == Long.MAX_VALUE ? watermarkMillis : watermarkMillis + 1;
  }

  /** Whether an expression behind this stream reads the clock of the app. */
  void clockRead(boolean isRead) {
    isClockRead = isRead;
  }

  /**
   * By how much less than this the clock may move inside a range without anybody behind this stream
   * taking notice.
   */
  long shortestClockStepMillis() {
    long shortest = isClockRead ? 1 : Long.MAX_VALUE;
    for (StreamHub stream : idleStreams) {
      PlanNode.Watermark watermark = stream.node.watermark();
      shortest = watermark == null ? shortest : Math.min(shortest, watermark.idleMillis());
    }
    return Math.min(shortest, shortestTimerDelayMillis());
  }

  /** Rows without a time go to {@code hub}. */
  void lateHub(StreamHub hub) {
    lateHub = hub;
  }

  /** Input {@code input} is fed by this stream itself, so its watermark cannot hold back ours. */
  void ignoreWatermarksOf(int input) {
    inputCounts[input] = false;
  }

  /** The publisher {@code id} will give rows of this stream and say when it ends. */
  void expectPublisher(int id) {
    publisherCount++;
    if (eventTime != null) {
      eventTime.expect(id);
    }
  }

  void subscribe(RowConsumer subscriber) {
    subscribers = Arrays.copyOf(subscribers, subscribers.length + 1);
    subscribers[subscribers.length - 1] = subscriber;
  }

  PlanNode.Stream node() {
    return node;
  }

  /** How soon behind a row one of the operators behind this stream may set a timer. */
  @Override
  public long shortestTimerDelayMillis() {
    long shortest = Long.MAX_VALUE;
    for (Operator operator : timedOperators) {
      shortest = Math.min(shortest, operator.shortestTimerDelayMillis());
    }
    return shortest;
  }

  Counter rowCount() {
    return rowCount;
  }

  /** Rows without a time, whether there is a late stream or not. */
  Counter lateCount() {
    return lateCount;
  }

  /**
   * How far the time of this stream is known to be complete, epoch milliseconds; {@link
   * Long#MIN_VALUE}: not at all, {@link Long#MAX_VALUE}: nothing more comes.
   */
  Gauge watermark() {
    return watermark;
  }

  boolean isRead() {
    return readers.targetCount() > 0 || subscribers.length > 0;
  }

  // ---- rows ----

  /** Makes the time attribute the timestamp of ring rows {@code [lo, hi)}, in place. */
  void stamp(ColumnBatch batch, int lo, int hi) {
    if (eventTime != null) {
      eventTime.stamp(batch, lo, hi, batch.timestamps());
    }
  }

  /**
   * The timestamps that {@link #stamp} would give rows {@code [lo, hi)}, by row index, if they
   * stand in the batch as they are; null if a row has no time of its own.
   */
  long @Nullable [] standingTimes(ColumnBatch batch, int lo, int hi) {
    if (eventTime == null) {
      return batch.timestamps();
    }
    return eventTime.isAnyMissing(batch, lo, hi) ? null : eventTime.times(batch);
  }

  /** The time a row will have once it is stamped. */
  long timeOf(ColumnBatch batch, int row) {
    return eventTime == null || eventTime.isMissing(batch, row)
        ? batch.timestamps()[row]
        : eventTime.timeOf(batch, row);
  }

  /**
   * Takes rows from outside, already stamped.
   *
   * @param publishers publisher ids by row; null: all rows are of {@code publisher}
   */
  void processOutside(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    isFedFromOutside = true;
    admit(batch, lo, hi, publishers, publisher);
  }

  @Override
  public void process(int input, ColumnBatch batch, int lo, int hi) {
    ColumnBatch rows = batch;
    if (eventTime != null) {
      // The timestamps belong to the query that emits; other readers of its rows must not see ours.
      rows = ColumnBatch.newView().viewOf(batch);
      rows.kinds(null);
      long[] times = standingTimes(batch, lo, hi);
      rows.showTimestamps(times == null ? stamped(eventTime, batch, lo, hi) : times);
      admit(rows, lo, hi, null, -1);
      return;
    }
    if (batch.kinds() != null) {
      rows = currentView.viewOf(batch);
      rows.kinds(null);
    }
    admit(rows, lo, hi, null, -1);
  }

  /**
   * Takes the rows whose texts are short enough and refuses the others, unit by unit, so that all
   * rows before one that is refused have been processed.
   */
  private void admit(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (node.lengths().isEmpty()) {
      take(batch, lo, hi, publishers, publisher);
      return;
    }
    int from = lo;
    int k = lo;
    while (k < hi) {
      int end = Units.end(batch, k, hi);
      if (isAnyTooLong(batch, k, end)) {
        take(batch, from, k, publishers, publisher);
        takeFitting(batch, k, end, publishers, publisher);
        from = end;
      }
      k = end;
    }
    take(batch, from, hi, publishers, publisher);
  }

  private boolean isAnyTooLong(ColumnBatch batch, int lo, int hi) {
    for (LengthLimit limit : node.lengths()) {
      for (int k = lo; k < hi; k++) {
        if (!limit.allows(batch, batch.row(k))) {
          return true;
        }
      }
    }
    return false;
  }

  /** One unit without the rows that have a text too long. */
  private void takeFitting(
      ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (fittingRows.length < hi - lo) {
      fittingRows = new int[hi - lo];
    }
    int count = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      LengthLimit broken = null;
      for (LengthLimit limit : node.lengths()) {
        if (broken == null && !limit.allows(batch, row)) {
          broken = limit;
        }
      }
      if (broken == null) {
        fittingRows[count++] = row;
      } else {
        refuse(batch, row, broken.refusal(node.schema()));
      }
    }
    ColumnBatch fitting = ColumnBatch.newView().viewOf(batch);
    fitting.selection(fittingRows);
    take(fitting, 0, count, publishers, publisher);
  }

  private void take(ColumnBatch batch, int lo, int hi, int @Nullable [] publishers, int publisher) {
    if (lo == hi) {
      return;
    }
    if (eventTime == null) {
      forward(batch, lo, hi);
    } else {
      processTimed(eventTime, batch, lo, hi, publishers, publisher);
    }
  }

  /** Times of our own for rows of which some have no event time and keep their timestamp. */
  private long[] stamped(EventTime time, ColumnBatch batch, int lo, int hi) {
    long[] timestamps = batch.timestamps();
    if (stampedTimes.length < timestamps.length) {
      stampedTimes = new long[timestamps.length];
    }
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      stampedTimes[row] = timestamps[row];
    }
    time.stamp(batch, lo, hi, stampedTimes);
    return stampedTimes;
  }

  /**
   * Gives rows on, cut where the watermark passes a border, so that readers judge rows against the
   * same watermark at any range size.
   */
  private void processTimed(
      EventTime time,
      ColumnBatch batch,
      int lo,
      int hi,
      int @Nullable [] publishers,
      int publisher) {
    long[] timestamps = batch.timestamps();
    long now = wallMillis.getAsLong();
    boolean isAnyMissing = time.isAnyMissing(batch, lo, hi) || time.isAnyTooFar(batch, lo, hi, now);
    if (!isAnyMissing && time.isOfOnePublisher() && isUncut(time, batch, lo, hi)) {
      see(time, timestamps[batch.row(hi - 1)], publisher);
      forwardTimed(time, batch, lo, hi);
      return;
    }
    int from = lo;
    int k = lo;
    while (k < hi) {
      int end = Units.end(batch, k, hi);
      if (isAnyMissing
          && (time.isAnyMissing(batch, k, end) || time.isAnyTooFar(batch, k, end, now))) {
        forwardTimed(time, batch, from, k);
        forwardWithoutUntimed(time, batch, k, end, publishers, publisher);
        k = end;
        from = end;
        continue;
      }
      long before = time.watermarkMillis();
      if (before != watermarkGiven) {
        for (int i = k; i < end; i++) {
          long millis = timestamps[batch.row(i)];
          if (millis < before && borders.isLate(millis, before)) {
            forwardTimed(time, batch, from, k);
            from = k;
            break;
          }
        }
      }
      for (int i = k; i < end; i++) {
        int row = batch.row(i);
        see(time, timestamps[row], publishers == null ? publisher : publishers[row]);
      }
      k = end;
      if (time.watermarkMillis() >= borderNext && time.watermarkMillis() != Long.MIN_VALUE) {
        forwardTimed(time, batch, from, k);
        from = k;
      }
    }
    forwardTimed(time, batch, from, hi);
  }

  /** Takes the time of a row into account, and that there was one. */
  private void see(EventTime time, long millis, int publisher) {
    if (idleStreams.length > 0) {
      long nowMillis = timers.nowMillisAt(millis);
      if (!hasStartedIdleStreams) {
        hasStartedIdleStreams = true;
        for (StreamHub stream : idleStreams) {
          Objects.requireNonNull(stream.idle, "it can be idle").start(nowMillis);
        }
      }
      int slot = time.slotOf(publisher);
      if (idle != null && slot >= 0 && idle.see(slot, nowMillis)) {
        showIdle();
      }
    }
    time.see(millis, publisher);
  }

  /**
   * Whether rows stand in the order of their times, the usual case, and no reader changes its mind
   * on the way: the first, the oldest, is not too late even for the watermark behind the last, and
   * that one reaches no border.
   */
  private boolean isUncut(EventTime time, ColumnBatch batch, int lo, int hi) {
    long[] timestamps = batch.timestamps();
    int[] rows = batch.selection();
    long first = timestamps[batch.row(lo)];
    long last = first;
    for (int k = lo + 1; k < hi; k++) {
      long millis = timestamps[rows == null ? k : rows[k]];
      if (millis < last) {
        return false;
      }
      last = millis;
    }
    long after = time.watermarkAfter(last);
    return after < borderNext && !(first < after && borders.isLate(first, after));
  }

  /**
   * One unit with rows that have no time, or one that cannot be: the others go on, then those
   * without a time go to the late stream.
   */
  private void forwardWithoutUntimed(
      EventTime time,
      ColumnBatch batch,
      int lo,
      int hi,
      int @Nullable [] publishers,
      int publisher) {
    if (timedRows.length < hi - lo) {
      timedRows = new int[hi - lo];
    }
    int timedCount = 0;
    int untimedCount = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (time.isMissing(batch, row)) {
        untimedCount++;
      } else if (time.isTooFar(time.timeOf(batch, row), wallMillis.getAsLong())) {
        refuse(
            batch,
            row,
            "its time "
                + Instant.ofEpochMilli(time.timeOf(batch, row))
                + " is later than the clock by more than 'max-future' allows");
      } else {
        timedRows[timedCount++] = row;
      }
    }
    ColumnBatch timed = ColumnBatch.newView().viewOf(batch);
    timed.selection(timedRows);
    if (timedCount > 0) {
      forwardTimed(time, timed, 0, 0);
      for (int i = 0; i < timedCount; i++) {
        int row = timedRows[i];
        see(time, batch.timestamps()[row], publishers == null ? publisher : publishers[row]);
      }
      forwardTimed(time, timed, 0, timedCount);
    }
    lateCount.add(untimedCount);
    StreamHub late = lateHub;
    if (late == null || untimedCount == 0) {
      return;
    }
    ColumnBatch out = lateRows;
    if (out == null) {
      out = new ColumnBatch(late.node.schema(), untimedCount);
      lateRows = out;
    }
    out.ensureCapacity(untimedCount);
    Column[] columns = out.columns();
    int columnCount = batch.columns().length;
    int to = 0;
    for (int k = lo; k < hi; k++) {
      int row = batch.row(k);
      if (!time.isMissing(batch, row)) {
        continue;
      }
      for (int c = 0; c < columnCount; c++) {
        columns[c].copyFrom(batch.column(c), row, to, 1);
      }
      out.timestamps()[to] = batch.timestamps()[row];
      LongColumn watermark = (LongColumn) columns[columnCount];
      watermark.values()[to] = time.watermarkMillis();
      watermark.nulls()[to] = time.watermarkMillis() == Long.MIN_VALUE;
      columns[columnCount + 1].setNull(to);
      to++;
    }
    out.units(to > 1 ? new int[to] : null);
    late.process(LATE, out, 0, to);
  }

  private void refuse(ColumnBatch batch, int row, String reason) {
    errors.failed(
        FailureKind.REFUSED,
        node.operatorId(),
        node.name(),
        FailedRow.ofStream(node.schema(), batch, row),
        reason,
        null);
  }

  private void forwardTimed(EventTime time, ColumnBatch batch, int lo, int hi) {
    if (lo < hi) {
      forward(batch, lo, hi);
    }
    advanceWatermark(time.watermarkMillis());
  }

  private void forward(ColumnBatch batch, int lo, int hi) {
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
    readers.emit(batch, lo, hi);
    current = null;
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

  int readerCount() {
    return readers.targetCount();
  }

  /** Counts rows and shows them to subscribers, which see them before the readers. */
  void showUnit(ColumnBatch batch, int lo, int hi) {
    rowCount.add(hi - lo);
    for (RowConsumer subscriber : subscribers) {
      subscriber.onRows(batch, lo, hi);
    }
  }

  void emitToReader(int reader, ColumnBatch batch, int lo, int hi) {
    current = batch;
    currentLo = lo;
    currentHi = hi;
    readers.emitTo(reader, batch, lo, hi);
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

  void recycle(ColumnBatch copy) {
    if (spareUnits.size() < 64) {
      spareUnits.push(copy);
    }
  }

  void reportRecursion(ColumnBatch batch, int row, int hopCountMax) {
    errors.failed(
        FailureKind.RECURSION_LIMIT,
        node.operatorId(),
        node.name(),
        FailedRow.ofStream(node.schema(), batch, row),
        "one event of stream '"
            + node.name()
            + "' caused more than "
            + hopCountMax
            + " hops between streams; the rest of its work is dropped",
        null);
  }

  // ---- watermarks ----

  @Override
  public void onWatermark(int input, long watermarkMillis) {
    inputEnded[input] = watermarkMillis == END_OF_INPUT;
    if (!inputEnded[input]) {
      inputWatermarks[input] = Math.max(inputWatermarks[input], watermarkMillis);
    }
    updateWatermark();
  }

  /** A publisher gives no more rows of this stream. */
  void endPublisher(int publisher) {
    publisherEndCount++;
    if (eventTime != null) {
      eventTime.end(publisher);
      hasOutsideEnded = publisherCount == 0 || eventTime.haveAllEnded();
      if (eventTime.watermarkMillis() != Long.MIN_VALUE) {
        advanceWatermark(eventTime.watermarkMillis());
      }
    } else {
      hasOutsideEnded = publisherEndCount >= publisherCount;
    }
    updateWatermark();
  }

  /** Nobody waits for those who have been silent for long. */
  @Override
  public void onTime(long dueMillis) {
    EventTime time = eventTime;
    if (idle == null || time == null || !idle.onTime(dueMillis)) {
      return;
    }
    time.giveUpIdle();
    advanceWatermark(time.watermarkMillis());
    showIdle();
  }

  /** Whether rows of this stream have not come for so long that nobody waits for them. */
  private boolean isIdle() {
    if (eventTime != null) {
      return eventTime.isIdle();
    }
    boolean isAnyIdle = false;
    for (int i = 0; i < upstreams.length; i++) {
      if (inputCounts[i] && !inputEnded[i]) {
        if (!isIdleInput(i)) {
          return false;
        }
        isAnyIdle = true;
      }
    }
    return isAnyIdle && !isFedFromOutside;
  }

  private boolean isIdleInput(int input) {
    StreamHub upstream = upstreams[input];
    return upstream != null && upstream.wasIdle;
  }

  /** Tells the streams behind this one if it has become idle, or is no longer. */
  private void showIdle() {
    boolean isIdle = isIdle();
    if (isIdle != wasIdle) {
      wasIdle = isIdle;
      for (StreamHub stream : downstreams) {
        stream.updateWatermark();
        stream.showIdle();
      }
    }
  }

  private void updateWatermark() {
    long minimum = END_OF_INPUT;
    boolean isAnyCounted = false;
    boolean isAnyIdle = false;
    for (int i = 0; i < inputWatermarks.length; i++) {
      if (inputCounts[i]) {
        isAnyCounted = true;
        boolean isIdleHere = !inputEnded[i] && isIdleInput(i);
        isAnyIdle |= isIdleHere;
        boolean isWaitedFor = !inputEnded[i] && !isIdleHere;
        minimum = Math.min(minimum, isWaitedFor ? inputWatermarks[i] : END_OF_INPUT);
      }
    }
    if (isAnyIdle && minimum == END_OF_INPUT) {
      // Nobody says how far time is, and more may come.
      return;
    }
    if (eventTime != null || !isAnyCounted) {
      // Own time, or arrival order: ends only when nothing more can come from anywhere.
      boolean isOutsideDone =
          hasOutsideEnded || (isAnyCounted && !isFedFromOutside && publisherCount == 0);
      if (isOutsideDone && minimum == END_OF_INPUT) {
        giveEnd();
      }
      return;
    }
    if (minimum == END_OF_INPUT) {
      giveEnd();
    } else {
      advanceWatermark(minimum);
    }
  }

  /**
   * Tells the readers that the input has ended for now. The watermark stays where it is; a stream
   * that feeds itself tells them once.
   */
  private void giveEnd() {
    if (isGivingEnd) {
      return;
    }
    isGivingEnd = true;
    if (watermarkGiven != Long.MIN_VALUE) {
      // Nothing is behind any more; shown, but kept by nobody.
      watermark.set(END_OF_INPUT);
    }
    try {
      readers.watermark(END_OF_INPUT);
    } finally {
      isGivingEnd = false;
    }
  }

  private boolean isAnyInputTimed() {
    for (long watermark : inputWatermarks) {
      if (watermark != Long.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  private void advanceWatermark(long watermarkMillis) {
    if (watermarkMillis > watermarkGiven) {
      watermarkGiven = watermarkMillis;
      watermark.set(watermarkMillis);
      borderNext = borderAfter(watermarkMillis);
      readers.watermark(watermarkMillis);
    }
  }

  // ---- state ----

  @Override
  public void snapshot(StateWriter writer) {
    boolean isTimed = eventTime != null || watermarkGiven != Long.MIN_VALUE || isAnyInputTimed();
    if (!isTimed && !wasIdle) {
      // Arrival order: there is nothing to keep.
      return;
    }
    writer.putLong(watermarkGiven);
    writer.putBoolean(isFedFromOutside);
    writer.putInt(inputWatermarks.length);
    for (long watermark : inputWatermarks) {
      writer.putLong(watermark);
    }
    writer.putBoolean(eventTime != null);
    if (eventTime != null) {
      eventTime.snapshot(writer);
    }
    if (idleStreams.length > 0) {
      writer.putBoolean(wasIdle);
      writer.putBoolean(idle != null);
      if (idle != null) {
        idle.snapshot(writer);
      }
    }
  }

  /** An idle time may have been declared or removed since. */
  private void restoreIdle(StateReader reader) {
    boolean isIdle = reader.getBoolean();
    wasIdle = isIdle && idleStreams.length > 0;
    if (reader.getBoolean()) {
      (idle != null ? idle : new IdleInputs(1, timers)).restore(reader);
    }
  }

  @Override
  public void restore(StateReader reader) {
    watermarkGiven = reader.getLong();
    isFedFromOutside = reader.getBoolean();
    int count = reader.getCount(Long.BYTES);
    if (count != inputWatermarks.length) {
      throw new StateFormatException(
          count + " queries inserted into it, and now " + inputWatermarks.length);
    }
    for (int i = 0; i < count; i++) {
      inputWatermarks[i] = reader.getLong();
    }
    if (reader.getBoolean() != (eventTime != null)) {
      throw new StateFormatException("its event time has been declared or removed since");
    }
    if (eventTime != null) {
      eventTime.restore(reader);
    }
    if (reader.remaining() > 0) {
      restoreIdle(reader);
    }
    borderNext = borderAfter(watermarkGiven);
    watermark.set(watermarkGiven);
  }
}
