package io.eventflux.compiler.lower;

import io.eventflux.core.plan.PlanExpr;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold. */
final class Conjunctions {
  private Conjunctions() {}

  /** One condition for all of them; null for none. */
  static @Nullable PlanExpr all(List<PlanExpr> conditions) {
    if (conditions.isEmpty()) {
      return null;
    }
    return conditions.size() == 1
        ? conditions.get(0)
        : new PlanExpr.Operation(PlanOperator.AND, conditions, Type.BOOL);
  }
}
