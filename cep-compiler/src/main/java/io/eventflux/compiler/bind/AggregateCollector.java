package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** The aggregates of one selector, each once, as columns behind those of the input. One thread. */
final class AggregateCollector {
  private final Expressions expressions;
  private final int firstColumn;
  private final List<AggregateItem> items = new ArrayList<>();

  AggregateCollector(Expressions expressions, int firstColumn) {
    this.expressions = expressions;
    this.firstColumn = firstColumn;
  }

  /** The column that holds the result. */
  RexNode add(AggregateItem item) {
    int index = items.indexOf(item);
    if (index < 0) {
      index = items.size();
      items.add(item);
    }
    return expressions.column(firstColumn + index, item.function().returns());
  }

  List<AggregateItem> items() {
    return List.copyOf(items);
  }
}
