package io.eventflux.core.junction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several publishers at once, with ranges and pauses of random length, over rings so small that
 * they wrap all the time: nothing is lost, doubled, torn or out of order, and no reader sleeps
 * through a row. The seed decides what every thread does; the machine decides how they meet.
 */
@Timeout(60)
class JunctionStressTest {
  private static final RowSchema NUMBERS =
      new RowSchema(
          List.of(new Field("publisher", Type.Scalar.LONG), new Field("n", Type.Scalar.LONG)));

  private static final int PUBLISHER_COUNT = 3;
  private static final int ROW_COUNT = 30_000;

  /** Larger than any ring here, so that ranges are published in pieces. */
  private static final int RANGE_ROWS_MAX = 40;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16, 256})
  void shouldGiveEveryRowOnceAndInTheOrderOfItsPublisher(int capacity) throws Exception {
    long seed = 20_261_124L + capacity;
    EventJunction junction = new EventJunction(List.of(NUMBERS), capacity);
    CyclicBarrier start = new CyclicBarrier(PUBLISHER_COUNT + 1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < PUBLISHER_COUNT; p++) {
      Publisher publisher = junction.newPublisher();
      Random random = new Random(seed * PUBLISHER_COUNT + p);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  publishAll(publisher, random);
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                  junction.close();
                }
              });
      threads.add(thread);
      thread.start();
    }

    start.await();
    long[] counts = readAll(junction, new Random(seed));
    for (Thread thread : threads) {
      thread.join();
    }

    assertNull(failure.get(), "seed=" + seed);
    long[] all = new long[PUBLISHER_COUNT];
    Arrays.fill(all, ROW_COUNT);
    assertArrayEquals(all, counts, "seed=" + seed);
  }

  /** Publishes rows 0, 1, 2, ..., and a control row with the number of each range in between. */
  private static void publishAll(Publisher publisher, Random random) {
    ColumnBatch batch = new ColumnBatch(NUMBERS, RANGE_ROWS_MAX);
    long next = 0;
    while (next < ROW_COUNT) {
      int count = (int) Math.min(ROW_COUNT - next, 1 + random.nextInt(RANGE_ROWS_MAX));
      for (int i = 0; i < count; i++) {
        ((LongColumn) batch.column(0)).values()[i] = publisher.id();
        ((LongColumn) batch.column(1)).values()[i] = next + i;
        batch.timestamps()[i] = -next - i;
      }
      if (random.nextBoolean()) {
        publisher.publish(0, batch, 0, count);
      } else {
        int from = 0;
        while (from < count) {
          from += publisher.tryPublish(0, batch, from, count);
        }
      }
      next += count;
      publisher.control(EventJunction.END, next);
      pause(random);
    }
  }

  /** Reads until all is read or the junction is closed; returns how many rows each one gave. */
  private static long[] readAll(EventJunction junction, Random random) throws Exception {
    long[] counts = new long[PUBLISHER_COUNT];
    RangeReader reader = junction.reader();
    long left = (long) PUBLISHER_COUNT * ROW_COUNT;
    while (left > 0 && !junction.isClosed()) {
      if (!reader.next(random.nextInt(4) == 0 ? 1 + random.nextInt(RANGE_ROWS_MAX) : 0)) {
        reader.await(TimeUnit.SECONDS.toNanos(30));
        continue;
      }
      LongColumn publishers = (LongColumn) junction.rows(0).column(0);
      LongColumn numbers = (LongColumn) junction.rows(0).column(1);
      for (int i = reader.lo(); i < reader.hi(); i++) {
        int publisher = junction.publishers()[i];
        if (junction.streams()[i] == EventJunction.END) {
          assertEquals(
              counts[publisher], junction.timestamps()[i], "a control row is out of order");
          continue;
        }
        long number = counts[publisher]++;
        assertEquals(
            List.of(0, (long) publisher, number, -number),
            List.of(
                junction.streams()[i],
                publishers.values()[i],
                numbers.values()[i],
                junction.timestamps()[i]));
        left--;
      }
      reader.release();
      pause(random);
    }
    return counts;
  }

  private static void pause(Random random) {
    int spins = random.nextInt(8) == 0 ? random.nextInt(2_000) : 0;
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
  }
}
