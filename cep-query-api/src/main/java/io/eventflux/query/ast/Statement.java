package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement of an app. */
public sealed interface Statement extends Node
    permits Definition,
        Query,
        Statement.Partition,
        Statement.InsertValues,
        Statement.Update,
        Statement.Delete,
        Statement.Upsert,
        Statement.Merge,
        Statement.Truncate,
        Statement.Explain,
        Statement.Drop,
        Statement.Omitted {
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
   * @param onConflict what happens to a row whose key is there; null if not said
   * @param span where it stands
   */
  record InsertValues(
      Name target, List<Name> columns, List<Row> rows, @Nullable OnConflict onConflict, Span span)
      implements Statement {
    /** Copies the lists and checks what they must hold. */
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
   * {@code PARTITION WITH (key OF stream, ..) BEGIN .. END}: queries with an instance per key.
   *
   * @param annotations in front of the statement, in text order
   * @param keys how streams are divided; at least one
   * @param queries at least one
   * @param span where it stands
   */
  record Partition(
      List<Annotation> annotations, List<PartitionKey> keys, List<Query> queries, Span span)
      implements Statement {
    /** Copies the lists and checks what they must hold. */
    public Partition {
      annotations = List.copyOf(annotations);
      keys = Require.some(keys, "a partition has at least one key");
      queries = Require.some(queries, "a partition has at least one query");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPartition(this);
    }
  }

  /**
   * {@code UPDATE table SET .. [FROM source] [WHERE condition]}.
   *
   * @param annotations in front of the statement, in text order
   * @param table the table
   * @param alias another name for it; null if there is none
   * @param assignments at least one
   * @param source whose rows act, for ever; null to act once
   * @param where which rows are changed; null if not said
   * @param span where it stands
   */
  record Update(
      List<Annotation> annotations,
      Name table,
      @Nullable Name alias,
      List<Assignment> assignments,
      @Nullable Source source,
      @Nullable Expression where,
      Span span)
      implements Statement {
    /** Copies the lists and checks what they must hold. */
    public Update {
      annotations = List.copyOf(annotations);
      assignments = Require.some(assignments, "SET has at least one assignment");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpdate(this);
    }
  }

  /**
   * {@code DELETE FROM table [USING source] [WHERE condition]}.
   *
   * @param annotations in front of the statement, in text order
   * @param table the table
   * @param source whose rows act, for ever; null to act once
   * @param where which rows are deleted; null if not said
   * @param span where it stands
   */
  record Delete(
      List<Annotation> annotations,
      Name table,
      @Nullable Source source,
      @Nullable Expression where,
      Span span)
      implements Statement {
    /** Copies the lists. */
    public Delete {
      annotations = List.copyOf(annotations);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDelete(this);
    }
  }

  /**
   * {@code UPSERT INTO table [(columns)] query [ON condition]}.
   *
   * @param annotations in front of the statement, in text order
   * @param table the table
   * @param columns the columns that are given; empty for all
   * @param rows what is inserted or changes what is there; {@code VALUES} too
   * @param on which rows of the table are changed; null for those of the same key
   * @param span where it stands
   */
  record Upsert(
      List<Annotation> annotations,
      Name table,
      List<Name> columns,
      SelectQuery rows,
      @Nullable Expression on,
      Span span)
      implements Statement {
    /** Copies the lists. */
    public Upsert {
      annotations = List.copyOf(annotations);
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUpsert(this);
    }
  }

  /**
   * {@code MERGE INTO table [AS alias] USING source ON condition WHEN ..}.
   *
   * @param annotations in front of the statement, in text order
   * @param table the table
   * @param alias another name for it; null if there is none
   * @param source whose rows act; a join at its end has a condition
   * @param on which rows of the table are partners
   * @param branches at least one; the first that applies acts
   * @param span where it stands
   */
  record Merge(
      List<Annotation> annotations,
      Name table,
      @Nullable Name alias,
      Source source,
      Expression on,
      List<MergeBranch> branches,
      Span span)
      implements Statement {
    /** Copies the lists and checks what they must hold. */
    public Merge {
      annotations = List.copyOf(annotations);
      branches = Require.some(branches, "MERGE has at least one WHEN");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMerge(this);
    }
  }

  /**
   * {@code TRUNCATE TABLE table}: deletes all rows, once.
   *
   * @param table the table
   * @param span where it stands
   */
  record Truncate(Name table, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTruncate(this);
    }
  }

  /**
   * {@code EXPLAIN query}: how the query would be run.
   *
   * @param query what is explained
   * @param span where it stands
   */
  record Explain(Query query, Span span) implements Statement {
    /** Checks that the query has no annotations; there is no place for them. */
    public Explain {
      if (!query.annotations().isEmpty()) {
        throw new IllegalArgumentException("a query that is explained has no annotations");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExplain(this);
    }
  }

  /**
   * {@code DROP TABLE [IF EXISTS] name}: takes a definition out of an app that runs.
   *
   * @param kind what is dropped
   * @param ifExists whether it may be missing
   * @param name its name
   * @param span where it stands
   */
  record Drop(DefinitionKind kind, boolean ifExists, Name name, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDrop(this);
    }
  }

  /** What a statement can define, by the word behind {@code CREATE} or {@code DROP}. */
  enum DefinitionKind {
    /** A stream. */
    STREAM,
    /** A table. */
    TABLE,
    /** A named window. */
    WINDOW,
    /** A trigger. */
    TRIGGER,
    /** A function. */
    FUNCTION,
    /** An incremental aggregation. */
    AGGREGATION,
    /** A view. */
    VIEW,
    /** An index. */
    INDEX
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
     * A stream that is defined by a query.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitStreamFromQuery(Definition.StreamFromQuery definition);

    /**
     * A function.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitFunction(Definition.Function definition);

    /**
     * An incremental aggregation.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitAggregation(Definition.Aggregation definition);

    /**
     * A view.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitView(Definition.View definition);

    /**
     * An index.
     *
     * @param definition the node
     * @return the visitor's answer
     */
    R visitIndex(Definition.Index definition);

    /**
     * A continuous query.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitQuery(Query query);

    /**
     * Queries with an instance per key.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitPartition(Partition statement);

    /**
     * A change of rows of a table.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitUpdate(Update statement);

    /**
     * A deletion of rows of a table.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitDelete(Delete statement);

    /**
     * A change of rows, or their insertion.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitUpsert(Upsert statement);

    /**
     * A change, deletion or insertion, row by row.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitMerge(Merge statement);

    /**
     * A deletion of all rows.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitTruncate(Truncate statement);

    /**
     * A question how a query would be run.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitExplain(Explain statement);

    /**
     * A definition that is taken away.
     *
     * @param statement the node
     * @return the visitor's answer
     */
    R visitDrop(Drop statement);

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
