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
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
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
  private static final RowScope.Part UNKNOWN = new RowScope.Part("", "stream", "", null);

  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final WindowBinder windows;
  private final @Nullable Expression where;

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
  }

  BoundSource bind(Source source) {
    return source.accept(this);
  }

  // ---- names

  private @Nullable Relation relation(StreamName name) {
    if (name.kind() == StreamName.Kind.INNER) {
      context.report(
          DiagnosticCode.INNER_STREAM_OUTSIDE,
          name.span(),
          "'" + name + "' exists inside a partition only");
      return null;
    }
    if (name.kind() == StreamName.Kind.FAULT) {
      context.notSupported(name.span(), "a fault stream");
      return null;
    }
    return catalog.find(name.name(), name.span());
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

  private static RowScope.Part part(
      StreamName stream, @Nullable Name alias, @Nullable Relation relation) {
    return new RowScope.Part(
        alias == null ? stream.name() : alias.text(),
        relation == null ? "stream" : relation.kind(),
        stream.name(),
        relation == null ? null : relation.columns());
  }

  // ---- one stream

  @Override
  public BoundSource visitStream(Source.Stream source) {
    Relation relation = relation(source.stream());
    if (relation != null && relation.isTable()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TABLE_AS_STREAM,
                  source.stream().span(),
                  "table '" + relation.name() + "' alone gives no events")
              .suggest("join it with a stream"));
      return BoundSource.broken(context, List.of(part(source.stream(), source.alias(), null)));
    }
    RowScope scope =
        new RowScope(context, List.of(part(source.stream(), source.alias(), relation)));
    return handlers(source, relation, scope, where);
  }

  /** Filters and the window of a stream, with WHERE in front of the window. */
  private BoundSource handlers(
      Source.Stream source,
      @Nullable Relation relation,
      RowScope scope,
      @Nullable Expression condition) {
    List<RexNode> before = new ArrayList<>();
    List<RexNode> after = new ArrayList<>();
    WindowBinder.Bound window = null;
    boolean hasWindow = false;
    ExpressionBinder filters = new ExpressionBinder(context, scope, null, "a filter");
    for (Handler handler : source.handlers()) {
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
        return BoundSource.broken(context, List.of(part(source.stream(), source.alias(), null)));
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
    if (relation == null || relation.columns() == null) {
      return new BoundSource(null, scope, false, false, null);
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
    boolean sliding = window.descriptor().sliding();
    return new BoundSource(filtered(rel, after), scope, !sliding, sliding, null);
  }

  private static RelNode filtered(RelNode input, List<RexNode> conditions) {
    RelNode rel = input;
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
    if (!function.equals("tumble")) {
      if (Set.of("hop", "cumulate", "session").contains(function)) {
        context.notSupported(
            source.function().span(),
            "The table function " + source.function().text().toUpperCase(Locale.ROOT));
      } else {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_FUNCTION,
                    source.function().span(),
                    "there is no table function '" + source.function() + "'")
                .didYouMean(function, List.of("tumble", "hop", "cumulate", "session")));
      }
      return BoundSource.broken(context, List.of(part(input, source.alias(), null)));
    }
    if (relation != null && relation.isTable()) {
      context.report(
          DiagnosticCode.TABLE_AS_STREAM,
          source.input().span(),
          "table '" + relation.name() + "' alone gives no events");
      relation = null;
    }
    long[] numbers = tumbleNumbers(source);
    List<Column> columns = new ArrayList<>();
    boolean isTimed = relation != null && hasEventTime(source, relation);
    if (relation == null || relation.columns() == null || numbers == null || !isTimed) {
      return BoundSource.broken(context, List.of(part(input, source.alias(), null)));
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
        rel = LogicalFilter.create(rel, bound);
      }
    }
    return new BoundSource(
        rel,
        scope,
        false,
        false,
        new BoundSource.Tumble(relation.name(), numbers[0], numbers[1], firstColumn, true));
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
    int index = Column.indexOf(columns, source.timeColumn().text());
    if (index < 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_ATTRIBUTE,
                  source.timeColumn().span(),
                  "column '"
                      + source.timeColumn()
                      + "' does not exist in stream '"
                      + relation.name()
                      + "'")
              .fact("columns: " + Column.list(columns))
              .didYouMean(source.timeColumn().text(), columns.stream().map(Column::name).toList()));
      return false;
    }
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
    List<RowScope.Part> parts = new ArrayList<>();
    List<Source.Stream> sides = new ArrayList<>();
    List<@Nullable Relation> relations = new ArrayList<>();
    List<Source.JoinSide> all = new ArrayList<>();
    all.add(join.first());
    join.steps().forEach(step -> all.add(step.side()));
    for (Source.JoinSide side : all) {
      if (side.asOf() != null) {
        context.notSupported(side.asOf().span(), "FOR SYSTEM_TIME AS OF");
      }
      if (!(side.source() instanceof Source.Stream stream)) {
        context.notSupported(side.source().span(), "a table function in a join");
        return BoundSource.broken(context, List.of(UNKNOWN));
      }
      Relation relation = relation(stream.stream());
      sides.add(stream);
      relations.add(relation);
      parts.add(part(stream.stream(), stream.alias(), relation));
    }
    if (all.size() > 2) {
      context.notSupported(join.steps().get(1).span(), "A join of three or more sources");
      return BoundSource.broken(context, parts);
    }
    Source.JoinStep step = join.steps().get(0);
    if (parts.get(0).name().equals(parts.get(1).name())) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_ALIAS,
                  step.side().span(),
                  "both sides of the join are called '" + parts.get(0).name() + "'")
              .suggest("give each side a name with AS"));
      return BoundSource.broken(context, parts);
    }
    Relation left = relations.get(0);
    Relation right = relations.get(1);
    if (left == null || right == null || left.columns() == null || right.columns() == null) {
      return joinExpressions(new RowScope(context, parts), step);
    }
    if (left.isTable() && right.isTable()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_TRIGGER_SIDE,
                  join.span(),
                  "neither '" + left.name() + "' nor '" + right.name() + "' gives events")
              .suggest("join a table with a stream"));
      return BoundSource.broken(context, parts);
    }
    if (!left.isTable() && !right.isTable()) {
      context.notSupported(join.span(), "a join of two streams");
      return BoundSource.broken(context, parts);
    }
    return tableJoin(join, step, sides, relations, parts);
  }

  /** Finds the errors in the condition of a join that cannot be built. */
  private BoundSource joinExpressions(RowScope scope, Source.JoinStep step) {
    if (step.on() != null) {
      new ExpressionBinder(context, scope, null, "ON").condition(step.on(), "ON");
    }
    return new BoundSource(null, scope, true, false, null);
  }

  private BoundSource tableJoin(
      Source.Join join,
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
    Source.JoinSide tableJoinSide = tableSide == 0 ? join.first() : step.side();
    for (Handler handler : sides.get(tableSide).handlers()) {
      context.notSupported(handler.span(), "a filter or window on the table of a join");
    }
    if (tableJoinSide.unidirectional()) {
      context.report(
          DiagnosticCode.NO_TRIGGER_SIDE,
          tableJoinSide.span(),
          "table '" + table.name() + "' gives no events and cannot be the only side that does");
    }
    if (sides.get(streamSide).handlers().stream().anyMatch(h -> !(h instanceof Handler.Filter))) {
      Handler window =
          sides.get(streamSide).handlers().stream()
              .filter(handler -> !(handler instanceof Handler.Filter))
              .findFirst()
              .orElseThrow();
      context.notSupported(window.span(), "a window on the stream of a join");
      return BoundSource.broken(context, parts);
    }
    RowScope streamScope = new RowScope(context, List.of(parts.get(streamSide)));
    BoundSource streamRows = handlers(sides.get(streamSide), stream, streamScope, null);

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
        rel = LogicalFilter.create(rel, bound);
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
    if (step.on() != null) {
      return new ExpressionBinder(context, rows, null, "ON").condition(step.on(), "ON");
    }
    List<RexNode> equalities = new ArrayList<>();
    for (Name name : step.using()) {
      RexNode equality = using(name, rows);
      if (equality != null) {
        equalities.add(equality);
      }
    }
    return equalities.isEmpty() ? null : expressions.and(equalities);
  }

  private @Nullable RexNode using(Name name, RowScope rows) {
    List<RexNode> values = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Column> columns = rows.parts().get(i).columns();
      int index = columns == null ? -1 : Column.indexOf(columns, name.text());
      RexNode value = index < 0 ? null : rows.column(i, index);
      if (index < 0) {
        context.report(
            DiagnosticCode.UNKNOWN_ATTRIBUTE,
            name.span(),
            "column '" + name + "' does not exist in '" + rows.parts().get(i).original() + "'");
      }
      if (value != null) {
        values.add(value);
      }
    }
    if (values.size() < 2) {
      return null;
    }
    Span span = name.span();
    Type a = Expressions.type(values.get(0));
    Type b = Expressions.type(values.get(1));
    if (!Conversions.equatable(a, b)) {
      context.report(
          DiagnosticCode.TYPE_MISMATCH,
          span,
          "cannot compare " + a.sqlName() + " with " + b.sqlName());
      return null;
    }
    return new ExpressionBinder(context, rows, null, "USING")
        .equality(values.get(0), span, values.get(1), span);
  }

  // ---- patterns

  @Override
  public BoundSource visitSubQuery(Source.SubQuery source) {
    throw refusedBefore(source);
  }

  @Override
  public BoundSource visitUnnest(Source.Unnest source) {
    throw refusedBefore(source);
  }

  @Override
  public BoundSource visitMatchRecognize(Source.MatchRecognize source) {
    throw refusedBefore(source);
  }

  @Override
  public BoundSource visitAggregationRead(Source.AggregationRead source) {
    throw refusedBefore(source);
  }

  /** The parser refuses what is not built yet. */
  private static AssertionError refusedBefore(Source source) {
    return new AssertionError(
        source.getClass().getSimpleName() + " is refused before sources are bound");
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
        : new BoundSource(
            LogicalFilter.create(match.rel(), bound), match.scope(), false, false, null);
  }
}
