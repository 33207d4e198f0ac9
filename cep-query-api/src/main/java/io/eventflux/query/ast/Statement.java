package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/** One statement of an app. */
public sealed interface Statement extends Node
    permits Definition, Query, Statement.InsertValues, Statement.Omitted {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code INSERT INTO T [(columns)] VALUES (..), (..)}: rows that are inserted once, when the app
   * starts.
   *
   * @param target the table or stream
   * @param columns the columns that are given; empty for all
   * @param rows at least one
   * @param span where it stands
   */
  record InsertValues(Name target, List<Name> columns, List<Row> rows, Span span)
      implements Statement {
    /** Copies the lists. */
    public InsertValues {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInsertValues(this);
    }
  }

  /**
   * One row of {@code VALUES}.
   *
   * @param values in text order, at least one
   * @param span where it stands
   */
  record Row(List<Expression> values, Span span) implements Node {
    /** Copies the list. */
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * A statement that has no tree because it holds an error that <b>has been reported</b>. It is
   * kept so that what it would have defined is not reported as unknown.
   *
   * @param names what it would have defined or inserted into, as far as its words tell
   * @param span where it stands
   */
  record Omitted(List<String> names, Span span) implements Statement {
    /** Copies the list. */
    public Omitted {
      names = List.copyOf(names);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOmitted(this);
    }
  }

  /**
   * One method per case.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /**
     * A stream.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitStream(Definition.Stream definition);

    /**
     * A table.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitTable(Definition.Table definition);

    /**
     * A named window.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitWindow(Definition.Window definition);

    /**
     * A trigger.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitTrigger(Definition.Trigger definition);

    /**
     * A continuous query.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitQuery(Query query);

    /**
     * Rows inserted at start.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitInsertValues(InsertValues statement);

    /**
     * A statement with an error that has been reported.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitOmitted(Omitted statement);
  }
}
