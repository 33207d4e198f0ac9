package io.eventflux.core.operator.aggregate;

import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.aggregate.CoreAggregates;
import io.eventflux.core.interpreter.SampleFunctions;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.List;

/** What the tests of this package select. */
final class Aggregates {
  private Aggregates() {}

  /** {@code refuseNegative(argument)}, which fails for negative numbers. */
  static PlanExpr refuseNegative(PlanExpr argument) {
    try {
      Method method = SampleFunctions.class.getMethod("refuseNegative", int.class);
      return new PlanExpr.FunctionCall(
          new FunctionBinding("refuseNegative", method, List.of(Type.INT), Type.INT, true, true),
          List.of(argument),
          Type.INT);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  static AggregateFunction function(String name, Type... parameters) {
    return new CoreAggregates()
        .aggregates().stream()
            .flatMap(aggregate -> aggregate.overloads().stream())
            .filter(function -> function.name().equals(name))
            .filter(function -> function.parameters().equals(List.of(parameters)))
            .findFirst()
            .orElseThrow();
  }
}
