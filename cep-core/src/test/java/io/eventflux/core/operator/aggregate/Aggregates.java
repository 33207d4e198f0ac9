package io.eventflux.core.operator.aggregate;

import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.aggregate.CoreAggregates;
import io.eventflux.query.type.Type;
import java.util.List;

/** Finds the built-in aggregates that the tests of this package use. */
final class Aggregates {
  private Aggregates() {}

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
