package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;

/** A filter that every row passes is none. */
final class RemoveTrueFilters implements RewriteRule {
  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    return Plans.exhaust(root, new Rule());
  }

  private static final class Rule extends RelOptRule {
    @SuppressWarnings("deprecation") // The builder that replaces operand() needs generated classes.
    Rule() {
      super(operand(LogicalFilter.class, any()), "RemoveTrueFilters");
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
      LogicalFilter filter = call.rel(0);
      return filter.getCondition().isAlwaysTrue();
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalFilter filter = call.rel(0);
      call.transformTo(filter.getInput());
    }
  }
}
