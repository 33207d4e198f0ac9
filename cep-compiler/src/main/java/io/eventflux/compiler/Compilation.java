package io.eventflux.compiler;

import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.query.ast.App;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler makes of one text: an app ready to run, or what is wrong with it. Any thread.
 */
public final class Compilation {
  private final SourceText source;
  private final App tree;
  private final @Nullable PlanResult planned;
  private final @Nullable CompiledApp app;
  private final GeneratedKernels kernels;
  private final List<Diagnostic> diagnostics;

  Compilation(
      ParsedApp parsed,
      @Nullable PlanResult planned,
      GeneratedKernels kernels,
      List<Diagnostic> diagnostics) {
    this.source = parsed.source();
    this.tree = parsed.app();
    this.planned = planned;
    this.kernels = kernels;
    this.diagnostics = List.copyOf(diagnostics);
    AppPlan plan = planned == null ? null : planned.plan();
    this.app = plan == null ? null : new CompiledApp(plan, kernels);
  }

  /** The text. */
  public SourceText source() {
    return source;
  }

  /** Errors and warnings in text order. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Whether there is an error, and so no app. */
  public boolean hasErrors() {
    return app == null;
  }

  /**
   * The app, its kernels ready.
   *
   * @throws CompileException with all diagnostics if the text has errors
   */
  public CompiledApp app() {
    if (app == null) {
      throw new CompileException(source, diagnostics);
    }
    return app;
  }

  /**
   * The product of one stage as text.
   *
   * @throws CompileException with all diagnostics if the text has errors
   */
  public String print(Stage stage) {
    AppPlan plan = app().plan();
    PlanResult result = Objects.requireNonNull(planned, "a text with an app has been planned");
    return switch (stage) {
      case AST -> Printer.print(tree);
      case LOGICAL -> result.logical();
      case OPTIMIZED -> result.optimized();
      case PLAN -> PlanPrinter.print(plan);
      case CODE -> kernels.codeOf(plan);
    };
  }
}
