package io.eventflux.core.plan;

import io.eventflux.core.function.AggregateFunction;
import io.eventflux.query.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a selector. Equal calls of one selector are computed once.
 *
 * @param function the overload chosen by the binder
 * @param arguments expressions over the input row, already of the parameter types
 * @param filter only rows for which it is TRUE count, in both directions; null: all rows
 * @param retractable whether EXPIRED rows can arrive, so that the aggregator has to be able to go
 *     back
 */
public record AggregateCall(
    AggregateFunction function,
    List<PlanExpr> arguments,
    @Nullable PlanExpr filter,
    boolean retractable) {
  /** Copies the arguments. */
  public AggregateCall {
    arguments = List.copyOf(arguments);
  }

  /** The type of the result. */
  public Type type() {
    return function.returns();
  }
}
