package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.GroupWindowRel;
import io.eventflux.compiler.logical.OrderLimitRel;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Binds one query: source, selector, target. One instance a query, one thread. */
final class QueryBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;
  private final Query query;
  private final SelectQuery rows;
  private final SelectBody.Block block;
  private final List<Expression> groupBy;
  private final String name;
  private final List<Output> outputs = new ArrayList<>();

  QueryBinder(
      BindContext context,
      AppCatalog catalog,
      DefinitionBinder definitions,
      Query query,
      String name) {
    this.context = context;
    this.expressions = context.expressions();
    this.catalog = catalog;
    this.definitions = definitions;
    this.query = query;
    this.rows = RowsBinder.asBlock(query.rows());
    this.block = block(rows);
    this.groupBy = block.groupBy().stream().flatMap(item -> keys(item).stream()).toList();
    this.name = name;
  }

  private static SelectBody.Block block(SelectQuery rows) {
    if (rows.body() instanceof SelectBody.Block block) {
      return block;
    }
    throw new AssertionError("the body of these rows is a block");
  }

  /** The keys that an item names; which of them go together makes no difference to the binder. */
  private static List<Expression> keys(GroupItem item) {
    return item.accept(
        new GroupItem.Visitor<List<Expression>>() {
          @Override
          public List<Expression> visitKey(GroupItem.Key key) {
            return List.of(key.value());
          }

          @Override
          public List<Expression> visitRollup(GroupItem.Rollup rollup) {
            return rollup.keys();
          }

          @Override
          public List<Expression> visitCube(GroupItem.Cube cube) {
            return cube.keys();
          }

          @Override
          public List<Expression> visitGroupingSets(GroupItem.GroupingSets sets) {
            return sets.sets().stream().flatMap(set -> set.keys().stream()).toList();
          }
        });
  }

  /**
   * A bound query.
   *
   * @param root null after an error
   * @param columns its outputs; null if they are unknown because of an error
   * @param isStored whether its rows come from nothing but tables
   * @param scope the columns of its source
   */
  record Bound(
      @Nullable EmitRel root, @Nullable List<Column> columns, boolean isStored, RowScope scope) {}

  /** One entry of the select list; its value is null after an error. */
  private record Output(String name, @Nullable RexNode value, Span span) {}

  /** One sort key; its value is null after an error. */
  private record Sort(@Nullable RexNode value, SortItem item) {}

  Bound bind() {
    if (rows.with().isEmpty()) {
      return bindBlock();
    }
    LocalNames tables = context.rows().commonTables(rows);
    return catalog.with(
        tables,
        () -> {
          tables.names().forEach(tables::find);
          return bindBlock();
        });
  }

  /** Binds a query whose rows come from something that its text does not name. */
  Bound bind(BoundSource given) {
    return bindBlock(context.opaqueCount(), given);
  }

  private Bound bindBlock() {
    int opaqueBefore = context.opaqueCount();
    return bindBlock(
        opaqueBefore, new SourceBinder(context, catalog, block.where()).bind(block.source()));
  }

  private Bound bindBlock(int opaqueBefore, BoundSource source) {
    AggregateCollector aggregates = new AggregateCollector(expressions, source.width());
    block.windows().forEach(window -> addOverWindow(window, aggregates));
    block.groupBy().forEach(item -> allowFunctions(item, aggregates));
    select(source, aggregates);
    boolean isDuplicateFree = checkNames();
    List<RexNode> keys = groupKeys(source);
    OutputScope behind = new OutputScope(source.scope(), values());
    RexNode having = null;
    if (block.having() != null) {
      having =
          new ExpressionBinder(context, behind, aggregates, "HAVING")
              .condition(block.having(), "HAVING");
    }
    List<Sort> sorts = sorts(behind, aggregates);
    long limit = count(rows.limit(), "LIMIT");
    long offset = count(rows.offset(), "OFFSET");
    boolean isGroupWindow = isGroupWindow(source, keys);
    boolean isGrouped = !groupBy.isEmpty() || !aggregates.items().isEmpty();
    refuseUnbuilt(source, isGroupWindow);
    warnOfUnits(source, isGrouped || isGroupWindow, limit);
    checkRetraction(source, aggregates);
    checkOver(source, aggregates);
    checkSession(source, isGroupWindow);
    warnOfDistinct(source, aggregates);
    outputRate();
    warnOfKind();
    Relation target = target();
    EmitRel.Target into = assign(target);

    boolean isBroken =
        context.surroundings().isRefused()
            || context.opaqueCount() > opaqueBefore
            || source.rel() == null
            || !isDuplicateFree
            || outputs.stream().anyMatch(output -> output.value() == null)
            || sorts.stream().anyMatch(sort -> sort.value() == null)
            || keys.size() < groupBy.size()
            || (block.having() != null && having == null)
            || limit < -1
            || offset < -1
            || (!(query.target() instanceof Target.Callback) && into == null);
    List<Column> columns = isDuplicateFree ? columns() : null;
    RelNode input = source.rel();
    if (isBroken || input == null) {
      return new Bound(null, columns, source.isStored(), source.scope());
    }
    RelNode result;
    int visible = outputs.size();
    List<RexNode> all = selected();
    List<String> names = new ArrayList<>(outputs.stream().map(Output::name).toList());
    List<PlanNode.SortKey> sortKeys = sortKeys(sorts, all, names);
    if (isGroupWindow && source.tumble() != null) {
      result = groupWindow(input, source.tumble(), keys, aggregates, all, having, names, source);
    } else if (isGrouped) {
      result =
          HeldValues.held(
              new StreamAggregate(
                  input, keys, aggregates.items(), all, having, rowType(names, all)));
    } else {
      RelNode filtered = having == null ? input : LogicalFilter.create(input, having);
      result = LogicalProject.create(filtered, List.of(), all, names, Set.of());
    }
    if (result == null) {
      return new Bound(null, columns, false, source.scope());
    }
    if (!sortKeys.isEmpty() || limit >= 0 || offset > 0) {
      result = new OrderLimitRel(result, sortKeys, Math.max(0, offset), limit, visible);
    }
    return new Bound(new EmitRel(result, name, outputKind(), into), columns, false, source.scope());
  }

  private org.apache.calcite.rel.type.RelDataType rowType(
      List<String> names, List<RexNode> values) {
    return expressions.types().row(names, values.stream().map(Expressions::type).toList());
  }

  // ---- select list

  private void select(BoundSource source, AggregateCollector aggregates) {
    ExpressionBinder binder =
        new ExpressionBinder(context, source.scope(), aggregates, "the select list");
    for (SelectItem item : block.select().items()) {
      if (item instanceof SelectItem.All all) {
        star(source.scope(), all);
        continue;
      }
      SelectItem.Value value = (SelectItem.Value) item;
      RexNode bound = binder.bind(value.value());
      outputs.add(new Output(outputName(value), bound, value.value().span()));
    }
  }

  private void star(RowScope scope, SelectItem.All all) {
    int from = 0;
    int to = scope.parts().size();
    Name qualifier = all.qualifier();
    if (qualifier != null) {
      StreamName wanted = new StreamName(StreamName.Kind.PLAIN, qualifier.text(), qualifier.span());
      from = scope.part(new Expression.Qualifier(wanted, null, qualifier.span()));
      if (from < 0) {
        outputs.add(new Output("*", null, all.span()));
        return;
      }
      to = from + 1;
    }
    for (int part = from; part < to; part++) {
      if (scope.isAbsent(part)) {
        continue;
      }
      List<Column> columns = scope.parts().get(part).columns();
      if (columns == null) {
        outputs.add(new Output("*", null, all.span()));
        continue;
      }
      for (int i = 0; i < columns.size(); i++) {
        outputs.add(new Output(columns.get(i).name(), scope.column(part, i), all.span()));
      }
    }
  }

  private String outputName(SelectItem.Value item) {
    if (item.alias() != null) {
      return item.alias().text();
    }
    if (item.value() instanceof Expression.ColumnReference reference) {
      return reference.name().text();
    }
    if (query.dialect() == Dialect.CLASSIC) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_ALIAS, item.value().span(), "this expression needs a name")
              .suggest("write '... as name'"));
    }
    return "_col" + outputs.size();
  }

  private boolean checkNames() {
    Map<String, Output> seen = new HashMap<>();
    boolean isFree = true;
    for (Output output : outputs) {
      Output first = seen.putIfAbsent(output.name(), output);
      if (first == null || output.name().equals("*")) {
        continue;
      }
      isFree = false;
      Diagnostic diagnostic =
          Diagnostic.of(
              DiagnosticCode.DUPLICATE_ATTRIBUTE,
              output.span(),
              "two outputs are called '" + output.name() + "'");
      context.report(
          first.span().covers(output.span())
              ? diagnostic.suggest("list the columns and rename one with AS")
              : diagnostic.with(first.span(), "the first one"));
    }
    return isFree;
  }

  private Map<String, @Nullable RexNode> values() {
    Map<String, @Nullable RexNode> values = new LinkedHashMap<>();
    for (Output output : outputs) {
      values.putIfAbsent(output.name(), output.value());
    }
    return values;
  }

  /** The names and types of the outputs; null as soon as one name is unknown. */
  private @Nullable List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Output output : outputs) {
      if (output.name().equals("*") && output.value() == null) {
        return null;
      }
      RexNode value = output.value();
      Type type =
          value == null || ExpressionBinder.isUntypedNull(value) ? null : Expressions.type(value);
      columns.add(new Column(output.name(), type));
    }
    return columns;
  }

  private List<RexNode> selected() {
    List<RexNode> values = new ArrayList<>();
    for (Output output : outputs) {
      if (output.value() != null) {
        values.add(output.value());
      }
    }
    return values;
  }

  // ---- GROUP BY, ORDER BY, LIMIT

  private List<RexNode> groupKeys(BoundSource source) {
    Map<String, @Nullable RexNode> aliases = values();
    Scope scope = new KeyScope(source.scope(), aliases);
    ExpressionBinder binder = new ExpressionBinder(context, scope, null, "GROUP BY");
    List<RexNode> keys = new ArrayList<>();
    for (Expression expression : groupBy) {
      RexNode key;
      if (isGroupFunction(expression)) {
        ((Expression.FunctionCall) expression)
            .arguments()
            .forEach(argument -> binder.bind(argument.value()));
        key = context.opaque(Type.TIMESTAMP);
      } else {
        key =
            expression instanceof Literal.IntLiteral ordinal
                ? ordinal(ordinal, "GROUP BY")
                : binder.typed(expression);
      }
      if (key != null && usesFrom(key, source.width())) {
        context.report(
            DiagnosticCode.AGGREGATE_NOT_ALLOWED,
            expression.span(),
            "an aggregate is not allowed in GROUP BY");
        key = null;
      }
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  private @Nullable RexNode ordinal(Literal.IntLiteral ordinal, String clause) {
    if (ordinal.value() < 1 || ordinal.value() > outputs.size()) {
      context.report(
          DiagnosticCode.UNKNOWN_ATTRIBUTE,
          ordinal.span(),
          clause
              + " "
              + ordinal.value()
              + " names no column: the select list has "
              + outputs.size());
      return null;
    }
    return outputs.get(ordinal.value() - 1).value();
  }

  /** Whether an expression looks at a column at or behind a position. */
  private static boolean usesFrom(RexNode expression, int position) {
    boolean[] found = new boolean[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef reference) {
            int index = reference.getIndex();
            found[0] |= index >= position && !BindContext.isOpaque(index);
            return null;
          }
        });
    return found[0];
  }

  private List<Sort> sorts(Scope scope, AggregateCollector aggregates) {
    ExpressionBinder binder = new ExpressionBinder(context, scope, aggregates, "ORDER BY");
    List<Sort> sorts = new ArrayList<>();
    for (SortItem item : rows.orderBy()) {
      RexNode value =
          item.value() instanceof Literal.IntLiteral ordinal
              ? ordinal(ordinal, "ORDER BY")
              : binder.typed(item.value());
      Type type = value == null ? Type.BOOL : Expressions.type(value);
      if (type != Type.BOOL && !Conversions.ordered(type, type)) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    item.value().span(),
                    "ORDER BY cannot sort " + type.sqlName() + " values, they have no order")
                .labelled(type.sqlName()));
        value = null;
      }
      sorts.add(new Sort(value, item));
    }
    return sorts;
  }

  /** Sort keys as columns; what is not selected is added behind the select list. */
  private List<PlanNode.SortKey> sortKeys(List<Sort> sorts, List<RexNode> all, List<String> names) {
    List<PlanNode.SortKey> keys = new ArrayList<>();
    for (Sort sort : sorts) {
      RexNode value = sort.value();
      if (value == null) {
        continue;
      }
      int column = outputOf(value);
      if (column < 0) {
        column = all.size();
        all.add(value);
        names.add("_sort" + keys.size());
      }
      keys.add(new PlanNode.SortKey(column, sort.item().descending(), sort.item().nullsFirst()));
    }
    return keys;
  }

  private int outputOf(RexNode value) {
    for (int i = 0; i < outputs.size(); i++) {
      RexNode output = outputs.get(i).value();
      if (value.equals(unassigned.getOrDefault(i, output))) {
        return i;
      }
    }
    return -1;
  }

  /** What an output was before it got the type of its target column, by position. */
  private final Map<Integer, RexNode> unassigned = new HashMap<>();

  /** A constant row count; -1 if there is none, -2 after a report. */
  private long count(@Nullable Expression expression, String clause) {
    if (expression == null) {
      return -1;
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, clause);
    RexNode value = binder.bind(expression);
    if (value == null) {
      return -2;
    }
    RexNode constant = context.fold(value);
    boolean isCount =
        !ExpressionBinder.isUntypedNull(constant)
            && Expressions.isConstant(constant)
            && Expressions.type(constant).isInteger()
            && Expressions.value(constant) instanceof Number number
            && number.longValue() >= 0;
    if (!isCount) {
      context.report(
          DiagnosticCode.BAD_LIMIT,
          expression.span(),
          clause + " needs a constant whole number that is not negative");
      return -2;
    }
    return Expressions.value(constant) instanceof Number number ? number.longValue() : -2;
  }

  // ---- what is not built, what is not wise

  private boolean isGroupWindow(BoundSource source, List<RexNode> keys) {
    if (source.tumble() == null) {
      return false;
    }
    int first = source.tumble().firstColumn();
    boolean hasStart = false;
    boolean hasEnd = false;
    for (RexNode key : keys) {
      hasStart |= key instanceof RexInputRef column && column.getIndex() == first;
      hasEnd |= key instanceof RexInputRef column && column.getIndex() == first + 1;
    }
    return hasStart && hasEnd;
  }

  private void refuseUnbuilt(BoundSource source, boolean isGroupWindow) {
    if (block.select().distinct()) {
      context.notSupported(block.select().span(), "SELECT DISTINCT");
    }
    if (query.outputRate() != null) {
      context.notSupported(query.outputRate().span(), "An output rate");
    }
    Emit emit = rows.emit();
    boolean readsWindowTable = block.source() instanceof Source.WindowTable;
    if (emit != null && !isGroupWindow && (source.tumble() != null || !readsWindowTable)) {
      context.report(DiagnosticCode.EMIT_NOT_ALLOWED, emit.span(), "EMIT needs a group window");
    } else if (emit != null && emit.mode() != Emit.Mode.ON_CLOSE) {
      context.notSupported(emit.span(), "EMIT with anything but ON CLOSE");
    }
  }

  private void addOverWindow(NamedWindow window, AggregateCollector aggregates) {
    if (aggregates.overWindow(window.name().text()) != null) {
      context.report(
          DiagnosticCode.DUPLICATE_DEFINITION,
          window.name().span(),
          "two windows are called '" + window.name() + "'");
    }
    aggregates.addOverWindow(window.name().text(), window.window());
  }

  /** Functions that have a meaning only with some kinds of GROUP BY. */
  private static void allowFunctions(GroupItem item, AggregateCollector aggregates) {
    if (!(item instanceof GroupItem.Key key)) {
      aggregates.allow("grouping", Type.INT);
    } else if (isGroupFunction(key.value())) {
      for (String window : WindowTableBinder.NAMES) {
        for (String part : List.of("_start", "_end", "_rowtime")) {
          aggregates.allow(window + part, Type.TIMESTAMP);
        }
      }
    }
  }

  /** Whether a key is a window in the older form {@code GROUP BY TUMBLE(ts, ..)}. */
  private static boolean isGroupFunction(Expression key) {
    return key instanceof Expression.FunctionCall call
        && call.namespace() == null
        && WindowTableBinder.NAMES.contains(call.name().text().toLowerCase(Locale.ROOT));
  }

  private void checkOver(BoundSource source, AggregateCollector aggregates) {
    Span over = aggregates.over();
    if (over == null) {
      return;
    }
    boolean isGrouped = !groupBy.isEmpty() || !aggregates.items().isEmpty();
    boolean isWindowed = source.sliding() || (source.batch() && source.tumble() == null);
    if (isGrouped || isWindowed) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.OVER_MIXED,
                  over,
                  "OVER goes over single rows and cannot stand beside "
                      + (isWindowed
                          ? "a window of the source"
                          : groupBy.isEmpty() ? "an aggregate without OVER" : "GROUP BY"))
              .suggest("write two queries, one behind the other"));
    }
  }

  private void checkSession(BoundSource source, boolean isGroupWindow) {
    boolean isSession =
        block.source() instanceof Source.WindowTable table && table.function().is("session");
    if (isSession && !isGroupWindow && source.tumble() != null && source.width() > 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.SESSION_NEEDS_GROUP,
                  block.source().span(),
                  "where a session ends is known only when it is over, so SESSION needs GROUP BY")
              .suggest("write GROUP BY window_start, window_end and the keys"));
    }
  }

  private void warnOfDistinct(BoundSource source, AggregateCollector aggregates) {
    boolean isBounded =
        source.batch() || source.sliding() || source.tumble() != null || source.isStored();
    Span span = block.select().distinct() ? block.select().span() : aggregates.distinct();
    if (span != null && !isBounded) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNBOUNDED_STATE,
                  span,
                  "this remembers every different value that ever came")
              .suggest("give the source a window"));
    }
  }

  private void outputRate() {
    OutputRate rate = query.outputRate();
    if (rate == null) {
      return;
    }
    if (rate.events() && rate.mode() == OutputRate.Mode.SNAPSHOT) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_OUTPUT_RATE,
                  rate.span(),
                  "a snapshot is taken by time, not by a count of events")
              .suggest("write OUTPUT SNAPSHOT EVERY and a duration"));
      return;
    }
    RexNode value =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "OUTPUT")
            .typed(rate.interval());
    RexNode constant = value == null ? null : context.fold(value);
    boolean isPositive =
        constant == null
            || (Expressions.isConstant(constant)
                && Expressions.value(constant) instanceof Number number
                && number.longValue() > 0);
    if (!isPositive) {
      context.report(
          DiagnosticCode.BAD_OUTPUT_RATE,
          rate.interval().span(),
          "OUTPUT EVERY needs a constant "
              + (rate.events() ? "count of events" : "duration")
              + " that is greater than zero");
    }
  }

  private void warnOfUnits(BoundSource source, boolean isGrouped, long limit) {
    boolean isBatch = source.batch() || isGrouped || block.source() instanceof Source.Join;
    if (isBatch || query.dialect() == Dialect.CLASSIC) {
      return;
    }
    if (isByEventTime(source)) {
      context.notSupported(rows.orderBy().get(0).span(), "ORDER BY the event time of a stream");
    } else if (!rows.orderBy().isEmpty()) {
      context.report(
          DiagnosticCode.ORDER_WITHOUT_BATCH,
          rows.orderBy().get(0).span(),
          "ORDER BY sorts the rows of one unit, and here each event is one");
    }
    if (rows.limit() != null && limit >= 0) {
      context.report(
          DiagnosticCode.LIMIT_PER_UNIT,
          rows.limit().span(),
          "LIMIT counts the rows of one unit, and here each event is one");
    }
  }

  /** Whether rows are to be sorted as the watermark goes on, over all units. */
  private boolean isByEventTime(BoundSource source) {
    SortItem first = rows.orderBy().isEmpty() ? null : rows.orderBy().get(0);
    Column time = TimeOrder.timeColumn(source.scope(), catalog);
    return first != null
        && time != null
        && !first.descending()
        && first.value() instanceof Expression.ColumnReference reference
        && reference.name().text().equals(time.name());
  }

  private void checkRetraction(BoundSource source, AggregateCollector aggregates) {
    if (!source.sliding()) {
      return;
    }
    aggregates.items().stream()
        .filter(item -> !item.canRetract())
        .forEach(
            item ->
                context.report(
                    DiagnosticCode.NOT_RETRACTABLE,
                    block.select().span(),
                    "aggregate '"
                        + item.function().name()
                        + "' cannot go back when events leave a sliding window"));
    aggregates
        .forwardOnly()
        .forEach(
            (name, span) ->
                context.report(
                    Diagnostic.of(
                            DiagnosticCode.NOT_RETRACTABLE,
                            span,
                            "aggregate '"
                                + name
                                + "' cannot go back when events leave a sliding window")
                        .suggest("use a batch window, or none")));
  }

  // ---- target

  private EventKind kind() {
    return query
        .target()
        .accept(
            new Target.Visitor<EventKind>() {
              @Override
              public EventKind visitInsert(Target.Insert target) {
                return target.kind();
              }

              @Override
              public EventKind visitReplace(Target.Replace target) {
                return EventKind.CURRENT;
              }

              @Override
              public EventKind visitUpdate(Target.Update target) {
                return target.kind();
              }

              @Override
              public EventKind visitUpdateOrInsert(Target.UpdateOrInsert target) {
                return target.kind();
              }

              @Override
              public EventKind visitDelete(Target.Delete target) {
                return target.kind();
              }

              @Override
              public EventKind visitCallback(Target.Callback target) {
                return target.kind();
              }
            });
  }

  private void warnOfKind() {
    if (kind() == EventKind.EXPIRED && block.source() instanceof Source.Pattern) {
      context.report(
          DiagnosticCode.NEVER_EMITS, query.target().span(), "a pattern has no expired events");
    }
  }

  private OutputKind outputKind() {
    return switch (kind()) {
      case CURRENT -> OutputKind.CURRENT;
      case EXPIRED -> OutputKind.EXPIRED;
      case ALL -> OutputKind.ALL;
    };
  }

  /** The relation that rows go to; null if there is none, or if this query gives it its columns. */
  private @Nullable Relation target() {
    if (query.target() instanceof Target.Replace replace) {
      Relation table = changes().table(replace.table());
      if (table != null) {
        changes().checkKey(table, replace.table().span(), "REPLACE");
      }
      return table;
    }
    if (!(query.target() instanceof Target.Insert insert)) {
      return null;
    }
    String target = insert.name().toString();
    if (context.surroundings().isOnDemand() && insert.name().kind() == StreamName.Kind.PLAIN) {
      return changes().table(new Name(target, insert.name().span()));
    }
    if (catalog.definesColumns(target, query)) {
      return null;
    }
    Relation relation =
        switch (insert.name().kind()) {
          case PLAIN -> catalog.find(target, insert.name().span());
          case INNER -> catalog.findInner(target, insert.name().span());
          case FAULT -> catalog.findFault(insert.name());
        };
    if (relation != null && insert.onConflict() != null && !relation.isTable()) {
      return changes().table(new Name(insert.name().name(), insert.name().span()));
    }
    return relation != null && takesRows(relation, insert) ? relation : null;
  }

  private TableChangeBinder changes() {
    return new TableChangeBinder(context, catalog, definitions);
  }

  /** Whether rows can be inserted; otherwise that is reported. */
  private boolean takesRows(Relation relation, Target.Insert insert) {
    boolean takesRows =
        switch (relation.form()) {
          case STREAM, TABLE, WINDOW -> true;
          case KEPT_WINDOW, TRIGGER, AGGREGATION, VIEW, TABLE_VIEW -> false;
        };
    if (!takesRows) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_STREAM,
                  insert.name().span(),
                  relation.kind() + " '" + relation.name() + "' takes no rows")
              .with(relation.span(), "defined here")
              .suggest("insert into a stream, a table or a named window"));
    }
    return takesRows;
  }

  private EmitRel.@Nullable Target assign(@Nullable Relation target) {
    if (query.target() instanceof Target.Callback) {
      typeNulls();
      return null;
    }
    if (query.target() instanceof Target.Replace replace) {
      return target == null ? null : assign(target, replace.columns());
    }
    if (!(query.target() instanceof Target.Insert insert)) {
      changes().target(query.target(), columns(), block.select().span());
      return null;
    }
    if (target == null) {
      return catalog.definesColumns(insert.name().toString(), query) ? inferred(insert) : null;
    }
    if (insert.onConflict() != null) {
      changes().conflict(insert.onConflict(), target, columns());
    }
    return assign(target, insert.columns());
  }

  private EmitRel.@Nullable Target assign(Relation target, List<Name> listed) {
    List<Column> columns = target.columns();
    if (columns == null) {
      return null;
    }
    List<String> names = columns.stream().map(Column::name).toList();
    return listed.isEmpty()
        ? byPosition(target, columns, names)
        : byName(listed, target, columns, names);
  }

  private void typeNulls() {
    for (Output output : outputs) {
      if (output.value() != null && ExpressionBinder.isUntypedNull(output.value())) {
        context.report(
            Diagnostic.of(DiagnosticCode.NULL_TYPE_UNKNOWN, output.span(), "this NULL has no type")
                .suggest("write CAST(NULL AS INT), or the type that is meant"));
      }
    }
    outputs.replaceAll(
        output ->
            output.value() != null && ExpressionBinder.isUntypedNull(output.value())
                ? new Output(output.name(), null, output.span())
                : output);
  }

  /** The target is a stream that gets its columns from here. */
  private EmitRel.@Nullable Target inferred(Target.Insert insert) {
    typeNulls();
    if (!insert.columns().isEmpty()) {
      if (insert.columns().size() != outputs.size()) {
        wrongCount(insert.columns().size(), insert.columns().get(0).span(), insert.name().name());
        return null;
      }
      for (int i = 0; i < outputs.size(); i++) {
        Output output = outputs.get(i);
        outputs.set(i, new Output(insert.columns().get(i).text(), output.value(), output.span()));
      }
    }
    return new EmitRel.Target(
        insert.name().toString(), false, null, outputs.stream().map(Output::name).toList());
  }

  private void wrongCount(int wanted, Span span, String target) {
    context.report(
        DiagnosticCode.WRONG_COLUMN_COUNT,
        span,
        "'" + target + "' takes " + values(wanted) + ", the query gives " + outputs.size());
  }

  private static String values(int count) {
    return count == 1 ? "1 value" : count + " values";
  }

  private EmitRel.@Nullable Target byPosition(
      Relation target, List<Column> columns, List<String> names) {
    if (outputs.stream().anyMatch(output -> output.name().equals("*") && output.value() == null)) {
      return null;
    }
    if (columns.size() != outputs.size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  block.select().span(),
                  target.kind()
                      + " '"
                      + target.name()
                      + "' has "
                      + columns.size()
                      + (columns.size() == 1 ? " column" : " columns")
                      + ", the query gives "
                      + outputs.size())
              .fact("columns: " + Column.list(columns)));
      return null;
    }
    warnOfOrder(target, names);
    boolean isFine = true;
    for (int i = 0; i < columns.size(); i++) {
      isFine &= assign(i, columns.get(i), target);
    }
    return isFine ? new EmitRel.Target(target.name(), target.isTable(), null, names) : null;
  }

  private void warnOfOrder(Relation target, List<String> names) {
    List<String> given = outputs.stream().map(Output::name).toList();
    if (!given.equals(names) && new HashSet<>(given).equals(new HashSet<>(names))) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.COLUMNS_REORDERED,
                  block.select().span(),
                  "the columns of '" + target.name() + "' stand in another order")
              .fact("columns: " + String.join(", ", names))
              .suggest("values are taken by position; name the columns to choose another order"));
    }
  }

  /** Gives an output the type of the column that it goes to. */
  private boolean assign(int output, Column column, Relation target) {
    Output given = outputs.get(output);
    Type type = column.type();
    if (type == null) {
      return false;
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "INSERT");
    RexNode value =
        binder.assigned(
            given.value(),
            given.span(),
            type,
            "column '" + column.name() + "' of " + target.kind() + " '" + target.name() + "'");
    if (given.value() != null) {
      unassigned.put(output, given.value());
    }
    outputs.set(output, new Output(given.name(), value, given.span()));
    return value != null;
  }

  private EmitRel.@Nullable Target byName(
      List<Name> listed, Relation target, List<Column> columns, List<String> names) {
    if (listed.size() != outputs.size()) {
      wrongCount(listed.size(), listed.get(0).span(), target.name());
      return null;
    }
    List<RexNode> fills = new ArrayList<>();
    List<@Nullable Object> defaults = definitions.defaults(target.name());
    for (int i = 0; i < columns.size(); i++) {
      Type type = columns.get(i).type();
      Object value = i < defaults.size() ? defaults.get(i) : null;
      fills.add(expressions.constant(value, type == null ? Type.LONG : type));
    }
    boolean isFine = true;
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < outputs.size(); i++) {
      Name column = listed.get(i);
      int index = names.indexOf(column.text());
      if (index < 0) {
        context.report(unknownColumn(column, target, columns));
        isFine = false;
      } else if (!seen.add(index)) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            column.span(),
            "column '" + column + "' is listed twice");
        isFine = false;
      } else if (assign(i, columns.get(index), target)) {
        Type type = columns.get(index).type();
        fills.set(index, expressions.column(i, type == null ? Type.LONG : type));
      } else {
        isFine = false;
      }
    }
    return isFine ? new EmitRel.Target(target.name(), target.isTable(), fills, names) : null;
  }

  static Diagnostic unknownColumn(Name column, Relation target, List<Column> columns) {
    return Diagnostic.of(
            DiagnosticCode.UNKNOWN_ATTRIBUTE,
            column.span(),
            "column '"
                + column
                + "' does not exist in "
                + target.kind()
                + " '"
                + target.name()
                + "'")
        .fact("columns: " + Column.list(columns))
        .didYouMean(column.text(), columns.stream().map(Column::name).toList());
  }

  // ---- group windows

  /**
   * The selector of a group window. Expressions were bound over the input row and the aggregates; a
   * window gives keys, aggregates and its borders only.
   */
  private @Nullable RelNode groupWindow(
      RelNode input,
      BoundSource.Tumble tumble,
      List<RexNode> keys,
      AggregateCollector aggregates,
      List<RexNode> all,
      @Nullable RexNode having,
      List<String> names,
      BoundSource source) {
    List<RexNode> others = new ArrayList<>();
    for (RexNode key : keys) {
      boolean isBorder =
          key instanceof RexInputRef column && column.getIndex() >= tumble.firstColumn();
      if (!isBorder && !others.contains(key)) {
        others.add(key);
      }
    }
    WindowRow row =
        new WindowRow(
            expressions, tumble.firstColumn(), source.width(), others, aggregates.items().size());
    List<RexNode> selected = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      RexNode value = all.get(i).accept(row);
      if (row.hasPlainColumn()) {
        Span span = i < outputs.size() ? outputs.get(i).span() : rows.orderBy().get(0).span();
        plainColumn(span);
        return null;
      }
      selected.add(value);
    }
    RexNode condition = having == null ? null : having.accept(row);
    if (row.hasPlainColumn() && block.having() != null) {
      plainColumn(block.having().span());
      return null;
    }
    return new GroupWindowRel(
        input,
        tumble.stream(),
        tumble.sizeMillis(),
        tumble.offsetMillis(),
        others,
        aggregates.items(),
        selected,
        condition,
        rowType(names, selected));
  }

  private void plainColumn(Span span) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.NOT_SUPPORTED_YET,
                span,
                "a column beside the aggregates of a group window is not supported yet")
            .suggest("add it to GROUP BY, or write an aggregate of it"));
  }

  /** From the input row with aggregates behind it to keys, aggregates, start and end. */
  private static final class WindowRow extends RexShuttle {
    private final Expressions expressions;
    private final int firstBorder;
    private final int width;
    private final List<RexNode> keys;
    private final int aggregateCount;
    private boolean plainColumn;

    WindowRow(
        Expressions expressions,
        int firstBorder,
        int width,
        List<RexNode> keys,
        int aggregateCount) {
      this.expressions = expressions;
      this.firstBorder = firstBorder;
      this.width = width;
      this.keys = keys;
      this.aggregateCount = aggregateCount;
    }

    boolean hasPlainColumn() {
      return plainColumn;
    }

    @Override
    public RexNode visitCall(org.apache.calcite.rex.RexCall call) {
      int key = keys.indexOf(call);
      return key < 0 ? super.visitCall(call) : expressions.column(key, Expressions.type(call));
    }

    @Override
    public RexNode visitInputRef(RexInputRef column) {
      int index = column.getIndex();
      int key = keys.indexOf(column);
      if (key >= 0) {
        return expressions.column(key, Expressions.type(column));
      }
      if (index >= width) {
        return expressions.column(keys.size() + index - width, Expressions.type(column));
      }
      int borders = keys.size() + aggregateCount;
      if (index == firstBorder || index == firstBorder + 1) {
        return expressions.column(borders + index - firstBorder, Type.TIMESTAMP);
      }
      if (index == firstBorder + 2) {
        RexNode end = expressions.cast(expressions.column(borders + 1, Type.TIMESTAMP), Type.LONG);
        RexNode last =
            expressions.operation(
                io.eventflux.core.plan.PlanOperator.SUBTRACT,
                Type.LONG,
                end,
                expressions.constant(1L, Type.LONG));
        return expressions.cast(last, Type.TIMESTAMP);
      }
      plainColumn = true;
      return column;
    }
  }
}
