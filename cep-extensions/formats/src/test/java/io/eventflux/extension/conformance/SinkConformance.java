package io.eventflux.extension.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every sink must do. Subclasses name the sink and read its target; the rows are whole numbers
 * in a stream of one column.
 */
public abstract class SinkConformance {
  /** The rows of all tests have one column, {@code n}. */
  protected static final RowSchema SCHEMA = new RowSchema(List.of(new Field("n", Type.INT)));

  /** The sink under test. */
  protected abstract SinkProvider provider();

  /**
   * A sink that is not open, for one and the same target in all calls of a test; a new target for
   * every test.
   */
  protected abstract Sink newSink();

  /** What a stream of the sink is encoded with; null if rows go as they are. */
  protected abstract @Nullable Encoder encoder();

  /** The numbers that readers of the target see now, in the order of the target. */
  protected abstract List<Integer> visible() throws IOException;

  /** The context of an app without checkpoints. */
  protected final StreamSinkContext context() {
    return new StreamSinkContext(SCHEMA, encoder());
  }

  private Sink open() throws IOException {
    Sink sink = newSink();
    sink.open(context());
    return sink;
  }

  @Test
  void shouldBeFoundByTheServiceLoader() {
    assertTrue(
        ServiceLoader.load(SinkProvider.class).stream()
            .anyMatch(found -> found.type() == provider().getClass()));
  }

  @Test
  void shouldDescribeItself() {
    ConnectorDescriptor descriptor = provider().descriptor();

    assertEquals(ConnectorDescriptor.Role.SINK, descriptor.role());
    assertFalse(descriptor.summary().isBlank());
    Set<String> keys = new HashSet<>();
    for (Option option : descriptor.options()) {
      assertTrue(keys.add(option.key()), option.key());
      assertTrue(option.summary().endsWith("."), option.key());
    }
  }

  @Test
  void shouldShowWhatWasWrittenInOrderBehindEachFlush() throws IOException {
    try (Sink sink = open()) {
      sink.write(numbers(1, 2, 3), 0, 3);
      sink.write(numbers(4), 0, 1);
      sink.flush();
      assertEquals(List.of(1, 2, 3, 4), visible());
      sink.write(numbers(5), 0, 1);
      sink.flush();
      sink.flush();

      assertEquals(List.of(1, 2, 3, 4, 5), visible());
    }
    assertEquals(List.of(1, 2, 3, 4, 5), visible());
  }

  @Test
  void shouldFlushWhenItIsClosedAndCloseTwice() throws IOException {
    Sink sink = open();
    sink.write(numbers(1, 2), 0, 2);

    sink.close();
    sink.close();

    assertEquals(List.of(1, 2), visible());
  }

  @Test
  void shouldCloseWithoutRows() throws IOException {
    Sink sink = open();
    sink.flush();
    sink.close();

    assertEquals(List.of(), visible());
  }

  @Test
  void shouldCloseWithoutHavingBeenOpened() throws IOException {
    Sink sink = newSink();
    sink.close();
    sink.close();

    assertEquals(List.of(), visible());
  }

  @Test
  void shouldRefuseRowsBeforeItIsOpen() throws IOException {
    try (Sink sink = newSink()) {
      assertThrows(IllegalStateException.class, () -> sink.write(numbers(1), 0, 1));
    }
    assertEquals(List.of(), visible());
  }

  @Test
  void shouldTakeTheRowsOfTheRangeOnly() throws IOException {
    try (Sink sink = open()) {
      sink.write(numbers(1, 2, 3, 4), 1, 3);
      sink.write(numbers(5, 6), 1, 1);
    }
    assertEquals(List.of(2, 3), visible());
  }

  @Test
  void shouldTakeTheSelectedRowsOnly() throws IOException {
    ColumnBatch batch = numbers(10, 11, 12, 13);
    batch.selection(new int[] {3, 1, 0});
    try (Sink sink = open()) {
      sink.write(batch, 0, 2);
    }
    assertEquals(List.of(13, 11), visible());
  }

  @Test
  void shouldKeepNothingOfABatch() throws IOException {
    ColumnBatch batch = numbers(1, 2);
    try (Sink sink = open()) {
      sink.write(batch, 0, 2);
      batch.column(0).setBoxed(0, 8);
      batch.column(0).setBoxed(1, 9);
    }
    assertEquals(List.of(1, 2), visible());
  }

  @Test
  void shouldShowTheSameRowsHoweverTheyAreCut() throws IOException {
    Random random = new Random(17);
    List<Integer> expected = new ArrayList<>();
    try (Sink sink = open()) {
      for (int call = 0; call < 200; call++) {
        int[] values = IntStream.range(0, random.nextInt(40)).map(i -> random.nextInt()).toArray();
        int lo = values.length == 0 ? 0 : random.nextInt(values.length);
        sink.write(numbers(values), lo, values.length);
        Arrays.stream(values, lo, values.length).forEach(expected::add);
        if (random.nextInt(10) == 0) {
          sink.flush();
          assertEquals(expected, visible(), "seed 17, call " + call);
        }
      }
    }
    assertEquals(expected, visible());
  }

  /** A batch with these rows. */
  protected static ColumnBatch numbers(int... values) {
    ColumnBatch batch = new ColumnBatch(SCHEMA, values.length);
    for (int row = 0; row < values.length; row++) {
      batch.column(0).setBoxed(row, values[row]);
    }
    return batch;
  }
}
