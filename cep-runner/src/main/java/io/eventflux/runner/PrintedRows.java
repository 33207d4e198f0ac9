package io.eventflux.runner;

import io.eventflux.core.app.AppFailedException;
import io.eventflux.core.app.RowListener;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.runner.output.OutputStreamSchema;
import io.eventflux.runner.output.RowWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a running app on their way to standard output. Pipelines write from their threads,
 * and a timer flushes; once writing has failed, nothing more is written and the app is asked to
 * stop. Any thread.
 */
final class PrintedRows {
  private final RowWriter writer;
  private final List<OutputStreamSchema> outputs;
  private final long[] counts;
  private final Runnable onFailure;
  private @Nullable IOException failure;
  private boolean hasUnflushed;

  /**
   * Rows to print.
   *
   * @param onFailure called once when writing fails, on the thread that wrote; must not block
   */
  PrintedRows(RowWriter writer, List<OutputStreamSchema> outputs, Runnable onFailure) {
    this.writer = writer;
    this.outputs = outputs;
    this.counts = new long[outputs.size()];
    this.onFailure = onFailure;
  }

  /** Takes the rows of the output with number {@code output}. */
  RowListener listener(int output) {
    return new RowListener() {
      @Override
      public void onRows(ColumnBatch batch, int lo, int hi) {
        write(output, batch, lo, hi);
      }

      @Override
      public void beforeCheckpoint() {
        flush();
        IOException failed = failure();
        if (failed != null) {
          throw new AppFailedException(String.valueOf(failed.getMessage()), failed);
        }
      }
    };
  }

  private synchronized void write(int output, ColumnBatch batch, int lo, int hi) {
    if (failure != null) {
      return;
    }
    counts[output] += hi - lo;
    hasUnflushed = true;
    try {
      writer.write(output, batch, lo, hi);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Makes what was written visible; cheap if nothing was. */
  synchronized void flush() {
    if (failure != null || !hasUnflushed) {
      return;
    }
    hasUnflushed = false;
    try {
      writer.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    failure = e;
    onFailure.run();
  }

  /** Why writing failed, or null. */
  synchronized @Nullable IOException failure() {
    return failure;
  }

  /** Rows written so far, by stream. */
  synchronized Map<String, Long> counts() {
    Map<String, Long> byStream = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      byStream.put(outputs.get(i).stream(), counts[i]);
    }
    return byStream;
  }
}
