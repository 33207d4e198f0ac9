package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.CommonTable;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectBody.SetOperator;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that gives rows: {@code SELECT .. FROM ..}, its unions, VALUES. It is a sub-query as it
 * is, and a query of the app with a target behind it ({@link #insertInto}). One thread.
 */
public final class RowsBuilder implements Part<SelectQuery> {
  private final Dialect dialect;
  private @Nullable Select select;
  private @Nullable Source source;
  private @Nullable Expression where;
  private List<GroupItem> groupBy = List.of();
  private @Nullable Expression having;
  private final List<NamedWindow> windows = new ArrayList<>();

  /** What was built before a set operator or in parentheses; null as long as this is one block. */
  private @Nullable SelectBody body;

  private final List<CommonTable> with = new ArrayList<>();
  private List<SortItem> orderBy = List.of();
  private @Nullable Expression limit;
  private @Nullable Expression offset;
  private @Nullable Emit emit;

  RowsBuilder(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A builder of rows that are there already. */
  RowsBuilder(SelectBody body) {
    this(Dialect.SQL);
    this.body = body;
  }

  // ---- one block

  /** {@code SELECT items}; a text is a column, {@code "*"} all of them. */
  public RowsBuilder select(Object... items) {
    return select(false, items);
  }

  /** {@code SELECT DISTINCT items}. */
  public RowsBuilder selectDistinct(Object... items) {
    return select(true, items);
  }

  private RowsBuilder select(boolean isDistinct, Object... items) {
    select = new Select(isDistinct, Arrays.stream(items).map(RowsBuilder::item).toList(), NOWHERE);
    return this;
  }

  private static SelectItem item(Object item) {
    if (item instanceof SelectItem ready) {
      return ready;
    }
    return "*".equals(item)
        ? new SelectItem.All(null, NOWHERE)
        : new SelectItem.Value(Trees.column(item), null, NOWHERE);
  }

  /** {@code FROM stream}. */
  public RowsBuilder from(String stream) {
    return from(Syntax.stream(stream));
  }

  /** {@code FROM source}. */
  public RowsBuilder from(Part<Source> from) {
    source = from.build();
    return this;
  }

  /** {@code WHERE condition}. */
  public RowsBuilder where(Object condition) {
    where = value(condition);
    return this;
  }

  /** {@code GROUP BY keys}: columns as texts, expressions, or items such as ROLLUP. */
  public RowsBuilder groupBy(Object... keys) {
    groupBy =
        Arrays.stream(keys)
            .<GroupItem>map(
                key ->
                    key instanceof GroupItem item
                        ? item
                        : new GroupItem.Key(Trees.column(key), NOWHERE))
            .toList();
    return this;
  }

  /** {@code HAVING condition}. */
  public RowsBuilder having(Object condition) {
    having = value(condition);
    return this;
  }

  /** {@code WINDOW name AS (..)}, for OVER; each call adds one. */
  public RowsBuilder window(String window, Part<OverWindow> over) {
    windows.add(new NamedWindow(name(window), over.build(), NOWHERE));
    return this;
  }

  /**
   * The block without its order and limit.
   *
   * @throws IllegalStateException if the source is missing, or this is more than one block
   */
  SelectBody.Block block() {
    if (source == null || body != null) {
      throw new IllegalStateException("expected: SELECT .. FROM a source");
    }
    Select items =
        select == null
            ? new Select(false, List.of(new SelectItem.All(null, NOWHERE)), NOWHERE)
            : select;
    return new SelectBody.Block(items, source, where, groupBy, having, windows, NOWHERE);
  }

  private SelectBody body() {
    return body == null ? block() : body;
  }

  // ---- several blocks

  /** {@code UNION ALL other}: behind it, order and limit belong to the whole. */
  public RowsBuilder unionAll(RowsBuilder other) {
    return operation(SetOperator.UNION_ALL, other);
  }

  /** {@code UNION other}. */
  public RowsBuilder union(RowsBuilder other) {
    return operation(SetOperator.UNION, other);
  }

  /** {@code INTERSECT other}. */
  public RowsBuilder intersect(RowsBuilder other) {
    return operation(SetOperator.INTERSECT, other);
  }

  /** {@code EXCEPT other}. */
  public RowsBuilder except(RowsBuilder other) {
    return operation(SetOperator.EXCEPT, other);
  }

  private RowsBuilder operation(SetOperator operator, RowsBuilder other) {
    SelectBody first = operand(operator);
    List<SelectBody.SetTerm> terms = new ArrayList<>();
    if (first instanceof SelectBody.SetOperation chain
        && chain.rest().get(0).operator().rank() == operator.rank()) {
      first = chain.first();
      terms.addAll(chain.rest());
    }
    SelectBody second = other.operand(operator);
    boolean needsParentheses =
        second instanceof SelectBody.SetOperation inner
            && inner.rest().get(0).operator().rank() <= operator.rank();
    terms.add(
        new SelectBody.SetTerm(
            operator,
            NOWHERE,
            needsParentheses ? new SelectBody.Nested(query(second), NOWHERE) : second));
    return new RowsBuilder(new SelectBody.SetOperation(first, terms, NOWHERE));
  }

  /** As an operand; in parentheses if it has an order of its own, or binds less. */
  private SelectBody operand(SetOperator operator) {
    boolean isBare =
        with.isEmpty() && orderBy.isEmpty() && limit == null && offset == null && emit == null;
    SelectBody own = body();
    boolean bindsLess =
        own instanceof SelectBody.SetOperation inner
            && inner.rest().get(0).operator().rank() < operator.rank();
    return isBare && !bindsLess ? own : new SelectBody.Nested(build(), NOWHERE);
  }

  /**
   * {@code (this)}: one operand of UNION, INTERSECT or EXCEPT, or rows with an order and a limit of
   * their own; what is said then is about the whole.
   */
  public RowsBuilder parenthesized() {
    return new RowsBuilder(new SelectBody.Nested(build(), NOWHERE));
  }

  private static SelectQuery query(SelectBody body) {
    return new SelectQuery(List.of(), body, List.of(), null, null, null, NOWHERE);
  }

  // ---- behind the blocks

  /** {@code WITH name (columns) AS (rows)} in front; each call adds one. */
  public RowsBuilder with(String table, Part<SelectQuery> rows, String... columns) {
    with.add(new CommonTable(false, name(table), Trees.names(columns), rows.build(), NOWHERE));
    return this;
  }

  /** {@code RECURSIVE} behind WITH; behind all calls of {@link #with}. */
  public RowsBuilder recursive() {
    with.replaceAll(
        table -> new CommonTable(true, table.name(), table.columns(), table.query(), table.span()));
    return this;
  }

  /** {@code ORDER BY keys}; a text is a column, in ascending order. */
  public RowsBuilder orderBy(Object... keys) {
    orderBy = Trees.sort(keys);
    return this;
  }

  /** {@code LIMIT count}. */
  public RowsBuilder limit(Object count) {
    limit = value(count);
    return this;
  }

  /** {@code OFFSET count}. */
  public RowsBuilder offset(Object count) {
    offset = value(count);
    return this;
  }

  /** {@code EMIT ON CLOSE}. */
  public RowsBuilder emitOnClose() {
    return emit(Emit.Mode.ON_CLOSE, null);
  }

  /** {@code EMIT ON UPDATE}. */
  public RowsBuilder emitOnUpdate() {
    return emit(Emit.Mode.ON_UPDATE, null);
  }

  /** {@code EMIT EVERY duration}. */
  public RowsBuilder emitEvery(Object duration) {
    return emit(Emit.Mode.EVERY, Trees.duration(duration));
  }

  /** {@code EMIT AFTER duration}. */
  public RowsBuilder emitAfter(Object duration) {
    return emit(Emit.Mode.AFTER, Trees.duration(duration));
  }

  private RowsBuilder emit(Emit.Mode mode, @Nullable Expression duration) {
    emit = new Emit(mode, duration, NOWHERE);
    return this;
  }

  // ---- as a source, a value, a query

  /** {@code (SELECT ..)} as a source. */
  public SourceBuilder asSource() {
    SelectQuery query = build();
    return new SourceBuilder(
        (handlers, alias, columns) ->
            new Source.SubQuery(false, query, handlers, alias, columns, NOWHERE));
  }

  /** {@code LATERAL (SELECT ..)} as a source: it may use the sources before it. */
  public SourceBuilder asLateral() {
    SelectQuery query = build();
    return new SourceBuilder(
        (handlers, alias, columns) ->
            new Source.SubQuery(true, query, handlers, alias, columns, NOWHERE));
  }

  /** {@code (SELECT ..)} as a value: its only column of its only row. */
  public Expr asValue() {
    return new Expr(new Expression.SubQuery(build(), NOWHERE));
  }

  /** {@code EXISTS (SELECT ..)}. */
  public Expr exists() {
    return new Expr(new Expression.Exists(build(), NOWHERE));
  }

  /** {@code INSERT INTO stream (columns)}. */
  public QueryBuilder insertInto(String stream, String... columns) {
    return insertInto(Syntax.streamName(stream), EventKind.CURRENT, columns);
  }

  /** {@code INSERT kind EVENTS INTO stream (columns)}. */
  public QueryBuilder insertInto(StreamName stream, EventKind kind, String... columns) {
    return query(new Target.Insert(kind, stream, Trees.names(columns), null, NOWHERE));
  }

  /** {@code INSERT OR REPLACE INTO table (columns)}. */
  public QueryBuilder insertOrReplaceInto(String table, String... columns) {
    return query(new Target.Replace(name(table), Trees.names(columns), NOWHERE));
  }

  /** {@code UPDATE table ON condition}. */
  public QueryBuilder update(String table, Object on) {
    return query(new Target.Update(name(table), EventKind.CURRENT, List.of(), value(on), NOWHERE));
  }

  /** {@code UPDATE OR INSERT INTO table ON condition}. */
  public QueryBuilder updateOrInsertInto(String table, Object on) {
    return query(
        new Target.UpdateOrInsert(name(table), EventKind.CURRENT, List.of(), value(on), NOWHERE));
  }

  /** {@code DELETE table ON condition}. */
  public QueryBuilder delete(String table, Object on) {
    return query(new Target.Delete(name(table), EventKind.CURRENT, value(on), NOWHERE));
  }

  /** A query whose rows go to callbacks only. */
  public QueryBuilder toCallbacks() {
    return query(new Target.Callback(EventKind.CURRENT, NOWHERE));
  }

  private QueryBuilder query(Target target) {
    return new QueryBuilder(dialect, build(), target);
  }

  /**
   * The rows.
   *
   * @throws IllegalStateException if a source is missing
   */
  @Override
  public SelectQuery build() {
    SelectBody rows = body();
    boolean isBare =
        with.isEmpty() && orderBy.isEmpty() && limit == null && offset == null && emit == null;
    return isBare && rows instanceof SelectBody.Nested nested
        ? nested.query()
        : new SelectQuery(with, rows, orderBy, limit, offset, emit, NOWHERE);
  }

  static SelectBody values(Row... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("VALUES has at least one row");
    }
    return new SelectBody.Values(List.of(rows), NOWHERE);
  }
}
