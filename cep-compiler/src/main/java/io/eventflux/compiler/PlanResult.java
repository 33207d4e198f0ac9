package io.eventflux.compiler;

import io.eventflux.core.plan.AppPlan;
import io.eventflux.query.diagnostic.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What planning gives.
 *
 * @param plan the plan; null if there is an error among the diagnostics
 * @param diagnostics errors and warnings of parser and binder, in text order
 */
public record PlanResult(@Nullable AppPlan plan, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public PlanResult {
    diagnostics = List.copyOf(diagnostics);
  }
}
