package io.eventflux.core.plan;

/**
 * All that is needed to run an app: its plan and a factory that has its kernels ready. Needs no
 * compiler. Immutable.
 */
public record CompiledApp(AppPlan plan, KernelFactory kernels) {}
