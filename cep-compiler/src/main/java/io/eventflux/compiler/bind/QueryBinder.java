package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.OrderLimitRel;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.NamedWindow;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Binds one query: its source, its selector, its target. What there is to say of each stands in a
 * class of its own; this one puts them together. One instance a query, one thread.
 */
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
  private final SelectList outputs;

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
    this.outputs = new SelectList(context);
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
    outputs.bind(block.select(), source.scope(), aggregates, query.dialect());
    boolean isDuplicateFree = outputs.checkNames();
    List<RexNode> keys = groupKeys(source);
    OutputScope behind = new OutputScope(source.scope(), outputs.values());
    RexNode having = null;
    if (block.having() != null) {
      having =
          new ExpressionBinder(context, behind, aggregates, "HAVING")
              .condition(block.having(), "HAVING");
    }
    List<Sort> sorts = sorts(behind, aggregates);
    long limit = count(rows.limit(), "LIMIT");
    long offset = count(rows.offset(), "OFFSET");
    boolean isGroupWindow = GroupWindowBinder.isGroupWindow(source, keys);
    boolean isGrouped = !groupBy.isEmpty() || !aggregates.items().isEmpty();
    TargetBinder target =
        new TargetBinder(context, catalog, definitions, query, outputs, block.select().span());
    new QueryChecks(context, catalog, query, rows, block, source, aggregates)
        .check(isGroupWindow, isGrouped, limit, target.outputKind());
    EmitRel.Target into = target.bind();

    boolean isBroken =
        context.surroundings().isRefused()
            || context.opaqueCount() > opaqueBefore
            || source.rel() == null
            || !isDuplicateFree
            || outputs.isBroken()
            || sorts.stream().anyMatch(sort -> sort.value() == null)
            || keys.size() < groupBy.size()
            || (block.having() != null && having == null)
            || limit < -1
            || offset < -1
            || (!(query.target() instanceof Target.Callback) && into == null);
    List<Column> columns = isDuplicateFree ? outputs.columns() : null;
    RelNode input = source.rel();
    if (isBroken || input == null) {
      return new Bound(null, columns, source.isStored(), source.scope());
    }
    RelNode result;
    int visible = outputs.outputs().size();
    List<RexNode> all = outputs.selected();
    List<String> names =
        new ArrayList<>(outputs.outputs().stream().map(SelectList.Output::name).toList());
    List<PlanNode.SortKey> sortKeys = sortKeys(sorts, all, names);
    if (isGroupWindow && source.tumble() != null) {
      result =
          new GroupWindowBinder(context, rows, block, outputs)
              .bind(input, source, source.tumble(), keys, aggregates, all, having, names);
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
    return new Bound(
        new EmitRel(result, name, target.outputKind(), into), columns, false, source.scope());
  }

  private RelDataType rowType(List<String> names, List<RexNode> values) {
    return expressions.types().row(names, values.stream().map(Expressions::type).toList());
  }

  // ---- GROUP BY, ORDER BY, LIMIT

  private List<RexNode> groupKeys(BoundSource source) {
    Map<String, @Nullable RexNode> aliases = outputs.values();
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
    if (ordinal.value() < 1 || ordinal.value() > outputs.outputs().size()) {
      context.report(
          DiagnosticCode.UNKNOWN_ATTRIBUTE,
          ordinal.span(),
          clause
              + " "
              + ordinal.value()
              + " names no column: the select list has "
              + outputs.outputs().size());
      return null;
    }
    return outputs.outputs().get(ordinal.value() - 1).value();
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
      int column = outputs.outputOf(value);
      if (column < 0) {
        column = all.size();
        all.add(value);
        names.add("_sort" + keys.size());
      }
      keys.add(new PlanNode.SortKey(column, sort.item().descending(), sort.item().nullsFirst()));
    }
    return keys;
  }

  /** A constant row count; -1 if there is none, -2 after a report. */
  private long count(@Nullable Expression expression, String clause) {
    if (expression == null) {
      return -1;
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, clause);
    // A column is known or not; here it is no constant, and that is all there is to say.
    boolean isColumn = expression instanceof Expression.ColumnReference;
    RexNode value = isColumn ? context.expressions().untypedNull() : binder.bind(expression);
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

  // ---- windows of OVER and GROUP BY

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
}
