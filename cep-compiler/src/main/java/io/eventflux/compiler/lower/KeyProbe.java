package io.eventflux.compiler.lower;

import io.eventflux.compiler.logical.EngineOperators;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.PlanOperator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * The part of a join condition that fixes the primary key of the table, so that a look-up replaces
 * a scan.
 *
 * @param keys values over the stream row for all key columns in key order, or none
 * @param rest the other conditions
 */
record KeyProbe(List<RexNode> keys, List<RexNode> rest) {

  /**
   * Splits a condition.
   *
   * @param condition over stream columns, then table columns; null: none
   * @param primaryKey key columns of the table
   * @param width count of stream columns
   */
  static KeyProbe of(@Nullable RexNode condition, List<Integer> primaryKey, int width) {
    List<RexNode> conjuncts = condition == null ? List.of() : RelOptUtil.conjunctions(condition);
    List<RexNode> rest = new ArrayList<>(conjuncts);
    List<RexNode> keys = new ArrayList<>();
    for (int column : primaryKey) {
      for (RexNode conjunct : conjuncts) {
        RexNode value = value(conjunct, width + column, width);
        if (value != null && rest.contains(conjunct)) {
          keys.add(value);
          rest.remove(conjunct);
          break;
        }
      }
    }
    boolean isWhole = !primaryKey.isEmpty() && keys.size() == primaryKey.size();
    return isWhole ? new KeyProbe(keys, rest) : new KeyProbe(List.of(), conjuncts);
  }

  /** What an equality says a table column must be, over the stream row; null if it does not. */
  private static @Nullable RexNode value(RexNode conjunct, int column, int width) {
    if (!(conjunct instanceof RexCall call)
        || !call.getOperator().equals(EngineOperators.standard(PlanOperator.EQUAL))) {
      return null;
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (!Expressions.type(left).equals(Expressions.type(right))) {
      // Equal DECIMALs of different types are found by comparing only: a key has the scale of its
      // column, and the value may have no place in that.
      return null;
    }
    if (isColumn(left, column) && readsOnly(right, width)) {
      return right;
    }
    return isColumn(right, column) && readsOnly(left, width) ? left : null;
  }

  private static boolean isColumn(RexNode node, int column) {
    return node instanceof RexInputRef reference && reference.getIndex() == column;
  }

  private static boolean readsOnly(RexNode node, int width) {
    boolean[] isInside = {true};
    node.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef reference) {
            isInside[0] &= reference.getIndex() < width;
            return null;
          }
        });
    return isInside[0];
  }
}
