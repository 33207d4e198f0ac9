package io.eventflux.compiler;

import io.eventflux.core.column.RowSchema;
import java.util.stream.Collectors;

/** Columns as messages list them. */
final class ColumnsText {
  private ColumnsText() {}

  /** {@code symbol VARCHAR, price DOUBLE}. */
  static String of(RowSchema schema) {
    return schema.fields().stream()
        .map(field -> field.name() + " " + field.type().sqlName())
        .collect(Collectors.joining(", "));
  }
}
