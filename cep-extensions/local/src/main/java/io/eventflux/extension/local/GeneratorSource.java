package io.eventflux.extension.local;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorException.Category;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.time.EngineClock;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Feeds a stream with rows of a {@link RowGenerator}, as fast as possible or at a rate. */
final class GeneratorSource implements Source {
  private static final Pattern POSITION = Pattern.compile("row=(\\d{1,18}),start=(-?\\d{1,18})");
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** About what a value takes: generated texts are short. */
  private static final long VALUE_SIZE_BYTES = 16;

  private final GeneratorSettings settings;
  private final int batchRowCount;
  private long startMillis;
  private boolean isStartKnown;
  private long rowNumber;
  private @Nullable SourceContext context;
  private @Nullable RowGenerator generator;
  private @Nullable ColumnBatch generated;
  private @Nullable ColumnBatch delivered;
  private long paceStartNanos;
  private long paceStartRow;
  private boolean isPaceStarted;
  private boolean isClosed;

  GeneratorSource(GeneratorSettings settings, int batchRowCount) {
    this.settings = settings;
    this.batchRowCount = batchRowCount;
  }

  @Override
  public void open(SourceContext newContext) throws IOException {
    context = newContext;
    if (!isStartKnown) {
      startMillis = settings.startMillis(newContext.clock());
      isStartKnown = true;
    }
    try {
      RowGenerator rows = settings.generator(newContext.schema(), startMillis);
      generator = rows;
      ColumnBatch all = new ColumnBatch(rows.schema(), batchRowCount);
      generated = all;
      delivered = arranged(all, rows.schema(), newContext.schema());
      skip(rows, all);
    } catch (IllegalArgumentException problem) {
      throw new ConnectorException(
          Category.CONFIGURATION, String.valueOf(problem.getMessage()), problem);
    }
  }

  /** The columns of {@code all} in the order of the stream, found by name; all are there. */
  private static ColumnBatch arranged(ColumnBatch all, RowSchema from, RowSchema to) {
    Column[] columns = new Column[to.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = all.column(from.indexOf(to.field(c).name()));
    }
    return new ColumnBatch(columns, all.timestamps());
  }

  /** Makes the rows before the position again, since each may depend on the one before it. */
  private void skip(RowGenerator rows, ColumnBatch batch) {
    long left = rowNumber;
    while (left > 0) {
      int count = (int) Math.min(left, batchRowCount);
      rows.fill(batch, count);
      left -= count;
    }
  }

  @Override
  public Poll poll() {
    if (isClosed || (settings.rowCount() >= 0 && rowNumber >= settings.rowCount())) {
      return Poll.END;
    }
    SourceContext target = context;
    RowGenerator rows = generator;
    ColumnBatch all = generated;
    ColumnBatch batch = delivered;
    if (target == null || rows == null || all == null || batch == null) {
      throw new IllegalStateException("not open");
    }
    long count = batchRowCount;
    if (settings.rowCount() >= 0) {
      count = Math.min(count, settings.rowCount() - rowNumber);
    }
    if (settings.rowsPerSecond() > 0) {
      count = Math.min(count, dueRowCount(target.clock()));
      if (count <= 0) {
        return Poll.IDLE;
      }
    }
    rows.fill(all, (int) count);
    rowNumber += count;
    target.deliver(batch, (int) count, count * VALUE_SIZE_BYTES * batch.columns().length);
    return Poll.MORE;
  }

  /** How many rows should have been sent by now but have not been. */
  private long dueRowCount(EngineClock clock) {
    long now = clock.nanos();
    if (!isPaceStarted) {
      isPaceStarted = true;
      paceStartNanos = now;
      paceStartRow = rowNumber;
    }
    double seconds = (double) (now - paceStartNanos) / SECOND_NANOS;
    return (long) (seconds * settings.rowsPerSecond()) + 1 - (rowNumber - paceStartRow);
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public String position() {
    return isStartKnown ? "row=" + rowNumber + ",start=" + startMillis : "";
  }

  @Override
  public void seek(String position) {
    if (position.isEmpty()) {
      return;
    }
    Matcher matcher = POSITION.matcher(position);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + position + "' is not a position of a generator");
    }
    rowNumber = Long.parseLong(matcher.group(1));
    startMillis = Long.parseLong(matcher.group(2));
    isStartKnown = true;
  }

  @Override
  public void close() {
    isClosed = true;
    generator = null;
    generated = null;
    delivered = null;
  }
}
