package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.StreamScan;
import io.eventflux.compiler.logical.TableJoinRel;
import io.eventflux.compiler.logical.WindowRel;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The FROM clause: streams with handlers, window table functions, joins with tables. */
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

  private RelNode scan(String stream, List<Column> columns) {
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
          Diagnostic.of(
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

  private RelNode filtered(RelNode input, List<RexNode> conditions) {
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

  // ---- TUMBLE

  @Override
  public BoundSource visitWindowTable(Source.WindowTable source) {
    StreamName input =
        new StreamName(StreamName.Kind.PLAIN, source.input().text(), source.input().span());
    Relation relation = relation(input);
    String function = source.function().text().toLowerCase(Locale.ROOT);
    if (!WindowTables.NAMES.contains(function)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_FUNCTION,
                  source.function().span(),
                  "there is no table function '" + source.function() + "'")
              .didYouMean(function, WindowTables.NAMES));
      return BoundSource.broken(context, List.of(part(input, source.alias(), null)));
    }
    if (relation != null && !relation.givesEvents()) {
      context.report(
          DiagnosticCode.TABLE_AS_STREAM,
          source.input().span(),
          relation.kind() + " '" + relation.name() + "' alone gives no events");
      relation = null;
    }
    if (!function.equals("tumble") || !source.handlers().isEmpty()) {
      return windowTable(source, input, relation);
    }
    long[] numbers = tumbleNumbers(source);
    List<Column> columns = new ArrayList<>();
    boolean isTimed = relation != null && hasEventTime(source, relation);
    if (relation == null || relation.columns() == null || numbers == null || !isTimed) {
      RowScope.Part whole = withBorders(part(input, source.alias(), relation));
      int borders = whole.columns() == null ? 0 : whole.columns().size() - 3;
      return new BoundSource(
          null,
          new RowScope(context, List.of(whole)),
          false,
          false,
          new BoundSource.Tumble(input.name(), 0, 0, borders, false));
    }
    columns.addAll(relation.columns());
    int firstColumn = columns.size();
    columns.add(new Column("window_start", Type.TIMESTAMP));
    columns.add(new Column("window_end", Type.TIMESTAMP));
    columns.add(new Column("window_time", Type.TIMESTAMP));
    RowScope.Part whole = part(input, source.alias(), relation);
    RowScope scope =
        new RowScope(
            context,
            List.of(new RowScope.Part(whole.name(), whole.kind(), whole.original(), columns)));
    RelNode rel =
        tumbled(scan(relation.name(), relation.columns()), columns, numbers[0], numbers[1]);
    if (where != null) {
      RexNode bound = new ExpressionBinder(context, scope, null, "WHERE").condition(where, "WHERE");
      if (bound != null) {
        rel = filtered(rel, List.of(bound));
      }
    }
    return new BoundSource(
        rel,
        scope,
        false,
        false,
        new BoundSource.Tumble(relation.name(), numbers[0], numbers[1], firstColumn, true));
  }

  /** The columns of a table function that cannot be run yet, and what is wrong with it. */
  private BoundSource windowTable(
      Source.WindowTable source, StreamName input, @Nullable Relation relation) {
    RowScope.Part whole = part(input, source.alias(), relation);
    List<Column> columns = whole.columns();
    RowScope before = new RowScope(context, List.of(whole));
    new WindowTables(context).check(source, before);
    if (source.timeColumn() != null && relation != null && columns != null) {
      hasTimeColumn(source.timeColumn(), relation, columns);
    }
    RowScope scope = new RowScope(context, List.of(withBorders(whole)));
    BoundSource rows = handlers(source.handlers(), relation, scope, where);
    int firstColumn = columns == null ? 0 : columns.size();
    boolean isSession = source.function().is("session");
    return new BoundSource(
        null,
        scope,
        rows.batch(),
        rows.sliding(),
        new BoundSource.Tumble(input.name(), isSession ? -1 : 0, 0, firstColumn, true));
  }

  private static RowScope.Part withBorders(RowScope.Part part) {
    if (part.columns() == null) {
      return part;
    }
    List<Column> columns = new ArrayList<>(part.columns());
    for (String border : List.of("window_start", "window_end", "window_time")) {
      columns.add(new Column(border, Type.TIMESTAMP));
    }
    return new RowScope.Part(part.name(), part.kind(), part.original(), columns);
  }

  private boolean hasTimeColumn(Name column, Relation relation, List<Column> columns) {
    int index = Column.indexOf(columns, column.text());
    if (index < 0) {
      context.report(QueryBinder.unknownColumn(column, relation, columns));
      return false;
    }
    Type type = columns.get(index).type();
    if (type != null && type != Type.LONG && type != Type.TIMESTAMP) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  column.span(),
                  "the time of a window is BIGINT or TIMESTAMP, not " + type.sqlName())
              .labelled(type.sqlName()));
      return false;
    }
    return true;
  }

  /** Size and offset in milliseconds, or null after a report. */
  private long @Nullable [] tumbleNumbers(Source.WindowTable source) {
    if (!source.partitionBy().isEmpty()) {
      context.notSupported(source.partitionBy().get(0).span(), "PARTITION BY in TUMBLE");
      return null;
    }
    // The size, then the offset, unless they are named.
    List<@Nullable Argument> given = new ArrayList<>(Arrays.asList(null, null));
    boolean isFit = source.arguments().size() <= given.size();
    for (int i = 0; isFit && i < source.arguments().size(); i++) {
      Argument argument = source.arguments().get(i);
      boolean isSize = argument.name() != null && argument.name().text().equalsIgnoreCase("size");
      boolean isOffset =
          argument.name() != null && argument.name().text().equalsIgnoreCase("offset");
      int place = argument.name() == null ? i : isSize ? 0 : 1;
      isFit = (argument.name() == null || isSize || isOffset) && given.set(place, argument) == null;
    }
    if (!isFit || given.get(0) == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD, source.span(), "TUMBLE takes a size and an offset")
              .fact("accepted: TUMBLE(TABLE stream, DESCRIPTOR(column), size [, offset])"));
      return null;
    }
    long[] numbers = new long[2];
    for (int i = 0; i < given.size(); i++) {
      Argument argument = given.get(i);
      if (argument == null) {
        continue;
      }
      ExpressionBinder binder =
          new ExpressionBinder(
              context, new RowScope(context, List.of()), null, "a window parameter");
      RexNode value = binder.typed(argument.value());
      if (value == null) {
        return null;
      }
      RexNode constant = context.fold(value);
      Type type = Expressions.type(constant);
      boolean isDuration = type.isInteger() || type == Type.INTERVAL;
      if (!isDuration || !Expressions.isConstant(constant)) {
        context.report(
            isDuration ? DiagnosticCode.WINDOW_PARAM_NOT_CONSTANT : DiagnosticCode.NO_OVERLOAD,
            argument.value().span(),
            "TUMBLE needs a constant duration here");
        return null;
      }
      numbers[i] = Expressions.value(constant) instanceof Number number ? number.longValue() : 0;
      if (i == 0 && numbers[i] <= 0) {
        context.report(
            DiagnosticCode.BAD_WINDOW_PARAM,
            argument.value().span(),
            "the size of a window must be greater than zero");
        return null;
      }
    }
    return numbers;
  }

  private boolean hasEventTime(Source.WindowTable source, Relation relation) {
    if (source.timeColumn() == null) {
      context.notSupported(source.span(), "DESCRIPTOR(PROCTIME())");
      return false;
    }
    List<Column> columns = relation.columns();
    if (columns == null) {
      return false;
    }
    if (!hasTimeColumn(source.timeColumn(), relation, columns)) {
      return false;
    }
    int index = Column.indexOf(columns, source.timeColumn().text());
    if (relation.watermark() == null || relation.watermark().column() != index) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NOT_SUPPORTED_YET,
                  source.timeColumn().span(),
                  "TUMBLE over a column that is not the event time of its stream"
                      + " is not supported yet")
              .suggest(
                  "declare WATERMARK FOR "
                      + source.timeColumn()
                      + " AS "
                      + source.timeColumn()
                      + " in stream '"
                      + relation.name()
                      + "'"));
      return false;
    }
    return true;
  }

  /** The columns of the stream and the borders of the window that each row falls into. */
  private RelNode tumbled(RelNode scan, List<Column> columns, long size, long offset) {
    RexNode time = expressions.rowTime();
    RexNode sizeMillis = expressions.constant(size, Type.LONG);
    RexNode shifted =
        offset == 0
            ? time
            : expressions.operation(
                PlanOperator.SUBTRACT, Type.LONG, time, expressions.constant(offset, Type.LONG));
    // A remainder has the sign of its dividend; times before the epoch need the other one.
    RexNode inWindow =
        expressions.operation(
            PlanOperator.REMAINDER,
            Type.LONG,
            expressions.operation(
                PlanOperator.ADD,
                Type.LONG,
                expressions.operation(PlanOperator.REMAINDER, Type.LONG, shifted, sizeMillis),
                sizeMillis),
            sizeMillis);
    RexNode start = expressions.operation(PlanOperator.SUBTRACT, Type.LONG, time, inWindow);
    List<RexNode> all = new ArrayList<>();
    for (int i = 0; i < columns.size() - 3; i++) {
      all.add(expressions.rex().makeInputRef(scan, i));
    }
    all.add(expressions.cast(start, Type.TIMESTAMP));
    for (long distance : new long[] {size, size - 1}) {
      all.add(
          expressions.cast(
              expressions.operation(
                  PlanOperator.ADD, Type.LONG, start, expressions.constant(distance, Type.LONG)),
              Type.TIMESTAMP));
    }
    return LogicalProject.create(
        scan, List.of(), all, columns.stream().map(Column::name).toList(), Set.of());
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
        return tableJoin(
            step, List.of(left, right), List.of(first, second), List.of(leftPart, rightPart));
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

  private BoundSource tableJoin(
      Source.JoinStep step,
      List<Source.Stream> sides,
      List<@Nullable Relation> relations,
      List<RowScope.Part> parts) {
    Relation first = relations.get(0);
    boolean tableIsLeft = first != null && first.isTable();
    int streamSide = tableIsLeft ? 1 : 0;
    int tableSide = 1 - streamSide;
    Relation table = relations.get(tableSide);
    Relation stream = relations.get(streamSide);
    if (table == null || stream == null || table.table() == null) {
      throw new AssertionError("a join of a stream and a table has both");
    }
    RowScope streamScope = new RowScope(context, List.of(parts.get(streamSide)));
    BoundSource streamRows = handlers(sides.get(streamSide).handlers(), stream, streamScope, null);

    // Rows have the columns of the stream first. Names are looked up in the order of the text.
    RowScope rows = new RowScope(context, List.of(parts.get(streamSide), parts.get(tableSide)));
    RexNode condition = condition(step, rows);
    boolean outer = isOuter(step, tableIsLeft);
    if (streamRows.rel() == null) {
      return new BoundSource(null, rows, true, false, null);
    }
    TablePlan plan = table.table();
    List<String> names = new ArrayList<>(streamRows.rel().getRowType().getFieldNames());
    List<Type> types =
        new ArrayList<>(
            io.eventflux.compiler.logical.EngineTypes.columns(streamRows.rel().getRowType()));
    plan.schema()
        .fields()
        .forEach(
            field -> {
              names.add(field.name());
              types.add(field.type());
            });
    RelNode rel =
        new TableJoinRel(
            streamRows.rel(),
            table.name(),
            plan.primaryKey(),
            outer,
            condition,
            expressions.types().row(names, types));
    if (where != null) {
      RexNode bound = new ExpressionBinder(context, rows, null, "WHERE").condition(where, "WHERE");
      if (bound != null) {
        rel = filtered(rel, List.of(bound));
      }
    }
    return new BoundSource(rel, rows, true, false, null);
  }

  private boolean isOuter(Source.JoinStep step, boolean tableIsLeft) {
    boolean keepsStream =
        switch (step.kind()) {
          case INNER, CROSS -> false;
          case LEFT -> !tableIsLeft;
          case RIGHT -> tableIsLeft;
          case FULL -> true;
        };
    boolean keepsTable =
        switch (step.kind()) {
          case INNER, CROSS -> false;
          case LEFT -> tableIsLeft;
          case RIGHT -> !tableIsLeft;
          case FULL -> true;
        };
    if (keepsTable) {
      context.report(
          Diagnostic.of(
              DiagnosticCode.OUTER_SIDE_NEVER_TRIGGERS,
              step.span(),
              "rows of the table without a partner are never given: a table gives no events"));
    }
    return keepsStream;
  }

  private @Nullable RexNode condition(Source.JoinStep step, RowScope rows) {
    return new JoinBinder(context, catalog).condition(step, rows);
  }

  // ---- patterns

  @Override
  public BoundSource visitSubQuery(Source.SubQuery source) {
    if (source.isLateral()) {
      context.report(
          DiagnosticCode.UNSUPPORTED_SQL,
          source.span(),
          "LATERAL has no meaning over streams: a sub-query does not see the sources beside it");
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
