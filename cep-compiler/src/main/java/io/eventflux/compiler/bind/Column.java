package io.eventflux.compiler.bind;

import io.eventflux.query.type.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column that expressions can name.
 *
 * @param name as the user wrote it
 * @param type null if an error has been reported about it, so that its uses are not reported again
 * @param alias another name that expressions may use; null if there is none
 */
record Column(String name, @Nullable Type type, @Nullable String alias) {
  /** A column with one name. */
  Column(String name, @Nullable Type type) {
    this(name, type, null);
  }

  /** The columns as messages list them. */
  static String list(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                column.type() == null
                    ? column.name()
                    : column.name() + " " + column.type().sqlName())
        .collect(Collectors.joining(", "));
  }

  /** The position of a name, or -1. */
  static int indexOf(List<Column> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name) || name.equals(columns.get(i).alias())) {
        return i;
      }
    }
    return -1;
  }
}
