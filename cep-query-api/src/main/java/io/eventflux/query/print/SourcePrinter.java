package io.eventflux.query.print;

import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Source;
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
    List<Handler> handlers = source.handlers();
    Handler last = handlers.isEmpty() ? null : handlers.get(handlers.size() - 1);
    if (dialect == Dialect.SQL && last instanceof Handler.Window window) {
      String others = handlers(handlers.subList(0, handlers.size() - 1));
      return Names.stream(source.stream())
          + others
          + alias(source.alias())
          + " WINDOW "
          + window(window);
    }
    return Names.stream(source.stream()) + handlers(handlers) + alias(source.alias());
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
    return "TABLE("
        + Names.function(source.function())
        + "(TABLE "
        + Names.name(source.input())
        + keys
        + ", DESCRIPTOR("
        + time
        + ")"
        + arguments
        + "))"
        + alias(source.alias());
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
