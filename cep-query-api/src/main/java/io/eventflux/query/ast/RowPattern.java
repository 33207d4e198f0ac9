package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the pattern of a {@code MATCH_RECOGNIZE}. */
public sealed interface RowPattern extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One row of a variable.
   *
   * @param name the variable
   * @param span where it stands
   */
  record Variable(Name name, Span span) implements RowPattern {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitVariable(this);
    }
  }

  /**
   * Parts one after the other: {@code a b c}.
   *
   * @param parts empty for the pattern of no rows, else at least two
   * @param span where it stands
   */
  record Sequence(List<RowPattern> parts, Span span) implements RowPattern {
    /** Copies the list and checks that it holds what it must. */
    public Sequence {
      parts = List.copyOf(parts);
      Require.that(parts.size() != 1, "a sequence of one part is that part");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSequence(this);
    }
  }

  /**
   * {@code a | b}: the first is preferred.
   *
   * @param alternatives at least two
   * @param span where it stands
   */
  record Alternatives(List<RowPattern> alternatives, Span span) implements RowPattern {
    /** Copies the list and checks that it holds what it must. */
    public Alternatives {
      alternatives = Require.several(2, alternatives, "there are at least two alternatives");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAlternatives(this);
    }
  }

  /**
   * {@code a*}, {@code a+?}, {@code a{2,5}}.
   *
   * @param part what is repeated
   * @param min at least so often, from 0
   * @param max at most so often; null for no limit
   * @param isReluctant true if fewer are preferred
   * @param span where it stands
   */
  record Repeated(RowPattern part, int min, @Nullable Integer max, boolean isReluctant, Span span)
      implements RowPattern {
    /** Checks the ends. */
    public Repeated {
      Require.count(min, max);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRepeated(this);
    }
  }

  /**
   * <code>{- a -}</code>: rows that are not part of the output.
   *
   * @param part what is left out
   * @param span where it stands
   */
  record Excluded(RowPattern part, Span span) implements RowPattern {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExcluded(this);
    }
  }

  /**
   * {@code PERMUTE (a, b)}: the parts in any order.
   *
   * @param parts at least one
   * @param span where it stands
   */
  record Permuted(List<RowPattern> parts, Span span) implements RowPattern {
    /** Copies the list and checks that it holds what it must. */
    public Permuted {
      parts = Require.some(parts, "PERMUTE has at least one part");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPermuted(this);
    }
  }

  /**
   * {@code ^} or {@code $}: the first or last row of the partition.
   *
   * @param isStart true for {@code ^}
   * @param span where it stands
   */
  record Anchor(boolean isStart, Span span) implements RowPattern {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAnchor(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * One row.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitVariable(Variable pattern);

    /**
     * Parts in order.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitSequence(Sequence pattern);

    /**
     * One of several parts.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitAlternatives(Alternatives pattern);

    /**
     * A part several times.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitRepeated(Repeated pattern);

    /**
     * A part that gives no output.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitExcluded(Excluded pattern);

    /**
     * Parts in any order.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitPermuted(Permuted pattern);

    /**
     * An end of the partition.
     *
     * @param pattern the node
     * @return the visitor's answer
     */
    R visitAnchor(Anchor pattern);
  }
}
