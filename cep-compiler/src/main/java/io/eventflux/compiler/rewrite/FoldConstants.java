package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.ConstantFolder;
import io.eventflux.compiler.logical.Expressions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** {@code price * (1 + 1)} is {@code price * 2}. */
final class FoldConstants implements RewriteRule {
  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    ConstantFolder folder = new ConstantFolder(expressions);
    return ExpressionChanges.map(
        root,
        expressions,
        new ExpressionChanges.Change() {
          @Override
          public RexNode value(RexNode value) {
            return value.accept(folder);
          }

          @Override
          public RexNode condition(RexNode condition) {
            return condition.accept(folder);
          }
        });
  }
}
