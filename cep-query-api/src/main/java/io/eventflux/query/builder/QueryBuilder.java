package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query of the app: rows and where they go. One thread. */
public final class QueryBuilder extends Annotated<QueryBuilder> implements Part<Statement> {
  private final Dialect dialect;
  private final SelectQuery rows;
  private Target target;
  private @Nullable OutputRate rate;

  QueryBuilder(Dialect dialect, SelectQuery rows, Target target) {
    this.dialect = dialect;
    this.rows = rows;
    this.target = target;
  }

  /** {@code OUTPUT mode EVERY duration}. */
  public QueryBuilder outputEvery(OutputRate.Mode mode, Object duration) {
    rate = new OutputRate(mode, Trees.duration(duration), false, NOWHERE);
    return this;
  }

  /** {@code OUTPUT mode EVERY count EVENTS}. */
  public QueryBuilder outputEveryEvents(OutputRate.Mode mode, int count) {
    rate = new OutputRate(mode, new Literal.IntLiteral(count, NOWHERE), true, NOWHERE);
    return this;
  }

  /** {@code FOR kind EVENTS}, {@code INSERT kind EVENTS}, {@code RETURN kind EVENTS}. */
  public QueryBuilder forEvents(EventKind kind) {
    if (target instanceof Target.Insert t) {
      target = new Target.Insert(kind, t.name(), t.columns(), t.onConflict(), NOWHERE);
    } else if (target instanceof Target.Update t) {
      target = new Target.Update(t.table(), kind, t.assignments(), t.on(), NOWHERE);
    } else if (target instanceof Target.UpdateOrInsert t) {
      target = new Target.UpdateOrInsert(t.table(), kind, t.assignments(), t.on(), NOWHERE);
    } else if (target instanceof Target.Delete t) {
      target = new Target.Delete(t.table(), kind, t.on(), NOWHERE);
    } else if (target instanceof Target.Callback) {
      target = new Target.Callback(kind, NOWHERE);
    } else {
      throw new IllegalStateException("INSERT OR REPLACE takes current events");
    }
    return this;
  }

  /**
   * {@code SET column = value}; each call adds one.
   *
   * @throws IllegalStateException if the target is no UPDATE
   */
  public QueryBuilder set(String column, @Nullable Object value) {
    return set(new Assignment(null, name(column), value(value), NOWHERE));
  }

  /**
   * {@code SET table.column = value}; each call adds one.
   *
   * @throws IllegalStateException if the target is no UPDATE
   */
  public QueryBuilder set(String table, String column, @Nullable Object value) {
    return set(new Assignment(name(table), name(column), value(value), NOWHERE));
  }

  private QueryBuilder set(Assignment assignment) {
    List<Assignment> longer = new ArrayList<>();
    if (target instanceof Target.Update t) {
      longer.addAll(t.assignments());
      longer.add(assignment);
      target = new Target.Update(t.table(), t.kind(), longer, t.on(), NOWHERE);
    } else if (target instanceof Target.UpdateOrInsert t) {
      longer.addAll(t.assignments());
      longer.add(assignment);
      target = new Target.UpdateOrInsert(t.table(), t.kind(), longer, t.on(), NOWHERE);
    } else {
      throw new IllegalStateException("SET belongs to UPDATE");
    }
    return this;
  }

  /**
   * {@code ON CONFLICT (keys) DO NOTHING}, or {@code DO UPDATE SET ..} with assignments.
   *
   * @throws IllegalStateException if the target is no INSERT
   */
  public QueryBuilder onConflict(List<String> keys, Assignment... assignments) {
    if (!(target instanceof Target.Insert t)) {
      throw new IllegalStateException("ON CONFLICT belongs to INSERT INTO");
    }
    target =
        new Target.Insert(t.kind(), t.name(), t.columns(), conflict(keys, assignments), NOWHERE);
    return this;
  }

  static OnConflict conflict(List<String> keys, Assignment... assignments) {
    return new OnConflict(keys.stream().map(Trees::name).toList(), List.of(assignments), NOWHERE);
  }

  @Override
  QueryBuilder self() {
    return this;
  }

  @Override
  public Query build() {
    return new Query(annotations(), dialect, rows, rate, target, NOWHERE);
  }
}
