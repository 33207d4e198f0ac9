package io.eventflux.benchmark;

import io.eventflux.compiler.PlanCompiler;
import io.eventflux.compiler.PlanResult;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.query.text.SourceText;

/** Turns the texts of benchmarks into apps. */
final class Texts {
  private Texts() {}

  /**
   * Compiles an app.
   *
   * @throws IllegalArgumentException with all errors if the text has some
   */
  static CompiledApp compile(String text) {
    PlanResult result =
        PlanCompiler.plan(
            EventFluxParser.parse(new SourceText("benchmark.eventflux", text)),
            Catalogs.installed());
    AppPlan plan = result.plan();
    if (plan == null) {
      throw new IllegalArgumentException(result.diagnostics().toString());
    }
    return new CompiledApp(plan, new GeneratedKernels());
  }
}
