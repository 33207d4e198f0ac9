package io.eventflux.query.print;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes statements, without the semicolon behind them. */
final class StatementPrinter
    implements Statement.Visitor<String>, SelectItem.Visitor<String>, Target.Visitor<String> {
  private static final StatementPrinter PRINTER = new StatementPrinter();

  private StatementPrinter() {}

  static String print(Statement statement) {
    return statement.accept(PRINTER);
  }

  static String names(List<Name> names) {
    return names.stream().map(Names::name).collect(Collectors.joining(", ", "(", ")"));
  }

  // ---- definitions

  @Override
  public String visitStream(Definition.Stream definition) {
    List<String> parts = columns(definition.columns());
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
    List<String> parts = columns(definition.columns());
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
        + block(columns(definition.columns()))
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
      time = "CRON '" + firing.cron().replace("'", "''") + "'";
    }
    return annotations(definition.annotations()) + head("TRIGGER", definition) + " AT " + time;
  }

  private static String head(String kind, Definition definition) {
    return switch (definition.existence()) {
          case NEW -> "CREATE " + kind + " ";
          case REPLACE -> "CREATE OR REPLACE " + kind + " ";
          case KEEP -> "CREATE " + kind + " IF NOT EXISTS ";
        }
        + Names.name(definition.name());
  }

  private static List<String> columns(List<Definition.Column> columns) {
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

  private static String annotation(Annotation annotation) {
    String body =
        Stream.concat(
                annotation.options().stream().map(StatementPrinter::option),
                annotation.nested().stream().map(StatementPrinter::annotation))
            .collect(Collectors.joining(", "));
    return "@" + annotation.name() + (body.isEmpty() ? "" : "(" + body + ")");
  }

  // ---- queries

  @Override
  public String visitQuery(Query query) {
    List<String> clauses = new ArrayList<>();
    String from = "FROM " + SourcePrinter.print(query.source(), query.dialect());
    String target = query.target().accept(this);
    boolean isSql = query.dialect() == Dialect.SQL;
    boolean isTargetFirst = isSql && query.target() instanceof Target.Insert;
    if (isTargetFirst) {
      clauses.add(target);
    }
    clauses.add(isSql ? select(query.select()) : from);
    clauses.add(isSql ? from : select(query.select()));
    if (query.where() != null) {
      clauses.add("WHERE " + ExpressionPrinter.print(query.where()));
    }
    if (!query.groupBy().isEmpty()) {
      clauses.add("GROUP BY " + ExpressionPrinter.list(query.groupBy()));
    }
    if (query.having() != null) {
      clauses.add("HAVING " + ExpressionPrinter.print(query.having()));
    }
    if (!query.orderBy().isEmpty()) {
      clauses.add(
          query.orderBy().stream()
              .map(StatementPrinter::sortItem)
              .collect(Collectors.joining(", ", "ORDER BY ", "")));
    }
    if (query.limit() != null) {
      clauses.add("LIMIT " + ExpressionPrinter.print(query.limit()));
    }
    if (query.offset() != null) {
      clauses.add("OFFSET " + ExpressionPrinter.print(query.offset()));
    }
    if (query.emit() != null) {
      clauses.add(emit(query.emit()));
    }
    if (query.outputRate() != null) {
      clauses.add(outputRate(query.outputRate()));
    }
    if (!isTargetFirst && !target.isEmpty()) {
      clauses.add(target);
    }
    return annotations(query.annotations()) + String.join("\n", clauses);
  }

  private String select(Select select) {
    String items =
        select.items().stream().map(item -> item.accept(this)).collect(Collectors.joining(", "));
    return (select.distinct() ? "SELECT DISTINCT " : "SELECT ") + items;
  }

  @Override
  public String visitAll(SelectItem.All item) {
    return item.qualifier() == null ? "*" : Names.name(item.qualifier()) + ".*";
  }

  @Override
  public String visitValue(SelectItem.Value item) {
    String alias = item.alias() == null ? "" : " AS " + Names.name(item.alias());
    return ExpressionPrinter.print(item.value()) + alias;
  }

  private static String sortItem(SortItem item) {
    return ExpressionPrinter.print(item.value())
        + (item.descending() ? " DESC" : "")
        + (item.nullsFirst() ? " NULLS FIRST" : "");
  }

  private static String emit(Emit emit) {
    String duration = emit.duration() == null ? "" : " " + ExpressionPrinter.print(emit.duration());
    return switch (emit.mode()) {
          case ON_CLOSE -> "EMIT ON CLOSE";
          case ON_UPDATE -> "EMIT ON UPDATE";
          case EVERY -> "EMIT EVERY";
          case AFTER -> "EMIT AFTER";
        }
        + duration;
  }

  private static String outputRate(OutputRate rate) {
    return "OUTPUT "
        + rate.mode()
        + " EVERY "
        + ExpressionPrinter.print(rate.interval())
        + (rate.events() ? " EVENTS" : "");
  }

  @Override
  public String visitInsert(Target.Insert target) {
    String kind = target.kind() == EventKind.CURRENT ? "" : target.kind() + " EVENTS ";
    String columns = target.columns().isEmpty() ? "" : " " + names(target.columns());
    return "INSERT " + kind + "INTO " + Names.stream(target.name()) + columns;
  }

  @Override
  public String visitCallback(Target.Callback target) {
    return target.kind() == EventKind.CURRENT ? "" : "RETURN " + target.kind() + " EVENTS";
  }

  // ---- others

  @Override
  public String visitInsertValues(Statement.InsertValues statement) {
    return "INSERT INTO "
        + Names.name(statement.target())
        + (statement.columns().isEmpty() ? "" : " " + names(statement.columns()))
        + " VALUES\n  "
        + statement.rows().stream()
            .map(row -> "(" + ExpressionPrinter.list(row.values()) + ")")
            .collect(Collectors.joining(",\n  "));
  }

  @Override
  public String visitOmitted(Statement.Omitted statement) {
    throw new IllegalArgumentException("a statement that was refused has no tree to print");
  }
}
