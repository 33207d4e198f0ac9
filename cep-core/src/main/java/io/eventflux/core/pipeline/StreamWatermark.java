package io.eventflux.core.pipeline;

import io.eventflux.core.metric.Gauge;
import io.eventflux.core.operator.Operator;
import java.util.List;

/**
 * The watermark of a stream as its readers know it, and where it makes a difference to them next.
 * Pipeline thread only, but for the gauge.
 */
final class StreamWatermark {
  private final StreamReaders readers;
  private final Gauge shown = new Gauge(Long.MIN_VALUE);
  private WindowBorders borders = new WindowBorders(List.of());
  private boolean isReadByExpression;
  private long millis = Long.MIN_VALUE;
  private long borderNext = Long.MAX_VALUE;
  private boolean isGivingEnd;

  /** None has been told to {@code readers} yet. */
  StreamWatermark(StreamReaders readers) {
    this.readers = readers;
  }

  /** The group windows behind the stream, which decide where ranges are cut. */
  void borders(WindowBorders windowBorders) {
    borders = windowBorders;
    borderNext = borderAfter(millis);
  }

  /** Whether an expression behind the stream reads the watermark, or one that depends on it. */
  void readByExpression(boolean isRead) {
    isReadByExpression = isRead;
    borderNext = borderAfter(millis);
  }

  private long borderAfter(long watermarkMillis) {
    if (!isReadByExpression) {
      return borders.next(watermarkMillis);
    }
    return watermarkMillis == Long.MAX_VALUE ? watermarkMillis : watermarkMillis + 1;
  }

  /** W as the readers know it; {@link Long#MIN_VALUE} before the first one. */
  long millis() {
    return millis;
  }

  /** The first watermark that makes a difference to a reader: a range ends there. */
  long borderNext() {
    return borderNext;
  }

  /**
   * Whether a row of {@code timeMillis} is too late for a window behind the stream once the
   * watermark stands at {@code watermarkMillis}.
   */
  boolean isLate(long timeMillis, long watermarkMillis) {
    return borders.isLate(timeMillis, watermarkMillis);
  }

  /** What is shown of it, see {@link StreamHub#watermark}. Any thread. */
  Gauge shown() {
    return shown;
  }

  /** Tells the readers, if that is more than they know. */
  void advanceTo(long watermarkMillis) {
    if (watermarkMillis > millis) {
      millis = watermarkMillis;
      shown.set(watermarkMillis);
      borderNext = borderAfter(watermarkMillis);
      readers.watermark(watermarkMillis);
    }
  }

  /**
   * Tells the readers that the input has ended for now. The watermark stays where it is; a stream
   * that feeds itself tells them once.
   */
  void giveEnd() {
    if (isGivingEnd) {
      return;
    }
    isGivingEnd = true;
    if (millis != Long.MIN_VALUE) {
      // Nothing is behind any more; shown, but kept by nobody.
      shown.set(Operator.END_OF_INPUT);
    }
    try {
      readers.watermark(Operator.END_OF_INPUT);
    } finally {
      isGivingEnd = false;
    }
  }

  /** The readers knew this one when the snapshot was taken. */
  void restore(long watermarkMillis) {
    millis = watermarkMillis;
    borderNext = borderAfter(watermarkMillis);
    shown.set(watermarkMillis);
  }
}
