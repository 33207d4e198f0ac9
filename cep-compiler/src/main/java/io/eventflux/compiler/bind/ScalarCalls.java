package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.function.FromApp;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds calls of the scalar functions of the catalog. One thread. */
final class ScalarCalls {
  private final BindContext context;
  private final ExpressionBinder binder;

  ScalarCalls(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  /** What {@code call} gives, or null after a report. */
  @Nullable RexNode bind(
      Expression.FunctionCall call, String name, FunctionProvider.ScalarFunction function) {
    List<RexNode> arguments = FunctionBinder.arguments(call, binder);
    if (arguments == null) {
      return null;
    }
    List<FunctionDescriptor.Signature> signatures = function.descriptor().signatures();
    int chosen = Overloads.choose(signatures, function.methods(), arguments);
    if (chosen < 0) {
      context.report(Overloads.noOverload(call, name, arguments, signatures));
      return null;
    }
    if (!checkConstants(call, function, chosen, arguments)) {
      return null;
    }
    FunctionDescriptor.Signature signature = sized(signatures.get(chosen), arguments);
    Method method = function.methods().get(chosen);
    List<RexNode> all = fromApp(method, signature);
    List<Type> types = new ArrayList<>(all.stream().map(Expressions::type).toList());
    List<Type> passed = Overloads.passedTypes(signature, method);
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
      if (Overloads.parameter(signature, i).equals(Type.DECIMAL)
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
        Object value = context.constant(arguments.get(check.argument()));
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
}
