package io.eventflux.compiler.format;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import io.eventflux.query.type.TypeWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says a statement in the other dialect, with the same meaning. What the other dialect cannot say
 * is left as it is. Nodes keep their places.
 */
final class DialectChange {
  /** The words of types that have a name of their own in each dialect. */
  private static final Map<Type, String> CLASSIC_TYPES =
      Map.of(
          Type.BOOL, "bool",
          Type.INT, "int",
          Type.LONG, "long",
          Type.FLOAT, "float",
          Type.DOUBLE, "double",
          Type.STRING, "string",
          Type.OBJECT, "object");

  private static final Map<Type, String> SQL_TYPES =
      Map.of(
          Type.BOOL, "BOOLEAN",
          Type.INT, "INT",
          Type.LONG, "BIGINT",
          Type.FLOAT, "FLOAT",
          Type.DOUBLE, "DOUBLE",
          Type.STRING, "VARCHAR",
          Type.OBJECT, "OBJECT");

  private final Dialect dialect;

  /** What keeps parts of the statement in the other dialect; each a noun phrase. */
  private final List<String> kept = new ArrayList<>();

  private DialectChange(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * A statement in a dialect, as far as possible.
   *
   * @param statement the statement
   * @param definitions the form of the statement if it is a definition
   * @param kept what stays as it was, noun phrases; empty if all is in the dialect
   */
  record Changed(Statement statement, Dialect definitions, List<String> kept) {
    Changed {
      kept = List.copyOf(kept);
    }
  }

  static Changed to(Dialect dialect, Statement statement) {
    DialectChange change = new DialectChange(dialect);
    Statement changed = change.statement(statement);
    boolean isClassic = dialect == Dialect.CLASSIC && change.hasClassicForm(changed);
    return new Changed(changed, isClassic ? Dialect.CLASSIC : Dialect.SQL, change.kept);
  }

  private Statement statement(Statement statement) {
    if (statement instanceof Query query) {
      return query(query);
    }
    if (statement instanceof Statement.Partition partition) {
      return new Statement.Partition(
          partition.annotations(),
          partition.keys(),
          partition.queries().stream().map(this::query).toList(),
          partition.span());
    }
    if (statement instanceof Definition.Stream stream) {
      return new Definition.Stream(
          stream.annotations(),
          stream.existence(),
          stream.name(),
          columns(stream.columns()),
          stream.watermarks(),
          stream.options(),
          stream.span());
    }
    if (statement instanceof Definition.Table table) {
      return new Definition.Table(
          table.annotations(),
          table.existence(),
          table.name(),
          columns(table.columns()),
          table.keys(),
          table.options(),
          table.span());
    }
    if (statement instanceof Definition.Window window) {
      return new Definition.Window(
          window.annotations(),
          window.existence(),
          window.name(),
          columns(window.columns()),
          window.window(),
          window.output(),
          window.options(),
          window.span());
    }
    if (dialect == Dialect.SQL
        && statement instanceof Definition.Function function
        && function.parameters() == null) {
      kept.add("a function whose parameters have no types");
    } else if (dialect == Dialect.CLASSIC && !(statement instanceof Definition)) {
      kept.add(
          statement instanceof Statement.InsertValues
              ? "INSERT .. VALUES"
              : "a statement that changes a table once");
    }
    return statement;
  }

  private boolean hasClassicForm(Statement statement) {
    if (!(statement instanceof Definition definition)) {
      return true;
    }
    String reason = "";
    if (definition.existence() == Definition.Existence.REPLACE) {
      reason = "CREATE OR REPLACE";
    } else if (definition instanceof Definition.View) {
      reason = "a view";
    } else if (definition instanceof Definition.Index) {
      reason = "CREATE INDEX";
    } else if (definition instanceof Definition.StreamFromQuery) {
      reason = "a stream that is defined by a query";
    } else if (definition instanceof Definition.Function function
        && function.parameters() != null) {
      reason = "a function whose parameters have types";
    } else if (definition instanceof Definition.Aggregation aggregation
        && aggregation.block().where() != null) {
      reason = "WHERE in an aggregation";
    }
    if (!reason.isEmpty()) {
      kept.add(reason);
    }
    return reason.isEmpty();
  }

  // ---- types

  private List<Definition.Column> columns(List<Definition.Column> columns) {
    return columns.stream()
        .map(
            column ->
                new Definition.Column(
                    column.name(),
                    type(column.type()),
                    column.notNull(),
                    column.defaultValue(),
                    column.span()))
        .toList();
  }

  private TypeName type(TypeName type) {
    if (!(type instanceof TypeName.Simple simple) || !simple.parameters().isEmpty()) {
      return type;
    }
    Optional<Type> meant = TypeWords.type(simple.word().text(), List.of());
    String word =
        meant.map(dialect == Dialect.CLASSIC ? CLASSIC_TYPES::get : SQL_TYPES::get).orElse(null);
    return word == null
        ? type
        : new TypeName.Simple(
            new Name(word, simple.word().span()), simple.parameters(), simple.span());
  }

  // ---- queries

  private Query query(Query query) {
    SelectBody.Block block = block(query);
    boolean isOtherInside = block != null && isOther(block.source());
    if (query.dialect() == dialect && !isOtherInside) {
      return query;
    }
    return dialect == Dialect.SQL ? sql(query) : classic(query);
  }

  private static SelectBody.@Nullable Block block(Query query) {
    return query.rows().body() instanceof SelectBody.Block block ? block : null;
  }

  private boolean isOther(Source source) {
    return source instanceof Source.Pattern pattern && pattern.dialect() != dialect;
  }

  private Query sql(Query query) {
    SelectBody.Block block = block(query);
    if (block == null) {
      return query;
    }
    Source source = block.source();
    if (source instanceof Source.Pattern pattern && pattern.dialect() == Dialect.CLASSIC) {
      if (pattern.mode() == Source.PatternMode.SEQUENCE && !startsWithEvery(pattern.root())) {
        kept.add("a sequence without EVERY, which is tried once in the classic form,");
        return query;
      }
      source = pattern(pattern, pattern.root());
    }
    return with(query, block.select(), source);
  }

  private static boolean startsWithEvery(PatternStep step) {
    return step instanceof PatternStep.Every
        || (step instanceof PatternStep.Chain chain && startsWithEvery(chain.steps().get(0)));
  }

  private Source.Pattern pattern(Source.Pattern pattern, PatternStep root) {
    return new Source.Pattern(
        pattern.mode(),
        dialect,
        root,
        pattern.within(),
        pattern.alias(),
        pattern.partitionBy(),
        pattern.span());
  }

  private Query classic(Query query) {
    SelectBody.Block block = block(query);
    String reason = block == null ? "a query that is no plain SELECT" : sqlOnly(query, block);
    if (block == null || !reason.isEmpty()) {
      kept.add(reason);
      return query;
    }
    Source source = block.source();
    if (source instanceof Source.Pattern pattern && pattern.dialect() == Dialect.SQL) {
      // A sequence starts again and again in SQL; the classic form says so.
      boolean addsEvery =
          pattern.mode() == Source.PatternMode.SEQUENCE && !startsWithEvery(pattern.root());
      source = pattern(pattern, addsEvery ? every(pattern.root()) : pattern.root());
    }
    return with(query, named(block.select()), source);
  }

  private static PatternStep every(PatternStep root) {
    if (!(root instanceof PatternStep.Chain chain)) {
      return new PatternStep.Every(root, root.span());
    }
    List<PatternStep> steps = new ArrayList<>(chain.steps());
    steps.set(0, new PatternStep.Every(steps.get(0), steps.get(0).span()));
    return new PatternStep.Chain(steps, chain.span());
  }

  /** What a query has that the classic form has not; empty if there is nothing. */
  private static String sqlOnly(Query query, SelectBody.Block block) {
    SelectQuery rows = query.rows();
    Source source = block.source();
    if (!rows.with().isEmpty()) {
      return "WITH";
    }
    if (rows.emit() != null) {
      return "EMIT";
    }
    if (!block.windows().isEmpty()) {
      return "WINDOW .. AS";
    }
    if (query.target() instanceof Target.Replace
        || (query.target() instanceof Target.Insert insert && insert.onConflict() != null)) {
      return "an INSERT that replaces rows";
    }
    if (source instanceof Source.WindowTable) {
      return "a window function of TABLE(..)";
    }
    if (source instanceof Source.SubQuery
        || source instanceof Source.Unnest
        || source instanceof Source.MatchRecognize) {
      return "a source that is no stream, table, join or pattern";
    }
    if (source instanceof Source.Pattern pattern
        && (pattern.alias() != null || !pattern.partitionBy().isEmpty())) {
      return "a pattern with an alias or with PARTITION BY";
    }
    // A sequence gets EVERY, which makes a pattern of it.
    if (source instanceof Source.Pattern pattern
        && pattern.mode() == Source.PatternMode.PATTERN
        && pattern.root() instanceof PatternStep.Element element
        && element.alias() == null) {
      return "a pattern of one event without a name";
    }
    boolean hasUnknownPlace = false;
    for (SelectItem item : block.select().items()) {
      hasUnknownPlace |= item instanceof SelectItem.All;
      if (item instanceof SelectItem.Value value && isNameless(value) && hasUnknownPlace) {
        return "an expression without a name behind *";
      }
    }
    return "";
  }

  private static boolean isNameless(SelectItem.Value value) {
    return value.alias() == null && !(value.value() instanceof Expression.ColumnReference);
  }

  /** In the classic form every expression needs a name; these are the names that SQL gives. */
  private static Select named(Select select) {
    List<SelectItem> items = new ArrayList<>();
    for (SelectItem item : select.items()) {
      boolean needsName = item instanceof SelectItem.Value value && isNameless(value);
      items.add(
          needsName
              ? new SelectItem.Value(
                  ((SelectItem.Value) item).value(),
                  new Name("_col" + items.size(), Span.NONE),
                  item.span())
              : item);
    }
    return new Select(select.distinct(), items, select.span());
  }

  private Query with(Query query, Select select, Source source) {
    SelectBody.Block block = (SelectBody.Block) query.rows().body();
    SelectQuery rows = query.rows();
    return new Query(
        query.annotations(),
        dialect,
        new SelectQuery(
            rows.with(),
            new SelectBody.Block(
                select,
                source,
                block.where(),
                block.groupBy(),
                block.having(),
                block.windows(),
                block.span()),
            rows.orderBy(),
            rows.limit(),
            rows.offset(),
            rows.emit(),
            rows.span()),
        query.outputRate(),
        query.target(),
        query.span());
  }
}
