package io.eventflux.runner;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.CompileStep;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.Stage;
import io.eventflux.core.app.DeliveryPath;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.runner.scenario.EngineUnderTest;
import io.eventflux.runner.scenario.RuntimeEngine;
import java.util.List;
import java.util.function.Consumer;

/** The compiler as the verbs use it. It is made when first needed, so that help costs nothing. */
final class AppCompiler {
  /**
   * Compiles an app; its warnings go to standard error, unless it should be quiet.
   *
   * @throws CompileException if the text has errors
   * @throws CommandException if there are warnings and they were denied
   */
  CompiledApp compile(AppText text, CommonOptions.Compile options, Messages messages)
      throws CommandException {
    Compilation compilation = compilation(text, options);
    CompiledApp app = compilation.app();
    List<Diagnostic> warnings = compilation.diagnostics();
    if (options.denyWarnings || !messages.isQuiet()) {
      messages.diagnostics(compilation.source(), warnings);
    }
    if (options.denyWarnings && !warnings.isEmpty()) {
      throw new CommandException(ExitCode.WARNINGS, "warnings are denied");
    }
    return app;
  }

  /**
   * Compiles an app to see what is wrong with it.
   *
   * @param observer is told of the end of each step
   */
  Compilation check(AppText text, CommonOptions.Compile options, Consumer<CompileStep> observer) {
    return EventFluxCompiler.installed()
        .withVariables(options.given())
        .observedBy(observer)
        .compile(text.source());
  }

  /**
   * The product of one stage as text; the plan with the guarantee of each way to a sink.
   *
   * @throws CompileException if the text has errors
   */
  String explain(AppText text, CommonOptions.Compile options, Stage stage) {
    Compilation compilation = compilation(text, options);
    StringBuilder shown = new StringBuilder(compilation.print(stage));
    List<DeliveryPath> paths =
        stage == Stage.PLAN ? compilation.deliveryPaths() : List.<DeliveryPath>of();
    if (!paths.isEmpty()) {
      shown
          .append(shown.toString().endsWith("\n") ? "" : "\n")
          .append("delivery, with checkpoints\n");
      paths.forEach(path -> shown.append("  ").append(path).append('\n'));
    }
    return shown.toString();
  }

  /** An engine for scenarios that processes at most {@code rangeRowsMax} rows at once; 0: all. */
  EngineUnderTest engine(int rangeRowsMax) {
    EventFluxCompiler compiler = EventFluxCompiler.installed();
    return new RuntimeEngine(text -> compiler.compile(text).app(), rangeRowsMax);
  }

  private static Compilation compilation(AppText text, CommonOptions.Compile options) {
    return EventFluxCompiler.installed().withVariables(options.given()).compile(text.source());
  }
}
