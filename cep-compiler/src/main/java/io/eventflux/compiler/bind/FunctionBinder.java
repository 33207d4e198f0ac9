package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.ConstantFolder;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.FromApp;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.HostValues;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Resolves calls: functions that are syntax for CASE, functions and aggregates of the catalog. */
final class FunctionBinder {
  private static final String NESTED = "an aggregate";

  /** Each stands one level deeper than the one before it, and all later stages recurse. */
  private static final int COMPUTED_ARGUMENTS_MAX = 100;

  private static final Set<String> ELSEWHERE =
      Set.of(
          "row_number",
          "rank",
          "dense_rank",
          "lag",
          "first_value",
          "last_value",
          "nth_value",
          "prev",
          "next",
          "classifier",
          "match_number",
          "match_rowtime",
          "running",
          "final",
          "tumble_start",
          "tumble_end",
          "tumble_rowtime",
          "grouping",
          "proctime");

  private static final FunctionBinding IS_OF =
      new FunctionBinding(
          "instanceOf",
          method(HostValues.class, "isOf"),
          List.of(Type.OBJECT, Type.STRING),
          Type.BOOL,
          true,
          false);

  private final BindContext context;
  private final ExpressionBinder binder;

  FunctionBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
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
    if (call.arguments().size() == 1
        && call.arguments().get(0).value() instanceof Expression.AllColumns all) {
      return countOf(call, all);
    }
    BindContext.ScriptFunction script =
        call.namespace() == null ? context.scriptFunction(folded) : null;
    if (script != null) {
      return script(call, script);
    }
    FunctionProvider.ScalarFunction scalar = context.catalogs().functions().scalar(folded);
    boolean isSyntax = SyntaxFunctions.contains(name);
    FunctionProvider.Aggregate aggregate = context.catalogs().functions().aggregate(folded);
    boolean isKnown = scalar != null || isSyntax || aggregate != null;
    boolean isScalar = scalar != null || isSyntax;
    if (isKnown && !hasOnlyItsWords(call, name, isScalar)) {
      return null;
    }
    if (scalar != null) {
      return scalar(call, name, scalar);
    }
    if (isSyntax) {
      return syntax(call, folded);
    }
    if (aggregate != null) {
      return aggregate(call, name, aggregate);
    }
    call.arguments().forEach(argument -> binder.bind(argument.value()));
    AggregateCollector selector = binder.aggregates();
    Type grouped = selector == null ? null : selector.groupFunction(folded);
    if (grouped != null) {
      return context.opaque(grouped);
    }
    if (ELSEWHERE.contains(folded)) {
      context.report(
          DiagnosticCode.FUNCTION_NOT_HERE, call.span(), "'" + name + "' has no meaning here");
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
    context.report(
        elsewhere.isEmpty()
            ? unknown.didYouMean(name, known)
            : unknown.suggest("did you mean '" + String.join("' or '", elsewhere) + "'?"));
    return null;
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
      return aggregateNotAllowed(call, call.name().text());
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

  // ---- functions that are another way to write CASE

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
          values.isEmpty() ? wrongCount(call, "coalesce(any, ...)") : coalesce(call, values, spans);
      case "default", "ifnull", "nvl" ->
          values.size() != 2
              ? wrongCount(call, call.name() + "(any, any)")
              : coalesce(call, values, spans);
      case "nullif" ->
          values.size() != 2 ? wrongCount(call, "nullIf(any, any)") : nullIf(values, spans);
      case "instanceofboolean",
          "instanceofdouble",
          "instanceoffloat",
          "instanceofinteger",
          "instanceoflong",
          "instanceofstring" ->
          values.size() != 1
              ? wrongCount(call, call.name() + "(any)")
              : instanceOf(name.substring("instanceof".length()), values.get(0));
      case "isnull", "is_null" ->
          values.size() != 1 ? wrongCount(call, call.name() + "(any)") : isNull(values.get(0));
      default ->
          values.size() != 3
              ? wrongCount(call, call.name() + "(BOOLEAN, any, any)")
              : ifThenElse(values, spans);
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

  private RexNode isNull(RexNode value) {
    return ExpressionBinder.isUntypedNull(value)
        ? context.expressions().constant(true)
        : context.expressions().condition(PlanOperator.IS_NULL, value);
  }

  /**
   * Of a value whose type is known only NULL is left to find out at run time; OBJECT is any type.
   */
  private RexNode instanceOf(String word, RexNode value) {
    Type.Scalar wanted =
        switch (word) {
          case "boolean" -> Type.Scalar.BOOL;
          case "double" -> Type.Scalar.DOUBLE;
          case "float" -> Type.Scalar.FLOAT;
          case "integer" -> Type.Scalar.INT;
          case "long" -> Type.Scalar.LONG;
          default -> Type.Scalar.STRING;
        };
    Expressions expressions = context.expressions();
    if (ExpressionBinder.isUntypedNull(value)) {
      return expressions.constant(false);
    }
    if (Expressions.type(value) == Type.OBJECT) {
      RexNode type = expressions.constant(wanted.name(), Type.STRING);
      RexNode isOf = expressions.function(IS_OF, true, List.of(value, type));
      return expressions.condition(PlanOperator.IS_TRUE, isOf);
    }
    return Expressions.type(value).equals(wanted)
        ? expressions.condition(PlanOperator.IS_NOT_NULL, value)
        : expressions.constant(false);
  }

  private @Nullable RexNode coalesce(
      Expression.FunctionCall call, List<RexNode> values, List<Span> spans) {
    List<RexNode> typed = new ArrayList<>();
    List<Span> places = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (!ExpressionBinder.isUntypedNull(values.get(i))) {
        typed.add(values.get(i));
        places.add(spans.get(i));
      }
    }
    if (typed.isEmpty()) {
      return values.get(0);
    }
    Type type = binder.common(typed, places, "the arguments");
    if (type == null) {
      return null;
    }
    if (typed.stream().filter(Expressions::isComputed).count() > COMPUTED_ARGUMENTS_MAX) {
      context.report(
          DiagnosticCode.TOO_COMPLEX,
          call.span(),
          "'"
              + call.name()
              + "' takes at most "
              + COMPUTED_ARGUMENTS_MAX
              + " arguments that are more than a column");
      return null;
    }
    return firstPresent(typed, type);
  }

  /** From the last to the first: a value is computed only if all before it are NULL. */
  private RexNode firstPresent(List<RexNode> values, Type type) {
    RexNode result = binder.widen(values.get(values.size() - 1), type);
    List<RexNode> plain = new ArrayList<>();
    for (int i = values.size() - 2; i >= 0; i--) {
      RexNode value = values.get(i);
      if (Expressions.isComputed(value) || i == 0) {
        List<RexNode> next = List.copyOf(plain);
        RexNode otherwise = result;
        RexNode chosen = context.once(value, first -> present(first, next, otherwise, type));
        result = Objects.requireNonNull(chosen, "the types have been checked");
        plain.clear();
      } else {
        plain.add(0, value);
      }
    }
    return result;
  }

  private RexNode present(RexNode first, List<RexNode> next, RexNode otherwise, Type type) {
    List<RexNode> conditions = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    for (int i = -1; i < next.size(); i++) {
      RexNode value = i < 0 ? first : next.get(i);
      conditions.add(context.expressions().condition(PlanOperator.IS_NOT_NULL, value));
      values.add(binder.widen(value, type));
    }
    return context.expressions().conditional(conditions, values, otherwise, type);
  }

  private @Nullable RexNode nullIf(List<RexNode> values, List<Span> spans) {
    if (ExpressionBinder.isUntypedNull(values.get(0))
        || ExpressionBinder.isUntypedNull(values.get(1))) {
      return values.get(0);
    }
    Type type = Expressions.type(values.get(0));
    return context.once(
        values.get(0),
        value -> {
          RexNode equal =
              binder.comparisons().equality(value, spans.get(0), values.get(1), spans.get(1));
          return equal == null
              ? null
              : context
                  .expressions()
                  .conditional(
                      List.of(equal),
                      List.of(context.expressions().constant(null, type)),
                      value,
                      type);
        });
  }

  private @Nullable RexNode ifThenElse(List<RexNode> values, List<Span> spans) {
    RexNode condition = binder.condition(values.get(0), spans.get(0), "the first argument");
    return condition == null
        ? null
        : binder.choice(
            List.of(condition),
            List.of(values.get(1)),
            values.get(2),
            spans.subList(1, 3),
            "the arguments");
  }

  // ---- functions of the catalog

  private @Nullable RexNode scalar(
      Expression.FunctionCall call, String name, FunctionProvider.ScalarFunction function) {
    List<RexNode> arguments = arguments(call, binder);
    if (arguments == null) {
      return null;
    }
    List<FunctionDescriptor.Signature> signatures = function.descriptor().signatures();
    int chosen = choose(signatures, function.methods(), arguments);
    if (chosen < 0) {
      context.report(noOverload(call, name, arguments, signatures));
      return null;
    }
    if (!checkConstants(call, function, chosen, arguments)) {
      return null;
    }
    FunctionDescriptor.Signature signature = sized(signatures.get(chosen), arguments);
    Method method = function.methods().get(chosen);
    List<RexNode> all = fromApp(method, signature);
    List<Type> types = new ArrayList<>(all.stream().map(Expressions::type).toList());
    List<Type> passed = passedTypes(signature, method);
    types.addAll(passed);
    FunctionBinding binding =
        new FunctionBinding(
            function.descriptor().name(),
            method,
            types,
            signature.returns(),
            function.strict(),
            function.fallible());
    for (int i = 0; i < arguments.size(); i++) {
      Type type = passed.get(Math.min(i, passed.size() - 1));
      RexNode argument = arguments.get(i);
      boolean isText = type == Type.STRING && !ExpressionBinder.isUntypedNull(argument);
      all.add(
          isText
              ? context.expressions().cast(argument, Type.STRING)
              : binder.widen(argument, type));
    }
    RexNode result =
        context.expressions().function(binding, function.descriptor().deterministic(), all);
    // A method may give as many digits as fit into any DECIMAL.
    Type size = sizedType(signatures.get(chosen), arguments);
    return size != null && signature.returns() instanceof Type.Decimal
        ? context.expressions().cast(result, size)
        : result;
  }

  /**
   * A signature with DECIMAL is for every precision and scale: the one that all its arguments have
   * in common. Results have the scale of it, and all digits until they are cast.
   */
  private static FunctionDescriptor.Signature sized(
      FunctionDescriptor.Signature signature, List<RexNode> arguments) {
    Type.Decimal size = sizedType(signature, arguments);
    if (size == null) {
      return signature;
    }
    Type returns = new Type.Decimal(Type.Decimal.PRECISION_MAX, size.scale());
    return new FunctionDescriptor.Signature(
        signature.parameters().stream()
            .map(each -> each.equals(Type.DECIMAL) ? size : each)
            .toList(),
        signature.variadic(),
        signature.returns().equals(Type.DECIMAL) ? returns : signature.returns());
  }

  /** What DECIMAL stands for in a call; null if no argument is for it. */
  private static Type.@Nullable Decimal sizedType(
      FunctionDescriptor.Signature signature, List<RexNode> arguments) {
    Type size = null;
    for (int i = 0; i < arguments.size(); i++) {
      RexNode argument = arguments.get(i);
      if (parameter(signature, i).equals(Type.DECIMAL)
          && !ExpressionBinder.isUntypedNull(argument)) {
        Type type = Expressions.type(argument);
        size = size == null ? type : Conversions.common(size, type).orElse(Type.DECIMAL);
      }
    }
    return size instanceof Type.Decimal decimal ? decimal : null;
  }

  /** The arguments that the app gives, which come before those of the user. */
  private List<RexNode> fromApp(Method method, FunctionDescriptor.Signature signature) {
    boolean hasZone =
        !signature.parameters().contains(Type.DATE) && !signature.parameters().contains(Type.TIME);
    List<RexNode> values = new ArrayList<>();
    for (FromApp.Fact fact : FromApp.Parameters.of(method)) {
      values.add(
          switch (fact) {
            case CLOCK -> context.expressions().now();
            case TIME_ZONE ->
                context.expressions().constant(hasZone ? context.timeZone() : "UTC", Type.STRING);
          });
    }
    return values;
  }

  /** Reports constant arguments that cannot work; whether there are none. */
  private boolean checkConstants(
      Expression.FunctionCall call,
      FunctionProvider.ScalarFunction function,
      int chosen,
      List<RexNode> arguments) {
    boolean isGood = true;
    for (FunctionProvider.ConstantCheck check : function.checks()) {
      if (check.argument() < arguments.size() && check.isFor(chosen, check.argument())) {
        RexNode argument =
            arguments.get(check.argument()).accept(new ConstantFolder(context.expressions()));
        Object value = Expressions.isConstant(argument) ? Expressions.value(argument) : null;
        String problem = value == null ? null : check.problem().apply(value);
        if (problem != null) {
          Span place = call.arguments().get(check.argument()).value().span();
          context.report(DiagnosticCode.BAD_ARGUMENT, place, problem);
          isGood = false;
        }
      }
    }
    return isGood;
  }

  /** The parameter types of a method: where any value is taken as text, STRING. */
  private static List<Type> passedTypes(FunctionDescriptor.Signature signature, Method method) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < signature.parameters().size(); i++) {
      Class<?> parameter =
          method.getParameterTypes()[i + FromApp.Parameters.countBeforeWritten(method)];
      boolean isText = parameter == String.class || parameter == String[].class;
      Type type = signature.parameters().get(i);
      types.add(isText && type == Type.OBJECT ? Type.STRING : type);
    }
    return types;
  }

  private @Nullable List<RexNode> arguments(
      Expression.FunctionCall call, ExpressionBinder argumentBinder) {
    List<RexNode> arguments = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      RexNode value = argumentBinder.bind(argument.value());
      if (value != null) {
        arguments.add(value);
      }
    }
    return arguments.size() < call.arguments().size() ? null : arguments;
  }

  private static Type parameter(FunctionDescriptor.Signature signature, int index) {
    List<Type> parameters = signature.parameters();
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** The nearest overload that takes the arguments, or -1. Of equal ones the first. */
  private static int choose(
      List<FunctionDescriptor.Signature> signatures, List<RexNode> arguments) {
    return choose(signatures, List.of(), arguments);
  }

  /**
   * As {@link #choose(List, List)}.
   *
   * @param methods the methods of the overloads: one that takes any value as text is further from
   *     values with parts than one that takes them as they are. Empty: not known
   */
  private static int choose(
      List<FunctionDescriptor.Signature> signatures,
      List<Method> methods,
      List<RexNode> arguments) {
    int chosen = -1;
    int best = Integer.MAX_VALUE;
    boolean hasParts = arguments.stream().anyMatch(FunctionBinder::hasParts);
    for (int i = 0; i < signatures.size(); i++) {
      int distance = distance(signatures.get(i), arguments, !methods.isEmpty());
      boolean isText =
          i < methods.size()
              && !passedTypes(signatures.get(i), methods.get(i))
                  .equals(signatures.get(i).parameters());
      if (isText && hasParts && distance < Integer.MAX_VALUE) {
        distance++;
      }
      if (distance < best) {
        best = distance;
        chosen = i;
      }
    }
    return chosen;
  }

  private static boolean hasParts(RexNode argument) {
    return !ExpressionBinder.isUntypedNull(argument)
        && (Expressions.type(argument) == Type.OBJECT
            || Expressions.type(argument) instanceof Type.Map);
  }

  /**
   * @param isAnyDecimal whether DECIMAL in the signature stands for every precision and scale
   */
  private static int distance(
      FunctionDescriptor.Signature signature, List<RexNode> arguments, boolean isAnyDecimal) {
    int parameters = signature.parameters().size();
    boolean fitsCount =
        signature.variadic() ? arguments.size() >= parameters : arguments.size() == parameters;
    if (!fitsCount) {
      return Integer.MAX_VALUE;
    }
    int sum = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int step = distance(arguments.get(i), parameter(signature, i), isAnyDecimal);
      if (step == Integer.MAX_VALUE) {
        return step;
      }
      sum += step;
    }
    return sum;
  }

  private static int distance(RexNode argument, Type parameter, boolean isAnyDecimal) {
    if (ExpressionBinder.isUntypedNull(argument)) {
      return 0;
    }
    Type type = Expressions.type(argument);
    if (isAnyDecimal && type instanceof Type.Decimal && parameter.equals(Type.DECIMAL)) {
      return 0;
    }
    if (!Conversions.widens(type, parameter)) {
      return Integer.MAX_VALUE;
    }
    if (type.equals(parameter)) {
      return 0;
    }
    if (parameter == Type.OBJECT) {
      return 100;
    }
    return type.isNumeric() && parameter.isNumeric()
        ? Math.max(1, rank(parameter) - rank(type))
        : 10;
  }

  private static int rank(Type type) {
    if (type == Type.INT) {
      return 0;
    }
    if (type == Type.LONG) {
      return 1;
    }
    if (type == Type.FLOAT) {
      return 4;
    }
    return type == Type.DOUBLE ? 5 : 3;
  }

  private Diagnostic noOverload(
      Expression.FunctionCall call,
      String name,
      List<RexNode> arguments,
      List<FunctionDescriptor.Signature> signatures) {
    String given =
        arguments.stream()
            .map(
                argument ->
                    ExpressionBinder.isUntypedNull(argument)
                        ? "NULL"
                        : Expressions.type(argument).sqlName())
            .collect(Collectors.joining(", ", "(", ")"));
    String accepted =
        signatures.stream()
            .map(signature -> name + list(signature))
            .distinct()
            .collect(Collectors.joining(", "));
    return Diagnostic.of(
            DiagnosticCode.NO_OVERLOAD, call.span(), "'" + name + "' does not take " + given)
        .fact("accepted: " + accepted);
  }

  private static String list(FunctionDescriptor.Signature signature) {
    return signature.parameters().stream()
        .map(Type::sqlName)
        .collect(Collectors.joining(", ", "(", signature.variadic() ? ", ...)" : ")"));
  }

  // ---- aggregates

  private @Nullable RexNode aggregate(
      Expression.FunctionCall call, String name, FunctionProvider.Aggregate aggregate) {
    RexNode overEvents = overEvents(call, name, aggregate);
    if (overEvents != null) {
      return overEvents;
    }
    AggregateCollector collector = binder.aggregates();
    if (collector == null) {
      return aggregateNotAllowed(call, name);
    }
    MatchScope match = binder.scope().input() instanceof MatchScope scope ? scope : null;
    if (match != null) {
      match.beginAggregate();
    }
    ExpressionBinder inner = binder.insideAggregate(NESTED);
    List<RexNode> arguments = arguments(call, inner);
    if (match != null) {
      match.endAggregate(call);
    }
    RexNode filter =
        call.filter() == null
            ? null
            : binder.insideAggregate("FILTER").condition(call.filter(), "FILTER");
    if (arguments == null || (call.filter() != null && filter == null)) {
      return null;
    }
    if (call.distinct()) {
      collector.noteDistinct(call.span());
      context.notSupported(call.span(), "DISTINCT in an aggregate");
    }
    if (aggregate.descriptor().isComing()) {
      return coming(call, name, aggregate, arguments);
    }
    List<FunctionDescriptor.Signature> signatures =
        aggregate.overloads().stream()
            .map(
                overload ->
                    new FunctionDescriptor.Signature(
                        overload.parameters(), false, overload.returns()))
            .toList();
    int chosen = choose(signatures, arguments);
    if (chosen < 0) {
      context.report(noOverload(call, name, arguments, signatures));
      return null;
    }
    AggregateFunction function = aggregate.overloads().get(chosen);
    if (call.distinct()) {
      return context.opaque(function.returns());
    }
    List<RexNode> widened = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      widened.add(binder.widen(arguments.get(i), function.parameters().get(i)));
    }
    return collector.add(
        new AggregateItem(function, widened, filter, aggregate.descriptor().retractable()));
  }

  private @Nullable RexNode aggregateNotAllowed(Expression.FunctionCall call, String name) {
    boolean isNested = binder.place().equals(NESTED);
    context.report(
        isNested
            ? Diagnostic.of(
                    DiagnosticCode.NESTED_AGGREGATE,
                    call.span(),
                    "aggregate '" + name + "' stands inside another aggregate")
                .suggest("compute it in a query of its own, and aggregate what that gives")
            : Diagnostic.of(
                    DiagnosticCode.AGGREGATE_NOT_ALLOWED,
                    call.span(),
                    "aggregate '" + name + "' is not allowed in " + binder.place())
                .fact("aggregates may stand in the select list and in HAVING"));
    return null;
  }

  /**
   * An aggregate over the events of a pattern element, as {@code count(e)} and {@code sum(e.x)};
   * null if it is none. It cannot be run yet.
   */
  private @Nullable RexNode overEvents(
      Expression.FunctionCall call, String name, FunctionProvider.Aggregate aggregate) {
    if (call.arguments().size() != 1
        || !(call.arguments().get(0).value() instanceof Expression.ColumnReference reference)) {
      return null;
    }
    Expression.Qualifier qualifier = reference.qualifier();
    String element = qualifier == null ? reference.name().text() : qualifier.name().toString();
    boolean isList =
        binder.scope().isCounted(element) && (qualifier == null || qualifier.index() == null);
    if (!isList) {
      return null;
    }
    if (qualifier == null) {
      if (!name.equalsIgnoreCase("count")) {
        return null;
      }
      context.notSupported(call.span(), "an aggregate over the events of a pattern element");
      return context.opaque(Type.LONG);
    }
    Expression.ElementIndex last = new Expression.ElementIndex(true, 0, qualifier.span());
    RexNode value =
        binder.bind(
            new Expression.ColumnReference(
                new Expression.Qualifier(qualifier.name(), last, qualifier.span()),
                reference.name(),
                reference.span()));
    if (value == null) {
      return context.opaque(Type.LONG);
    }
    List<FunctionDescriptor.Signature> signatures = aggregate.descriptor().signatures();
    int chosen = choose(signatures, List.of(value));
    if (chosen < 0) {
      context.report(noOverload(call, name, List.of(value), signatures));
      return context.opaque(Type.LONG);
    }
    context.notSupported(call.span(), "an aggregate over the events of a pattern element");
    return context.opaque(signatures.get(chosen).returns());
  }

  /** An aggregate that cannot be run yet: its arguments are checked, and its type is known. */
  private @Nullable RexNode coming(
      Expression.FunctionCall call,
      String name,
      FunctionProvider.Aggregate aggregate,
      List<RexNode> arguments) {
    AggregateCollector collector = binder.aggregates();
    if (collector != null && !aggregate.descriptor().retractable()) {
      collector.noteForwardOnly(call.span(), name);
    }
    if (collector != null && aggregate.descriptor().isCalled("distinctCount")) {
      collector.noteDistinct(call.span());
    }
    List<FunctionDescriptor.Signature> signatures = aggregate.descriptor().signatures();
    int chosen = choose(signatures, arguments);
    if (chosen < 0) {
      context.report(noOverload(call, name, arguments, signatures));
      return null;
    }
    context.notSupported(call.name().span(), "aggregate '" + name + "'");
    return context.opaque(signatures.get(chosen).returns());
  }
}
