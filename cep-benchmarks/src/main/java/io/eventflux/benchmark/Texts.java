package io.eventflux.benchmark;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.core.plan.CompiledApp;

/** Turns the texts of benchmarks into apps. */
final class Texts {
  private Texts() {}

  /**
   * Compiles an app, kernels included.
   *
   * @throws IllegalStateException with all errors if the text has some
   */
  static CompiledApp compile(String text) {
    Compilation compilation = EventFluxCompiler.installed().compile("benchmark.eventflux", text);
    if (compilation.hasErrors()) {
      throw new IllegalStateException(compilation.diagnostics().toString());
    }
    return compilation.app();
  }
}
