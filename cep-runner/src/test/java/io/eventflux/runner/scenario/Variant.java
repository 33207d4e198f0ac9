package io.eventflux.runner.scenario;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.query.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One way to run a scenario: at some range size, across snapshot and restore before every step,
 * with generated kernels or with the interpreter. None of this may show.
 */
record Variant(String name, EngineUnderTest engine, ScenarioExecutor.Mode mode) {
  /** All that a scenario has to hold in. */
  static List<Variant> all() {
    EventFluxCompiler compiler = EventFluxCompiler.installed();
    List<Variant> variants = new ArrayList<>();
    add("", text -> compiler.compile(text).app(), variants);
    add(
        " interpreted",
        text -> new CompiledApp(compiler.compile(text).app().plan(), new InterpretedKernels()),
        variants);
    return variants;
  }

  /**
   * Adds what differs in the range.
   *
   * @param kernels says where kernels come from
   */
  private static void add(
      String kernels, Function<SourceText, CompiledApp> compiler, List<Variant> variants) {
    for (int rows : new int[] {1, 7, 0}) {
      variants.add(
          new Variant(
              "chunk=" + (rows == 0 ? "all" : rows) + kernels,
              new RuntimeEngine(compiler, rows),
              ScenarioExecutor.Mode.TOGETHER));
    }
    variants.add(
        new Variant(
            "restart everywhere" + kernels,
            new RuntimeEngine(compiler, 0),
            ScenarioExecutor.Mode.RESTART_EVERYWHERE));
  }
}
