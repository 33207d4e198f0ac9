package io.eventflux.query.print;

import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what stands behind {@code FROM}. */
final class SourcePrinter
    implements Source.Visitor<String>, PatternStep.Visitor<String>, Handler.Visitor<String> {
  private final Dialect dialect;
  private final String stepSeparator;

  private SourcePrinter(Dialect dialect, String stepSeparator) {
    this.dialect = dialect;
    this.stepSeparator = stepSeparator;
  }

  static String print(Source source, Dialect dialect) {
    boolean isClassicSequence =
        source instanceof Source.Pattern pattern
            && pattern.mode() == Source.PatternMode.SEQUENCE
            && pattern.dialect() == Dialect.CLASSIC;
    return source.accept(new SourcePrinter(dialect, isClassicSequence ? ", " : " -> "));
  }

  static String window(Handler.Window window) {
    return (window.namespace() == null ? "" : Names.name(window.namespace()) + ":")
        + Names.function(window.name())
        + "("
        + ExpressionPrinter.arguments(window.arguments())
        + ")";
  }

  // ---- sources

  @Override
  public String visitStream(Source.Stream source) {
    return single(Names.stream(source.stream()), source.handlers(), source.alias());
  }

  /** In SQL a window at the end is a clause behind the alias. */
  private String single(String primary, List<Handler> handlers, @Nullable Name alias) {
    int last = handlers.size() - 1;
    if (dialect == Dialect.SQL
        && last >= 0
        && handlers.get(last) instanceof Handler.Window window) {
      return primary
          + handlers(handlers.subList(0, last))
          + alias(alias)
          + " WINDOW "
          + window(window);
    }
    return primary + handlers(handlers) + alias(alias);
  }

  /** New names of columns need the alias directly before them. */
  private String single(
      String primary, List<Handler> handlers, @Nullable Name alias, List<Name> columns) {
    return columns.isEmpty()
        ? single(primary, handlers, alias)
        : single(primary + alias(alias) + StatementPrinter.columns(columns), handlers, null);
  }

  @Override
  public String visitSubQuery(Source.SubQuery source) {
    String primary = (source.isLateral() ? "LATERAL " : "") + QueryPrinter.nested(source.query());
    return single(primary, source.handlers(), source.alias(), source.columns());
  }

  @Override
  public String visitUnnest(Source.Unnest source) {
    String primary =
        "UNNEST("
            + ExpressionPrinter.print(source.value())
            + ")"
            + (source.hasOrdinality() ? " WITH ORDINALITY" : "");
    return single(primary, source.handlers(), source.alias(), source.columns());
  }

  @Override
  public String visitMatchRecognize(Source.MatchRecognize source) {
    List<String> parts = new ArrayList<>();
    if (!source.partitionBy().isEmpty()) {
      parts.add("PARTITION BY " + ExpressionPrinter.list(source.partitionBy()));
    }
    if (!source.orderBy().isEmpty()) {
      parts.add("ORDER BY " + QueryPrinter.sort(source.orderBy()));
    }
    if (!source.measures().isEmpty()) {
      parts.add(
          source.measures().stream()
              .map(each -> ExpressionPrinter.print(each.value()) + alias(each.alias()))
              .collect(Collectors.joining(", ", "MEASURES ", "")));
    }
    parts.add(rowsPerMatch(source.rowsPerMatch()));
    parts.add("AFTER MATCH SKIP " + skip(source.skip()));
    String within =
        source.within() == null ? "" : " WITHIN " + ExpressionPrinter.print(source.within());
    parts.add("PATTERN (" + RowPatternPrinter.print(source.pattern()) + ")" + within);
    if (!source.subsets().isEmpty()) {
      parts.add(
          source.subsets().stream()
              .map(
                  each ->
                      Names.name(each.name()) + " = " + StatementPrinter.names(each.variables()))
              .collect(Collectors.joining(", ", "SUBSET ", "")));
    }
    if (!source.definitions().isEmpty()) {
      parts.add(
          source.definitions().stream()
              .map(
                  each ->
                      Names.name(each.name()) + " AS " + ExpressionPrinter.print(each.condition()))
              .collect(Collectors.joining(",\n    ", "DEFINE ", "")));
    }
    String primary =
        source.input().accept(this) + " MATCH_RECOGNIZE (\n  " + String.join("\n  ", parts) + "\n)";
    return single(primary, source.handlers(), source.alias());
  }

  private static String rowsPerMatch(Source.RowsPerMatch rows) {
    return switch (rows) {
      case ONE -> "ONE ROW PER MATCH";
      case ALL_SHOW_EMPTY -> "ALL ROWS PER MATCH";
      case ALL_OMIT_EMPTY -> "ALL ROWS PER MATCH OMIT EMPTY MATCHES";
      case ALL_WITH_UNMATCHED -> "ALL ROWS PER MATCH WITH UNMATCHED ROWS";
    };
  }

  private static String skip(Source.Skip skip) {
    String variable = skip.variable() == null ? "" : Names.name(skip.variable());
    return switch (skip.kind()) {
      case PAST_LAST_ROW -> "PAST LAST ROW";
      case TO_NEXT_ROW -> "TO NEXT ROW";
      case TO_FIRST -> "TO FIRST " + variable;
      case TO_LAST -> "TO LAST " + variable;
    };
  }

  @Override
  public String visitAggregationRead(Source.AggregationRead source) {
    return source.source().accept(this) + period(source.within(), source.per());
  }

  /** With a blank in front. */
  static String period(List<Expression> within, @Nullable Expression per) {
    return (within.isEmpty() ? "" : " WITHIN " + ExpressionPrinter.list(within))
        + (per == null ? "" : " PER " + ExpressionPrinter.print(per));
  }

  @Override
  public String visitWindowTable(Source.WindowTable source) {
    String keys =
        source.partitionBy().isEmpty()
            ? ""
            : " PARTITION BY " + ExpressionPrinter.list(source.partitionBy());
    String time = source.timeColumn() == null ? "PROCTIME()" : Names.name(source.timeColumn());
    String arguments =
        source.arguments().isEmpty() ? "" : ", " + ExpressionPrinter.arguments(source.arguments());
    String primary =
        "TABLE("
            + Names.function(source.function())
            + "(TABLE "
            + Names.name(source.input())
            + keys
            + ", DESCRIPTOR("
            + time
            + ")"
            + arguments
            + "))";
    return single(primary, source.handlers(), source.alias());
  }

  @Override
  public String visitJoin(Source.Join source) {
    StringBuilder text = new StringBuilder(side(source.first()));
    for (Source.JoinStep step : source.steps()) {
      String kind = step.kind() == Source.JoinKind.INNER ? "" : step.kind() + " ";
      text.append('\n').append(kind).append("JOIN ").append(side(step.side()));
      if (step.on() != null) {
        text.append(" ON ").append(ExpressionPrinter.print(step.on()));
      }
      if (!step.using().isEmpty()) {
        text.append(" USING ").append(StatementPrinter.names(step.using()));
      }
    }
    return text.toString();
  }

  private String side(Source.JoinSide side) {
    String asOf =
        side.asOf() == null ? "" : " FOR SYSTEM_TIME AS OF " + ExpressionPrinter.print(side.asOf());
    return side.source().accept(this) + (side.unidirectional() ? " UNIDIRECTIONAL" : "") + asOf;
  }

  @Override
  public String visitPattern(Source.Pattern source) {
    String within = source.within() == null ? "" : " " + within(source.within());
    String steps = source.root().accept(this);
    if (source.dialect() == Dialect.CLASSIC) {
      return steps + within;
    }
    String keys =
        source.partitionBy().isEmpty()
            ? ""
            : " PARTITION BY "
                + source.partitionBy().stream().map(Names::name).collect(Collectors.joining(", "));
    return source.mode() + " (" + steps + ")" + within + alias(source.alias()) + keys;
  }

  private static String within(Source.Within within) {
    return "WITHIN " + ExpressionPrinter.print(within.limit()) + (within.events() ? " EVENTS" : "");
  }

  private static String alias(@Nullable Name alias) {
    return alias == null ? "" : " AS " + Names.name(alias);
  }

  // ---- pattern steps

  @Override
  public String visitElement(PatternStep.Element step) {
    return (step.alias() == null ? "" : Names.name(step.alias()) + "=")
        + Names.stream(step.stream())
        + handlers(step.handlers())
        + (step.count() == null ? "" : count(step.count()));
  }

  private static String count(PatternStep.Count count) {
    Integer max = count.max();
    if (max != null && max == count.min()) {
      return "<" + count.min() + ">";
    }
    return "<" + count.min() + ":" + (max == null ? "" : max) + ">";
  }

  @Override
  public String visitChain(PatternStep.Chain step) {
    return step.steps().stream()
        .map(each -> each instanceof PatternStep.Chain ? group(each) : each.accept(this))
        .collect(Collectors.joining(stepSeparator));
  }

  @Override
  public String visitEvery(PatternStep.Every step) {
    boolean isElement = step.step() instanceof PatternStep.Element;
    return "EVERY " + (isElement ? step.step().accept(this) : group(step.step()));
  }

  @Override
  public String visitLogical(PatternStep.Logical step) {
    return step.operands().stream()
        .map(each -> each instanceof PatternStep.Logical ? group(each) : each.accept(this))
        .collect(Collectors.joining(" " + step.operator() + " "));
  }

  @Override
  public String visitAbsent(PatternStep.Absent step) {
    Expression duration = step.duration();
    return "NOT "
        + step.element().accept(this)
        + (duration == null ? "" : " FOR " + ExpressionPrinter.print(duration));
  }

  private String group(PatternStep step) {
    return "(" + step.accept(this) + ")";
  }

  // ---- handlers

  private String handlers(List<Handler> handlers) {
    return handlers.stream().map(each -> each.accept(this)).collect(Collectors.joining());
  }

  @Override
  public String visitFilter(Handler.Filter filter) {
    return "[" + ExpressionPrinter.print(filter.condition()) + "]";
  }

  @Override
  public String visitWindow(Handler.Window window) {
    return "#window." + window(window);
  }

  @Override
  public String visitFunction(Handler.Function function) {
    return "#"
        + (function.namespace() == null ? "" : Names.name(function.namespace()) + ":")
        + Names.function(function.name())
        + "("
        + ExpressionPrinter.arguments(function.arguments())
        + ")";
  }
}
