package io.eventflux.core.app;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.DiskStep;
import io.eventflux.core.connector.OriginalBytes;
import io.eventflux.core.connector.RejectedEvent;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/** Sources that read rows from lists, and sinks that keep them; by connector name. */
final class FakeConnectors {
  private final Map<String, FakeSource> sources = new LinkedHashMap<>();
  private final Map<String, Sink> sinks = new LinkedHashMap<>();

  /** A source called {@code name}. */
  FakeSource source(String name) {
    FakeSource source = new FakeSource();
    sources.put(name, source);
    return source;
  }

  /** A sink called {@code name}. */
  FakeSink sink(String name) {
    FakeSink sink = new FakeSink();
    sinks.put(name, sink);
    return sink;
  }

  /** A sink called {@code name} that takes part in checkpoints. */
  FakeConnectors epochSink(String name, FakeEpochSink.Target target) {
    sinks.put(name, new FakeEpochSink(target));
    return this;
  }

  ConnectorRegistry registry() {
    List<SourceProvider> sourceProviders = new ArrayList<>();
    sources.forEach(
        (name, source) ->
            sourceProviders.add(
                new SourceProvider() {
                  @Override
                  public ConnectorDescriptor descriptor() {
                    return describe(name, ConnectorDescriptor.Role.SOURCE);
                  }

                  @Override
                  public Source create(ConnectorOptions options) {
                    return source;
                  }
                }));
    List<SinkProvider> sinkProviders = new ArrayList<>();
    sinks.forEach(
        (name, sink) ->
            sinkProviders.add(
                new SinkProvider() {
                  @Override
                  public ConnectorDescriptor descriptor() {
                    return describe(name, ConnectorDescriptor.Role.SINK);
                  }

                  @Override
                  public Sink create(ConnectorOptions options) {
                    return sink;
                  }
                }));
    return new ConnectorRegistry(sourceProviders, sinkProviders, List.of());
  }

  private static ConnectorDescriptor describe(String name, ConnectorDescriptor.Role role) {
    return new ConnectorDescriptor(
        name,
        List.of(),
        role,
        List.of(),
        false,
        role == ConnectorDescriptor.Role.SOURCE,
        role == ConnectorDescriptor.Role.SINK,
        Availability.AVAILABLE,
        "A fake.",
        List.of());
  }

  /** Reads a list of rows, a few at each poll; some entries cannot be decoded. */
  static final class FakeSource implements Source {
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final List<Long> timestamps = new ArrayList<>();
    private int pollRows = 3;
    private boolean isEndless;
    private boolean isReplayable = true;
    private IntConsumer beforePoll = row -> {};
    private ToLongBiFunction<ColumnBatch, Integer> rowSizeBytes = (batch, row) -> Long.BYTES;
    private LongConsumer beforeDelivery = sizeBytes -> {};
    private @Nullable IOException failure;
    private int next;
    private @Nullable SourceContext context;
    volatile boolean isOpen;

    /** Adds a row. */
    FakeSource row(long timestamp, @Nullable Object... values) {
      rows.add(values);
      timestamps.add(timestamp);
      return this;
    }

    /** Adds an event that cannot be decoded. */
    FakeSource broken(String text) {
      return row(Long.MIN_VALUE, text);
    }

    /** At most so many rows a poll. */
    FakeSource pollRows(int count) {
      pollRows = count;
      return this;
    }

    /** {@code action} runs before each poll and is told the index of the next row. */
    FakeSource beforePoll(IntConsumer action) {
      beforePoll = action;
      return this;
    }

    /** Says how many bytes a row was made from; without that, eight. */
    FakeSource rowSizeBytes(ToLongBiFunction<ColumnBatch, Integer> sizeBytes) {
      rowSizeBytes = sizeBytes;
      return this;
    }

    /**
     * {@code action} runs before rows or rejected events are handed over and is told their bytes.
     */
    FakeSource beforeDelivery(LongConsumer action) {
      beforeDelivery = action;
      return this;
    }

    /** Says that it cannot be read again. */
    FakeSource forgetful() {
      isReplayable = false;
      return this;
    }

    /** Waits for ever behind the last row. */
    FakeSource endless() {
      isEndless = true;
      return this;
    }

    /** Fails behind the last row. */
    FakeSource failing(IOException e) {
      failure = e;
      return this;
    }

    @Override
    public void open(SourceContext sourceContext) {
      context = sourceContext;
      isOpen = true;
    }

    @Override
    public Poll poll() throws IOException {
      SourceContext target = context;
      if (target == null) {
        throw new IllegalStateException("not open");
      }
      beforePoll.accept(next);
      if (next == rows.size()) {
        if (failure != null) {
          throw failure;
        }
        return isEndless ? Poll.IDLE : Poll.END;
      }
      ColumnBatch batch = new ColumnBatch(target.schema(), pollRows);
      int count = 0;
      while (count < pollRows && next < rows.size()) {
        if (timestamps.get(next) == Long.MIN_VALUE) {
          // Rows in front of it first, so that rows and dead letters keep their order.
          deliver(target, batch, count);
          count = 0;
          byte[] payload = String.valueOf(rows.get(next)[0]).getBytes(StandardCharsets.UTF_8);
          next++;
          beforeDelivery.accept(payload.length);
          target.reject(
              new RejectedEvent(
                  "fake", Integer.toString(next), "not a number", OriginalBytes.of(payload)));
          continue;
        }
        RowValues.set("fake", target.schema(), batch, count, rows.get(next));
        batch.timestamps()[count++] = timestamps.get(next++);
      }
      deliver(target, batch, count);
      return Poll.MORE;
    }

    private void deliver(SourceContext target, ColumnBatch batch, int count) {
      long sizeBytes = 0;
      for (int row = 0; row < count; row++) {
        sizeBytes += rowSizeBytes.applyAsLong(batch, row);
      }
      beforeDelivery.accept(sizeBytes);
      target.deliver(batch, count, sizeBytes);
    }

    @Override
    public boolean isReplayable() {
      return isReplayable;
    }

    @Override
    public String position() {
      return "row " + next;
    }

    @Override
    public void seek(String position) {
      next = Integer.parseInt(position.substring("row ".length()));
    }

    @Override
    public void close() {
      isOpen = false;
    }
  }

  /** Keeps rows as lines, and which of them are visible to readers. */
  static final class FakeSink implements Sink {
    private final RowLines lines = new RowLines();
    private int visibleCount;
    private int failuresLeft;
    private DiskStep beforeWrite = () -> {};
    private @Nullable SinkContext context;
    volatile boolean isOpen;
    int writeCount;
    private final CountDownLatch firstWrite = new CountDownLatch(1);

    /** Waits until somebody has written, or tried to. */
    void awaitWrite() throws InterruptedException {
      if (!firstWrite.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody writes");
      }
    }

    /** The next writes fail. */
    FakeSink failing(int count) {
      failuresLeft = count;
      return this;
    }

    /** {@code step} has to find room on a disk before each write. */
    FakeSink beforeWrite(DiskStep step) {
      beforeWrite = step;
      return this;
    }

    @Override
    public void open(SinkContext sinkContext) {
      context = sinkContext;
      isOpen = true;
    }

    @Override
    public void write(ColumnBatch batch, int lo, int hi) throws IOException {
      writeCount++;
      firstWrite.countDown();
      SinkContext opened = context;
      if (opened != null) {
        opened.whileDiskIsFull(beforeWrite);
      }
      if (failuresLeft > 0) {
        failuresLeft--;
        throw new IOException("disk full");
      }
      lines.onRows(batch, lo, hi);
    }

    @Override
    public synchronized void flush() {
      visibleCount = lines.lines().size();
    }

    @Override
    public void close() {
      flush();
      isOpen = false;
    }

    /** What a reader sees. */
    synchronized List<String> visible() {
      return lines.lines().subList(0, visibleCount);
    }
  }
}
