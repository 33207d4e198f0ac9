package io.eventflux.compiler.codegen;

import java.util.List;
import java.util.Set;

/**
 * A kernel in Java text. Kernels of equal structure have equal text and differ in their constants
 * only.
 *
 * @param className the full name of the class
 * @param text the compilation unit; ASCII, nothing in it comes from a user
 * @param hasAggregators whether the constructor takes aggregators behind the constants
 * @param constants what the constructor unpacks into fields
 * @param namedClasses classes of functions and aggregators that the text names
 */
record KernelSource(
    String className,
    String text,
    boolean hasAggregators,
    List<Object> constants,
    Set<Class<?>> namedClasses) {
  KernelSource {
    constants = List.copyOf(constants);
    namedClasses = Set.copyOf(namedClasses);
  }
}
