package io.eventflux.benchmark.harness;

import java.util.ArrayList;
import java.util.List;

/** A way to answer questions that has a row of its own in the table. */
public enum Entrant {
  /** The loop that one would write for the question and nothing else. */
  BY_HAND(Engine.BY_HAND, "loop over columns", "hand", true),
  /** Columns filled in place. */
  EVENTFLUX_BULK(Engine.EVENTFLUX, "bulk writer", "bulk", true),
  /** One event of objects a call. */
  EVENTFLUX_SEND(Engine.EVENTFLUX, "sendAt(long, Object...)", "send", false),
  /** One event of objects a call. */
  SIDDHI_SEND(Engine.SIDDHI, "send(long, Object[])", "send", false),
  /** Many events of objects a call. */
  SIDDHI_BATCH(Engine.SIDDHI, "send(Event[])", "batch", true),
  /** The pattern in a partition by symbol, one event of objects a call. */
  SIDDHI_PARTITION(Engine.SIDDHI, "send(long, Object[]), partitioned", "partition", false),
  /** One event of objects a call, answers to a listener. */
  ESPER_SEND(Engine.ESPER, "sendEventObjectArray", "send", false);

  /** Who is compared with whom. */
  public enum Engine {
    /** No engine at all. */
    BY_HAND("by hand"),
    /** This engine. */
    EVENTFLUX("EventFlux"),
    /** Siddhi 5.1. */
    SIDDHI("Siddhi"),
    /** Esper 9. */
    ESPER("Esper");

    private final String title;

    Engine(String title) {
      this.title = title;
    }

    /** The name in tables. */
    public String title() {
      return title;
    }
  }

  private final Engine engine;
  private final String call;
  private final String variant;
  private final boolean takesMany;

  Entrant(Engine engine, String call, String variant, boolean takesMany) {
    this.engine = engine;
    this.call = call;
    this.variant = variant;
    this.takesMany = takesMany;
  }

  /** Whose way it is. */
  public Engine engine() {
    return engine;
  }

  /** What {@link Contestant.Factory} is told. */
  public String variant() {
    return variant;
  }

  /** Whether a call takes many trades; then trades that are due together are sent together. */
  public boolean takesMany() {
    return takesMany;
  }

  /** Name and call, for tables. */
  public String title() {
    return engine.title() + ", " + call;
  }

  /**
   * Those that answer {@code question}. Siddhi gives a row for each group of a call, not for each
   * event, when a query with {@code group by} gets many events at once, so {@link #SIDDHI_BATCH}
   * has no part in W2; in W5 the call is no part of the cost.
   */
  public static List<Entrant> of(Question question) {
    List<Entrant> entrants = new ArrayList<>(List.of(values()));
    if (question != Question.W5) {
      entrants.remove(SIDDHI_PARTITION);
    }
    if (question == Question.W2 || question == Question.W5) {
      entrants.remove(SIDDHI_BATCH);
    }
    return entrants;
  }

  /**
   * Whether it is measured at a fixed rate too. A batch of the one event that is due is no other
   * case than that event.
   */
  public boolean isPaced() {
    return this != SIDDHI_BATCH;
  }
}
