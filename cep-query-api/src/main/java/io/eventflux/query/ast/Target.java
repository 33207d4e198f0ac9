package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/** Where the rows of a query go. */
public sealed interface Target extends Node {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code INSERT [kind] INTO name [(columns)]}.
   *
   * @param kind which rows are inserted; {@code CURRENT} if not said
   * @param name stream, table or named window
   * @param columns the columns that are given; empty for all
   * @param span where it stands
   */
  record Insert(EventKind kind, StreamName name, List<Name> columns, Span span) implements Target {
    /** Copies the list. */
    public Insert {
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInsert(this);
    }
  }

  /**
   * {@code RETURN [kind]}, or no target: rows go to callbacks of the query only.
   *
   * @param kind which rows are given; {@code CURRENT} if not said
   * @param span where it stands
   */
  record Callback(EventKind kind, Span span) implements Target {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCallback(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * Insertion.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitInsert(Insert target);

    /**
     * Callbacks only.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitCallback(Callback target);
  }
}
