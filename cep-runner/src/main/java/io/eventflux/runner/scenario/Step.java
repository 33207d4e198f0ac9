package io.eventflux.runner.scenario;

import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line, or one block, of a scenario. Immutable. */
sealed interface Step {
  /** Where the step starts, from 1. */
  int line();

  /** Where the step ends, from 1; more than {@link #line} for a block. */
  default int lastLine() {
    return line();
  }

  /** Whose rows are expected here, or null for a step that expects no rows. */
  default @Nullable Subject subject() {
    return null;
  }

  /** Calls the method of {@code visitor} for this kind of step. */
  void accept(Visitor visitor);

  /** One method a kind of step. */
  interface Visitor {
    /** Events for a stream. */
    void visitSend(Send step);

    /** Time passes. */
    void visitAdvance(Advance step);

    /** The next row. */
    void visitExpectRow(ExpectRow step);

    /** The next rows in any order. */
    void visitExpectUnordered(ExpectUnordered step);

    /** No row. */
    void visitExpectNothing(ExpectNothing step);

    /** The app does not compile. */
    void visitExpectError(ExpectError step);

    /** An on-demand query. */
    void visitOnDemand(OnDemand step);

    /** A checkpoint. */
    void visitCheckpoint(Checkpoint step);

    /** A restart from the last checkpoint. */
    void visitRestart(Restart step);
  }

  /**
   * Values of one event.
   *
   * @param positional values by position, or null if they came by name
   * @param named values by column name, or null if they came by position
   */
  record EventValues(
      @Nullable List<@Nullable Object> positional, @Nullable Map<String, @Nullable Object> named) {
    /** Copies the collections. */
    public EventValues {
      named = named == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }
  }

  /**
   * {@code send S @T [...]}: one unit.
   *
   * @param time where virtual time moves first; null: it stays
   * @param events the rows of the unit, at least one
   */
  record Send(int line, String stream, @Nullable ScenarioTime time, List<EventValues> events)
      implements Step {
    /** Copies the collections. */
    public Send {
      events = List.copyOf(events);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.visitSend(this);
    }
  }

  /** {@code advance @T}. */
  record Advance(int line, ScenarioTime time) implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitAdvance(this);
    }
  }

  /** {@code expect S [...]}. */
  record ExpectRow(int line, Subject subject, ExpectedRow row) implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitExpectRow(this);
    }
  }

  /** {@code expect S unordered ... end}. */
  record ExpectUnordered(int line, int lastLine, Subject subject, List<ExpectedRow> rows)
      implements Step {
    /** Copies the collections. */
    public ExpectUnordered {
      rows = List.copyOf(rows);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.visitExpectUnordered(this);
    }
  }

  /** {@code expect S nothing}. */
  record ExpectNothing(int line, Subject subject) implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitExpectNothing(this);
    }
  }

  /**
   * {@code expect-error CODE "part" at LINE:COL}.
   *
   * @param code the error; null: any
   * @param messagePart what its message contains; empty: anything
   * @param errorLine line of the app text, from 1; 0: any place
   * @param errorColumn column of the app text, from 1; 0: any place
   */
  record ExpectError(
      int line, @Nullable DiagnosticCode code, String messagePart, int errorLine, int errorColumn)
      implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitExpectError(this);
    }
  }

  /** {@code query "..."} with its {@code row} lines. */
  record OnDemand(int line, int lastLine, String text, boolean unordered, List<ExpectedRow> rows)
      implements Step {
    /** Copies the collections. */
    public OnDemand {
      rows = List.copyOf(rows);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.visitOnDemand(this);
    }
  }

  /** {@code checkpoint}. */
  record Checkpoint(int line) implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitCheckpoint(this);
    }
  }

  /** {@code restart}. */
  record Restart(int line) implements Step {
    @Override
    public void accept(Visitor visitor) {
      visitor.visitRestart(this);
    }
  }
}
