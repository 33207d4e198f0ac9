package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.CollectionValues;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Constructors of ARRAY, MAP and ROW, and access to their parts (language 2.1). All of them become
 * calls of {@link CollectionValues}, so that no later stage knows more than functions.
 */
final class CollectionBinder {
  private static final Set<String> FUNCTIONS =
      Set.of("cardinality", "array_length", "element", "array_contains", "map_keys", "map_values");

  private static final FunctionBinding FIELD =
      binding("FIELD", "entry", List.of(Type.OBJECT, Type.STRING), Type.OBJECT, true);

  private final BindContext context;
  private final ExpressionBinder binder;

  CollectionBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  // ---- constructors

  @Nullable RexNode array(Expression.ArrayConstructor constructor) {
    List<Expression> elements = constructor.elements();
    if (elements.isEmpty()) {
      return noType(constructor.span(), "ARRAY", "ARRAY<INT>");
    }
    List<RexNode> values = bound(elements);
    if (values == null) {
      return null;
    }
    Type element = common(values, elements, constructor.span(), "the elements of ARRAY");
    return element == null
        ? null
        : call("ARRAY", "array", values, List.of(element), array(element));
  }

  /** Whether an expression is {@code ARRAY[]} or {@code MAP[]}. */
  static boolean isEmpty(Expression value) {
    return (value instanceof Expression.ArrayConstructor array && array.elements().isEmpty())
        || (value instanceof Expression.MapConstructor map && map.keysAndValues().isEmpty());
  }

  /** {@code ARRAY[]} or {@code MAP[]} as a type that says what is in it; null for anything else. */
  @Nullable RexNode empty(Expression value, Type target) {
    if (value instanceof Expression.ArrayConstructor constructor
        && constructor.elements().isEmpty()
        && target instanceof Type.Array) {
      return call("ARRAY", "array", List.of(), List.of(), target);
    }
    return value instanceof Expression.MapConstructor constructor
            && constructor.keysAndValues().isEmpty()
            && target instanceof Type.Map
        ? call("MAP", "map", List.of(), List.of(), target)
        : null;
  }

  private @Nullable RexNode noType(Span span, String word, String example) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.NULL_TYPE_UNKNOWN,
                span,
                "an empty " + word + " does not say what is in it")
            .suggest("write CAST(" + word + "[] AS " + example + "), or the type that is meant"));
    return null;
  }

  private static Type array(Type element) {
    return new Type.Array(element);
  }

  @Nullable RexNode map(Expression.MapConstructor constructor) {
    List<Expression> parts = constructor.keysAndValues();
    if (parts.isEmpty()) {
      return noType(constructor.span(), "MAP", "MAP<VARCHAR, INT>");
    }
    if (parts.size() % 2 != 0) {
      context.report(
          DiagnosticCode.NO_OVERLOAD,
          constructor.span(),
          "MAP takes keys and values in turn; the last key has no value");
      return null;
    }
    List<RexNode> values = bound(parts);
    if (values == null) {
      return null;
    }
    Type key = common(every(values, 0), every(parts, 0), constructor.span(), "the keys of MAP");
    Type value = common(every(values, 1), every(parts, 1), constructor.span(), "the values of MAP");
    return key == null || value == null
        ? null
        : call("MAP", "map", values, List.of(key, value), new Type.Map(key, value));
  }

  /** Every second part. */
  private static <T> List<T> every(List<T> parts, int from) {
    List<T> picked = new ArrayList<>();
    for (int i = from; i < parts.size(); i += 2) {
      picked.add(parts.get(i));
    }
    return picked;
  }

  @Nullable RexNode row(Expression.RowConstructor constructor) {
    List<Argument> fields = new ArrayList<>();
    for (Expression field : constructor.fields()) {
      fields.add(new Argument(null, field, field.span()));
    }
    return row(fields, constructor.span());
  }

  /** {@code ROW(1, 'x')} and {@code STRUCT(x => 1)}. */
  @Nullable RexNode row(List<Argument> arguments, Span span) {
    List<Type.Field> fields = new ArrayList<>();
    List<RexNode> namesAndValues = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean isBroken = arguments.isEmpty();
    if (isBroken) {
      context.report(DiagnosticCode.NO_OVERLOAD, span, "a ROW has at least one field");
    }
    for (Argument argument : arguments) {
      RexNode value = binder.typed(argument.value());
      Name given = argument.name();
      String name = given == null ? "field_" + names.size() : given.text();
      if (!names.add(name)) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            argument.span(),
            "field '" + name + "' stands twice in this ROW");
        isBroken = true;
      }
      if (value == null) {
        isBroken = true;
      } else {
        fields.add(new Type.Field(name, Expressions.type(value)));
        namesAndValues.add(context.expressions().constant(name, Type.STRING));
        namesAndValues.add(value);
      }
    }
    return isBroken ? null : call("ROW", "map", namesAndValues, List.of(), new Type.Row(fields));
  }

  private @Nullable List<RexNode> bound(List<Expression> parts) {
    List<RexNode> values = new ArrayList<>();
    for (Expression part : parts) {
      RexNode value = binder.bind(part);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() < parts.size() ? null : values;
  }

  /** The type that all values widen to; null if there is none, which has been reported. */
  private @Nullable Type common(
      List<RexNode> values, List<Expression> parts, Span span, String what) {
    if (values.stream().allMatch(ExpressionBinder::isUntypedNull)) {
      context.report(
          DiagnosticCode.NULL_TYPE_UNKNOWN,
          span,
          what + " have no type, because there is no value that is not NULL");
      return null;
    }
    return binder.common(values, parts.stream().map(Expression::span).toList(), what);
  }

  /**
   * A call that makes a value.
   *
   * @param types what the arguments widen to, in turn and from the start again; empty: as they are
   */
  private RexNode call(
      String name, String method, List<RexNode> values, List<Type> types, Type returns) {
    List<RexNode> boxed = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      RexNode value = values.get(i);
      RexNode widened = types.isEmpty() ? value : binder.widen(value, types.get(i % types.size()));
      boxed.add(binder.widen(widened, Type.OBJECT));
    }
    FunctionBinding binding = binding(name, method, List.of(Type.OBJECT), returns, false);
    return context.expressions().function(binding, true, boxed);
  }

  private static FunctionBinding binding(
      String name, String method, List<Type> parameters, Type returns, boolean strict) {
    return new FunctionBinding(
        name,
        FunctionBinder.method(CollectionValues.class, method),
        parameters,
        returns,
        strict,
        false);
  }

  // ---- functions

  /** Whether a name, in lower case, is a function whose result has the type of a part. */
  static boolean isFunction(String name) {
    return FUNCTIONS.contains(name);
  }

  /** A call of one of {@link #isFunction}; null after a report. */
  @Nullable RexNode function(Expression.FunctionCall call, String name) {
    List<RexNode> values = bound(call.arguments().stream().map(Argument::value).toList());
    if (values == null) {
      return null;
    }
    int wanted = name.equals("array_contains") ? 2 : 1;
    boolean isWithMap = name.startsWith("map_");
    Type type =
        values.isEmpty() || ExpressionBinder.isUntypedNull(values.get(0))
            ? Type.OBJECT
            : Expressions.type(values.get(0));
    boolean fits =
        values.size() == wanted
            && (name.equals("cardinality")
                ? type instanceof Type.Array || type instanceof Type.Map
                : isWithMap ? type instanceof Type.Map : type instanceof Type.Array);
    if (!fits) {
      String given =
          values.stream().map(ExpressionBinder::name).collect(Collectors.joining(", ", "(", ")"));
      String accepted =
          name.equals("cardinality")
              ? "(ARRAY<any>), cardinality(MAP<any, any>)"
              : isWithMap ? "(MAP<any, any>)" : wanted == 2 ? "(ARRAY<any>, any)" : "(ARRAY<any>)";
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  call.span(),
                  "'" + call.name() + "' does not take " + given)
              .fact("accepted: " + name + accepted));
      return null;
    }
    RexNode base = binder.widen(values.get(0), Type.OBJECT);
    if (type instanceof Type.Map map) {
      return switch (name) {
        case "map_keys" -> read(name, "keys", new Type.Array(map.key()), base);
        case "map_values" -> read(name, "values", new Type.Array(map.value()), base);
        default -> read(name, "count", Type.INT, base);
      };
    }
    Type element = ((Type.Array) type).element();
    return switch (name) {
      case "element" -> read(name, "only", element, base);
      case "array_contains" -> {
        RexNode given = values.get(1);
        Type sought = ExpressionBinder.isUntypedNull(given) ? element : Expressions.type(given);
        if (sought.isNumeric() && element.isNumeric() && !Conversions.widens(sought, element)) {
          yield read(name, "containsNumber", Type.BOOL, base, binder.widen(given, Type.OBJECT));
        }
        Span span = call.arguments().get(1).value().span();
        RexNode value = binder.assigned(values.get(1), span, element, "an element of this ARRAY");
        yield value == null
            ? null
            : read(name, "contains", Type.BOOL, base, binder.widen(value, Type.OBJECT));
      }
      default -> read(name, "count", Type.INT, base);
    };
  }

  private RexNode read(String name, String method, Type returns, RexNode... arguments) {
    List<Type> parameters = Arrays.stream(arguments).map(Expressions::type).toList();
    FunctionBinding binding = binding(name, method, parameters, returns, true);
    return context.expressions().function(binding, true, List.of(arguments));
  }

  // ---- parts

  /** {@code row.field}; null if there is no such field, which has been reported. */
  @Nullable RexNode field(@Nullable RexNode row, Span rowSpan, Name field) {
    if (row == null) {
      return null;
    }
    if (ExpressionBinder.isUntypedNull(row) || !(Expressions.type(row) instanceof Type.Row type)) {
      String name = ExpressionBinder.name(row);
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  rowSpan,
                  "only a ROW has fields, and this is " + name)
              .labelled(name));
      return null;
    }
    for (Type.Field each : type.fields()) {
      if (each.name().equals(field.text())) {
        FunctionBinding binding =
            new FunctionBinding(
                FIELD.name(), FIELD.method(), FIELD.parameters(), each.type(), true, false);
        return context
            .expressions()
            .function(
                binding,
                true,
                List.of(
                    binder.widen(row, Type.OBJECT),
                    context.expressions().constant(each.name(), Type.STRING)));
      }
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_ATTRIBUTE,
                field.span(),
                "field '" + field + "' does not exist in " + type.sqlName())
            .didYouMean(
                field.text(),
                type.fields().stream().map(Type.Field::name).collect(Collectors.toList())));
    return null;
  }

  /** {@code array[index]} and {@code map[key]}. */
  @Nullable RexNode part(
      @Nullable RexNode base, Span baseSpan, @Nullable RexNode index, Span indexSpan) {
    if (base == null || index == null) {
      return null;
    }
    Type type = ExpressionBinder.isUntypedNull(base) ? Type.OBJECT : Expressions.type(base);
    if (type instanceof Type.Map map) {
      RexNode key = binder.assigned(index, indexSpan, map.key(), "the key of this MAP");
      return key == null
          ? null
          : access("entry", base, binder.widen(key, Type.OBJECT), Type.OBJECT, map.value());
    }
    if (type instanceof Type.Array array) {
      Type given = ExpressionBinder.isUntypedNull(index) ? Type.INT : Expressions.type(index);
      if (!given.isInteger()) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    indexSpan,
                    "the index of an ARRAY is a whole number, not " + given.sqlName())
                .labelled(given.sqlName()));
        return null;
      }
      return access(
          "element", base, context.expressions().cast(index, Type.INT), Type.INT, array.element());
    }
    String name = ExpressionBinder.name(base);
    context.report(
        Diagnostic.of(
                DiagnosticCode.TYPE_MISMATCH,
                baseSpan,
                "only an ARRAY or a MAP can be accessed by index, and this is " + name)
            .labelled(name));
    return null;
  }

  private RexNode access(String method, RexNode base, RexNode index, Type indexType, Type part) {
    FunctionBinding binding = binding("ITEM", method, List.of(Type.OBJECT, indexType), part, true);
    return context
        .expressions()
        .function(binding, true, List.of(binder.widen(base, Type.OBJECT), index));
  }
}
