package io.eventflux.extension.conformance;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.time.EngineClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a source delivers. One thread at a time. */
public final class RecordingSourceContext implements SourceContext {
  /** What {@link #clock} says, always. */
  public static final long NOW_MILLIS = 1_740_824_100_000L;

  private final RowSchema schema;
  private final @Nullable Decoder decoder;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private final List<Long> timestamps = new ArrayList<>();
  private long deliveredBytes;
  private final List<RejectedEvent> rejected = new ArrayList<>();
  private final List<Integer> unitSizes = new ArrayList<>();
  private Runnable onDelivery = () -> {};

  /** A context of the default file system. */
  public RecordingSourceContext(RowSchema schema, @Nullable Decoder decoder) {
    this.schema = schema;
    this.decoder = decoder;
  }

  /** How many bytes the rows delivered so far were made from, as the source says. */
  public long deliveredBytes() {
    return deliveredBytes;
  }

  /** Has {@code action} run behind each delivery. */
  public RecordingSourceContext onDelivery(Runnable action) {
    onDelivery = action;
    return this;
  }

  /** All rows delivered so far. */
  public List<List<@Nullable Object>> rows() {
    return rows;
  }

  /** Their times. */
  public List<Long> timestamps() {
    return timestamps;
  }

  /** How many rows each unit had. */
  public List<Integer> unitSizes() {
    return unitSizes;
  }

  /** All events set aside so far, as {@code origin reason}. */
  public List<String> refusals() {
    return rejected.stream().map(event -> event.origin() + " " + event.reason()).toList();
  }

  /** All events set aside so far. */
  public List<RejectedEvent> rejected() {
    return rejected;
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public @Nullable Decoder decoder() {
    return decoder;
  }

  @Override
  public Path resolve(String path) {
    return Path.of(path);
  }

  @Override
  public EngineClock clock() {
    return new EngineClock() {
      @Override
      public long millis() {
        return NOW_MILLIS;
      }

      @Override
      public long nanos() {
        return 0;
      }
    };
  }

  @Override
  public void deliver(ColumnBatch batch, int rowCount, long sizeBytes) {
    deliveredBytes += sizeBytes;
    rows.addAll(RandomRows.rows(batch, rowCount));
    int unit = Integer.MIN_VALUE;
    for (int row = 0; row < rowCount; row++) {
      timestamps.add(batch.timestamps()[row]);
      if (row > 0 && batch.unit(row) == unit) {
        int last = unitSizes.size() - 1;
        unitSizes.set(last, unitSizes.get(last) + 1);
      } else {
        unitSizes.add(1);
      }
      unit = batch.unit(row);
    }
    onDelivery.run();
  }

  @Override
  public void reject(RejectedEvent event) {
    rejected.add(event);
  }
}
