package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.GroupWindowRel;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * The selector of a group window. Expressions were bound over the input row and the aggregates; a
 * window gives keys, aggregates and its borders only. One thread.
 */
final class GroupWindowBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final SelectQuery rows;
  private final SelectBody.Block block;
  private final SelectList outputs;

  GroupWindowBinder(
      BindContext context, SelectQuery rows, SelectBody.Block block, SelectList outputs) {
    this.context = context;
    this.expressions = context.expressions();
    this.rows = rows;
    this.block = block;
    this.outputs = outputs;
  }

  /** Whether a query gives a row for each window and group: both borders are among its keys. */
  static boolean isGroupWindow(BoundSource source, List<RexNode> keys) {
    if (source.tumble() == null) {
      return false;
    }
    int first = source.tumble().firstColumn();
    boolean hasStart = false;
    boolean hasEnd = false;
    for (RexNode key : keys) {
      hasStart |= key instanceof RexInputRef column && column.getIndex() == first;
      hasEnd |= key instanceof RexInputRef column && column.getIndex() == first + 1;
    }
    return hasStart && hasEnd;
  }

  /**
   * The window and its selector.
   *
   * @param input the rows that fall into windows
   * @param source the same rows, bound
   * @param keys the keys of GROUP BY, the borders of the window among them
   * @param values the select list, then the sort keys, over the input and the aggregates behind it
   * @param names one per value
   * @return null after a report
   */
  @Nullable RelNode bind(
      RelNode input,
      BoundSource source,
      BoundSource.Tumble tumble,
      List<RexNode> keys,
      AggregateCollector aggregates,
      List<RexNode> values,
      @Nullable RexNode having,
      List<String> names) {
    List<RexNode> others = new ArrayList<>();
    for (RexNode key : keys) {
      boolean isBorder =
          key instanceof RexInputRef column && column.getIndex() >= tumble.firstColumn();
      if (!isBorder && !others.contains(key)) {
        others.add(key);
      }
    }
    WindowRow row =
        new WindowRow(
            expressions, tumble.firstColumn(), source.width(), others, aggregates.items().size());
    List<RexNode> selected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      RexNode value = values.get(i).accept(row);
      if (row.hasPlainColumn()) {
        Span span =
            i < outputs.outputs().size()
                ? outputs.outputs().get(i).span()
                : rows.orderBy().get(0).span();
        plainColumn(span);
        return null;
      }
      selected.add(value);
    }
    RexNode condition = having == null ? null : having.accept(row);
    if (row.hasPlainColumn() && block.having() != null) {
      plainColumn(block.having().span());
      return null;
    }
    return new GroupWindowRel(
        input,
        tumble.stream(),
        tumble.sizeMillis(),
        tumble.offsetMillis(),
        others,
        aggregates.items(),
        selected,
        condition,
        expressions.types().row(names, selected.stream().map(Expressions::type).toList()));
  }

  private void plainColumn(Span span) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.NOT_SUPPORTED_YET,
                span,
                "a column beside the aggregates of a group window is not supported yet")
            .suggest("add it to GROUP BY, or write an aggregate of it"));
  }

  /** From the input row with aggregates behind it to keys, aggregates, start and end. */
  private static final class WindowRow extends RexShuttle {
    private final Expressions expressions;
    private final int firstBorder;
    private final int width;
    private final List<RexNode> keys;
    private final int aggregateCount;
    private boolean plainColumn;

    WindowRow(
        Expressions expressions,
        int firstBorder,
        int width,
        List<RexNode> keys,
        int aggregateCount) {
      this.expressions = expressions;
      this.firstBorder = firstBorder;
      this.width = width;
      this.keys = keys;
      this.aggregateCount = aggregateCount;
    }

    boolean hasPlainColumn() {
      return plainColumn;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      int key = keys.indexOf(call);
      return key < 0 ? super.visitCall(call) : expressions.column(key, Expressions.type(call));
    }

    @Override
    public RexNode visitInputRef(RexInputRef column) {
      int index = column.getIndex();
      int key = keys.indexOf(column);
      if (key >= 0) {
        return expressions.column(key, Expressions.type(column));
      }
      if (index >= width) {
        return expressions.column(keys.size() + index - width, Expressions.type(column));
      }
      int borders = keys.size() + aggregateCount;
      if (index == firstBorder || index == firstBorder + 1) {
        return expressions.column(borders + index - firstBorder, Type.TIMESTAMP);
      }
      if (index == firstBorder + 2) {
        RexNode end = expressions.cast(expressions.column(borders + 1, Type.TIMESTAMP), Type.LONG);
        RexNode last =
            expressions.operation(
                PlanOperator.SUBTRACT, Type.LONG, end, expressions.constant(1L, Type.LONG));
        return expressions.cast(last, Type.TIMESTAMP);
      }
      plainColumn = true;
      return column;
    }
  }
}
