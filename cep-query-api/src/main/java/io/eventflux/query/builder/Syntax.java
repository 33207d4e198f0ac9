package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.GroupItem;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything starts; for a static import.
 *
 * <pre>{@code
 * App app =
 *     app()
 *         .add(createStream("Trades").column("symbol", "VARCHAR").column("price", "DOUBLE"))
 *         .add(
 *             select("symbol", call("avg", col("price")).as("mean"))
 *                 .from(stream("Trades").window("time", Duration.ofMinutes(1)))
 *                 .groupBy("symbol")
 *                 .insertInto("Means"))
 *         .build();
 * }</pre>
 */
public final class Syntax {
  private Syntax() {}

  /** An app without statements. */
  public static AppBuilder app() {
    return new AppBuilder();
  }

  /** {@code @name(..)}; the parts of a name are joined by a colon or a dot. */
  public static AnnotationBuilder annotation(String name) {
    return new AnnotationBuilder(name);
  }

  // ---- definitions

  /** {@code CREATE STREAM name}. */
  public static DefinitionBuilder.Stream createStream(String name) {
    return new DefinitionBuilder.Stream(name);
  }

  /** {@code CREATE STREAM name AS rows}. */
  public static DefinitionBuilder.StreamAs createStream(String name, Part<SelectQuery> rows) {
    return new DefinitionBuilder.StreamAs(name, rows.build());
  }

  /** {@code CREATE TABLE name}. */
  public static DefinitionBuilder.Table createTable(String name) {
    return new DefinitionBuilder.Table(name);
  }

  /** {@code CREATE WINDOW name}. */
  public static DefinitionBuilder.Window createWindow(String name) {
    return new DefinitionBuilder.Window(name);
  }

  /** {@code CREATE TRIGGER name}. */
  public static DefinitionBuilder.Trigger createTrigger(String name) {
    return new DefinitionBuilder.Trigger(name);
  }

  /** {@code CREATE FUNCTION name}: a script of a language. */
  public static DefinitionBuilder.Function createFunction(
      String name, String language, Types returnType, String body) {
    return new DefinitionBuilder.Function(name, language, returnType, body);
  }

  /**
   * {@code CREATE AGGREGATION name AS rows}.
   *
   * @throws IllegalStateException if the rows are more than SELECT, FROM, WHERE, GROUP BY
   */
  public static DefinitionBuilder.Aggregation createAggregation(String name, RowsBuilder rows) {
    return new DefinitionBuilder.Aggregation(name, rows.block());
  }

  /** {@code CREATE VIEW name (columns) AS rows}. */
  public static DefinitionBuilder.View createView(
      String name, Part<SelectQuery> rows, String... columns) {
    return new DefinitionBuilder.View(name, rows.build(), Trees.names(columns));
  }

  /** {@code CREATE INDEX name ON table (columns)}. */
  public static DefinitionBuilder.Index createIndex(String name, String table, String... columns) {
    return new DefinitionBuilder.Index(name, table, Trees.names(columns));
  }

  // ---- statements

  /** {@code PARTITION WITH (..) BEGIN .. END}. */
  public static PartitionBuilder partition() {
    return new PartitionBuilder();
  }

  /** {@code INSERT INTO table (columns) VALUES ..}. */
  public static ChangeBuilder.InsertValues insertInto(String table, String... columns) {
    return new ChangeBuilder.InsertValues(table, columns);
  }

  /** {@code UPDATE table SET ..}. */
  public static ChangeBuilder.Update update(String table) {
    return new ChangeBuilder.Update(table);
  }

  /** {@code DELETE FROM table}. */
  public static ChangeBuilder.Delete deleteFrom(String table) {
    return new ChangeBuilder.Delete(table);
  }

  /** {@code UPSERT INTO table rows}. */
  public static ChangeBuilder.Upsert upsertInto(String table, Part<SelectQuery> rows) {
    return new ChangeBuilder.Upsert(table, rows.build());
  }

  /** {@code MERGE INTO table USING source ON condition}. */
  public static ChangeBuilder.Merge mergeInto(String table, Part<Source> source, Object on) {
    return new ChangeBuilder.Merge(table, source.build(), value(on));
  }

  /** {@code TRUNCATE TABLE table}. */
  public static Part<Statement> truncate(String table) {
    return () -> new Statement.Truncate(name(table), NOWHERE);
  }

  /** {@code EXPLAIN query}; the query has no annotations. */
  public static Part<Statement> explain(QueryBuilder query) {
    return () -> new Statement.Explain(query.build(), NOWHERE);
  }

  /** {@code DROP kind name}. */
  public static Part<Statement> drop(Statement.DefinitionKind kind, String name) {
    return () -> new Statement.Drop(kind, false, name(name), NOWHERE);
  }

  /** {@code DROP kind IF EXISTS name}. */
  public static Part<Statement> dropIfExists(Statement.DefinitionKind kind, String name) {
    return () -> new Statement.Drop(kind, true, name(name), NOWHERE);
  }

  /** {@code column = value}, behind SET. */
  public static Assignment assign(String column, @Nullable Object value) {
    return new Assignment(null, name(column), value(value), NOWHERE);
  }

  /** {@code table.column = value}, behind SET. */
  public static Assignment assign(String table, String column, @Nullable Object value) {
    return new Assignment(name(table), name(column), value(value), NOWHERE);
  }

  // ---- rows

  /** {@code SELECT items ..}: a query in the order of SQL. A text is a column. */
  public static RowsBuilder select(Object... items) {
    return new RowsBuilder(Dialect.SQL).select(items);
  }

  /** {@code SELECT DISTINCT items ..}. */
  public static RowsBuilder selectDistinct(Object... items) {
    return new RowsBuilder(Dialect.SQL).selectDistinct(items);
  }

  /** {@code FROM source ..}: a query in the classic order. */
  public static RowsBuilder from(Part<Source> source) {
    return new RowsBuilder(Dialect.CLASSIC).from(source);
  }

  /** {@code VALUES rows}. */
  public static RowsBuilder values(Row... rows) {
    return new RowsBuilder(RowsBuilder.values(rows));
  }

  /** {@code (values)}. */
  public static Row row(@Nullable Object... values) {
    return new Row(Trees.values(values), NOWHERE);
  }

  /** {@code qualifier.*} in a select list; all columns are the text {@code "*"}. */
  public static SelectItem all(String qualifier) {
    return new SelectItem.All(name(qualifier), NOWHERE);
  }

  /** {@code ROLLUP (keys)}, behind GROUP BY. */
  public static GroupItem rollup(Object... keys) {
    return new GroupItem.Rollup(Trees.columns(keys), NOWHERE);
  }

  /** {@code CUBE (keys)}, behind GROUP BY. */
  public static GroupItem cube(Object... keys) {
    return new GroupItem.Cube(Trees.columns(keys), NOWHERE);
  }

  /** {@code GROUPING SETS ((keys), ..)}, behind GROUP BY; each list is a set of columns. */
  public static GroupItem groupingSets(List<?>... sets) {
    return new GroupItem.GroupingSets(
        Arrays.stream(sets)
            .map(keys -> new GroupItem.KeySet(Trees.columns(keys.toArray()), NOWHERE))
            .toList(),
        NOWHERE);
  }

  /** {@code (PARTITION BY .. ORDER BY ..)}, behind OVER. */
  public static OverBuilder over() {
    return new OverBuilder();
  }

  // ---- sources

  /** The stream, table or named window; {@code #Name} is an inner, {@code !Name} a fault stream. */
  public static SourceBuilder stream(String name) {
    StreamName stream = streamName(name);
    return new SourceBuilder(
        (handlers, alias, columns) -> new Source.Stream(stream, handlers, alias, NOWHERE));
  }

  /** The name of a stream with its prefix, {@code #} or {@code !} or none. */
  public static StreamName streamName(String name) {
    for (StreamName.Kind kind : List.of(StreamName.Kind.INNER, StreamName.Kind.FAULT)) {
      if (name.startsWith(kind.prefix())) {
        return new StreamName(kind, Trees.unquoted(name.substring(1)), NOWHERE);
      }
    }
    return new StreamName(StreamName.Kind.PLAIN, Trees.unquoted(name), NOWHERE);
  }

  /**
   * {@code TABLE(function(TABLE input, DESCRIPTOR(timeColumn), arguments))}: a window in event
   * time, by the clock if the column is null.
   */
  public static SourceBuilder windowTable(
      String function, String input, @Nullable String timeColumn, @Nullable Object... arguments) {
    return partitionedWindowTable(function, input, List.of(), timeColumn, arguments);
  }

  /** As {@link #windowTable}, with {@code PARTITION BY keys}; a text is a column. */
  public static SourceBuilder partitionedWindowTable(
      String function,
      String input,
      List<?> partitionBy,
      @Nullable String timeColumn,
      @Nullable Object... arguments) {
    return new SourceBuilder(
        (handlers, alias, columns) ->
            new Source.WindowTable(
                name(function),
                name(input),
                Trees.columns(partitionBy.toArray()),
                Trees.nameOrNull(timeColumn),
                SourceBuilder.arguments(arguments),
                handlers,
                alias,
                NOWHERE));
  }

  /** {@code UNNEST(value)}. */
  public static SourceBuilder unnest(Object value) {
    return unnest(value, false);
  }

  /** {@code UNNEST(value) WITH ORDINALITY}. */
  public static SourceBuilder unnestWithOrdinality(Object value) {
    return unnest(value, true);
  }

  private static SourceBuilder unnest(Object value, boolean hasOrdinality) {
    return new SourceBuilder(
        (handlers, alias, columns) ->
            new Source.Unnest(value(value), hasOrdinality, handlers, alias, columns, NOWHERE));
  }

  /** {@code input MATCH_RECOGNIZE (.. PATTERN (pattern) ..)}. */
  public static MatchBuilder matchRecognize(Part<Source> input, RowPatterns pattern) {
    return new MatchBuilder(input.build(), pattern.build());
  }

  /** {@code source WITHIN start, end PER unit}: what an aggregation holds; null for no unit. */
  public static Part<Source> aggregated(
      Part<Source> source, @Nullable Object per, Object... within) {
    return () ->
        new Source.AggregationRead(
            source.build(), Trees.values(within), Trees.valueOrNull(per), NOWHERE);
  }

  /** {@code PATTERN (step)}: other events may lie between. */
  public static PatternBuilder pattern(Step step) {
    return new PatternBuilder(Source.PatternMode.PATTERN, step.build());
  }

  /** {@code SEQUENCE (step)}: no other event of its streams may lie between. */
  public static PatternBuilder sequence(Step step) {
    return new PatternBuilder(Source.PatternMode.SEQUENCE, step.build());
  }

  // ---- patterns

  /** {@code alias=Stream}. */
  public static StepBuilder element(String alias, String stream) {
    return new StepBuilder(alias, streamName(stream));
  }

  /** {@code Stream}. */
  public static StepBuilder element(String stream) {
    return new StepBuilder(null, streamName(stream));
  }

  /** {@code a -> b -> c}: one step behind the other. */
  public static Step chain(Step... steps) {
    if (steps.length == 1) {
      return steps[0];
    }
    PatternStep tree = new PatternStep.Chain(steps(steps), NOWHERE);
    return () -> tree;
  }

  /** {@code EVERY step}. */
  public static Step every(Step step) {
    PatternStep tree = new PatternStep.Every(step.build(), NOWHERE);
    return () -> tree;
  }

  /** {@code a AND b}, in any order. */
  public static Step allOf(Step... steps) {
    return logical(Expression.LogicalOperator.AND, steps(steps));
  }

  /** {@code a OR b}. */
  public static Step anyOf(Step... steps) {
    return logical(Expression.LogicalOperator.OR, steps(steps));
  }

  private static Step logical(Expression.LogicalOperator operator, List<PatternStep> steps) {
    PatternStep tree = new PatternStep.Logical(operator, steps, NOWHERE);
    return () -> tree;
  }

  private static List<PatternStep> steps(Step... steps) {
    return Arrays.stream(steps).<PatternStep>map(Part::build).toList();
  }

  // ---- expressions

  /** A column. */
  public static Expr col(String column) {
    return new Expr(new Expression.ColumnReference(null, name(column), NOWHERE));
  }

  /** {@code qualifier.column}: of a stream, an alias, an element of a pattern. */
  public static Expr col(String qualifier, String column) {
    return qualified(qualifier, null, column);
  }

  /** {@code element[index].column}: of one of the events of an element, from 0. */
  public static Expr col(String element, int index, String column) {
    return qualified(element, new Expression.ElementIndex(false, index, NOWHERE), column);
  }

  /** {@code element[last - offset].column}. */
  public static Expr lastCol(String element, int offset, String column) {
    return qualified(element, new Expression.ElementIndex(true, offset, NOWHERE), column);
  }

  private static Expr qualified(
      String qualifier, Expression.@Nullable ElementIndex index, String column) {
    return new Expr(
        new Expression.ColumnReference(
            new Expression.Qualifier(streamName(qualifier), index, NOWHERE),
            name(column),
            NOWHERE));
  }

  /** {@code element[last - offset]}: an event of an element as a whole. */
  public static Expr lastEvent(String element, int offset) {
    return new Expr(
        new Expression.ElementReference(
            name(element), new Expression.ElementIndex(true, offset, NOWHERE), NOWHERE));
  }

  /** A constant, or the expression itself; see the package for what can be one. */
  public static Expr val(@Nullable Object value) {
    return Expr.of(value);
  }

  /** {@code INTERVAL}, where a duration alone is a time literal. */
  public static Expr interval(Duration duration) {
    return new Expr(new Literal.DurationLiteral(true, Expr.millis(duration), NOWHERE));
  }

  /** {@code NOT condition}, or its own form as {@code NOT IN}; see {@link Expr#not}. */
  public static Expr not(Object condition) {
    return Expr.of(condition).not();
  }

  /**
   * A call of a function or an aggregator; {@code "ns:name"} too.
   *
   * @throws IllegalArgumentException for {@code cast(value, 'type')}, which is a conversion: see
   *     {@link Expr#cast}
   */
  public static Call call(String function, @Nullable Object... arguments) {
    boolean isConversion =
        (function.equalsIgnoreCase("cast") || function.equalsIgnoreCase("convert"))
            && arguments.length == 2
            && arguments[1] instanceof String;
    if (isConversion) {
      throw new IllegalArgumentException("a conversion is written value.cast(type)");
    }
    return called(function, false, arguments);
  }

  /** {@code name(*)}. */
  public static Call callAll(String function) {
    return called(function, true);
  }

  /** {@code name(source.*)}, as in {@code COUNT(a.*)}. */
  public static Call callAll(String function, String source) {
    return called(function, false, new Expr(new Expression.AllColumns(name(source), NOWHERE)));
  }

  private static Call called(String function, boolean isStar, @Nullable Object... arguments) {
    return new Call(
        new Expression.FunctionCall(
            Expression.MatchRows.DEFAULT,
            Trees.namespace(function),
            Trees.local(function),
            false,
            isStar,
            SourceBuilder.arguments(arguments),
            null,
            false,
            NOWHERE));
  }

  /** {@code name => value}, an argument. */
  public static Argument named(String name, @Nullable Object value) {
    return new Argument(name(name), value(value), NOWHERE);
  }

  /** {@code CASE WHEN ..}. */
  public static CaseBuilder cases() {
    return new CaseBuilder(null);
  }

  /** {@code CASE operand WHEN ..}. */
  public static CaseBuilder cases(Object operand) {
    return new CaseBuilder(value(operand));
  }

  /** {@code ARRAY[elements]}. */
  public static Expr array(@Nullable Object... elements) {
    return new Expr(new Expression.ArrayConstructor(Trees.values(elements), NOWHERE));
  }

  /** {@code MAP[key, value, ..]}. */
  public static Expr map(@Nullable Object... keysAndValues) {
    return new Expr(new Expression.MapConstructor(Trees.values(keysAndValues), NOWHERE));
  }

  /** {@code ROW(fields)} as a value. */
  public static Expr rowValue(@Nullable Object... fields) {
    return new Expr(new Expression.RowConstructor(Trees.values(fields), NOWHERE));
  }

  /** {@code JSON_VALUE(json, path ..)}, {@code JSON_QUERY}, {@code JSON_EXISTS}. */
  public static JsonBuilder json(Expression.JsonKind kind, Object json, Object path) {
    return new JsonBuilder(kind, value(json), value(path));
  }
}
