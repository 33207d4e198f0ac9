package io.eventflux.core.interpreter;

import io.eventflux.core.plan.KernelFactory;
import org.junit.jupiter.api.Nested;

/** The interpreter against the rules of the language and of kernels. */
final class InterpretedKernelsTest {
  @Nested
  final class Values extends KernelSemantics {
    @Override
    protected KernelFactory kernels() {
      return new InterpretedKernels();
    }
  }

  @Nested
  final class Batches extends KernelBatchSemantics {
    @Override
    protected KernelFactory kernels() {
      return new InterpretedKernels();
    }
  }
}
