package io.eventflux.core.plan;

import io.eventflux.core.column.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The executable form of a pattern: a chain of elements, the scopes of {@code every}, and registers
 * that keep what later conditions and the select list read of the events bound so far. Letters as
 * in language 5.2: elements are numbered from 0 here.
 *
 * @param scopes the {@code every} scopes, by first element
 * @param withinMillis greatest distance between the first bound event and the last, inclusive; -1:
 *     no limit
 * @param registers what a run keeps; the output of the pattern
 */
public record PatternProgram(
    List<Element> elements, List<Scope> scopes, long withinMillis, RowSchema registers) {
  /** Copies the lists. */
  public PatternProgram {
    elements = List.copyOf(elements);
    scopes = List.copyOf(scopes);
  }

  /**
   * One event of the chain.
   *
   * @param alias the name in the text, for messages and printed plans
   * @param input ordinal of the stream it listens to
   * @param filter the part of its condition that looks at the candidate only (input 0); null: none
   * @param keys equalities with registers, usable as an index; part of the condition
   * @param condition the rest, over input 0 = candidate and input 1 = registers; null: none
   * @param captures what of the candidate goes into registers when it is bound
   */
  public record Element(
      String alias,
      int input,
      @Nullable PlanExpr filter,
      List<KeyMatch> keys,
      @Nullable PlanExpr condition,
      List<Capture> captures) {
    /** Copies the lists. */
    public Element {
      keys = List.copyOf(keys);
      captures = List.copyOf(captures);
    }
  }

  /**
   * Column {@code column} of the candidate must equal register {@code register} (same type; NULL
   * matches nothing).
   */
  public record KeyMatch(int column, int register) {}

  /**
   * Column {@code column} of the bound event, or its timestamp for {@link #TIME}, goes to register
   * {@code register}.
   */
  public record Capture(int column, int register) {
    /** In place of a column: the timestamp, epoch milliseconds, for a register of LONG. */
    public static final int TIME = -1;
  }

  /** {@code every} over elements {@code [first, last]}, both included. */
  public record Scope(int first, int last) {}
}
