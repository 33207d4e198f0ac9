package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds the window table functions of FROM (language 7.2). TUMBLE over event time can be run; of
 * the others the columns and errors are found. One thread.
 */
final class WindowTableBinder {
  /** The durations of each function, in order; an offset can be left out. */
  private static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "tumble", List.of("size", "offset"),
          "hop", List.of("slide", "size", "offset"),
          "cumulate", List.of("step", "max", "offset"),
          "session", List.of("gap"));

  /** The names of all of them, in lower case. */
  static final List<String> NAMES = List.of("tumble", "hop", "cumulate", "session");

  /** The columns that they add to those of their stream. */
  private static final List<String> BORDERS = List.of("window_start", "window_end", "window_time");

  /** Twice as much is a time that can be counted. */
  private static final long MILLIS_MAX = Long.MAX_VALUE / 2;

  private final BindContext context;
  private final Expressions expressions;
  private final SourceBinder sources;
  private final @Nullable Expression where;

  WindowTableBinder(BindContext context, SourceBinder sources, @Nullable Expression where) {
    this.context = context;
    this.expressions = context.expressions();
    this.sources = sources;
    this.where = where;
  }

  BoundSource bind(Source.WindowTable source) {
    StreamName input =
        new StreamName(StreamName.Kind.PLAIN, source.input().text(), source.input().span());
    Relation relation = sources.relation(input);
    String function = source.function().text().toLowerCase(Locale.ROOT);
    if (!NAMES.contains(function)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_FUNCTION,
                  source.function().span(),
                  "there is no table function '" + source.function() + "'")
              .didYouMean(function, NAMES));
      return BoundSource.broken(context, List.of(SourceBinder.part(input, source.alias(), null)));
    }
    if (relation != null && !relation.givesEvents()) {
      context.report(
          DiagnosticCode.TABLE_AS_STREAM,
          source.input().span(),
          relation.kind() + " '" + relation.name() + "' alone gives no events");
      relation = null;
    }
    if (relation != null && relation.columns() != null) {
      bordersAreNew(source, function, relation, relation.columns());
    }
    if (!function.equals("tumble") || !source.handlers().isEmpty()) {
      return refused(source, function, input, relation);
    }
    if (!source.partitionBy().isEmpty()) {
      context.notSupported(source.partitionBy().get(0).span(), "PARTITION BY in TUMBLE");
    }
    List<Long> millis = durations(source, function);
    boolean isTimed = relation != null && hasEventTime(source, relation);
    RowScope.Part whole = withBorders(SourceBinder.part(input, source.alias(), relation));
    RowScope scope = new RowScope(context, List.of(whole));
    int firstColumn = whole.columns() == null ? 0 : whole.columns().size() - BORDERS.size();
    RexNode condition =
        where == null
            ? null
            : new ExpressionBinder(context, scope, null, "WHERE").condition(where, "WHERE");
    if (relation == null || relation.columns() == null || millis == null || !isTimed) {
      return new BoundSource(
          null, scope, false, false, new BoundSource.Tumble(input.name(), 0, 0, firstColumn));
    }
    long size = millis.get(0);
    long offset = millis.get(1);
    RelNode rel = tumbled(sources.scan(relation.name(), relation.columns()), size, offset);
    return new BoundSource(
        condition == null ? rel : sources.filtered(rel, List.of(condition)),
        scope,
        false,
        false,
        new BoundSource.Tumble(relation.name(), size, offset, firstColumn));
  }

  /** Reports columns of the stream that are called as those which the function adds. */
  private void bordersAreNew(
      Source.WindowTable source, String function, Relation relation, List<Column> columns) {
    for (String border : BORDERS) {
      if (Column.indexOf(columns, border) >= 0) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_ATTRIBUTE,
                    source.input().span(),
                    relation.kind()
                        + " '"
                        + relation.name()
                        + "' has a column '"
                        + border
                        + "' already, and "
                        + function.toUpperCase(Locale.ROOT)
                        + " adds one")
                .suggest("read it through a query that gives the column another name"));
      }
    }
  }

  /** The columns of a table function that cannot be run yet, and what is wrong with it. */
  private BoundSource refused(
      Source.WindowTable source, String function, StreamName input, @Nullable Relation relation) {
    RowScope.Part whole = SourceBinder.part(input, source.alias(), relation);
    List<Column> columns = whole.columns();
    RowScope before = new RowScope(context, List.of(whole));
    ExpressionBinder keys = new ExpressionBinder(context, before, null, "PARTITION BY");
    source.partitionBy().forEach(keys::typed);
    durations(source, function);
    if (source.timeColumn() != null && relation != null && columns != null) {
      hasTimeColumn(source.timeColumn(), relation, columns);
    }
    RowScope scope = new RowScope(context, List.of(withBorders(whole)));
    BoundSource rows = sources.handlers(source.handlers(), relation, scope, where);
    int firstColumn = columns == null ? 0 : columns.size();
    return new BoundSource(
        null,
        scope,
        rows.batch(),
        rows.sliding(),
        new BoundSource.Tumble(input.name(), 0, 0, firstColumn));
  }

  private static RowScope.Part withBorders(RowScope.Part part) {
    if (part.columns() == null) {
      return part;
    }
    List<Column> columns = new ArrayList<>(part.columns());
    for (String border : BORDERS) {
      columns.add(new Column(border, Type.TIMESTAMP));
    }
    return new RowScope.Part(part.name(), part.kind(), part.original(), columns);
  }

  private boolean hasTimeColumn(Name column, Relation relation, List<Column> columns) {
    int index = Column.indexOf(columns, column.text());
    if (index < 0) {
      context.report(relation.unknownColumn(column, columns));
      return false;
    }
    Type type = columns.get(index).type();
    if (type != null && type != Type.LONG && type != Type.TIMESTAMP) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  column.span(),
                  "the time of a window is BIGINT or TIMESTAMP, not " + type.sqlName())
              .labelled(type.sqlName()));
      return false;
    }
    return true;
  }

  private boolean hasEventTime(Source.WindowTable source, Relation relation) {
    if (source.timeColumn() == null) {
      context.notSupported(source.span(), "DESCRIPTOR(PROCTIME())");
      return false;
    }
    List<Column> columns = relation.columns();
    if (columns == null) {
      return false;
    }
    if (!hasTimeColumn(source.timeColumn(), relation, columns)) {
      return false;
    }
    int index = Column.indexOf(columns, source.timeColumn().text());
    if (relation.watermark() == null || relation.watermark().column() != index) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NOT_SUPPORTED_YET,
                  source.timeColumn().span(),
                  "TUMBLE over a column that is not the event time of its stream"
                      + " is not supported yet")
              .suggest(
                  "declare WATERMARK FOR "
                      + source.timeColumn()
                      + " AS "
                      + source.timeColumn()
                      + " in stream '"
                      + relation.name()
                      + "'"));
      return false;
    }
    return true;
  }

  /** The columns of the stream and the borders of the window that each row falls into. */
  private RelNode tumbled(RelNode scan, long size, long offset) {
    RexNode time = expressions.rowTime();
    RexNode sizeMillis = expressions.constant(size, Type.LONG);
    RexNode shifted =
        offset == 0
            ? time
            : expressions.operation(
                PlanOperator.SUBTRACT, Type.LONG, time, expressions.constant(offset, Type.LONG));
    // A remainder has the sign of its dividend; times before the epoch need the other one.
    RexNode inWindow =
        expressions.operation(
            PlanOperator.REMAINDER,
            Type.LONG,
            expressions.operation(
                PlanOperator.ADD,
                Type.LONG,
                expressions.operation(PlanOperator.REMAINDER, Type.LONG, shifted, sizeMillis),
                sizeMillis),
            sizeMillis);
    RexNode start = expressions.operation(PlanOperator.SUBTRACT, Type.LONG, time, inWindow);
    List<RexNode> all = new ArrayList<>();
    for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
      all.add(expressions.rex().makeInputRef(scan, i));
    }
    List<String> names = new ArrayList<>(scan.getRowType().getFieldNames());
    names.addAll(BORDERS);
    all.add(expressions.cast(start, Type.TIMESTAMP));
    for (long distance : new long[] {size, size - 1}) {
      all.add(
          expressions.cast(
              expressions.operation(
                  PlanOperator.ADD, Type.LONG, start, expressions.constant(distance, Type.LONG)),
              Type.TIMESTAMP));
    }
    return LogicalProject.create(scan, List.of(), all, names, Set.of());
  }

  // ---- arguments

  /** The durations in the order of {@link #PARAMETERS}, 0 for no offset; null after a report. */
  private @Nullable List<Long> durations(Source.WindowTable source, String function) {
    List<String> names = PARAMETERS.getOrDefault(function, List.of());
    int requiredCount = names.contains("offset") ? names.size() - 1 : names.size();
    List<@Nullable Argument> given = new ArrayList<>(Collections.nCopies(names.size(), null));
    boolean isFit = source.arguments().size() <= names.size();
    for (int i = 0; isFit && i < source.arguments().size(); i++) {
      Argument argument = source.arguments().get(i);
      int place =
          argument.name() == null
              ? i
              : names.indexOf(argument.name().text().toLowerCase(Locale.ROOT));
      isFit = place >= 0 && given.set(place, argument) == null;
    }
    if (!isFit || given.subList(0, requiredCount).contains(null)) {
      String upper = function.toUpperCase(Locale.ROOT);
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  source.span(),
                  upper + " takes " + String.join(", ", names.subList(0, requiredCount)))
              .fact(
                  "accepted: "
                      + upper
                      + "(TABLE stream, DESCRIPTOR(column), "
                      + String.join(", ", names.subList(0, requiredCount))
                      + (requiredCount < names.size() ? " [, offset])" : ")")));
      return null;
    }
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Argument argument = given.get(i);
      Long each = argument == null ? Long.valueOf(0) : millis(argument, names.get(i));
      if (each != null) {
        millis.add(each);
      }
    }
    if (millis.size() < given.size()) {
      return null;
    }
    Argument largest = given.get(names.size() > 1 ? 1 : 0);
    if (function.equals("cumulate") && millis.get(1) % millis.get(0) != 0 && largest != null) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          largest.value().span(),
          "the largest window must be a multiple of the step");
      return null;
    }
    return millis;
  }

  /** Milliseconds of a parameter; null after a report. */
  private @Nullable Long millis(Argument argument, String parameter) {
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "a window parameter");
    RexNode value = binder.typed(argument.value());
    if (value == null) {
      return null;
    }
    RexNode constant = context.fold(value);
    Type type = Expressions.type(constant);
    boolean isDuration = type.isInteger() || type == Type.INTERVAL;
    if (!isDuration || !Expressions.isConstant(constant)) {
      context.report(
          isDuration ? DiagnosticCode.WINDOW_PARAM_NOT_CONSTANT : DiagnosticCode.NO_OVERLOAD,
          argument.value().span(),
          "'" + parameter + "' must be a constant duration");
      return null;
    }
    long millis = Expressions.value(constant) instanceof Number number ? number.longValue() : 0;
    if (Math.abs(millis) > MILLIS_MAX || millis == Long.MIN_VALUE) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          argument.value().span(),
          "'" + parameter + "' is longer than time: at most " + MILLIS_MAX + " ms");
      return null;
    }
    if (millis <= 0 && !parameter.equals("offset")) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          argument.value().span(),
          "'" + parameter + "' must be greater than zero");
      return null;
    }
    return millis;
  }
}
