package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * {@code INSERT [kind] INTO name [(columns)] [.. ON CONFLICT ..]}.
   *
   * @param kind which rows are inserted; {@code CURRENT} if not said
   * @param name stream, table or named window
   * @param columns the columns that are given; empty for all
   * @param onConflict what happens to a row whose key is there; null if not said
   * @param span where it stands
   */
  record Insert(
      EventKind kind,
      StreamName name,
      List<Name> columns,
      @Nullable OnConflict onConflict,
      Span span)
      implements Target {
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
   * {@code INSERT OR REPLACE INTO name [(columns)]}, {@code REPLACE INTO ..}: a row with the same
   * primary key is replaced.
   *
   * @param table the table
   * @param columns the columns that are given; empty for all
   * @param span where it stands
   */
  record Replace(Name table, List<Name> columns, Span span) implements Target {
    /** Copies the list. */
    public Replace {
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReplace(this);
    }
  }

  /**
   * {@code UPDATE table [FOR kind] [SET ..] ON condition}.
   *
   * @param table the table
   * @param kind which rows of the query act; {@code CURRENT} if not said
   * @param assignments what changes; empty for all columns that the query gives
   * @param on which rows of the table are changed
   * @param span where it stands
   */
  record Update(Name table, EventKind kind, List<Assignment> assignments, Expression on, Span span)
      implements Target {
    /** Copies the list. */
    public Update {
      assignments = List.copyOf(assignments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdate(this);
    }
  }

  /**
   * {@code UPDATE OR INSERT INTO table [FOR kind] [SET ..] ON condition}: inserts the row if the
   * condition holds for none.
   *
   * @param table the table
   * @param kind which rows of the query act; {@code CURRENT} if not said
   * @param assignments what changes; empty for all columns that the query gives
   * @param on which rows of the table are changed
   * @param span where it stands
   */
  record UpdateOrInsert(
      Name table, EventKind kind, List<Assignment> assignments, Expression on, Span span)
      implements Target {
    /** Copies the list. */
    public UpdateOrInsert {
      assignments = List.copyOf(assignments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdateOrInsert(this);
    }
  }

  /**
   * {@code DELETE table [FOR kind] ON condition}.
   *
   * @param table the table
   * @param kind which rows of the query act; {@code CURRENT} if not said
   * @param on which rows of the table are deleted
   * @param span where it stands
   */
  record Delete(Name table, EventKind kind, Expression on, Span span) implements Target {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDelete(this);
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
     * Insertion that replaces.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitReplace(Replace target);

    /**
     * Change of rows that are there.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitUpdate(Update target);

    /**
     * Change of rows that are there, else insertion.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitUpdateOrInsert(UpdateOrInsert target);

    /**
     * Deletion of rows.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitDelete(Delete target);

    /**
     * Callbacks only.
     *
     * @param target the node
     * @return the visitor's answer
     */
    R visitCallback(Callback target);
  }
}
