package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.LogicalApp;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/** The optimiser: one list of rules, each applied once, in this order. */
public final class RewriteRules {
  private static final List<RewriteRule> RULES =
      List.of(
          // Constants first: everything behind sees through them.
          new FoldConstants(),
          // Filters meet in one place, so that their conditions are simplified together.
          new MoveFilterBelowProject(),
          new MergeFilters(),
          new MergeProjects(),
          new SimplifyConditions(),
          // What simplification made TRUE is no filter any more.
          new RemoveTrueFilters(),
          // Last: which columns are used is known when all expressions are final.
          new PruneColumns());

  private RewriteRules() {}

  /** The app with all its queries rewritten. */
  public static LogicalApp apply(LogicalApp app) {
    List<EmitRel> queries = new ArrayList<>();
    for (EmitRel query : app.queries()) {
      RelNode root = query;
      for (RewriteRule rule : RULES) {
        root = rule.apply(root, app.expressions());
      }
      queries.add((EmitRel) root);
    }
    return app.withQueries(queries);
  }
}
