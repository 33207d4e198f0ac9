package io.eventflux.compiler.logical;

import io.eventflux.core.function.AggregateFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a selector.
 *
 * @param function the overload that was chosen
 * @param arguments expressions over the input row, already of the parameter types
 * @param filter only rows for which it is TRUE count; null: all rows
 * @param canRetract whether the function can go back
 */
public record AggregateItem(
    AggregateFunction function,
    List<RexNode> arguments,
    @Nullable RexNode filter,
    boolean canRetract) {
  /** Copies the list. */
  public AggregateItem {
    arguments = List.copyOf(arguments);
  }

  /** The same aggregate with its expressions changed. */
  public AggregateItem accept(RexShuttle shuttle) {
    List<RexNode> changed = new ArrayList<>();
    arguments.forEach(argument -> changed.add(argument.accept(shuttle)));
    return new AggregateItem(
        function, changed, filter == null ? null : filter.accept(shuttle), canRetract);
  }
}
