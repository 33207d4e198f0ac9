package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that change tables: one builder for each. One thread. */
public final class ChangeBuilder {
  private ChangeBuilder() {}

  /** {@code UPDATE table SET .. FROM .. WHERE ..}. */
  public static final class Update extends Annotated<Update> implements Part<Statement> {
    private final Name table;
    private @Nullable Name alias;
    private final List<Assignment> assignments = new ArrayList<>();
    private @Nullable Source source;
    private @Nullable Expression where;

    Update(String table) {
      this.table = name(table);
    }

    /** {@code AS alias}. */
    public Update as(String alias) {
      this.alias = name(alias);
      return this;
    }

    /** {@code SET column = value}; each call adds one. */
    public Update set(String column, @Nullable Object value) {
      assignments.add(Syntax.assign(column, value));
      return this;
    }

    /** {@code FROM source}. */
    public Update from(Part<Source> from) {
      source = from.build();
      return this;
    }

    /** {@code WHERE condition}. */
    public Update where(Object condition) {
      where = value(condition);
      return this;
    }

    @Override
    Update self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Statement.Update(annotations(), table, alias, assignments, source, where, NOWHERE);
    }
  }

  /** {@code DELETE FROM table USING .. WHERE ..}. */
  public static final class Delete extends Annotated<Delete> implements Part<Statement> {
    private final Name table;
    private @Nullable Source source;
    private @Nullable Expression where;

    Delete(String table) {
      this.table = name(table);
    }

    /** {@code USING source}. */
    public Delete using(Part<Source> using) {
      source = using.build();
      return this;
    }

    /** {@code WHERE condition}. */
    public Delete where(Object condition) {
      where = value(condition);
      return this;
    }

    @Override
    Delete self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Statement.Delete(annotations(), table, source, where, NOWHERE);
    }
  }

  /** {@code UPSERT INTO table (columns) SELECT .. ON ..}. */
  public static final class Upsert extends Annotated<Upsert> implements Part<Statement> {
    private final Name table;
    private final SelectQuery rows;
    private List<Name> columns = List.of();
    private @Nullable Expression on;

    Upsert(String table, SelectQuery rows) {
      this.table = name(table);
      this.rows = rows;
    }

    /** The columns that the rows give; all if not said. */
    public Upsert columns(String... given) {
      columns = Trees.names(given);
      return this;
    }

    /** {@code ON condition}. */
    public Upsert on(Object condition) {
      on = value(condition);
      return this;
    }

    @Override
    Upsert self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Statement.Upsert(annotations(), table, columns, rows, on, NOWHERE);
    }
  }

  /** {@code MERGE INTO table USING source ON condition WHEN ..}. */
  public static final class Merge extends Annotated<Merge> implements Part<Statement> {
    private final Name table;
    private final Source source;
    private final Expression on;
    private @Nullable Name alias;
    private final List<MergeBranch> branches = new ArrayList<>();

    Merge(String table, Source source, Expression on) {
      this.table = name(table);
      this.source = source;
      this.on = on;
    }

    /** {@code AS alias}, of the table. */
    public Merge as(String alias) {
      this.alias = name(alias);
      return this;
    }

    /** {@code WHEN MATCHED [AND condition] THEN UPDATE SET ..}; null for no condition. */
    public Merge whenMatchedUpdate(@Nullable Object condition, Assignment... assignments) {
      branches.add(
          new MergeBranch.Update(
              true, Trees.valueOrNull(condition), List.of(assignments), NOWHERE));
      return this;
    }

    /** {@code WHEN MATCHED [AND condition] THEN DELETE}; null for no condition. */
    public Merge whenMatchedDelete(@Nullable Object condition) {
      branches.add(new MergeBranch.Delete(true, Trees.valueOrNull(condition), NOWHERE));
      return this;
    }

    /** {@code WHEN NOT MATCHED [AND condition] THEN INSERT (columns) VALUES row}. */
    public Merge whenNotMatchedInsert(@Nullable Object condition, List<String> columns, Row row) {
      branches.add(
          new MergeBranch.Insert(
              false,
              Trees.valueOrNull(condition),
              columns.stream().map(Trees::name).toList(),
              row,
              NOWHERE));
      return this;
    }

    @Override
    Merge self() {
      return this;
    }

    @Override
    public Statement build() {
      return new Statement.Merge(annotations(), table, alias, source, on, branches, NOWHERE);
    }
  }

  /** {@code INSERT INTO table VALUES ..}, which is done once, at start. */
  public static final class InsertValues implements Part<Statement> {
    private final Name target;
    private final List<Name> columns;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable OnConflict onConflict;

    InsertValues(String target, String... columns) {
      this.target = name(target);
      this.columns = Trees.names(columns);
    }

    /** One more row. */
    public InsertValues row(@Nullable Object... values) {
      rows.add(Syntax.row(values));
      return this;
    }

    /** {@code ON CONFLICT (keys) DO NOTHING}, or {@code DO UPDATE SET ..} with assignments. */
    public InsertValues onConflict(List<String> keys, Assignment... assignments) {
      onConflict = QueryBuilder.conflict(keys, assignments);
      return this;
    }

    /**
     * The statement.
     *
     * @throws IllegalArgumentException if it has no row
     */
    @Override
    public Statement build() {
      if (rows.isEmpty()) {
        throw new IllegalArgumentException("VALUES has at least one row");
      }
      return new Statement.InsertValues(target, columns, rows, onConflict, NOWHERE);
    }
  }
}
