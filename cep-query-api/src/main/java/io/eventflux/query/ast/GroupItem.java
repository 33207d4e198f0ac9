package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/** One entry of {@code GROUP BY}. */
public sealed interface GroupItem extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One key.
   *
   * @param value the expression
   * @param span where it stands
   */
  record Key(Expression value, Span span) implements GroupItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitKey(this);
    }
  }

  /**
   * {@code ROLLUP (a, b)}: the keys, and every beginning of them down to none.
   *
   * @param keys at least one
   * @param span where it stands
   */
  record Rollup(List<Expression> keys, Span span) implements GroupItem {
    /** Copies the list and checks that it holds what it must. */
    public Rollup {
      keys = Require.some(keys, "ROLLUP has at least one key");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRollup(this);
    }
  }

  /**
   * {@code CUBE (a, b)}: every subset of the keys.
   *
   * @param keys at least one
   * @param span where it stands
   */
  record Cube(List<Expression> keys, Span span) implements GroupItem {
    /** Copies the list and checks that it holds what it must. */
    public Cube {
      keys = Require.some(keys, "CUBE has at least one key");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCube(this);
    }
  }

  /**
   * {@code GROUPING SETS ((a), (a, b), ())}.
   *
   * @param sets at least one
   * @param span where it stands
   */
  record GroupingSets(List<KeySet> sets, Span span) implements GroupItem {
    /** Copies the list and checks that it holds what it must. */
    public GroupingSets {
      sets = Require.some(sets, "GROUPING SETS has at least one set");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitGroupingSets(this);
    }
  }

  /**
   * One set of {@link GroupingSets}. A key without parentheses is a set of one.
   *
   * @param keys empty for the set of all rows
   * @param span where it stands
   */
  record KeySet(List<Expression> keys, Span span) implements Node {
    /** Copies the list. */
    public KeySet {
      keys = List.copyOf(keys);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * One key.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitKey(Key item);

    /**
     * Beginnings of a list of keys.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitRollup(Rollup item);

    /**
     * Subsets of a list of keys.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitCube(Cube item);

    /**
     * Sets of keys, one by one.
     *
     * @param item the node
     * @return the visitor's answer
     */
    R visitGroupingSets(GroupingSets item);
  }
}
