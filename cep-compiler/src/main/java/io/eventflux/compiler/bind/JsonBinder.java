package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.ConstantFolder;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.JsonPath;
import io.eventflux.core.function.scalar.JsonFunctions;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Node;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The JSON functions of SQL that are more than a call (language 8.2): clauses behind the arguments,
 * JSON_OBJECT, JSON_ARRAY and IS JSON. ON EMPTY and ON ERROR become a CASE over how the search
 * ended.
 */
final class JsonBinder {
  private static final int EMPTY = 1;
  private static final int ERROR = 2;

  private final BindContext context;
  private final ExpressionBinder binder;
  private final Expressions expressions;

  JsonBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
    this.expressions = context.expressions();
  }

  /** What the result is instead if the search ends in a certain way. */
  private record Fallback(int outcome, RexNode value) {}

  @Nullable RexNode search(Expression.JsonFunction function) {
    RexNode json = binder.typed(function.json());
    RexNode path = path(function.path());
    Type type = type(function);
    if (json == null || path == null || type == null) {
      return null;
    }
    List<Fallback> fallbacks = new ArrayList<>();
    boolean isEmptyGood = fallback(function, EMPTY, type, fallbacks);
    boolean isErrorGood = fallback(function, ERROR, type, fallbacks);
    if (!isEmptyGood || !isErrorGood) {
      return null;
    }
    if (fallbacks.isEmpty()) {
      List<RexNode> arguments = List.of(binder.widen(json, Type.OBJECT), path);
      return converted(raw(function, arguments), type);
    }
    return context.once(
        json,
        document ->
            context.once(
                path,
                way -> {
                  List<RexNode> arguments = List.of(binder.widen(document, Type.OBJECT), way);
                  return context.once(
                      raw(function, arguments),
                      raw ->
                          context.once(
                              outcome(function, arguments),
                              outcome -> instead(outcome, fallbacks, raw, type)));
                }));
  }

  /** What is found, before it has the type that is asked for. */
  private RexNode raw(Expression.JsonFunction function, List<RexNode> arguments) {
    String name = "JSON_" + function.kind();
    return switch (function.kind()) {
      case VALUE -> call(name, "value", Type.STRING, arguments);
      case QUERY -> call(name, "query", Type.STRING, arguments);
      case EXISTS -> call(name, "isExists", Type.BOOL, arguments);
    };
  }

  /**
   * As CAST does it, but a number that is out of range is none, as where JSON is read into columns.
   */
  private RexNode converted(RexNode raw, Type type) {
    if (type == Type.FLOAT || type == Type.DOUBLE) {
      String method = type == Type.FLOAT ? "floatOf" : "doubleOf";
      return call("JSON_" + type.sqlName(), method, type, List.of(raw));
    }
    return expressions.cast(raw, type);
  }

  private RexNode outcome(Expression.JsonFunction function, List<RexNode> arguments) {
    String method =
        switch (function.kind()) {
          case VALUE -> "valueOutcome";
          case QUERY -> "queryOutcome";
          case EXISTS -> "existsOutcome";
        };
    return call("JSON_" + function.kind() + "_OUTCOME", method, Type.INT, arguments);
  }

  private @Nullable RexNode instead(
      RexNode outcome, List<Fallback> fallbacks, RexNode raw, Type type) {
    return context.once(
        converted(raw, type),
        found -> {
          List<RexNode> conditions = new ArrayList<>();
          for (Fallback fallback : fallbacks) {
            RexNode condition =
                expressions.condition(
                    PlanOperator.EQUAL,
                    outcome,
                    expressions.constant(fallback.outcome(), Type.INT));
            if (fallback.outcome() == ERROR && !type.equals(Expressions.type(raw))) {
              RexNode isText = expressions.condition(PlanOperator.IS_NOT_NULL, raw);
              RexNode isLost = expressions.condition(PlanOperator.IS_NULL, found);
              condition =
                  expressions.or(List.of(condition, expressions.and(List.of(isText, isLost))));
            }
            conditions.add(condition);
          }
          return expressions.conditional(
              conditions, fallbacks.stream().map(Fallback::value).toList(), found, type);
        });
  }

  /** The type of the result; null if the clauses do not fit, which has been reported. */
  private @Nullable Type type(Expression.JsonFunction function) {
    if (function.kind() == Expression.JsonKind.EXISTS) {
      Node surplus = function.returning() != null ? function.returning() : function.onEmpty();
      if (surplus != null) {
        Span span = surplus.span();
        context.report(DiagnosticCode.BAD_ARGUMENT, span, "JSON_EXISTS has no clause but ON ERROR");
        return null;
      }
      return Type.BOOL;
    }
    if (function.returning() == null) {
      return Type.STRING;
    }
    Type type = new TypeBinder(context).bind(function.returning());
    if (type == null || Casts.isAllowed(Type.STRING, type)) {
      return type;
    }
    context.report(
        Diagnostic.of(
            DiagnosticCode.BAD_CAST,
            function.returning().span(),
            "JSON_" + function.kind() + " cannot return " + type.sqlName()));
    return null;
  }

  private @Nullable RexNode path(Expression expression) {
    RexNode path = binder.typed(expression);
    if (path == null) {
      return null;
    }
    RexNode text = binder.assigned(path, expression.span(), Type.STRING, "the path");
    if (text == null) {
      return null;
    }
    RexNode folded = text.accept(new ConstantFolder(expressions));
    Object value = Expressions.isConstant(folded) ? Expressions.value(folded) : null;
    String problem = value == null ? null : JsonPath.problem(value);
    if (problem != null) {
      context.report(DiagnosticCode.BAD_ARGUMENT, expression.span(), problem);
      return null;
    }
    return text;
  }

  /** Adds what a clause says for an outcome; false if it does not fit, which has been reported. */
  private boolean fallback(
      Expression.JsonFunction function, int outcome, Type type, List<Fallback> fallbacks) {
    boolean isEmpty = outcome == EMPTY;
    Expression.JsonFallback clause = isEmpty ? function.onEmpty() : function.onError();
    if (clause == null || clause.kind() == Expression.JsonFallbackKind.NULL) {
      return true;
    }
    RexNode value;
    if (clause.value() == null) {
      FunctionBinding fail =
          new FunctionBinding(
              "JSON_" + function.kind(),
              method("fail"),
              List.of(Type.STRING),
              Type.OBJECT,
              true,
              true);
      String sentence =
          isEmpty
              ? "nothing is at the path"
              : "the text is no JSON of the kind and type that it looks for";
      RexNode failed =
          expressions.function(fail, false, List.of(expressions.constant(sentence, Type.STRING)));
      value = expressions.cast(failed, type);
    } else {
      value =
          binder.assigned(binder.bind(clause.value()), clause.value().span(), type, "the default");
    }
    if (value == null) {
      return false;
    }
    fallbacks.add(new Fallback(outcome, value));
    return true;
  }

  /** {@code x IS JSON}. */
  @Nullable RexNode isJson(Expression operand) {
    RexNode value = binder.bind(operand);
    if (value == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(value)) {
      return expressions.constant(null, Type.BOOL);
    }
    RexNode text = binder.assigned(value, operand.span(), Type.STRING, "the operand of IS JSON");
    return text == null ? null : call("IS JSON", "isJson", Type.BOOL, List.of(text));
  }

  /** {@code JSON_ARRAY(v, ...)} and {@code JSON_OBJECT(KEY k VALUE v, ...)}. */
  @Nullable RexNode constructor(Expression.FunctionCall call, boolean isObject) {
    if (isObject && call.arguments().size() % 2 != 0) {
      context.report(
          DiagnosticCode.NO_OVERLOAD,
          call.span(),
          "JSON_OBJECT takes keys and values in turn; the last key has no value");
      return null;
    }
    List<RexNode> parts = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      RexNode value = binder.bind(argument.value());
      if (value != null && isObject && i % 2 == 0) {
        value =
            binder.assigned(value, argument.value().span(), Type.STRING, "a key of JSON_OBJECT");
      }
      if (value != null) {
        parts.add(part(value));
      }
    }
    if (parts.size() < call.arguments().size()) {
      return null;
    }
    FunctionBinding binding =
        new FunctionBinding(
            isObject ? "JSON_OBJECT" : "JSON_ARRAY",
            method(isObject ? "object" : "array"),
            List.of(Type.OBJECT),
            Type.JSON,
            false,
            false);
    return expressions.function(binding, true, parts);
  }

  /** A value as the host value that JSON is printed from: times as text, JSON as what it says. */
  private RexNode part(RexNode value) {
    if (ExpressionBinder.isUntypedNull(value)) {
      return expressions.constant(null, Type.OBJECT);
    }
    Type type = Expressions.type(value);
    boolean isTime = type == Type.TIMESTAMP || type == Type.DATE || type == Type.TIME;
    boolean hasParts =
        type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Row;
    RexNode plain = isTime || hasParts ? expressions.cast(value, Type.STRING) : value;
    return hasParts || type == Type.JSON
        ? call(
            "json:toObject", "toObject", Type.OBJECT, List.of(expressions.cast(plain, Type.STRING)))
        : binder.widen(plain, Type.OBJECT);
  }

  private RexNode call(String name, String method, Type returns, List<RexNode> arguments) {
    List<Type> parameters = arguments.stream().map(Expressions::type).toList();
    FunctionBinding binding =
        new FunctionBinding(name, method(method), parameters, returns, true, false);
    return expressions.function(binding, true, arguments);
  }

  private static Method method(String name) {
    return FunctionBinder.method(JsonFunctions.class, name);
  }
}
