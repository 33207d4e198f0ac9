package io.eventflux.runner.scenario;

import io.eventflux.core.column.RowSchema;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What scenarios need of an engine: apps compiled from text, and runs of them in virtual time,
 * driven by the caller. One thread.
 */
public interface EngineUnderTest {
  /**
   * Compiles an app. The result serves any number of runs.
   *
   * @throws CompileException if the text has errors
   */
  App compile(SourceText text);

  /** A compiled app. */
  interface App {
    /** The columns of every stream that can be watched, by name. */
    Map<String, RowSchema> streams();

    /** The columns of every stream that can be fed, by name. */
    Map<String, RowSchema> inputs();

    /** Whether its clock follows its events, so that virtual time does not matter. */
    boolean isPlayback();

    /** The columns of every named query, by name. */
    Map<String, RowSchema> queries();

    /**
     * A new runtime, started, at {@code startMillis} of virtual time.
     *
     * @param watched what to hand to {@code outputs}, start rows included
     * @param snapshot what to go on from; null: from the beginning
     */
    Run start(Set<Subject> watched, Outputs outputs, byte @Nullable [] snapshot, long startMillis);
  }

  /** A running app. */
  interface Run extends AutoCloseable {
    /**
     * Makes virtual time {@code millis}, unless it is later already; timers due fire on the way.
     */
    void advanceTo(long millis);

    /**
     * Makes virtual time {@code nowMillis} and sends units, one after the other, all to be there
     * before the first is looked at; returns after all their effects. An app whose clock follows
     * its events ignores {@code nowMillis}, which is never earlier than before.
     */
    void send(String stream, long nowMillis, List<TimedUnit> units);

    /** The whole state at this moment. */
    byte[] snapshot();

    @Override
    void close();
  }

  /**
   * Rows that one call sends together.
   *
   * @param timestampMillis the time of the events, epoch milliseconds
   * @param rows boxed values of the layout type of each column; null is SQL NULL
   */
  record TimedUnit(long timestampMillis, List<@Nullable Object[]> rows) {
    /** Copies the list. */
    public TimedUnit {
      rows = List.copyOf(rows);
    }
  }

  /** Where a run puts the rows of watched subjects, in the order in which they come out. */
  @FunctionalInterface
  interface Outputs {
    /** Takes one row; values are boxed, null is SQL NULL. */
    void row(Subject subject, List<@Nullable Object> values, long timestampMillis, boolean expired);
  }
}
