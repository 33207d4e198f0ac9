package io.eventflux.query.print;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Assignment;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OnConflict;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.PartitionKey;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes statements, without the semicolon behind them. */
final class StatementPrinter
    implements Statement.Visitor<String>,
        Target.Visitor<String>,
        MergeBranch.Visitor<String>,
        PartitionKey.Visitor<String>,
        OnDemandQuery.Visitor<String> {
  private static final StatementPrinter PRINTER = new StatementPrinter(Dialect.SQL);
  private static final StatementPrinter CLASSIC = new StatementPrinter(Dialect.CLASSIC);

  /** The form of definitions; a query says its own. */
  private final Dialect definitions;

  private StatementPrinter(Dialect definitions) {
    this.definitions = definitions;
  }

  static String print(Statement statement) {
    return print(statement, Dialect.SQL);
  }

  static String print(Statement statement, Dialect definitions) {
    return statement.accept(definitions == Dialect.CLASSIC ? CLASSIC : PRINTER);
  }

  /** Names in parentheses with a blank in front, or nothing. */
  static String columns(List<Name> names) {
    return names.isEmpty() ? "" : " " + names(names);
  }

  static String names(List<Name> names) {
    return names.stream().map(Names::name).collect(Collectors.joining(", ", "(", ")"));
  }

  // ---- definitions

  @Override
  public String visitStream(Definition.Stream definition) {
    List<String> parts = parts(definition.columns());
    for (Definition.Watermark watermark : definition.watermarks()) {
      parts.add(
          "WATERMARK FOR "
              + Names.name(watermark.column())
              + " AS "
              + ExpressionPrinter.print(watermark.expression()));
    }
    return annotations(definition.annotations())
        + head("STREAM", definition)
        + block(parts)
        + with(definition.options());
  }

  @Override
  public String visitTable(Definition.Table definition) {
    List<String> parts = parts(definition.columns());
    StringBuilder keys = new StringBuilder();
    for (Definition.TableKey key : definition.keys()) {
      switch (key.kind()) {
        case PRIMARY -> parts.add("PRIMARY KEY " + names(key.columns()));
        case INDEX -> parts.add("INDEX " + names(key.columns()));
        case PRIMARY_NULLABLE ->
            keys.append(
                key.columns().stream()
                    .map(column -> "'" + column.text().replace("'", "''") + "'")
                    .collect(Collectors.joining(", ", "@PrimaryKey(", ")\n")));
      }
    }
    return annotations(definition.annotations())
        + keys
        + head("TABLE", definition)
        + block(parts)
        + with(definition.options());
  }

  @Override
  public String visitWindow(Definition.Window definition) {
    return annotations(definition.annotations())
        + head("WINDOW", definition)
        + block(parts(definition.columns()))
        + " "
        + SourcePrinter.window(definition.window())
        + " OUTPUT "
        + definition.output()
        + " EVENTS"
        + with(definition.options());
  }

  @Override
  public String visitTrigger(Definition.Trigger definition) {
    Definition.Firing firing = definition.firing();
    String time = "START";
    if (firing.interval() != null) {
      time = "EVERY " + ExpressionPrinter.print(firing.interval());
    } else if (firing.cron() != null) {
      time = "CRON " + ExpressionPrinter.string(firing.cron());
    }
    return annotations(definition.annotations()) + head("TRIGGER", definition) + " AT " + time;
  }

  private String head(String kind, Definition definition) {
    String verb = definitions == Dialect.CLASSIC ? "DEFINE " : "CREATE ";
    return switch (definition.existence()) {
          case NEW -> verb + kind + " ";
          case REPLACE -> "CREATE OR REPLACE " + kind + " ";
          case KEEP -> verb + kind + " IF NOT EXISTS ";
        }
        + Names.name(definition.name());
  }

  private static List<String> parts(List<Definition.Column> columns) {
    List<String> parts = new ArrayList<>();
    for (Definition.Column column : columns) {
      parts.add(
          Names.name(column.name())
              + " "
              + TypePrinter.print(column.type())
              + (column.notNull() ? " NOT NULL" : "")
              + (column.defaultValue() == null
                  ? ""
                  : " DEFAULT " + ExpressionPrinter.print(column.defaultValue())));
    }
    return parts;
  }

  private static String block(List<String> parts) {
    return parts.stream().collect(Collectors.joining(",\n  ", " (\n  ", "\n)"));
  }

  private static String with(List<Option> options) {
    return options.isEmpty()
        ? ""
        : options.stream()
            .map(StatementPrinter::option)
            .collect(Collectors.joining(",\n  ", " WITH (\n  ", "\n)"));
  }

  private static String option(Option option) {
    String value = ExpressionPrinter.print(option.value());
    return option.key() == null ? value : Names.key(option.key()) + " = " + value;
  }

  static String annotations(List<Annotation> annotations) {
    return annotations.stream().map(each -> annotation(each) + "\n").collect(Collectors.joining());
  }

  static String annotation(Annotation annotation) {
    String body =
        Stream.concat(
                annotation.options().stream().map(StatementPrinter::option),
                annotation.nested().stream().map(StatementPrinter::annotation))
            .collect(Collectors.joining(", "));
    return "@" + Names.annotation(annotation.name()) + (body.isEmpty() ? "" : "(" + body + ")");
  }

  @Override
  public String visitStreamFromQuery(Definition.StreamFromQuery definition) {
    return annotations(definition.annotations())
        + head("STREAM", definition)
        + with(definition.options())
        + " AS\n"
        + lines(QueryPrinter.clauses(definition.query()));
  }

  @Override
  public String visitFunction(Definition.Function definition) {
    String head = annotations(definition.annotations()) + head("FUNCTION", definition);
    String language = Names.name(definition.language());
    String type = TypePrinter.print(definition.returnType());
    if (definition.parameters() == null) {
      return head + "[" + language + "] RETURN " + type + " {" + definition.body() + "}";
    }
    String parameters =
        definition.parameters().stream()
            .map(each -> Names.name(each.name()) + " " + TypePrinter.print(each.type()))
            .collect(Collectors.joining(", ", "(", ")"));
    return head
        + parameters
        + " RETURNS "
        + type
        + " LANGUAGE "
        + language
        + " AS "
        + ExpressionPrinter.string(definition.body());
  }

  @Override
  public String visitAggregation(Definition.Aggregation definition) {
    boolean isClassic = definitions == Dialect.CLASSIC && definition.block().where() == null;
    List<String> clauses =
        new ArrayList<>(
            isClassic
                ? QueryPrinter.sourceFirst(definition.block())
                : definition.block().accept(QueryPrinter.sql()));
    String column =
        definition.timeColumn() == null ? "" : "BY " + Names.name(definition.timeColumn()) + " ";
    clauses.add(
        definition.granularities().stream()
            .map(granularity -> granularity.unit().name())
            .collect(
                Collectors.joining(
                    definition.isRange() ? " TO " : ", ", "AGGREGATE " + column + "EVERY ", "")));
    return annotations(definition.annotations())
        + head("AGGREGATION", definition)
        + (isClassic ? "\n" : " AS\n")
        + lines(clauses);
  }

  @Override
  public String visitView(Definition.View definition) {
    return annotations(definition.annotations())
        + head("VIEW", definition)
        + columns(definition.columns())
        + " AS\n"
        + lines(QueryPrinter.clauses(definition.query()));
  }

  @Override
  public String visitIndex(Definition.Index definition) {
    return annotations(definition.annotations())
        + head("INDEX", definition)
        + " ON "
        + Names.name(definition.table())
        + columns(definition.columns());
  }

  // ---- queries

  @Override
  public String visitQuery(Query query) {
    List<String> clauses = new ArrayList<>(QueryPrinter.with(query.rows().with()));
    String target = query.target().accept(this);
    OnConflict onConflict =
        query.target() instanceof Target.Insert insert ? insert.onConflict() : null;
    // INSERT INTO .. VALUES would be the statement that acts at the start.
    boolean isTargetFirst =
        query.dialect() == Dialect.SQL
            && !(query.rows().body() instanceof SelectBody.Values)
            && (query.target() instanceof Target.Insert
                || query.target() instanceof Target.Replace);
    if (isTargetFirst) {
      clauses.add(target);
    }
    clauses.addAll(QueryPrinter.rows(query.rows(), query.dialect()));
    if (query.outputRate() != null) {
      clauses.add(outputRate(query.outputRate()));
    }
    if (!isTargetFirst && !target.isEmpty()) {
      clauses.add(target);
    }
    if (onConflict != null) {
      clauses.add(onConflict(onConflict));
    }
    return annotations(query.annotations()) + lines(clauses);
  }

  private static String lines(List<String> clauses) {
    return String.join("\n", clauses);
  }

  private static String outputRate(OutputRate rate) {
    return "OUTPUT "
        + rate.mode()
        + " EVERY "
        + ExpressionPrinter.print(rate.interval())
        + (rate.events() ? " EVENTS" : "");
  }

  private static String onConflict(OnConflict conflict) {
    return "ON CONFLICT"
        + columns(conflict.keys())
        + " DO "
        + (conflict.assignments().isEmpty() ? "NOTHING" : "UPDATE" + set(conflict.assignments()));
  }

  /** With a blank in front, or nothing. */
  private static String set(List<Assignment> assignments) {
    return assignments.isEmpty()
        ? ""
        : assignments.stream()
            .map(StatementPrinter::assignment)
            .collect(Collectors.joining(", ", " SET ", ""));
  }

  private static String assignment(Assignment assignment) {
    return (assignment.table() == null ? "" : Names.name(assignment.table()) + ".")
        + Names.name(assignment.column())
        + " = "
        + ExpressionPrinter.print(assignment.value());
  }

  // ---- targets

  @Override
  public String visitInsert(Target.Insert target) {
    String kind = target.kind() == EventKind.CURRENT ? "" : target.kind() + " EVENTS ";
    return "INSERT " + kind + "INTO " + Names.stream(target.name()) + columns(target.columns());
  }

  @Override
  public String visitReplace(Target.Replace target) {
    return "INSERT OR REPLACE INTO " + Names.name(target.table()) + columns(target.columns());
  }

  @Override
  public String visitUpdate(Target.Update target) {
    return "UPDATE "
        + Names.name(target.table())
        + events(target.kind())
        + set(target.assignments())
        + " ON "
        + ExpressionPrinter.print(target.on());
  }

  @Override
  public String visitUpdateOrInsert(Target.UpdateOrInsert target) {
    return "UPDATE OR INSERT INTO "
        + Names.name(target.table())
        + events(target.kind())
        + set(target.assignments())
        + " ON "
        + ExpressionPrinter.print(target.on());
  }

  @Override
  public String visitDelete(Target.Delete target) {
    return "DELETE "
        + Names.name(target.table())
        + events(target.kind())
        + " ON "
        + ExpressionPrinter.print(target.on());
  }

  private static String events(EventKind kind) {
    return kind == EventKind.CURRENT ? "" : " FOR " + kind + " EVENTS";
  }

  @Override
  public String visitCallback(Target.Callback target) {
    return target.kind() == EventKind.CURRENT ? "" : "RETURN " + target.kind() + " EVENTS";
  }

  // ---- partitions

  @Override
  public String visitPartition(Statement.Partition statement) {
    String keys =
        statement.keys().stream().map(key -> key.accept(this)).collect(Collectors.joining(", "));
    // Not indented: a text may have line breaks.
    String queries =
        statement.queries().stream()
            .map(query -> visitQuery(query) + ";\n")
            .collect(Collectors.joining());
    return annotations(statement.annotations())
        + "PARTITION WITH ("
        + keys
        + ")\nBEGIN\n"
        + queries
        + "END";
  }

  @Override
  public String visitByValue(PartitionKey.ByValue key) {
    return ExpressionPrinter.print(key.value()) + " OF " + Names.name(key.stream());
  }

  @Override
  public String visitByRange(PartitionKey.ByRange key) {
    return key.ranges().stream()
        .map(
            range ->
                ExpressionPrinter.print(range.condition())
                    + " AS "
                    + ExpressionPrinter.string(range.label()))
        .collect(Collectors.joining(" OR ", "", " OF " + Names.name(key.stream())));
  }

  // ---- tables

  @Override
  public String visitUpdate(Statement.Update statement) {
    return annotations(statement.annotations())
        + "UPDATE "
        + Names.name(statement.table())
        + alias(statement.alias())
        + set(statement.assignments())
        + source("FROM", statement.source())
        + where(statement.where());
  }

  @Override
  public String visitDelete(Statement.Delete statement) {
    return annotations(statement.annotations())
        + "DELETE FROM "
        + Names.name(statement.table())
        + source("USING", statement.source())
        + where(statement.where());
  }

  private static String alias(@Nullable Name alias) {
    return alias == null ? "" : " AS " + Names.name(alias);
  }

  private static String source(String word, @Nullable Source source) {
    return source == null ? "" : "\n" + word + " " + SourcePrinter.print(source, Dialect.SQL);
  }

  private static String where(@Nullable Expression condition) {
    return condition == null ? "" : "\nWHERE " + ExpressionPrinter.print(condition);
  }

  @Override
  public String visitUpsert(Statement.Upsert statement) {
    String head =
        annotations(statement.annotations())
            + "UPSERT INTO "
            + Names.name(statement.table())
            + columns(statement.columns())
            + "\n";
    if (statement.on() == null) {
      return head + lines(QueryPrinter.clauses(statement.rows()));
    }
    // In parentheses, or a join at the end would take the condition.
    return head
        + QueryPrinter.nested(statement.rows())
        + "\nON "
        + ExpressionPrinter.print(statement.on());
  }

  @Override
  public String visitMerge(Statement.Merge statement) {
    return annotations(statement.annotations())
        + "MERGE INTO "
        + Names.name(statement.table())
        + alias(statement.alias())
        + source("USING", statement.source())
        + "\nON "
        + ExpressionPrinter.print(statement.on())
        + statement.branches().stream()
            .map(branch -> "\n" + branch.accept(this))
            .collect(Collectors.joining());
  }

  private static String when(MergeBranch branch) {
    Expression condition = branch.condition();
    return (branch.isForMatched() ? "WHEN MATCHED" : "WHEN NOT MATCHED")
        + (condition == null ? "" : " AND " + ExpressionPrinter.print(condition))
        + " THEN ";
  }

  @Override
  public String visitUpdate(MergeBranch.Update branch) {
    return when(branch) + "UPDATE" + set(branch.assignments());
  }

  @Override
  public String visitDelete(MergeBranch.Delete branch) {
    return when(branch) + "DELETE";
  }

  @Override
  public String visitInsert(MergeBranch.Insert branch) {
    return when(branch)
        + "INSERT"
        + columns(branch.columns())
        + " VALUES "
        + QueryPrinter.row(branch.row());
  }

  @Override
  public String visitTruncate(Statement.Truncate statement) {
    return "TRUNCATE TABLE " + Names.name(statement.table());
  }

  @Override
  public String visitExplain(Statement.Explain statement) {
    return "EXPLAIN " + visitQuery(statement.query());
  }

  @Override
  public String visitDrop(Statement.Drop statement) {
    return "DROP "
        + statement.kind()
        + (statement.ifExists() ? " IF EXISTS " : " ")
        + Names.name(statement.name());
  }

  @Override
  public String visitInsertValues(Statement.InsertValues statement) {
    return "INSERT INTO "
        + Names.name(statement.target())
        + columns(statement.columns())
        + " VALUES\n  "
        + statement.rows().stream().map(QueryPrinter::row).collect(Collectors.joining(",\n  "))
        + (statement.onConflict() == null ? "" : "\n" + onConflict(statement.onConflict()));
  }

  @Override
  public String visitOmitted(Statement.Omitted statement) {
    throw new IllegalArgumentException("a statement that was refused has no tree to print");
  }

  // ---- on-demand queries

  static String print(OnDemandQuery query) {
    return query.accept(PRINTER);
  }

  @Override
  public String visitRead(OnDemandQuery.Read query) {
    List<String> clauses = new ArrayList<>();
    String on = query.on() == null ? "" : " ON " + ExpressionPrinter.print(query.on());
    clauses.add(
        "FROM "
            + Names.name(query.store())
            + on
            + SourcePrinter.period(query.within(), query.per()));
    clauses.add(QueryPrinter.select(query.select()));
    clauses.addAll(QueryPrinter.conditions(query.where(), query.groupBy(), query.having()));
    clauses.addAll(QueryPrinter.order(query.orderBy(), query.limit(), query.offset()));
    String target = query.target().accept(this);
    if (!target.isEmpty()) {
      clauses.add(target);
    }
    return lines(clauses);
  }

  @Override
  public String visitWrite(OnDemandQuery.Write query) {
    String written = query.target().accept(this);
    // Elsewhere rows are returned unless something else is said; here something must be said.
    String target = written.isEmpty() ? "RETURN" : written;
    return query.select() == null ? target : QueryPrinter.select(query.select()) + "\n" + target;
  }

  @Override
  public String visitRows(OnDemandQuery.Rows query) {
    return lines(QueryPrinter.clauses(query.query()));
  }

  @Override
  public String visitChange(OnDemandQuery.Change query) {
    return print(query.statement());
  }
}
