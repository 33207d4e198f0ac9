package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;

/** Two projections in a row are one, unless that would compute much twice. */
final class MergeProjects implements RewriteRule {
  /** How many nodes the merged expressions may have beyond those of both projections. */
  private static final int BLOAT_MAX = 100;

  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    return Plans.exhaust(root, new Rule());
  }

  private static final class Rule extends RelOptRule {
    @SuppressWarnings("deprecation") // The builder that replaces operand() needs generated classes.
    Rule() {
      super(operand(LogicalProject.class, operand(LogicalProject.class, any())), "MergeProjects");
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
      LogicalProject lower = call.rel(1);
      return lower.getProjects().stream().allMatch(Plans::isMovable);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalProject upper = call.rel(0);
      LogicalProject lower = call.rel(1);
      List<RexNode> merged =
          RelOptUtil.pushPastProjectUnlessBloat(upper.getProjects(), lower, BLOAT_MAX);
      if (merged != null) {
        call.transformTo(
            upper.copy(upper.getTraitSet(), lower.getInput(), merged, upper.getRowType()));
      }
    }
  }
}
