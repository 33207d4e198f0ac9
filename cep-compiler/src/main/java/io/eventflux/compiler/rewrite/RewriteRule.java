package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.Expressions;
import org.apache.calcite.rel.RelNode;

/** One rule: a plan with the same result and, where it applies, less work. Stateless. */
interface RewriteRule {
  /**
   * The plan after the rule has been applied wherever it fits.
   *
   * @param root the whole plan of a query
   * @param expressions makes expressions of this compilation
   */
  RelNode apply(RelNode root, Expressions expressions);
}
