package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.EngineOperators;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.compiler.logical.WindowRel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * What must be the same when a row leaves a window as it was when the row entered: conditions
 * behind the window, keys of groups, arguments of aggregates. Those that look at a time or at
 * chance would be something else, and an aggregate would take back what it was never given. They
 * become columns in front of the window. One thread.
 */
final class HeldValues {
  private final RelNode input;
  private final List<RexNode> columns = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final int width;

  private HeldValues(RelNode input) {
    this.input = input;
    this.width = input.getRowType().getFieldCount();
    for (int i = 0; i < width; i++) {
      columns.add(RexInputRef.of(i, input.getRowType()));
      names.add(input.getRowType().getFieldNames().get(i));
    }
  }

  /** The same selector, over a window that holds such values; mostly the selector itself. */
  static StreamAggregate held(StreamAggregate selector) {
    Deque<RexNode> conditions = new ArrayDeque<>();
    RelNode below = selector.getInput();
    while (below instanceof LogicalFilter filter) {
      conditions.push(filter.getCondition());
      below = filter.getInput();
    }
    if (!(below instanceof WindowRel window)) {
      return selector;
    }
    HeldValues values = new HeldValues(window.getInput());
    List<RexNode> passes = conditions.stream().map(values::hold).toList();
    List<RexNode> keys = selector.keys().stream().map(values::hold).toList();
    List<AggregateItem> aggregates = selector.aggregates().stream().map(values::hold).toList();
    int heldCount = values.columns.size() - values.width;
    if (heldCount == 0) {
      return selector;
    }
    RelNode wider =
        LogicalProject.create(values.input, List.of(), values.columns, values.names, Set.of());
    RexShuttle behind = values.behind(heldCount);
    RelNode rows = new WindowRel(wider, window.window(), window.arguments());
    for (RexNode condition : passes) {
      rows = LogicalFilter.create(rows, condition);
    }
    RexNode having = selector.having();
    return new StreamAggregate(
        rows,
        keys,
        aggregates,
        selector.expressions().stream().map(each -> each.accept(behind)).toList(),
        having == null ? null : having.accept(behind),
        selector.getRowType());
  }

  private AggregateItem hold(AggregateItem item) {
    RexNode filter = item.filter();
    return new AggregateItem(
        item.function(),
        item.arguments().stream().map(this::hold).toList(),
        filter == null ? null : hold(filter),
        item.canRetract());
  }

  private RexNode hold(RexNode value) {
    if (!changes(value)) {
      return value;
    }
    names.add("_held" + (columns.size() - width));
    columns.add(value);
    return new RexInputRef(columns.size() - 1, value.getType());
  }

  /** Whether a value can be another one for the same columns. */
  private static boolean changes(RexNode value) {
    boolean[] found = new boolean[1];
    value.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |=
                call.getOperator().equals(EngineOperators.ROW_TIME)
                    || call.getOperator().equals(EngineOperators.NOW)
                    || call.getOperator().equals(EngineOperators.WATERMARK)
                    || !call.getOperator().isDeterministic();
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  /** Aggregates stand behind the columns, and so behind those that were added. */
  private RexShuttle behind(int heldCount) {
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef column) {
        return column.getIndex() < width
            ? column
            : new RexInputRef(column.getIndex() + heldCount, column.getType());
      }
    };
  }
}
