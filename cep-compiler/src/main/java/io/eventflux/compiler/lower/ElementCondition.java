package io.eventflux.compiler.lower;

import io.eventflux.compiler.logical.EngineOperators;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a pattern element in three parts: what looks at the candidate only, equalities
 * that can be an index over waiting runs, and the rest.
 */
record ElementCondition(
    List<RexNode> filter, List<PatternProgram.KeyMatch> keys, List<RexNode> rest) {

  /**
   * Splits a condition.
   *
   * @param condition over the candidate's columns, then the registers; null: none
   * @param width count of the candidate's columns
   */
  static ElementCondition of(@Nullable RexNode condition, int width) {
    List<RexNode> filter = new ArrayList<>();
    List<PatternProgram.KeyMatch> keys = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    List<RexNode> conjuncts = condition == null ? List.of() : RelOptUtil.conjunctions(condition);
    for (RexNode conjunct : conjuncts) {
      PatternProgram.KeyMatch key = key(conjunct, width);
      if (!readsRegisters(conjunct, width)) {
        filter.add(conjunct);
      } else if (key != null) {
        keys.add(key);
      } else {
        rest.add(conjunct);
      }
    }
    return new ElementCondition(filter, keys, rest);
  }

  private static PatternProgram.@Nullable KeyMatch key(RexNode conjunct, int width) {
    boolean isEquality =
        conjunct instanceof RexCall call
            && call.getOperator().equals(EngineOperators.standard(PlanOperator.EQUAL));
    if (!isEquality
        || !(((RexCall) conjunct).getOperands().get(0) instanceof RexInputRef left)
        || !(((RexCall) conjunct).getOperands().get(1) instanceof RexInputRef right)) {
      return null;
    }
    Type type = Expressions.type(left);
    // Equal numbers with a fraction may differ in their bits (0.0 and -0.0, 1.0 and 1.00).
    boolean isExact = type != Type.FLOAT && type != Type.DOUBLE && !(type instanceof Type.Decimal);
    if (!isExact || !type.equals(Expressions.type(right))) {
      return null;
    }
    int low = Math.min(left.getIndex(), right.getIndex());
    int high = Math.max(left.getIndex(), right.getIndex());
    return low < width && high >= width ? new PatternProgram.KeyMatch(low, high - width) : null;
  }

  private static boolean readsRegisters(RexNode node, int width) {
    boolean[] isFound = new boolean[1];
    node.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef reference) {
            isFound[0] |= reference.getIndex() >= width;
            return null;
          }
        });
    return isFound[0];
  }
}
