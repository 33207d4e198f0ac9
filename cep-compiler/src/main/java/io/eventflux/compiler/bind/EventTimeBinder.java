package io.eventflux.compiler.bind;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The event time of a stream: {@code WATERMARK FOR}, {@code @watermark} and options. */
final class EventTimeBinder {
  private final BindContext context;

  EventTimeBinder(BindContext context) {
    this.context = context;
  }

  /**
   * What a stream says about its time.
   *
   * @param lateStream where the name of the late stream stands; null if there is none
   */
  record EventTime(
      PlanNode.@Nullable Watermark watermark,
      long allowedLatenessMillis,
      @Nullable Option lateStream) {}

  /** One of the ways to say it. */
  private record Declaration(String column, long delayMillis, Span span) {}

  EventTime bind(Definition.Stream stream, List<Column> columns) {
    List<Option> options = new ArrayList<>(stream.options());
    List<Declaration> declarations = new ArrayList<>();
    for (Annotation annotation : stream.annotations()) {
      if (annotation.is("watermark")) {
        Declaration declaration = annotation(annotation);
        if (declaration != null) {
          declarations.add(declaration);
        }
        options.addAll(annotation.options());
      }
    }
    for (Definition.Watermark watermark : stream.watermarks()) {
      Declaration declaration = clause(watermark, columns);
      if (declaration != null) {
        declarations.add(declaration);
      }
    }
    Option column = ConnectorBinder.find(stream.options(), "event.time");
    if (column != null) {
      Option delay = ConnectorBinder.find(stream.options(), "watermark.delay");
      declarations.add(
          new Declaration(column.text(), delay == null ? 0 : duration(delay), column.span()));
    }
    Option lateness = ConnectorBinder.find(options, "allowed.lateness");
    Option late = ConnectorBinder.find(options, "late.stream");
    Option future = ConnectorBinder.find(options, "max-future");
    Option idle = ConnectorBinder.find(options, "idle.timeout");
    if (declarations.size() > 1) {
      context.report(
          DiagnosticCode.BAD_WATERMARK,
          declarations.get(1).span(),
          "stream '" + stream.name() + "' has a second watermark");
    }
    if (declarations.isEmpty()) {
      Option lost =
          Stream.of(lateness, late, future, idle).filter(Objects::nonNull).findFirst().orElse(null);
      if (lost != null && stream.watermarks().isEmpty()) {
        context.report(
            DiagnosticCode.BAD_OPTION_COMBINATION,
            lost.span(),
            "stream '" + stream.name() + "' has no watermark that this could belong to");
      }
      return new EventTime(null, 0, null);
    }
    if (future != null && context.isPlayback()) {
      context.report(
          DiagnosticCode.BAD_OPTION_COMBINATION,
          future.span(),
          "'max-future' looks at the clock of the machine, and playback does not");
    }
    PlanNode.Watermark watermark =
        watermark(
            stream,
            declarations.get(0),
            columns,
            late == null ? null : late.text(),
            future == null ? Long.MAX_VALUE : duration(future),
            idle == null ? 0 : positive(idle));
    return new EventTime(watermark, lateness == null ? 0 : duration(lateness), late);
  }

  private PlanNode.@Nullable Watermark watermark(
      Definition.Stream stream,
      Declaration declaration,
      List<Column> columns,
      @Nullable String lateStream,
      long futureMillisMax,
      long idleMillis) {
    int index = Column.indexOf(columns, declaration.column());
    if (index < 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_WATERMARK,
                  declaration.span(),
                  "column '"
                      + declaration.column()
                      + "' does not exist in stream '"
                      + stream.name()
                      + "'")
              .fact("columns: " + Column.list(columns))
              .didYouMean(declaration.column(), columns.stream().map(Column::name).toList()));
      return null;
    }
    Type type = columns.get(index).type();
    if (type == null) {
      return null;
    }
    if (type != Type.LONG && type != Type.TIMESTAMP) {
      context.report(
          DiagnosticCode.BAD_WATERMARK,
          declaration.span(),
          "event time must be TIMESTAMP or BIGINT, but column '"
              + declaration.column()
              + "' is "
              + type.sqlName());
      return null;
    }
    return new PlanNode.Watermark(
        index, declaration.delayMillis(), lateStream, futureMillisMax, idleMillis);
  }

  private @Nullable Declaration annotation(Annotation annotation) {
    Option attribute = ConnectorBinder.find(annotation.options(), "attribute");
    if (attribute == null) {
      // A value without a key has been reported; it was meant to be this.
      if (annotation.options().stream().allMatch(option -> option.key() != null)) {
        context.report(
            DiagnosticCode.BAD_ANNOTATION, annotation.span(), "@watermark needs 'attribute'");
      }
      return null;
    }
    Option delay = ConnectorBinder.find(annotation.options(), "delay");
    return new Declaration(attribute.text(), delay == null ? 0 : duration(delay), attribute.span());
  }

  /** {@code WATERMARK FOR ts AS ts} or {@code ts - duration}. */
  private @Nullable Declaration clause(Definition.Watermark watermark, List<Column> columns) {
    Name column = watermark.column();
    if (Column.indexOf(columns, column.text()) < 0) {
      // Said where the column is looked up.
      return new Declaration(column.text(), 0, column.span());
    }
    Expression expression = watermark.expression();
    if (isColumn(expression, column)) {
      return new Declaration(column.text(), 0, column.span());
    }
    if (expression instanceof Expression.Arithmetic chain
        && chain.rest().size() == 1
        && chain.rest().get(0).operator() == Expression.ArithmeticOperator.SUBTRACT
        && isColumn(chain.first(), column)) {
      OptionalLong delay = millis(chain.rest().get(0).operand());
      if (delay.isPresent() && delay.getAsLong() >= 0) {
        return new Declaration(column.text(), delay.getAsLong(), column.span());
      }
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_WATERMARK,
                expression.span(),
                "a watermark is its column, or its column minus a constant duration")
            .fact("example: " + column + " - INTERVAL '5' SECOND"));
    return null;
  }

  private static boolean isColumn(Expression expression, Name column) {
    return expression instanceof Expression.ColumnReference reference
        && reference.qualifier() == null
        && reference.name().text().equals(column.text());
  }

  private static OptionalLong millis(Expression expression) {
    if (expression instanceof Literal.DurationLiteral duration) {
      return OptionalLong.of(duration.millis());
    }
    if (expression instanceof Literal.IntLiteral number) {
      return OptionalLong.of(number.value());
    }
    return expression instanceof Literal.LongLiteral number
        ? OptionalLong.of(number.value())
        : OptionalLong.empty();
  }

  /** A stream that is idle without any time in between would never be waited for. */
  private long positive(Option option) {
    long millis = duration(option);
    if (millis == 0 && DurationText.millis(option.text()).isPresent()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_OPTION_VALUE,
                  option.span(),
                  "option '" + option.key() + "' takes a duration greater than zero")
              .fact("example: '30 sec'"));
    }
    return millis;
  }

  private long duration(Option option) {
    OptionalLong millis = DurationText.millis(option.text());
    if (millis.isEmpty()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_OPTION_VALUE,
                  option.span(),
                  "'" + option.text() + "' is no duration")
              .fact("example: '30 sec'"));
    }
    return millis.orElse(0);
  }
}
