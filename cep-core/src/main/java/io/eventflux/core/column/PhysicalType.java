package io.eventflux.core.column;

import io.eventflux.query.type.Type;

/** How the values of one SQL type lie in memory. Every {@link Type} maps to exactly one layout. */
public enum PhysicalType {
  /** {@code boolean[]}. */
  BOOLEAN,
  /** {@code int[]}. */
  INT,
  /** {@code long[]}; also timestamps (epoch milliseconds), dates, times and intervals. */
  LONG,
  /** {@code float[]}. */
  FLOAT,
  /** {@code double[]}. */
  DOUBLE,
  /** {@code Object[]}; strings, decimals, binary and composite values. */
  OBJECT;

  /** The layout of {@code type}; total over all types. */
  public static PhysicalType of(Type type) {
    return type.accept(PhysicalTypeVisitor.INSTANCE);
  }
}
