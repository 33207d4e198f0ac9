package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text with values of a row in it, where it says {@code {{column}}} (language 3.3). A value is
 * written as {@code CAST(column AS VARCHAR)} gives it, NULL as {@code null}; nothing is escaped.
 * Immutable.
 */
public final class RowTemplate {
  private final String text;

  /** What stands in front of each value, and behind the last one. */
  private final List<String> literals = new ArrayList<>();

  private final int[] columns;
  private final List<ValueConversion> conversions;

  /**
   * A template over rows of {@code schema}.
   *
   * @throws IllegalArgumentException if {@code text} names a column that is not there
   */
  public RowTemplate(String text, RowSchema schema) {
    this.text = text;
    List<Integer> places = new ArrayList<>();
    int from = 0;
    int open;
    int close;
    while ((open = text.indexOf("{{", from)) >= 0 && (close = text.indexOf("}}", open)) >= 0) {
      literals.add(text.substring(from, open));
      places.add(indexOf(schema, text.substring(open + 2, close).trim()));
      from = close + 2;
    }
    literals.add(text.substring(from));
    columns = places.stream().mapToInt(Integer::intValue).toArray();
    conversions =
        IntStream.of(columns)
            .mapToObj(column -> new ValueConversion(schema.field(column).type(), Type.STRING))
            .toList();
  }

  private static int indexOf(RowSchema schema, String name) {
    for (int c = 0; c < schema.size(); c++) {
      if (schema.field(c).name().equals(name)) {
        return c;
      }
    }
    throw new IllegalArgumentException(
        "a template names a column '" + name + "' that is not there");
  }

  /** The text for the row with index {@code row}. */
  public String of(ColumnBatch batch, int row) {
    if (columns.length == 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      Object value = batch.column(columns[i]).boxed(row);
      out.append(literals.get(i)).append(value == null ? null : conversions.get(i).apply(value));
    }
    return out.append(literals.get(columns.length)).toString();
  }
}
