package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the tree can say and no later stage can do yet. One list in one place: when a
 * construct is built, its line here goes, and the visitor goes on into its parts instead. A
 * construct that is refused is not looked into: one error for one thing.
 */
public final class NotSupportedYet
    implements Statement.Visitor<Void>,
        SelectBody.Visitor<Void>,
        SelectItem.Visitor<Void>,
        GroupItem.Visitor<Void>,
        Target.Visitor<Void>,
        Source.Visitor<Void>,
        Handler.Visitor<Void>,
        PatternStep.Visitor<Void>,
        Expression.Visitor<Void> {
  private static final Set<String> TABLE_FUNCTIONS = Set.of("hop", "cumulate", "session");

  private final Diagnostics diagnostics;

  private NotSupportedYet(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Checks a statement.
   *
   * @param statement what was read
   * @param diagnostics takes an error for each construct that is not supported yet
   */
  public static void check(Statement statement, Diagnostics diagnostics) {
    statement.accept(new NotSupportedYet(diagnostics));
  }

  /**
   * The error for a construct.
   *
   * @param span where it stands
   * @param construct what it is called, as the start of a sentence
   */
  private static Diagnostic diagnostic(Span span, String construct) {
    return Diagnostic.of(
        DiagnosticCode.NOT_SUPPORTED_YET, span, construct + " is not supported yet");
  }

  private Void refuse(Span span, String construct) {
    diagnostics.add(diagnostic(span, construct));
    return null;
  }

  private void visit(@Nullable Expression expression) {
    if (expression != null) {
      expression.accept(this);
    }
  }

  private void visit(List<Expression> expressions) {
    expressions.forEach(this::visit);
  }

  private void visitArguments(List<Argument> arguments) {
    arguments.forEach(argument -> visit(argument.value()));
  }

  // ---- statements

  @Override
  public Void visitStream(Definition.Stream definition) {
    definition.watermarks().forEach(watermark -> visit(watermark.expression()));
    return null;
  }

  @Override
  public Void visitTable(Definition.Table definition) {
    return null;
  }

  @Override
  public Void visitWindow(Definition.Window definition) {
    return refuse(definition.name().span(), "a named window");
  }

  @Override
  public Void visitTrigger(Definition.Trigger definition) {
    return refuse(definition.name().span(), "a trigger");
  }

  @Override
  public Void visitStreamFromQuery(Definition.StreamFromQuery definition) {
    return refuse(definition.name().span(), "a stream that is defined by a query");
  }

  @Override
  public Void visitFunction(Definition.Function definition) {
    return refuse(definition.name().span(), "a script function");
  }

  @Override
  public Void visitAggregation(Definition.Aggregation definition) {
    return refuse(definition.name().span(), "an incremental aggregation");
  }

  @Override
  public Void visitView(Definition.View definition) {
    return refuse(definition.name().span(), "a view");
  }

  @Override
  public Void visitIndex(Definition.Index definition) {
    return null;
  }

  @Override
  public Void visitQuery(Query query) {
    SelectQuery rows = query.rows();
    if (!rows.with().isEmpty()) {
      refuse(rows.with().get(0).name().span(), "WITH before a query");
    }
    rows.body().accept(this);
    for (SortItem item : rows.orderBy()) {
      visit(item.value());
    }
    visit(rows.limit());
    visit(rows.offset());
    if (rows.emit() != null && rows.emit().mode() != Emit.Mode.ON_CLOSE) {
      refuse(rows.emit().span(), "EMIT with anything but ON CLOSE");
    }
    if (query.outputRate() != null) {
      refuse(query.outputRate().span(), "an output rate");
    }
    return query.target().accept(this);
  }

  @Override
  public Void visitPartition(Statement.Partition statement) {
    return refuse(statement.span(), "a partition");
  }

  @Override
  public Void visitUpdate(Statement.Update statement) {
    return refuse(statement.table().span(), "UPDATE");
  }

  @Override
  public Void visitDelete(Statement.Delete statement) {
    return refuse(statement.table().span(), "DELETE");
  }

  @Override
  public Void visitUpsert(Statement.Upsert statement) {
    return refuse(statement.table().span(), "UPSERT");
  }

  @Override
  public Void visitMerge(Statement.Merge statement) {
    return refuse(statement.table().span(), "MERGE");
  }

  @Override
  public Void visitExplain(Statement.Explain statement) {
    return refuse(statement.span(), "EXPLAIN");
  }

  @Override
  public Void visitDrop(Statement.Drop statement) {
    return refuse(statement.span(), "DROP");
  }

  @Override
  public Void visitTruncate(Statement.Truncate statement) {
    return refuse(statement.table().span(), "TRUNCATE");
  }

  @Override
  public Void visitInsertValues(Statement.InsertValues statement) {
    for (Row row : statement.rows()) {
      visit(row.values());
    }
    return statement.onConflict() == null
        ? null
        : refuse(statement.onConflict().span(), "ON CONFLICT");
  }

  @Override
  public Void visitOmitted(Statement.Omitted statement) {
    return null;
  }

  // ---- targets

  @Override
  public Void visitInsert(Target.Insert target) {
    return target.onConflict() == null ? null : refuse(target.onConflict().span(), "ON CONFLICT");
  }

  @Override
  public Void visitReplace(Target.Replace target) {
    return refuse(target.span(), "REPLACE INTO");
  }

  @Override
  public Void visitUpdate(Target.Update target) {
    return refuse(target.span(), "UPDATE");
  }

  @Override
  public Void visitUpdateOrInsert(Target.UpdateOrInsert target) {
    return refuse(target.span(), "UPDATE OR INSERT");
  }

  @Override
  public Void visitDelete(Target.Delete target) {
    return refuse(target.span(), "DELETE");
  }

  @Override
  public Void visitCallback(Target.Callback target) {
    return null;
  }

  // ---- bodies of queries

  @Override
  public Void visitBlock(SelectBody.Block body) {
    if (body.select().distinct()) {
      refuse(body.select().span(), "SELECT DISTINCT");
    }
    body.source().accept(this);
    visit(body.where());
    body.select().items().forEach(item -> item.accept(this));
    body.groupBy().forEach(item -> item.accept(this));
    visit(body.having());
    if (!body.windows().isEmpty()) {
      refuse(body.windows().get(0).span(), "WINDOW .. AS");
    }
    return null;
  }

  @Override
  public Void visitSetOperation(SelectBody.SetOperation body) {
    SelectBody.SetTerm first = body.rest().get(0);
    return refuse(first.operatorSpan(), first.operator().words());
  }

  @Override
  public Void visitValues(SelectBody.Values body) {
    return refuse(body.span(), "a query over VALUES");
  }

  @Override
  public Void visitNested(SelectBody.Nested body) {
    return refuse(body.span(), "a query in parentheses");
  }

  @Override
  public Void visitAll(SelectItem.All item) {
    return null;
  }

  @Override
  public Void visitValue(SelectItem.Value item) {
    return item.value().accept(this);
  }

  @Override
  public Void visitKey(GroupItem.Key item) {
    boolean isWindow =
        item.value() instanceof Expression.FunctionCall call
            && call.namespace() == null
            && WindowTableBinder.NAMES.contains(call.name().text().toLowerCase(Locale.ROOT));
    if (isWindow) {
      diagnostics.add(
          diagnostic(item.span(), "a window function in GROUP BY")
              .suggest("write FROM TABLE(TUMBLE(TABLE ..., DESCRIPTOR(...), ...))"));
      return null;
    }
    return item.value().accept(this);
  }

  @Override
  public Void visitRollup(GroupItem.Rollup item) {
    return refuseSets(item);
  }

  @Override
  public Void visitCube(GroupItem.Cube item) {
    return refuseSets(item);
  }

  @Override
  public Void visitGroupingSets(GroupItem.GroupingSets item) {
    return refuseSets(item);
  }

  private Void refuseSets(GroupItem item) {
    return refuse(item.span(), "Grouping by several sets of keys");
  }

  // ---- sources

  @Override
  public Void visitStream(Source.Stream source) {
    source.handlers().forEach(handler -> handler.accept(this));
    return null;
  }

  @Override
  public Void visitWindowTable(Source.WindowTable source) {
    String name = source.function().text().toUpperCase(Locale.ROOT);
    if (TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
      return refuse(source.function().span(), "The table function " + name);
    }
    visit(source.partitionBy());
    visitArguments(source.arguments());
    return source.handlers().isEmpty()
        ? null
        : refuse(
            source.handlers().get(0).span(),
            "a filter, function or window behind a table function");
  }

  @Override
  public Void visitSubQuery(Source.SubQuery source) {
    return refuse(source.span(), "a sub-query as a source");
  }

  @Override
  public Void visitUnnest(Source.Unnest source) {
    return refuse(source.span(), "UNNEST");
  }

  @Override
  public Void visitMatchRecognize(Source.MatchRecognize source) {
    return refuse(source.span(), "MATCH_RECOGNIZE");
  }

  @Override
  public Void visitAggregationRead(Source.AggregationRead source) {
    Expression period = source.within().isEmpty() ? source.per() : source.within().get(0);
    return refuse(period == null ? source.span() : period.span(), "reading an aggregation");
  }

  @Override
  public Void visitJoin(Source.Join source) {
    check(source.first());
    for (Source.JoinStep step : source.steps()) {
      check(step.side());
      visit(step.on());
    }
    if (source.steps().size() > 1) {
      refuse(source.steps().get(1).span(), "a join of three or more sources");
    }
    return null;
  }

  private void check(Source.JoinSide side) {
    side.source().accept(this);
    if (side.asOf() != null) {
      refuse(side.asOf().span(), "FOR SYSTEM_TIME AS OF");
    }
  }

  @Override
  public Void visitPattern(Source.Pattern source) {
    if (source.mode() == Source.PatternMode.SEQUENCE) {
      return refuse(source.span(), "a sequence");
    }
    source.root().accept(this);
    if (source.within() != null && source.within().events()) {
      refuse(source.within().span(), "WITHIN a count of events");
    }
    if (!source.partitionBy().isEmpty()) {
      refuse(source.partitionBy().get(0).span(), "PARTITION BY in a pattern");
    }
    return null;
  }

  // ---- handlers

  @Override
  public Void visitFilter(Handler.Filter filter) {
    return filter.condition().accept(this);
  }

  @Override
  public Void visitWindow(Handler.Window window) {
    visitArguments(window.arguments());
    return null;
  }

  @Override
  public Void visitFunction(Handler.Function function) {
    visitArguments(function.arguments());
    return null;
  }

  // ---- patterns

  @Override
  public Void visitElement(PatternStep.Element step) {
    step.handlers().forEach(handler -> handler.accept(this));
    return step.count() == null ? null : refuse(step.count().span(), "a count of pattern events");
  }

  @Override
  public Void visitChain(PatternStep.Chain step) {
    step.steps().forEach(each -> each.accept(this));
    return null;
  }

  @Override
  public Void visitEvery(PatternStep.Every step) {
    return step.step().accept(this);
  }

  @Override
  public Void visitLogical(PatternStep.Logical step) {
    return refuse(step.span(), step.operator() + " in a pattern");
  }

  @Override
  public Void visitAbsent(PatternStep.Absent step) {
    return refuse(step.span(), "NOT in a pattern");
  }

  // ---- expressions that are refused

  @Override
  public Void visitOver(Expression.Over over) {
    Span window = over.window() != null ? over.window().span() : over.span();
    return refuse(window, "OVER");
  }

  @Override
  public Void visitJsonFunction(Expression.JsonFunction function) {
    visit(function.json());
    visit(function.path());
    if (function.onEmpty() != null) {
      visit(function.onEmpty().value());
    }
    if (function.onError() != null) {
      visit(function.onError().value());
    }
    return null;
  }

  @Override
  public Void visitSubQuery(Expression.SubQuery query) {
    return refuse(query.span(), "a sub-query as a value");
  }

  @Override
  public Void visitExists(Expression.Exists test) {
    return refuse(test.span(), "EXISTS with a sub-query");
  }

  @Override
  public Void visitInQuery(Expression.InQuery test) {
    return refuse(test.span(), "IN with a sub-query");
  }

  @Override
  public Void visitSimilarTo(Expression.SimilarTo test) {
    visit(test.value());
    return test.pattern().accept(this);
  }

  @Override
  public Void visitSubscriptFromLast(Expression.SubscriptFromLast subscript) {
    return subscript.base().accept(this);
  }

  @Override
  public Void visitAllColumns(Expression.AllColumns columns) {
    return null;
  }

  @Override
  public Void visitFunctionCall(Expression.FunctionCall call) {
    if (call.matchRows() != Expression.MatchRows.DEFAULT) {
      refuse(call.span(), "a prefix RUNNING or FINAL");
    }
    if (call.ignoresNulls()) {
      refuse(call.span(), "IGNORE NULLS");
    }
    visitArguments(call.arguments());
    visit(call.filter());
    return null;
  }

  // ---- expressions that are looked into

  @Override
  public Void visitLiteral(Literal literal) {
    return null;
  }

  @Override
  public Void visitColumnReference(Expression.ColumnReference reference) {
    return null;
  }

  @Override
  public Void visitElementReference(Expression.ElementReference reference) {
    return null;
  }

  @Override
  public Void visitFieldAccess(Expression.FieldAccess access) {
    return access.base().accept(this);
  }

  @Override
  public Void visitSubscript(Expression.Subscript subscript) {
    visit(subscript.base());
    return subscript.index().accept(this);
  }

  @Override
  public Void visitSign(Expression.Sign sign) {
    return sign.operand().accept(this);
  }

  @Override
  public Void visitNot(Expression.Not not) {
    return not.operand().accept(this);
  }

  @Override
  public Void visitArithmetic(Expression.Arithmetic chain) {
    visit(chain.first());
    chain.rest().forEach(term -> visit(term.operand()));
    return null;
  }

  @Override
  public Void visitLogical(Expression.Logical logical) {
    visit(logical.operands());
    return null;
  }

  @Override
  public Void visitComparison(Expression.Comparison comparison) {
    visit(comparison.left());
    return comparison.right().accept(this);
  }

  @Override
  public Void visitDistinctFrom(Expression.DistinctFrom comparison) {
    visit(comparison.left());
    return comparison.right().accept(this);
  }

  @Override
  public Void visitBetween(Expression.Between between) {
    visit(between.value());
    visit(between.low());
    return between.high().accept(this);
  }

  @Override
  public Void visitLike(Expression.Like like) {
    visit(like.value());
    return like.pattern().accept(this);
  }

  @Override
  public Void visitInList(Expression.InList test) {
    visit(test.value());
    visit(test.candidates());
    return null;
  }

  @Override
  public Void visitInTable(Expression.InTable test) {
    return test.value().accept(this);
  }

  @Override
  public Void visitIsTest(Expression.IsTest test) {
    return test.value().accept(this);
  }

  @Override
  public Void visitCase(Expression.Case conditional) {
    visit(conditional.operand());
    for (Expression.When branch : conditional.branches()) {
      visit(branch.when());
      visit(branch.then());
    }
    visit(conditional.otherwise());
    return null;
  }

  @Override
  public Void visitCast(Expression.Cast cast) {
    return cast.value().accept(this);
  }

  @Override
  public Void visitArrayConstructor(Expression.ArrayConstructor constructor) {
    visit(constructor.elements());
    return null;
  }

  @Override
  public Void visitMapConstructor(Expression.MapConstructor constructor) {
    visit(constructor.keysAndValues());
    return null;
  }

  @Override
  public Void visitRowConstructor(Expression.RowConstructor constructor) {
    visit(constructor.fields());
    return null;
  }
}
