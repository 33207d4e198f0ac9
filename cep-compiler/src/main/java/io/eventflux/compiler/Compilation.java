package io.eventflux.compiler;

import io.eventflux.compiler.bind.Binder;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.ParsedOnDemandQuery;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.core.app.DeliveryPath;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler makes of one text: an app ready to run, or what is wrong with it. Any thread.
 */
public final class Compilation {
  private final ParsedApp parsed;
  private final Catalogs catalogs;
  private final @Nullable CompiledApp app;
  private final GeneratedKernels kernels;
  private final List<Diagnostic> diagnostics;
  private final Map<String, String> variables;

  Compilation(
      ParsedApp parsed,
      Catalogs catalogs,
      Map<String, String> variables,
      @Nullable AppPlan plan,
      GeneratedKernels kernels,
      List<Diagnostic> diagnostics) {
    this.parsed = parsed;
    this.catalogs = catalogs;
    this.variables = variables;
    this.kernels = kernels;
    this.diagnostics = List.copyOf(diagnostics);
    this.app = plan == null ? null : new CompiledApp(plan, kernels);
  }

  /** The text. */
  public SourceText source() {
    return parsed.source();
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
      throw new CompileException(parsed.source(), diagnostics);
    }
    return app;
  }

  /**
   * Reads a text that is executed once against the running app (language 4.10), and checks its
   * names, types and rules. Such texts cannot be executed yet: one that is right gives the error
   * that says so. Cost: that of binding the app.
   *
   * @param text the query; its name is what messages call it
   * @return errors and warnings in the order of the text
   * @throws CompileException with all diagnostics if the text of the app has errors
   */
  public List<Diagnostic> checkOnDemand(SourceText text) {
    app();
    ParsedOnDemandQuery query = EventFluxParser.parseOnDemand(text, Variables.of(variables));
    if (query.query() == null) {
      return query.diagnostics();
    }
    Diagnostics all = new Diagnostics();
    all.addAll(query.diagnostics());
    all.addAll(Binder.bindOnDemand(parsed.app(), parsed.source(), catalogs, query.query(), text));
    return all.inTextOrder();
  }

  /**
   * What the app keeps in memory, and what keeps it from growing for ever.
   *
   * @throws CompileException with all diagnostics if the text has errors
   */
  public List<StateBound> stateBounds() {
    return StateBound.of(app().plan());
  }

  /**
   * The ways of rows from sources to sinks, and how often each row is seen if the app keeps
   * checkpoints.
   *
   * @throws CompileException with all diagnostics if the text has errors
   */
  public List<DeliveryPath> deliveryPaths() {
    return Deliveries.paths(app().plan(), catalogs.connectors());
  }

  /**
   * The product of one stage as text.
   *
   * @throws CompileException with all diagnostics if the text has errors
   */
  public String print(Stage stage) {
    AppPlan plan = app().plan();
    return switch (stage) {
      case AST -> Printer.print(parsed.app());
      case LOGICAL -> PlanCompiler.print(parsed, catalogs, false);
      case OPTIMIZED -> PlanCompiler.print(parsed, catalogs, true);
      case PLAN -> PlanPrinter.print(plan);
      case CODE -> kernels.codeOf(plan);
    };
  }
}
