package io.eventflux.core.operator.window;

import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * The watermark behind a window that holds rows back: never above the smallest timestamp held, so
 * that no row becomes late by waiting. The end of the input passes, and leaves nothing behind.
 */
final class HeldWatermark {
  private final Output output;
  private long received = Long.MIN_VALUE;
  private long passed = Long.MIN_VALUE;
  private long oldestHeld = Long.MAX_VALUE;

  HeldWatermark(Output output) {
    this.output = output;
  }

  /** The input has told {@code watermarkMillis}. */
  void receive(long watermarkMillis) {
    if (watermarkMillis == Operator.END_OF_INPUT) {
      output.watermark(watermarkMillis);
      return;
    }
    received = watermarkMillis;
    pass();
  }

  /** A row with this time is held back from now on. */
  void hold(long timestampMillis) {
    oldestHeld = Math.min(oldestHeld, timestampMillis);
  }

  /** All rows held back have been emitted. */
  void release() {
    oldestHeld = Long.MAX_VALUE;
    pass();
  }

  private void pass() {
    long watermark = Math.min(received, oldestHeld);
    if (watermark > passed) {
      passed = watermark;
      output.watermark(watermark);
    }
  }

  void snapshot(StateWriter writer) {
    writer.putLong(received);
    writer.putLong(passed);
    writer.putLong(oldestHeld);
  }

  void restore(StateReader reader) {
    received = reader.getLong();
    passed = reader.getLong();
    oldestHeld = reader.getLong();
  }
}
