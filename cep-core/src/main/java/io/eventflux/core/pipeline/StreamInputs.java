package io.eventflux.core.pipeline;

import io.eventflux.core.operator.Operator;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who feeds a stream: queries by input number, and publishers from outside. Tells its watermark how
 * far all of them have come, and the end when all have ended; whoever is idle is not waited for. A
 * stream with an event time of its own has its watermark from its rows, and only its end from here.
 * Pipeline thread only.
 */
final class StreamInputs {
  private final StreamWatermark watermark;
  private final @Nullable EventTime eventTime;

  /** The watermark of each input; only those in {@link #counts} hold back the one of the stream. */
  private final long[] watermarks;

  /** Which inputs have told the end; not part of the state, since they tell it again. */
  private final boolean[] ended;

  private final boolean[] counts;

  /** By input: the only stream that its rows come from; null if there are several. */
  private final @Nullable StreamInputs[] upstreams;

  /** Those that have this stream among their upstreams. */
  private StreamInputs[] downstreams = {};

  private boolean wasIdle;
  private boolean isFedFromOutside;
  private int publisherCount;
  private int publisherEndCount;
  private boolean hasOutsideEnded;

  /**
   * Inputs that have given nothing yet.
   *
   * @param inputCount queries that insert into the stream
   * @param eventTime null: the stream has none of its own
   */
  StreamInputs(int inputCount, @Nullable EventTime eventTime, StreamWatermark watermark) {
    this.watermark = watermark;
    this.eventTime = eventTime;
    this.upstreams = new @Nullable StreamInputs[inputCount];
    this.watermarks = new long[inputCount];
    Arrays.fill(watermarks, Long.MIN_VALUE);
    this.ended = new boolean[inputCount];
    this.counts = new boolean[inputCount];
    Arrays.fill(counts, true);
  }

  // ---- building ----

  /** The rows of input {@code input} come from {@code stream} alone, which may be idle. */
  void upstream(int input, StreamInputs stream) {
    upstreams[input] = stream;
    stream.downstreams = Arrays.copyOf(stream.downstreams, stream.downstreams.length + 1);
    stream.downstreams[stream.downstreams.length - 1] = this;
  }

  /** Input {@code input} is fed by the stream itself, so its watermark cannot hold back ours. */
  void ignoreWatermarksOf(int input) {
    counts[input] = false;
  }

  /** The publisher {@code id} will give rows of the stream and say when it ends. */
  void expectPublisher(int id) {
    publisherCount++;
    if (eventTime != null) {
      eventTime.expect(id);
    }
  }

  // ---- what they tell ----

  /** Rows have come from outside. */
  void fedFromOutside() {
    isFedFromOutside = true;
  }

  /** Input {@code input} tells a watermark, or {@link Operator#END_OF_INPUT}. */
  void onWatermark(int input, long watermarkMillis) {
    ended[input] = watermarkMillis == Operator.END_OF_INPUT;
    if (!ended[input]) {
      watermarks[input] = Math.max(watermarks[input], watermarkMillis);
    }
    update();
  }

  /** A publisher gives no more rows of the stream. */
  void endPublisher(int publisher) {
    publisherEndCount++;
    if (eventTime != null) {
      eventTime.end(publisher);
      hasOutsideEnded = publisherCount == 0 || eventTime.haveAllEnded();
      if (eventTime.watermarkMillis() != Long.MIN_VALUE) {
        watermark.advanceTo(eventTime.watermarkMillis());
      }
    } else {
      hasOutsideEnded = publisherEndCount >= publisherCount;
    }
    update();
  }

  private void update() {
    long minimum = Operator.END_OF_INPUT;
    boolean isAnyCounted = false;
    boolean isAnyIdle = false;
    for (int i = 0; i < watermarks.length; i++) {
      if (counts[i]) {
        isAnyCounted = true;
        boolean isIdleHere = !ended[i] && isIdle(i);
        isAnyIdle |= isIdleHere;
        boolean isWaitedFor = !ended[i] && !isIdleHere;
        minimum = Math.min(minimum, isWaitedFor ? watermarks[i] : Operator.END_OF_INPUT);
      }
    }
    if (isAnyIdle && minimum == Operator.END_OF_INPUT) {
      // Nobody says how far time is, and more may come.
      return;
    }
    if (eventTime != null || !isAnyCounted) {
      // Own time, or arrival order: ends only when nothing more can come from anywhere.
      boolean isOutsideDone =
          hasOutsideEnded || (isAnyCounted && !isFedFromOutside && publisherCount == 0);
      if (isOutsideDone && minimum == Operator.END_OF_INPUT) {
        watermark.giveEnd();
      }
      return;
    }
    if (minimum == Operator.END_OF_INPUT) {
      watermark.giveEnd();
    } else {
      watermark.advanceTo(minimum);
    }
  }

  // ---- idle ----

  /** Tells the streams behind this one if it has become idle, or is no longer. */
  void showIdle() {
    boolean isIdle = isIdle();
    if (isIdle != wasIdle) {
      wasIdle = isIdle;
      for (StreamInputs stream : downstreams) {
        stream.update();
        stream.showIdle();
      }
    }
  }

  /** Whether rows of the stream have not come for so long that nobody waits for them. */
  private boolean isIdle() {
    if (eventTime != null) {
      return eventTime.isIdle();
    }
    boolean isAnyIdle = false;
    for (int i = 0; i < upstreams.length; i++) {
      if (counts[i] && !ended[i]) {
        if (!isIdle(i)) {
          return false;
        }
        isAnyIdle = true;
      }
    }
    return isAnyIdle && !isFedFromOutside;
  }

  private boolean isIdle(int input) {
    StreamInputs upstream = upstreams[input];
    return upstream != null && upstream.wasIdle;
  }

  /** Whether the streams behind this one know that it is idle. */
  boolean wasIdle() {
    return wasIdle;
  }

  /** What {@link #wasIdle} was when the snapshot was taken. */
  void restoreIdle(boolean isIdle) {
    wasIdle = isIdle;
  }

  // ---- state ----

  /** Whether one of them has told a watermark. */
  boolean isAnyTimed() {
    for (long millis : watermarks) {
      if (millis != Long.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  void snapshot(StateWriter writer) {
    writer.putBoolean(isFedFromOutside);
    writer.putInt(watermarks.length);
    for (long millis : watermarks) {
      writer.putLong(millis);
    }
  }

  void restore(StateReader reader) {
    isFedFromOutside = reader.getBoolean();
    int count = reader.getCount(Long.BYTES);
    if (count != watermarks.length) {
      throw new StateFormatException(
          count + " queries inserted into it, and now " + watermarks.length);
    }
    for (int i = 0; i < count; i++) {
      watermarks[i] = reader.getLong();
    }
  }
}
