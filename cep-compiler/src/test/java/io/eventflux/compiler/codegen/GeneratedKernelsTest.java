package io.eventflux.compiler.codegen;

import io.eventflux.core.interpreter.KernelBatchSemantics;
import io.eventflux.core.interpreter.KernelSemantics;
import io.eventflux.core.plan.KernelFactory;
import org.junit.jupiter.api.Nested;

/** Generated kernels against the rules of the language and of kernels. */
final class GeneratedKernelsTest {
  private final KernelFactory generated = new GeneratedKernels();

  @Nested
  final class Values extends KernelSemantics {
    @Override
    protected KernelFactory kernels() {
      return generated;
    }
  }

  @Nested
  final class Batches extends KernelBatchSemantics {
    @Override
    protected KernelFactory kernels() {
      return generated;
    }
  }
}
