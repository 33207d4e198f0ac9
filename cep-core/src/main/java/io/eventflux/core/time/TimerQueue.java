package io.eventflux.core.time;

import java.util.Arrays;

/**
 * The timers of one pipeline, by due time and then by order of registration. A binary heap over
 * primitive arrays: scheduling and taking cost O(log timers) and allocate nothing but growth.
 * Pipeline thread only.
 */
public final class TimerQueue {
  private long[] dueMillis = new long[16];
  private long[] registrations = new long[16];
  private int[] operators = new int[16];
  private int size;
  private long registrationNext;

  /** Sees one timer. */
  @FunctionalInterface
  public interface Visitor {
    /** A timer of operator number {@code operator}, due at {@code dueMillis}. */
    void timer(int operator, long dueMillis);
  }

  /** Adds a timer of operator number {@code operator}. */
  public void schedule(int operator, long due) {
    if (size == dueMillis.length) {
      dueMillis = Arrays.copyOf(dueMillis, size * 2);
      registrations = Arrays.copyOf(registrations, size * 2);
      operators = Arrays.copyOf(operators, size * 2);
    }
    int at = size++;
    // Registration numbers only grow, so on the way up the due time alone decides.
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (dueMillis[parent] <= due) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, due, registrationNext++, operator);
  }

  /** When the first timer is due, in epoch milliseconds; {@link Long#MAX_VALUE} without timers. */
  public long nextDueMillis() {
    return size == 0 ? Long.MAX_VALUE : dueMillis[0];
  }

  /** Removes the first timer and returns the number of its operator. There must be one. */
  public int take() {
    if (size == 0) {
      throw new IllegalStateException("no timer is scheduled");
    }
    int operator = operators[0];
    int last = --size;
    long due = dueMillis[last];
    long registration = registrations[last];
    int lastOperator = operators[last];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(child + 1, dueMillis[child], registrations[child])) {
        child++;
      }
      if (!isBefore(child, due, registration)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, due, registration, lastOperator);
    return operator;
  }

  /** How many timers wait. */
  public int size() {
    return size;
  }

  /**
   * Shows all timers in the order in which they will fire. Scheduling them in this order in an
   * empty queue gives an equal queue. Linear in the timers, times their logarithm.
   */
  public void forEach(Visitor visitor) {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            dueMillis[a] != dueMillis[b]
                ? Long.compare(dueMillis[a], dueMillis[b])
                : Long.compare(registrations[a], registrations[b]));
    for (int index : order) {
      visitor.timer(operators[index], dueMillis[index]);
    }
  }

  private boolean isBefore(int index, long due, long registration) {
    return dueMillis[index] != due ? dueMillis[index] < due : registrations[index] < registration;
  }

  private void move(int from, int to) {
    dueMillis[to] = dueMillis[from];
    registrations[to] = registrations[from];
    operators[to] = operators[from];
  }

  private void put(int at, long due, long registration, int operator) {
    dueMillis[at] = due;
    registrations[at] = registration;
    operators[at] = operator;
  }
}
