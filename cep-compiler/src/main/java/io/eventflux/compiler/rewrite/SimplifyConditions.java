package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSimplify;

/**
 * {@code x > 5 AND x > 7} is {@code x > 7}. Calcite's simplification is sound here because numbers
 * have a total order in the language (NaN is equal to itself and above all others), NULL is
 * three-valued as in SQL, and every operator that means something else is one of ours, which
 * Calcite leaves alone. Expressions that can fail or are random are left alone whole, and so are
 * very large ones: each term of a conjunction is compared with the ranges of all terms before it.
 */
final class SimplifyConditions implements RewriteRule {
  /** Beyond, simplifying costs more than it saves: it is cubic in the terms of a conjunction. */
  private static final int NODE_COUNT_MAX = 300;

  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    RexSimplify simplify =
        new RexSimplify(
            expressions.rex(),
            RelOptPredicateList.EMPTY,
            (builder, constants, reduced) -> reduced.addAll(constants));
    return ExpressionChanges.map(
        root,
        expressions,
        new ExpressionChanges.Change() {
          @Override
          public RexNode value(RexNode value) {
            return isSimplified(value) ? simplify.simplify(value) : value;
          }

          @Override
          public RexNode condition(RexNode condition) {
            return isSimplified(condition) ? simplify.simplifyUnknownAsFalse(condition) : condition;
          }
        });
  }

  private static boolean isSimplified(RexNode expression) {
    return expression.nodeCount() <= NODE_COUNT_MAX && Plans.isMovable(expression);
  }
}
