package io.eventflux.core.function;

import io.eventflux.query.type.Type;
import java.util.List;

/**
 * One overload of an aggregate function. Compared and printed by name and types.
 *
 * @param name the canonical name, lower case
 * @param parameters types of the arguments; empty for {@code count(*)}
 * @param returns type of the result
 * @param aggregatorType the concrete aggregator class; public and final, with the methods {@link
 *     Aggregator} describes
 * @param factory makes an empty aggregator
 * @param forgets whether a group is as it was at the beginning when all its rows have left, so that
 *     it need not be kept
 */
public record AggregateFunction(
    String name,
    List<Type> parameters,
    Type returns,
    Class<? extends Aggregator> aggregatorType,
    AggregatorFactory factory,
    boolean forgets) {
  /** Copies the parameter list. */
  public AggregateFunction {
    parameters = List.copyOf(parameters);
  }
}
