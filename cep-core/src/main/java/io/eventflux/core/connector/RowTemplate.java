package io.eventflux.core.connector;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.ValueConversion;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text with values of a row in it, where it says {@code {{column}}} (language 3.3). A value is
 * written as {@code CAST(column AS VARCHAR)} gives it, NULL as {@code null}; nothing is escaped.
 * Immutable.
 */
public final class RowTemplate {
  private final List<String> literals;
  private final int[] columns;
  private final List<ValueConversion> conversions;

  /**
   * A template over rows of {@code schema}.
   *
   * @throws IllegalArgumentException if {@code text} names a column that is not there
   */
  public RowTemplate(String text, RowSchema schema) {
    TemplateText template = TemplateText.parse(text);
    literals = template.literals();
    columns = template.indexesIn(schema, "a template");
    conversions =
        IntStream.of(columns)
            .mapToObj(column -> new ValueConversion(schema.field(column).type(), Type.STRING))
            .toList();
  }

  /** The text for the row with index {@code row}. */
  public String of(ColumnBatch batch, int row) {
    if (columns.length == 0) {
      return literals.get(0);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < columns.length; i++) {
      Object value = batch.column(columns[i]).boxed(row);
      out.append(literals.get(i)).append(value == null ? null : conversions.get(i).apply(value));
    }
    return out.append(literals.get(columns.length)).toString();
  }
}
