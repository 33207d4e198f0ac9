package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.StreamScan;
import io.eventflux.compiler.logical.WindowRel;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds the FROM clause: streams with their handlers here, all else by a binder of its own. */
final class SourceBinder implements Source.Visitor<BoundSource> {
  private static final Set<String> UNBOUNDED_WINDOWS =
      Set.of("unique", "firstUnique", "unique:ever", "unique:first");

  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final WindowBinder windows;
  private final @Nullable Expression where;
  private final int opaqueBefore;

  /** Whether the source that is being bound has a granularity. */
  private boolean hasGranularity;

  /**
   * A binder for one query.
   *
   * @param where the condition of the query; acts before the window of a single source, behind
   *     everything else
   */
  SourceBinder(BindContext context, AppCatalog catalog, @Nullable Expression where) {
    this.context = context;
    this.expressions = context.expressions();
    this.catalog = catalog;
    this.windows = new WindowBinder(context);
    this.where = where;
    this.opaqueBefore = context.opaqueCount();
  }

  BoundSource bind(Source source) {
    return source.accept(this);
  }

  // ---- names

  @Nullable Relation relation(StreamName name) {
    return switch (name.kind()) {
      case PLAIN -> kept(catalog.find(name.name(), name.span()), name);
      case INNER -> catalog.findInner(name.toString(), name.span());
      case FAULT -> catalog.findFault(name);
    };
  }

  /** A relation that may be a source here; null after a report. */
  private @Nullable Relation kept(@Nullable Relation relation, StreamName name) {
    if (relation == null || !context.surroundings().isOnDemand()) {
      return relation;
    }
    if (relation.form() == Relation.Form.WINDOW) {
      return Relation.defined(
          Relation.Form.KEPT_WINDOW, relation.name(), relation.columns(), relation.span());
    }
    if (relation.givesEvents()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.STREAM_ON_DEMAND,
                  name.span(),
                  relation.kind() + " '" + relation.name() + "' keeps no rows to ask for")
              .suggest("ask a table, a named window or an aggregation"));
      return null;
    }
    return relation;
  }

  /** All rows of a stream. */
  RelNode scan(String stream, List<Column> columns) {
    List<Type> types = new ArrayList<>();
    for (Column column : columns) {
      types.add(column.type() == null ? Type.LONG : column.type());
    }
    return new StreamScan(
        expressions.cluster(),
        stream,
        expressions.types().row(columns.stream().map(Column::name).toList(), types));
  }

  static RowScope.Part part(StreamName stream, @Nullable Name alias, @Nullable Relation relation) {
    return new RowScope.Part(
        alias == null ? stream.name() : alias.text(),
        relation == null ? "stream" : relation.kind(),
        stream.toString(),
        relation == null ? null : relation.columns());
  }

  // ---- one stream

  @Override
  public BoundSource visitStream(Source.Stream source) {
    Relation relation = relation(source.stream());
    boolean isStored = relation != null && isStored(relation);
    if (relation != null && isStored && !context.surroundings().readsStored()) {
      context.report(
          isViewOfTables(relation)
              ? viewOfTables(relation, source.stream())
              : Diagnostic.of(
                      DiagnosticCode.TABLE_AS_STREAM,
                      source.stream().span(),
                      relation.kind() + " '" + relation.name() + "' alone gives no events")
                  .suggest("join it with a stream"));
      return BoundSource.broken(context, List.of(part(source.stream(), source.alias(), null)));
    }
    if (relation != null && relation.form() == Relation.Form.AGGREGATION && !hasGranularity) {
      context.report(
          AggregationReads.missingPer(
              "aggregation '" + relation.name() + "'", source.stream().span()));
    }
    RowScope scope =
        new RowScope(context, List.of(part(source.stream(), source.alias(), relation)));
    BoundSource rows = handlers(source.handlers(), relation, scope, where);
    return isStored ? stored(rows) : rows;
  }

  /**
   * Whether rows are read from what is kept; a sub-query in an expression reads named windows so.
   */
  private boolean isStored(Relation relation) {
    boolean isInExpression = context.surroundings().outer() != null;
    return !relation.givesEvents() || (isInExpression && relation.form() == Relation.Form.WINDOW);
  }

  /**
   * Whether a relation is a view over nothing but tables, which only on-demand queries and
   * sub-queries may read (language 3.9); a common table belongs to its query and is none.
   */
  boolean isViewOfTables(Relation relation) {
    LocalNames locals = catalog.locals();
    while (locals != null && !locals.has(relation.name())) {
      locals = locals.outer();
    }
    return relation.form() == Relation.Form.TABLE_VIEW && locals == null;
  }

  /** The report of a view over tables in a query that goes on and on. */
  static Diagnostic viewOfTables(Relation view, StreamName place) {
    return Diagnostic.of(
            DiagnosticCode.TABLE_AS_STREAM,
            place.span(),
            "view '"
                + view.name()
                + "' reads tables only, so that only on-demand queries and sub-queries can read it")
        .suggest("join a stream with the tables themselves");
  }

  /** The same rows as one batch that no events come from. */
  private static BoundSource stored(BoundSource rows) {
    return new BoundSource(null, rows.scope(), true, false, null, true);
  }

  /** Filters and the window of a stream, with WHERE in front of the window. */
  BoundSource handlers(
      List<Handler> handlers,
      @Nullable Relation relation,
      RowScope scope,
      @Nullable Expression condition) {
    List<RexNode> before = new ArrayList<>();
    List<RexNode> after = new ArrayList<>();
    WindowBinder.Bound window = null;
    boolean hasWindow = false;
    ExpressionBinder filters = new ExpressionBinder(context, scope, null, "a filter");
    for (Handler handler : handlers) {
      if (handler instanceof Handler.Filter filter) {
        RexNode bound = filters.condition(filter.condition(), "a filter");
        if (bound != null) {
          (hasWindow ? after : before).add(bound);
        }
        continue;
      }
      String streamFunction = streamFunction(context, handler);
      if (streamFunction != null) {
        context.notSupported(handler.span(), "stream function '" + streamFunction + "'");
        // It may add columns, so nothing is said about columns that are not there.
        return BoundSource.broken(context, scope.parts());
      }
      if (relation != null && relation.form() == Relation.Form.WINDOW) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.WINDOW_ON_WINDOW,
                    handler.span(),
                    "'" + relation.name() + "' is a window already")
                .with(relation.span(), "defined here"));
        continue;
      }
      if (hasWindow) {
        context.report(
            DiagnosticCode.TWO_WINDOWS, handler.span(), "a source has one window at most");
        continue;
      }
      hasWindow = true;
      window = window(handler, scope);
    }
    if (condition != null) {
      RexNode bound =
          new ExpressionBinder(context, scope, null, "WHERE").condition(condition, "WHERE");
      if (bound != null) {
        before.add(bound);
      }
    }
    boolean sliding = window != null && window.descriptor().sliding();
    if (window != null && window.descriptor().isComing()) {
      context.notSupported(window.name(), "window '" + window.written() + "'");
    }
    if (window != null && UNBOUNDED_WINDOWS.contains(window.descriptor().name())) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNBOUNDED_STATE,
                  window.span(),
                  "window '" + window.written() + "' keeps a row for every key that ever came")
              .suggest("take a window that is bounded by time or count, as unique:time"));
    }
    boolean isComing = window != null && window.descriptor().isComing();
    if (isComing || isRefused() || relation == null || relation.columns() == null) {
      return new BoundSource(null, scope, window != null && !sliding, sliding, null);
    }
    RelNode rel = filtered(scan(relation.name(), relation.columns()), before);
    if (window == null) {
      return new BoundSource(filtered(rel, after), scope, false, false, null);
    }
    // In playback the clock follows event time.
    if (relation.watermark() != null && window.isTimed() && !context.isPlayback()) {
      context.report(
          Diagnostic.of(
              DiagnosticCode.WINDOW_IGNORES_WATERMARK,
              window.span(),
              "this window runs on the clock, not on the event time of stream '"
                  + relation.name()
                  + "'"));
    }
    rel =
        new WindowRel(rel, window.descriptor().name().toLowerCase(Locale.ROOT), window.arguments());
    return new BoundSource(filtered(rel, after), scope, !sliding, sliding, null);
  }

  /** Whether what was bound here so far cannot be run. */
  private boolean isRefused() {
    return context.surroundings().isRefused() || context.opaqueCount() > opaqueBefore;
  }

  /** The rows that fulfil all conditions; all rows where what was bound cannot be run. */
  RelNode filtered(RelNode input, List<RexNode> conditions) {
    RelNode rel = input;
    if (isRefused()) {
      return rel;
    }
    for (RexNode condition : conditions) {
      rel = LogicalFilter.create(rel, condition);
    }
    return rel;
  }

  /** The name of a function that adds, drops or multiplies rows (language 8.9), or null. */
  static @Nullable String streamFunction(BindContext context, Handler handler) {
    if (!(handler instanceof Handler.Function function)) {
      return null;
    }
    String namespace = function.namespace() == null ? "" : function.namespace().text() + ":";
    String name = namespace + function.name().text();
    return context.catalogs().functions().streamFunction(name) == null ? null : name;
  }

  private WindowBinder.@Nullable Bound window(Handler handler, Scope scope) {
    if (handler instanceof Handler.Window window) {
      return windows.bind(
          window.namespace(), window.name(), window.arguments(), window.span(), scope);
    }
    Handler.Function function = (Handler.Function) handler;
    return windows.bind(
        function.namespace(), function.name(), function.arguments(), function.span(), scope);
  }

  @Override
  public BoundSource visitWindowTable(Source.WindowTable source) {
    return new WindowTableBinder(context, this, where).bind(source);
  }

  // ---- joins

  @Override
  public BoundSource visitJoin(Source.Join join) {
    return join(join, false);
  }

  private BoundSource join(Source.Join join, boolean readsAggregation) {
    Source.JoinStep step = join.steps().get(0);
    boolean isPlain =
        join.steps().size() == 1
            && !readsAggregation
            && !context.surroundings().isRefused()
            && join.first().source() instanceof Source.Stream
            && step.side().source() instanceof Source.Stream;
    if (isPlain
        && join.first().source() instanceof Source.Stream left
        && step.side().source() instanceof Source.Stream right) {
      Relation first = relation(left.stream());
      Relation second = relation(right.stream());
      RowScope.Part leftPart = part(left.stream(), left.alias(), first);
      RowScope.Part rightPart = part(right.stream(), right.alias(), second);
      if (first != null
          && second != null
          && first.columns() != null
          && second.columns() != null
          && first.isTable() != second.isTable()
          && first.givesEvents() != second.givesEvents()
          && !leftPart.name().equals(rightPart.name())
          && isTableJoin(join.first(), left, first)
          && isTableJoin(step.side(), right, second)) {
        return new TableJoinBinder(context, catalog, this, where)
            .bind(step, List.of(left, right), List.of(first, second), List.of(leftPart, rightPart));
      }
    }
    BoundSource rows = new JoinBinder(context, catalog).bind(join, readsAggregation);
    if (where != null) {
      new ExpressionBinder(context, rows.scope(), null, "WHERE").condition(where, "WHERE");
    }
    return rows;
  }

  /** Whether a side can be run in the join of a stream and a table. */
  private boolean isTableJoin(Source.JoinSide side, Source.Stream stream, Relation relation) {
    return side.asOf() == null
        && (relation.isTable()
            ? stream.handlers().isEmpty() && !side.unidirectional()
            : stream.handlers().stream().allMatch(handler -> handler instanceof Handler.Filter));
  }

  // ---- rows of something else

  @Override
  public BoundSource visitSubQuery(Source.SubQuery source) {
    if (source.isLateral()) {
      context.report(
          DiagnosticCode.UNSUPPORTED_SQL,
          source.span(),
          "LATERAL has no meaning over streams: a sub-query does not see the sources beside it");
      // What it names of the sources beside it would be unknown, which says nothing new.
      return derived(
          source.alias() == null ? "" : source.alias().text(),
          "the query",
          null,
          source.handlers(),
          false);
    }
    RowsBinder.Rows rows = context.rows().bind(source.query());
    Name alias = source.alias();
    if (alias == null) {
      context.report(
          Diagnostic.of(DiagnosticCode.MISSING_ALIAS, source.span(), "this sub-query needs a name")
              .suggest("write AS and a name behind it"));
    } else if (rows.isStored() && !context.surroundings().readsStored()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TABLE_AS_STREAM,
                  source.query().span(),
                  "rows of tables alone give no events")
              .suggest("join them with a stream"));
    }
    List<Column> columns = rows.columns();
    if (alias != null) {
      columns = context.rows().renamed(columns, source.columns(), "'" + alias + "'");
    }
    String name = alias == null ? "" : alias.text();
    return derived(name, "the query", columns, source.handlers(), rows.isStored());
  }

  @Override
  public BoundSource visitUnnest(Source.Unnest source) {
    return unnest(source, new RowScope(context, List.of()));
  }

  /** The elements of a value, which may be a column of the sources in front. */
  BoundSource unnest(Source.Unnest source, RowScope before) {
    RexNode value = new ExpressionBinder(context, before, null, "UNNEST").typed(source.value());
    Type type = value == null ? null : Expressions.type(value);
    List<@Nullable Type> types = new ArrayList<>();
    if (type instanceof Type.Array array) {
      types.add(array.element());
    } else if (type instanceof Type.Map map) {
      types.add(map.key());
      types.add(map.value());
    } else if (type != null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  source.value().span(),
                  "UNNEST needs an ARRAY or a MAP, not " + type.sqlName())
              .labelled(type.sqlName()));
    }
    List<Column> columns = null;
    if (!types.isEmpty()) {
      if (source.hasOrdinality()) {
        types.add(Type.INT);
      }
      columns = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        columns.add(new Column("_col" + i, types.get(i)));
      }
    }
    Name alias = source.alias();
    if (alias != null) {
      columns = context.rows().renamed(columns, source.columns(), "'" + alias + "'");
    }
    String name = alias == null ? "" : alias.text();
    return derived(name, "the elements", columns, source.handlers(), true);
  }

  /** Rows with columns that are not those of a relation. */
  BoundSource derived(
      String name,
      String kind,
      @Nullable List<Column> columns,
      List<Handler> handlers,
      boolean isStored) {
    RowScope.Part part = new RowScope.Part(name, kind, name, columns);
    BoundSource rows = handlers(handlers, null, new RowScope(context, List.of(part)), where);
    return isStored ? stored(rows) : rows;
  }

  @Override
  public BoundSource visitMatchRecognize(Source.MatchRecognize source) {
    return new MatchBinder(context, catalog, this).bind(source);
  }

  @Override
  public BoundSource visitAggregationRead(Source.AggregationRead source) {
    if (source.source() instanceof Source.Join join) {
      BoundSource rows = join(join, true);
      new AggregationReads(context, catalog).check(source, join, rows.scope());
      return rows;
    }
    hasGranularity = true;
    BoundSource rows = source.source().accept(this);
    hasGranularity = false;
    new AggregationReads(context, catalog).check(source, null, rows.scope());
    return rows;
  }

  @Override
  public BoundSource visitPattern(Source.Pattern source) {
    BoundSource match = new PatternBinder(context, catalog).bind(source);
    if (where == null) {
      return match;
    }
    RexNode bound =
        new ExpressionBinder(context, match.scope(), null, "WHERE").condition(where, "WHERE");
    return bound == null || match.rel() == null
        ? match
        : new BoundSource(filtered(match.rel(), List.of(bound)), match.scope(), false, false, null);
  }
}
