package io.eventflux.core.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventJunctionTest {
  private static final RowSchema NUMBERS = new RowSchema(List.of(new Field("n", Type.Scalar.LONG)));
  private static final RowSchema WORDS =
      new RowSchema(List.of(new Field("w", Type.Scalar.STRING), new Field("i", Type.Scalar.INT)));

  @Test
  void shouldGiveRowsOfSeveralStreamsInArrivalOrder() {
    EventJunction junction = new EventJunction(List.of(NUMBERS, WORDS), 8);
    Publisher publisher = junction.newPublisher();
    ColumnBatch words = new ColumnBatch(WORDS, 1);
    words.column(0).setBoxed(0, "a");
    words.column(1).setNull(0);
    words.timestamps()[0] = 5;

    publisher.publish(0, numbers(1, 2), 0, 2);
    publisher.publish(1, words, 0, 1);
    publisher.tick(9);
    publisher.publish(0, numbers(3), 0, 1);

    assertEquals(
        List.of("0:1@1 |", "0:2@2 |", "1:a,null@5 |", "tick 9", "0:3@3 |"), drain(junction, 0));
  }

  @Test
  void shouldMarkTheLastRowOfEachUnit() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    ColumnBatch batch = numbers(1, 2, 3, 4, 5);
    batch.units(new int[] {7, 7, 8, 9, 9});

    junction.newPublisher().publish(0, batch, 0, 5);

    assertEquals(List.of("0:1@1 ", "0:2@2 |", "0:3@3 |", "0:4@4 ", "0:5@5 |"), drain(junction, 0));
  }

  @Test
  void shouldLetGoOfReleasedValuesWhenAskedTo() {
    EventJunction junction = new EventJunction(List.of(WORDS), 4);
    Publisher publisher = junction.newPublisher();
    Object[] kept = ((ObjectColumn) junction.rows(0).column(0)).values();
    ColumnBatch words = new ColumnBatch(WORDS, 2);
    words.column(0).setBoxed(0, "a");
    words.column(0).setBoxed(1, "b");

    publisher.publish(0, words, 0, 2);
    drain(junction, 0);
    assertEquals(Arrays.asList("a", "b", null, null), Arrays.asList(kept));
    junction.clearReleased();
    publisher.publish(0, words, 0, 2);
    assertEquals(Arrays.asList("a", "b", "a", "b"), Arrays.asList(kept));
    assertEquals(2, junction.releasedCount());
    drain(junction, 0);

    assertEquals(Arrays.asList("a", "b", null, null), Arrays.asList(kept));
    assertEquals(4, junction.releasedCount());
  }

  @Test
  void shouldPublishSelectedRowsOnly() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    ColumnBatch batch = numbers(1, 2, 3, 4);
    batch.selection(new int[] {1, 3});
    batch.units(new int[] {0, 1, 1, 1});

    junction.newPublisher().publish(0, batch, 0, 2);

    assertEquals(List.of("0:2@2 ", "0:4@4 |"), drain(junction, 0));
  }

  @Test
  void shouldTakeOnlyWhatFitsAndGoOnAfterTheReaderReleased() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 4);
    Publisher publisher = junction.newPublisher();
    ColumnBatch batch = numbers(1, 2, 3, 4, 5, 6);
    batch.units(new int[6]);

    int first = publisher.tryPublish(0, batch, 0, 6);
    int full = publisher.tryPublish(0, batch, first, 6);
    List<String> before = drain(junction, 0);
    int second = publisher.tryPublish(0, batch, first, 6);

    assertEquals(4, first);
    assertEquals(0, full);
    assertEquals(2, second);
    assertEquals(List.of("0:1@1 ", "0:2@2 ", "0:3@3 ", "0:4@4 "), before);
    assertEquals(List.of("0:5@5 ", "0:6@6 |"), drain(junction, 0));
  }

  @Test
  void shouldCutRangesAtTheLimitAndAtTheEndOfTheRing() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    Publisher publisher = junction.newPublisher();
    publisher.publish(0, numbers(1, 2, 3, 4, 5, 6), 0, 6);
    drain(junction, 0);
    publisher.publish(0, numbers(1, 2, 3, 4, 5, 6, 7), 0, 7);
    RangeReader reader = junction.reader();
    List<String> ranges = new ArrayList<>();

    while (reader.next(3)) {
      ranges.add(reader.lo() + "-" + reader.hi());
      reader.release();
    }

    assertEquals(List.of("6-8", "0-3", "3-5"), ranges);
  }

  @Test
  void shouldTickOnlyWhenTimeMovesForward() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    Publisher one = junction.newPublisher();
    Publisher other = junction.newPublisher();

    one.tick(5);
    other.tick(5);
    other.tick(4);
    other.tick(6);

    assertEquals(List.of("tick 5", "tick 6"), drain(junction, 0));
  }

  @Test
  void shouldSkipClaimedRowsWhenThePublisherFails() {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    Publisher publisher = junction.newPublisher();
    ColumnBatch words = new ColumnBatch(WORDS, 1);

    assertThrows(ClassCastException.class, () -> publisher.publish(0, words, 0, 1));
    publisher.publish(0, numbers(1), 0, 1);

    assertEquals(List.of("skipped", "0:1@1 |"), drain(junction, 0));
  }

  @Test
  void shouldKeepTheOrderOfEachOfSeveralPublishersUnderBackPressure() throws Exception {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 64);
    int publisherCount = 3;
    long rowsEach = 30_000;
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < publisherCount; p++) {
      Publisher publisher = junction.newPublisher();
      threads.add(
          new Thread(
              () -> {
                ColumnBatch batch = new ColumnBatch(NUMBERS, 100);
                long[] values = ((LongColumn) batch.column(0)).values();
                long next = 0;
                while (next < rowsEach) {
                  int count = (int) Math.min(1 + next % 100, rowsEach - next);
                  for (int i = 0; i < count; i++) {
                    values[i] = next;
                    batch.timestamps()[i] = -next;
                    next++;
                  }
                  publisher.publish(0, batch, 0, count);
                }
              }));
    }
    threads.forEach(Thread::start);
    long[] expected = new long[publisherCount];
    long received = 0;
    RangeReader reader = junction.reader();

    while (received < publisherCount * rowsEach) {
      if (!reader.next(0)) {
        assertTrue(reader.await(TimeUnit.SECONDS.toNanos(10)));
        continue;
      }
      long[] values = ((LongColumn) junction.rows(0).column(0)).values();
      for (int i = reader.lo(); i < reader.hi(); i++) {
        int publisher = junction.publishers()[i];
        assertEquals(expected[publisher], values[i]);
        assertEquals(-expected[publisher], junction.timestamps()[i]);
        expected[publisher]++;
        received++;
      }
      reader.release();
    }

    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      assertFalse(thread.isAlive());
    }
    assertFalse(reader.next(0));
  }

  @Test
  void shouldWakeAWaitingReaderWhenARowIsPublished() throws Exception {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);
    CountDownLatch started = new CountDownLatch(1);
    FutureTask<List<String>> reading =
        new FutureTask<>(
            () -> {
              started.countDown();
              while (!junction.reader().next(0)) {
                junction.reader().await(TimeUnit.MINUTES.toNanos(1));
              }
              return drain(junction);
            });
    Thread thread = new Thread(reading);
    thread.start();
    started.await();

    junction.newPublisher().publish(0, numbers(1), 0, 1);

    assertEquals(List.of("0:1@1 |"), reading.get(10, TimeUnit.SECONDS));
    thread.join();
  }

  @Test
  void shouldReturnFromAWaitWhenTheTimeIsOver() throws Exception {
    EventJunction junction = new EventJunction(List.of(NUMBERS), 8);

    assertTrue(junction.reader().await(Duration.ofMillis(1).toNanos()));
    assertFalse(junction.reader().next(0));
  }

  @Test
  void shouldWakePublishersAndReaderWhenClosed() throws Exception {
    EventJunction full = new EventJunction(List.of(NUMBERS), 2);
    Publisher publisher = full.newPublisher();
    FutureTask<Void> publishing =
        new FutureTask<>(
            () -> {
              publisher.publish(0, numbers(1, 2, 3), 0, 3);
              return null;
            });
    Thread publishingThread = new Thread(publishing);
    publishingThread.start();
    EventJunction empty = new EventJunction(List.of(NUMBERS), 2);
    FutureTask<Boolean> reading =
        new FutureTask<>(() -> empty.reader().await(TimeUnit.MINUTES.toNanos(1)));
    Thread readingThread = new Thread(reading);
    readingThread.start();

    full.close();
    empty.close();

    assertFalse(reading.get(10, TimeUnit.SECONDS));
    Exception failure = assertThrows(Exception.class, () -> publishing.get(10, TimeUnit.SECONDS));
    Throwable cause = assertInstanceOf(JunctionClosedException.class, failure.getCause());
    assertEquals("the app has stopped and takes no more rows", cause.getMessage());
    publishingThread.join();
    readingThread.join();
  }

  @Test
  void shouldRefuseACapacityThatIsNoPowerOfTwo() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class, () -> new EventJunction(List.of(NUMBERS), 100));

    assertEquals("ring capacity must be a power of two, was 100", failure.getMessage());
  }

  private static ColumnBatch numbers(long... values) {
    ColumnBatch batch = new ColumnBatch(NUMBERS, values.length);
    for (int i = 0; i < values.length; i++) {
      batch.column(0).setBoxed(i, values[i]);
      batch.timestamps()[i] = values[i];
    }
    return batch;
  }

  private static List<String> drain(EventJunction junction, int rowsMax) {
    List<String> seen = new ArrayList<>();
    while (junction.reader().next(rowsMax)) {
      seen.addAll(drain(junction));
    }
    return seen;
  }

  /** Describes and releases the present range. */
  private static List<String> drain(EventJunction junction) {
    RangeReader reader = junction.reader();
    List<String> seen = new ArrayList<>();
    for (int i = reader.lo(); i < reader.hi(); i++) {
      int stream = junction.streams()[i];
      if (stream == EventJunction.TICK) {
        seen.add("tick " + junction.timestamps()[i]);
        continue;
      }
      if (stream == EventJunction.SKIPPED) {
        seen.add("skipped");
        continue;
      }
      StringBuilder row = new StringBuilder(stream + ":");
      ColumnBatch rows = junction.rows(stream);
      for (int c = 0; c < rows.columns().length; c++) {
        row.append(c == 0 ? "" : ",").append(rows.column(c).boxed(i));
      }
      row.append('@').append(rows.timestamps()[i]).append(' ');
      seen.add(row.append(junction.unitEnds()[i] ? "|" : "").toString());
    }
    reader.release();
    return seen;
  }
}
