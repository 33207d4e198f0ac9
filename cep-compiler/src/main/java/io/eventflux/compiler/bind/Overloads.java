package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.FromApp;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;

/** Finds the overload of a function that is nearest to the arguments of a call. Pure functions. */
final class Overloads {
  private Overloads() {}

  /** What argument {@code index} is for; the last parameter of a variadic one has all the rest. */
  static Type parameter(FunctionDescriptor.Signature signature, int index) {
    List<Type> parameters = signature.parameters();
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** The nearest overload that takes the arguments, or -1. Of equal ones the first. */
  static int choose(List<FunctionDescriptor.Signature> signatures, List<RexNode> arguments) {
    return choose(signatures, List.of(), arguments);
  }

  /**
   * As {@link #choose(List, List)}.
   *
   * @param methods the methods of the overloads: one that takes any value as text is further from
   *     values with parts than one that takes them as they are. Empty: not known
   */
  static int choose(
      List<FunctionDescriptor.Signature> signatures,
      List<Method> methods,
      List<RexNode> arguments) {
    int chosen = -1;
    int best = Integer.MAX_VALUE;
    boolean hasParts = arguments.stream().anyMatch(Overloads::hasParts);
    if (hasDurationForInstant(signatures, arguments)) {
      return -1;
    }
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

  /**
   * Whether an INTERVAL stands where the overloads take TIMESTAMP or LONG. There LONG is an instant
   * too: a duration would be taken for the time that has passed since 1970.
   */
  private static boolean hasDurationForInstant(
      List<FunctionDescriptor.Signature> signatures, List<RexNode> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      RexNode argument = arguments.get(i);
      if (!ExpressionBinder.isUntypedNull(argument)
          && Expressions.type(argument) == Type.INTERVAL
          && isTaken(signatures, i, Type.TIMESTAMP)
          && !isTaken(signatures, i, Type.INTERVAL)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTaken(
      List<FunctionDescriptor.Signature> signatures, int index, Type type) {
    return signatures.stream()
        .anyMatch(
            signature ->
                !signature.parameters().isEmpty() && parameter(signature, index).equals(type));
  }

  private static boolean hasParts(RexNode argument) {
    return !ExpressionBinder.isUntypedNull(argument)
        && (Expressions.type(argument) == Type.OBJECT
            || Expressions.type(argument) instanceof Type.Map);
  }

  /**
   * How far the arguments are from the parameters; {@link Integer#MAX_VALUE}: not taken.
   *
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

  /** The parameter types of a method: where any value is taken as text, STRING. */
  static List<Type> passedTypes(FunctionDescriptor.Signature signature, Method method) {
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

  /** Says that none of {@code signatures} takes {@code arguments}. */
  static Diagnostic noOverload(
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
}
