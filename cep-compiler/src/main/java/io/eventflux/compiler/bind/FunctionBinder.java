package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Resolves calls: functions that are syntax for CASE, functions and aggregates of the catalog. */
final class FunctionBinder {
  /** Where the functions belong that have a meaning in one place only (language 8.8). */
  private static final Map<String, String> ELSEWHERE = elsewhere();

  private final BindContext context;
  private final ExpressionBinder binder;
  private final ScalarCalls scalars;
  private final ConditionalCalls conditionals;
  private final AggregateCalls aggregates;

  FunctionBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
    this.scalars = new ScalarCalls(context, binder);
    this.conditionals = new ConditionalCalls(context, binder);
    this.aggregates = new AggregateCalls(context, binder);
  }

  private static Map<String, String> elsewhere() {
    Map<String, String> places = new HashMap<>();
    for (String name :
        List.of(
            "row_number", "rank", "dense_rank", "lag", "first_value", "last_value", "nth_value")) {
      places.put(name, "before OVER (PARTITION BY key ORDER BY time)");
    }
    for (String name :
        List.of(
            "prev", "next", "classifier", "match_number", "match_rowtime", "running", "final")) {
      places.put(name, "in DEFINE or MEASURES of MATCH_RECOGNIZE");
    }
    for (String window : List.of("tumble", "hop", "session")) {
      for (String part : List.of("_start", "_end", "_rowtime")) {
        places.put(
            window + part,
            "beside GROUP BY "
                + window.toUpperCase(Locale.ROOT)
                + "(...); a window table function gives window_start and window_end");
      }
    }
    places.put("grouping", "beside GROUP BY GROUPING SETS, ROLLUP or CUBE");
    places.put("proctime", "in DESCRIPTOR(...), and in ORDER BY of OVER and MATCH_RECOGNIZE");
    return Map.copyOf(places);
  }

  /** The only public method of a class with this name. */
  static Method method(Class<?> owner, String name) {
    return Arrays.stream(owner.getMethods())
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no method " + name));
  }

  @Nullable RexNode bind(Expression.FunctionCall written) {
    Expression.FunctionCall call = CallForms.resolved(written, binder.scope());
    if (call == null) {
      return badExtract(written);
    }
    String name =
        (call.namespace() == null ? "" : call.namespace().text() + ":") + call.name().text();
    String folded = name.toLowerCase(Locale.ROOT);
    if (binder.scope().input() instanceof MatchScope match
        && call.namespace() == null
        && match.navigates(folded)) {
      return match.navigate(call, binder);
    }
    BindContext.ScriptFunction script =
        call.namespace() == null ? context.scriptFunction(folded) : null;
    FunctionProvider.ScalarFunction scalar = context.catalogs().functions().scalar(folded);
    boolean isSyntax = SyntaxFunctions.contains(name);
    FunctionProvider.Aggregate aggregate = context.catalogs().functions().aggregate(folded);
    boolean isKnown = scalar != null || isSyntax || aggregate != null;
    boolean isScalar = scalar != null || isSyntax;
    Expression.AllColumns all = allColumns(call);
    if (all != null && (isKnown || script != null)) {
      return countOf(call, all);
    }
    if (script != null) {
      return script(call, script);
    }
    if (isKnown && !hasOnlyItsWords(call, name, isScalar)) {
      return null;
    }
    if (scalar != null) {
      return scalars.bind(call, name, scalar);
    }
    if (isSyntax) {
      return syntax(call, folded);
    }
    if (aggregate != null) {
      return aggregates.bind(call, name, aggregate);
    }
    if (all == null) {
      call.arguments().forEach(argument -> binder.bind(argument.value()));
    }
    AggregateCollector selector = binder.aggregates();
    Type grouped = selector == null ? null : selector.groupFunction(folded);
    if (grouped != null) {
      return context.opaque(grouped);
    }
    String belongs = call.namespace() == null ? ELSEWHERE.get(folded) : null;
    if (belongs != null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.FUNCTION_NOT_HERE,
                  call.span(),
                  "'" + name + "' has no meaning here")
              .fact("it belongs " + belongs));
      return null;
    }
    if (PlannedFunctions.contains(name)) {
      context.notSupported(call.name().span(), "function '" + name + "'");
      return null;
    }
    List<String> known = new ArrayList<>(context.catalogs().functions().names());
    Diagnostic unknown =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_FUNCTION,
            call.name().span(),
            "there is no function '" + name + "'");
    String local = call.name().text().toLowerCase(Locale.ROOT);
    List<String> elsewhere =
        known.stream()
            .filter(other -> other.substring(other.indexOf(':') + 1).equalsIgnoreCase(local))
            .distinct()
            .toList();
    boolean isCollection = folded.equals("array") || folded.equals("map");
    context.report(
        isCollection
            ? unknown.suggest("write " + name.toUpperCase(Locale.ROOT) + "[...] with brackets")
            : elsewhere.isEmpty()
                ? unknown.didYouMean(name, known)
                : unknown.suggest("did you mean '" + String.join("' or '", elsewhere) + "'?"));
    return null;
  }

  /** The {@code a.*} of a call that has no other argument, or null. */
  private static Expression.@Nullable AllColumns allColumns(Expression.FunctionCall call) {
    return call.arguments().size() == 1
            && call.arguments().get(0).value() instanceof Expression.AllColumns all
        ? all
        : null;
  }

  /** {@code COUNT(a.*)}: the rows of a variable of a row pattern (language 7.4). */
  private @Nullable RexNode countOf(Expression.FunctionCall call, Expression.AllColumns all) {
    if (call.namespace() != null || !call.name().is("count")) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  all.span(),
                  "'" + call.name() + "' takes values, not all columns of '" + all.source() + "'")
              .suggest("name a column: " + call.name() + "(" + all.source() + ".column)"));
      return null;
    }
    if (!(binder.scope().input() instanceof MatchScope match)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNSUPPORTED_SQL,
                  all.span(),
                  "COUNT(" + all.source() + ".*) counts rows of a variable of MATCH_RECOGNIZE only")
              .suggest("write COUNT(*), or COUNT of a column"));
      return null;
    }
    if (binder.aggregates() == null) {
      return aggregates.notAllowed(call, call.name().text());
    }
    return match.count(all.source());
  }

  /**
   * Whether there are no words in a call that its function has no meaning for; they are reported.
   */
  private boolean hasOnlyItsWords(Expression.FunctionCall call, String name, boolean isScalar) {
    int before = context.diagnostics().count();
    if (isScalar && call.distinct()) {
      context.report(
          DiagnosticCode.NO_OVERLOAD,
          call.span(),
          "'" + name + "' takes no DISTINCT: that is for aggregates");
    }
    if (isScalar && call.filter() != null) {
      context.report(
          DiagnosticCode.NO_OVERLOAD,
          call.filter().span(),
          "'" + name + "' takes no FILTER: that is for aggregates");
    }
    for (Argument argument : call.arguments()) {
      if (argument.name() != null && !name.equalsIgnoreCase("struct")) {
        context.report(
            DiagnosticCode.NO_OVERLOAD,
            argument.name().span(),
            "the arguments of '" + name + "' have places, not names");
      }
    }
    return context.diagnostics().count() == before;
  }

  private @Nullable RexNode badExtract(Expression.FunctionCall call) {
    List<Argument> arguments = call.arguments();
    if (arguments.size() != 2) {
      return wrongCount(call, "EXTRACT(unit FROM time)");
    }
    binder.bind(arguments.get(1).value());
    boolean isText = arguments.get(0).value() instanceof Literal.StringLiteral;
    Span place = arguments.get(0).value().span();
    String what =
        isText
            ? "'"
                + ((Literal.StringLiteral) arguments.get(0).value()).value()
                + "' is no part of a time"
            : "the part of a time to extract must be a constant word";
    context.report(
        Diagnostic.of(DiagnosticCode.BAD_ARGUMENT, place, what)
            .fact("parts: " + CallForms.PART_LIST));
    return null;
  }

  private @Nullable RexNode syntax(Expression.FunctionCall call, String name) {
    if (name.equals("cast") || name.equals("convert")) {
      return badCast(call);
    }
    if (name.equals("eventtimestamp")) {
      return rowTime(call);
    }
    if (name.equals("current_watermark")) {
      return watermark(call);
    }
    if (name.equals("struct")) {
      return binder.collections().row(call.arguments(), call.span());
    }
    if (name.equals("json_array") || name.equals("json_object")) {
      return binder.json().constructor(call, name.equals("json_object"));
    }
    if (CollectionBinder.isFunction(name)) {
      return binder.collections().function(call, name);
    }
    List<RexNode> values = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      RexNode value = binder.bind(argument.value());
      if (value != null) {
        values.add(value);
        spans.add(argument.value().span());
      }
    }
    if (values.size() < call.arguments().size()) {
      return null;
    }
    return switch (name) {
      case "coalesce", "str:coalesce" ->
          values.isEmpty()
              ? wrongCount(call, "coalesce(any, ...)")
              : conditionals.coalesce(call, values, spans);
      case "default", "ifnull", "nvl" ->
          values.size() != 2
              ? wrongCount(call, call.name() + "(any, any)")
              : conditionals.coalesce(call, values, spans);
      case "nullif" ->
          values.size() != 2
              ? wrongCount(call, "nullIf(any, any)")
              : conditionals.nullIf(values, spans);
      case "instanceofboolean",
          "instanceofdouble",
          "instanceoffloat",
          "instanceofinteger",
          "instanceoflong",
          "instanceofstring" ->
          values.size() != 1
              ? wrongCount(call, call.name() + "(any)")
              : conditionals.instanceOf(name.substring("instanceof".length()), values.get(0));
      case "isnull", "is_null" ->
          values.size() != 1
              ? wrongCount(call, call.name() + "(any)")
              : conditionals.isNull(values.get(0));
      default ->
          values.size() != 3
              ? wrongCount(call, call.name() + "(BOOLEAN, any, any)")
              : conditionals.ifThenElse(values, spans);
    };
  }

  /** A cast with a type that is no name of one; the parser has read all others. */
  private @Nullable RexNode badCast(Expression.FunctionCall call) {
    if (call.arguments().size() != 2) {
      return wrongCount(call, call.name() + "(any, 'type')");
    }
    Expression type = call.arguments().get(1).value();
    binder.bind(call.arguments().get(0).value());
    context.report(
        type instanceof Literal.StringLiteral text
            ? Diagnostic.of(
                    DiagnosticCode.BAD_CAST,
                    type.span(),
                    "'"
                        + text.value()
                        + "' is no type of one word, and '"
                        + call.name()
                        + "' takes no other")
                .suggest("write CAST(value AS type), as in CAST(x AS ARRAY<INT>)")
            : Diagnostic.of(
                    DiagnosticCode.BAD_CAST,
                    type.span(),
                    "the type of '" + call.name() + "' must be a constant text")
                .suggest("write " + call.name() + "(x, 'int'), or CAST(x AS INT)"));
    return null;
  }

  /** A function of the app: parameters that have types take what can be assigned to them. */
  private @Nullable RexNode script(
      Expression.FunctionCall call, BindContext.ScriptFunction function) {
    List<@Nullable RexNode> values = new ArrayList<>();
    call.arguments().forEach(argument -> values.add(binder.bind(argument.value())));
    List<Column> parameters = function.parameters();
    if (parameters != null && parameters.size() != values.size()) {
      return wrongCount(
          call,
          parameters.stream()
              .map(each -> each.type() == null ? "?" : each.type().sqlName())
              .collect(Collectors.joining(", ", call.name() + "(", ")")));
    }
    for (int i = 0; parameters != null && i < values.size(); i++) {
      Type type = parameters.get(i).type();
      if (type != null) {
        binder.assigned(
            values.get(i),
            call.arguments().get(i).value().span(),
            type,
            "parameter '" + parameters.get(i).name() + "' of function '" + call.name() + "'");
      }
    }
    return function.returns() == null ? null : context.opaque(function.returns());
  }

  private @Nullable RexNode wrongCount(Expression.FunctionCall call, String accepted) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.NO_OVERLOAD,
                call.span(),
                "'" + call.name() + "' does not take " + count(call.arguments().size()))
            .fact("accepted: " + accepted));
    return null;
  }

  private static String count(int arguments) {
    return arguments == 1 ? "1 argument" : arguments + " arguments";
  }

  private @Nullable RexNode rowTime(Expression.FunctionCall call) {
    if (call.arguments().isEmpty()) {
      return context.expressions().rowTime();
    }
    Expression.Qualifier event =
        call.arguments().size() == 1 ? CallForms.event(call.arguments().get(0).value()) : null;
    if (event == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  call.span(),
                  "'" + call.name() + "' takes a pattern element or a stream")
              .fact("accepted: eventTimestamp(), eventTimestamp(e1), eventTimestamp(e1[last])"));
      return null;
    }
    return binder.scope().time(event);
  }

  /** {@code CURRENT_WATERMARK(ts)}, where ts is a column of the only stream of the query. */
  private @Nullable RexNode watermark(Expression.FunctionCall call) {
    if (call.arguments().size() != 1) {
      return wrongCount(call, call.name() + "(TIMESTAMP), " + call.name() + "(BIGINT)");
    }
    Expression argument = call.arguments().get(0).value();
    RexNode value = binder.typed(argument);
    if (value == null) {
      return null;
    }
    Type type = Expressions.type(value);
    if (type != Type.TIMESTAMP && type != Type.LONG) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  call.span(),
                  "'" + call.name() + "' does not take (" + type.sqlName() + ")")
              .fact("accepted: " + call.name() + "(TIMESTAMP), " + call.name() + "(BIGINT)"));
      return null;
    }
    if (!(argument instanceof Expression.ColumnReference column)) {
      context.report(
          DiagnosticCode.BAD_ARGUMENT,
          argument.span(),
          "'" + call.name() + "' takes the time column of a stream");
      return null;
    }
    if (!(binder.scope().input() instanceof RowScope rows) || !rows.isOneStream()) {
      context.notSupported(
          call.span(), "CURRENT_WATERMARK of anything but the only stream of a query");
      return context.opaque(type);
    }
    Relation relation = context.rows().catalog().known(rows.parts().get(0).original());
    PlanNode.Watermark declared = relation == null ? null : relation.watermark();
    List<Column> columns = relation == null ? null : relation.columns();
    if (declared != null && columns != null) {
      String time = columns.get(declared.column()).name();
      if (!time.equals(column.name().text())) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_ARGUMENT,
                    argument.span(),
                    "'"
                        + column.name()
                        + "' is not the time column of '"
                        + rows.parts().get(0).original()
                        + "'")
                .suggest("write " + call.name() + "(" + time + ")"));
        return null;
      }
    }
    RexNode millis = context.expressions().watermark();
    return type == Type.LONG ? millis : context.expressions().cast(millis, Type.TIMESTAMP);
  }

  /** The arguments of {@code call}, or null if one of them is wrong. */
  static @Nullable List<RexNode> arguments(Expression.FunctionCall call, ExpressionBinder binder) {
    List<RexNode> arguments = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      RexNode value = binder.bind(argument.value());
      if (value != null) {
        arguments.add(value);
      }
    }
    return arguments.size() < call.arguments().size() ? null : arguments;
  }
}
