package io.eventflux.core.interpreter;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.plan.PlanExpr;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One aggregate of a selector, called by the naming contract of {@link Aggregator}. */
final class ReflectedAggregate {
  private final AggregateCall call;
  private final Aggregator aggregator;

  ReflectedAggregate(AggregateCall call, Aggregator aggregator) {
    assert call.function().aggregatorType().isInstance(aggregator)
        : "an aggregator of the type its function names";
    this.call = call;
    this.aggregator = aggregator;
  }

  static List<ReflectedAggregate> list(List<AggregateCall> calls, List<Aggregator> aggregators) {
    assert calls.size() == aggregators.size() : "one aggregator per call";
    List<ReflectedAggregate> list = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      list.add(new ReflectedAggregate(calls.get(i), aggregators.get(i)));
    }
    return list;
  }

  Aggregator aggregator() {
    return aggregator;
  }

  /**
   * The arguments of the call for a row, or null when the row does not count: the filter is not
   * TRUE, or an argument is NULL. Changes nothing.
   */
  @Nullable List<Object> arguments(RowScope scope) {
    PlanExpr filter = call.filter();
    if (filter != null && !Evaluation.isTrue(filter, scope)) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    boolean hasNull = false;
    for (PlanExpr argument : call.arguments()) {
      Object value = Evaluation.value(argument, scope);
      if (value == null) {
        hasNull = true;
      } else {
        values.add(value);
      }
    }
    return hasNull ? null : values;
  }

  void accumulate(int slot, List<Object> arguments) {
    invoke("accumulate", slot, arguments);
  }

  void retract(int slot, List<Object> arguments) {
    invoke("retract", slot, arguments);
  }

  @Nullable Object result(int slot) {
    Object isNull = invoke("isNull", slot, List.of());
    return Boolean.TRUE.equals(isNull) ? null : invoke("result", slot, List.of());
  }

  private @Nullable Object invoke(String name, int slot, List<Object> arguments) {
    List<Object> all = new ArrayList<>();
    all.add(slot);
    all.addAll(arguments);
    for (Method method : call.function().aggregatorType().getMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == all.size()
          && !method.isBridge()) {
        try {
          return method.invoke(aggregator, all.toArray());
        } catch (InvocationTargetException e) {
          throw new AssertionError(name + " must not throw", e.getCause());
        } catch (IllegalAccessException e) {
          throw new AssertionError("aggregators are public classes", e);
        }
      }
    }
    throw new AssertionError(
        call.function().aggregatorType() + " has no method " + name + " for " + all);
  }
}
