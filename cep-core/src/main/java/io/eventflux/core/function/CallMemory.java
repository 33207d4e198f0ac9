package io.eventflux.core.function;

import java.lang.reflect.Method;

/**
 * What one call in a kernel remembers from row to row: compiled patterns, the place in a sequence
 * of random numbers. A method whose first parameter is such a class gets the same object for every
 * row. Concrete classes are public and have a public constructor without parameters. Pipeline
 * thread only; it is no state: a checkpoint does not keep it.
 */
public interface CallMemory {
  /** How many parameters of {@code method} are its memory and no arguments: 0 or 1. */
  static int count(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return parameters.length > 0 && CallMemory.class.isAssignableFrom(parameters[0]) ? 1 : 0;
  }
}
