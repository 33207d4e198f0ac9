package io.eventflux.compiler;

import io.eventflux.compiler.bind.Binder;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.logical.LogicalApp;
import io.eventflux.compiler.logical.LogicalPrinter;
import io.eventflux.compiler.lower.Lowering;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.rewrite.RewriteRules;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.query.diagnostic.Diagnostics;
import java.util.Objects;
import java.util.function.Consumer;

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
    return plan(parsed, catalogs, step -> {});
  }

  /** As {@link #plan(ParsedApp, Catalogs)}, telling the observer when a step has ended. */
  static PlanResult plan(ParsedApp parsed, Catalogs catalogs, Consumer<CompileStep> observer) {
    Binder.Result bound = Binder.bind(parsed.app(), parsed.source(), catalogs);
    observer.accept(CompileStep.BIND);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    diagnostics.addAll(bound.diagnostics());
    LogicalApp app = bound.app();
    if (app == null || diagnostics.hasErrors()) {
      return new PlanResult(null, diagnostics.inTextOrder());
    }
    AppPlan plan = Lowering.lower(RewriteRules.apply(app));
    observer.accept(CompileStep.PLAN);
    diagnostics.addAll(Deliveries.errors(plan, bound.exactlyOnce(), catalogs.connectors()));
    if (diagnostics.hasErrors()) {
      return new PlanResult(null, diagnostics.inTextOrder());
    }
    return new PlanResult(plan, diagnostics.inTextOrder());
  }

  /**
   * The logical plan of a text without errors. It is made anew: kept, it would hold on to the
   * planner for as long as the app runs.
   *
   * @param parsed the syntax tree, as it was planned
   * @param catalogs as they were when it was planned
   * @param isOptimized whether after rewriting
   */
  static String print(ParsedApp parsed, Catalogs catalogs, boolean isOptimized) {
    Binder.Result bound = Binder.bind(parsed.app(), parsed.source(), catalogs);
    LogicalApp app = Objects.requireNonNull(bound.app(), "the text has been planned");
    return LogicalPrinter.print(isOptimized ? RewriteRules.apply(app) : app);
  }
}
