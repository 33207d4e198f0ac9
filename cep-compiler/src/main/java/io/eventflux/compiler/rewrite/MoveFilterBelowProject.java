package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexUtil;

/** A filter over a projection comes before it: rows that fall out are never computed. */
final class MoveFilterBelowProject implements RewriteRule {
  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    return Plans.exhaust(root, new Rule());
  }

  private static final class Rule extends RelOptRule {
    @SuppressWarnings("deprecation") // The builder that replaces operand() needs generated classes.
    Rule() {
      super(
          operand(LogicalFilter.class, operand(LogicalProject.class, any())),
          "MoveFilterBelowProject");
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
      LogicalProject project = call.rel(1);
      return project.getProjects().stream().allMatch(Plans::isMovable);
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalFilter filter = call.rel(0);
      LogicalProject project = call.rel(1);
      RelNode below =
          LogicalFilter.create(
              project.getInput(),
              RexUtil.flatten(
                  filter.getCluster().getRexBuilder(),
                  RelOptUtil.pushPastProject(filter.getCondition(), project)));
      call.transformTo(
          project.copy(project.getTraitSet(), below, project.getProjects(), project.getRowType()));
    }
  }
}
