package io.eventflux.extension.local;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The topics that inMemory sources and sinks of this process meet on. Nothing is kept: a message
 * goes to those who listen at that moment, one after the other in the order of their coming, on the
 * thread that publishes; publishing returns when all of them have taken it. Any thread.
 */
public final class InMemoryTopics {
  private static final ConcurrentHashMap<String, CopyOnWriteArrayList<Listener>> TOPICS =
      new ConcurrentHashMap<>();

  private InMemoryTopics() {}

  /** Takes the messages of a topic; may be called by several threads at once. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes one message.
     *
     * @param timestampMillis its time, or null if the publisher gave none
     * @param rows rows of one unit, each with a value a column, null for NULL; not to be changed
     */
    void onMessage(@Nullable Long timestampMillis, List<@Nullable Object[]> rows);
  }

  /** Ends a subscription; to be closed once. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Has {@code listener} take the messages of {@code topic} until the subscription is closed. */
  public static Subscription subscribe(String topic, Listener listener) {
    TOPICS.compute(
        topic,
        (name, listeners) -> {
          CopyOnWriteArrayList<Listener> all =
              listeners == null ? new CopyOnWriteArrayList<>() : listeners;
          all.add(listener);
          return all;
        });
    return () ->
        TOPICS.computeIfPresent(
            topic,
            (name, listeners) -> {
              listeners.remove(listener);
              return listeners.isEmpty() ? null : listeners;
            });
  }

  /**
   * Publishes rows as one message; they make one unit. A stream with a format takes one row that
   * holds the text or bytes of an event. Rows get the time of the app that takes them.
   */
  public static void publish(String topic, @Nullable Object[]... rows) {
    send(topic, null, Arrays.asList(rows.clone()));
  }

  /** Publishes rows as one message of the given time; they make one unit. */
  public static void publish(String topic, long timestampMillis, List<@Nullable Object[]> rows) {
    send(topic, timestampMillis, rows);
  }

  private static void send(
      String topic, @Nullable Long timestampMillis, List<@Nullable Object[]> rows) {
    CopyOnWriteArrayList<Listener> listeners = TOPICS.get(topic);
    if (listeners != null) {
      for (Listener listener : listeners) {
        listener.onMessage(timestampMillis, rows);
      }
    }
  }

  /** How many listen to {@code topic} now. */
  public static int listenerCount(String topic) {
    CopyOnWriteArrayList<Listener> listeners = TOPICS.get(topic);
    return listeners == null ? 0 : listeners.size();
  }
}
