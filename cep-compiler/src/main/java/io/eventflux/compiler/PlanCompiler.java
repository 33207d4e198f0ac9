package io.eventflux.compiler;

import io.eventflux.compiler.bind.Binder;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.compiler.logical.LogicalPrinter;
import io.eventflux.compiler.lower.Lowering;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.rewrite.RewriteRules;
import io.eventflux.query.diagnostic.Diagnostics;

/** The middle of the compiler: syntax tree to plan, through binding, rewriting and lowering. */
public final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * Plans an app. Errors of the user are diagnostics, never exceptions.
   *
   * @param parsed what the parser made of the text
   * @param catalogs what the text may name beyond its own definitions
   */
  public static PlanResult plan(ParsedApp parsed, Catalogs catalogs) {
    Binder.Result bound = Binder.bind(parsed.app(), parsed.source(), catalogs);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    diagnostics.addAll(bound.diagnostics());
    LogicalApp app = bound.app();
    if (app == null || diagnostics.hasErrors()) {
      return new PlanResult(null, "", "", diagnostics.inTextOrder());
    }
    LogicalApp optimized = RewriteRules.apply(app);
    return new PlanResult(
        Lowering.lower(optimized),
        LogicalPrinter.print(app),
        LogicalPrinter.print(optimized),
        diagnostics.inTextOrder());
  }
}
