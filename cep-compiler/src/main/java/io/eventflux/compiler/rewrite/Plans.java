package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.EngineOperators;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;

/** Walks over plans that several rules need. */
final class Plans {
  private Plans() {}

  /** Applies one rule wherever it matches, until it matches nowhere. */
  static RelNode exhaust(RelNode root, RelOptRule rule) {
    HepPlanner planner = new HepPlanner(HepProgram.builder().addRuleInstance(rule).build());
    planner.setRoot(root);
    return planner.findBestExp();
  }

  /** Whether an expression may be evaluated elsewhere, more often or not at all. */
  static boolean isMovable(RexNode expression) {
    if (!RexUtil.isDeterministic(expression)) {
      return false;
    }
    boolean[] isFallible = new boolean[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            isFallible[0] |=
                call.getOperator() instanceof EngineOperators.Function function
                    && function.binding().fallible();
            return super.visitCall(call);
          }
        });
    return !isFallible[0];
  }
}
