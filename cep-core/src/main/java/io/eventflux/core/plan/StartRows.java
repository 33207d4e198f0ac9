package io.eventflux.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an {@code INSERT INTO ... VALUES} statement, inserted once when the app starts, in text
 * order.
 *
 * @param target a stream or table
 * @param rows boxed values in target order; null is SQL NULL
 */
public record StartRows(String target, List<List<@Nullable Object>> rows) {
  /** Copies the rows. */
  public StartRows {
    List<List<@Nullable Object>> copy = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = Collections.unmodifiableList(copy);
  }
}
