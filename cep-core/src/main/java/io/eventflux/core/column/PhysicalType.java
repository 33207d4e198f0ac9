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
    if (type instanceof Type.Scalar scalar) {
      return switch (scalar) {
        case BOOL -> BOOLEAN;
        case INT -> INT;
        case LONG, TIMESTAMP, DATE, TIME, INTERVAL -> LONG;
        case FLOAT -> FLOAT;
        case DOUBLE -> DOUBLE;
        case STRING, BINARY, OBJECT, JSON -> OBJECT;
      };
    }
    return OBJECT;
  }
}
