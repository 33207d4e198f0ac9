package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;

/** Two filters in a row are one whose first condition is the lower filter's. */
final class MergeFilters implements RewriteRule {
  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    return Plans.exhaust(root, new Rule(expressions));
  }

  private static final class Rule extends RelOptRule {
    private final Expressions expressions;

    @SuppressWarnings("deprecation") // The builder that replaces operand() needs generated classes.
    Rule(Expressions expressions) {
      super(operand(LogicalFilter.class, operand(LogicalFilter.class, any())), "MergeFilters");
      this.expressions = expressions;
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalFilter upper = call.rel(0);
      LogicalFilter lower = call.rel(1);
      List<RexNode> conditions = RelOptUtil.conjunctions(lower.getCondition());
      conditions.addAll(RelOptUtil.conjunctions(upper.getCondition()));
      call.transformTo(LogicalFilter.create(lower.getInput(), expressions.and(conditions)));
    }
  }
}
