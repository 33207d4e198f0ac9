package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with {@code {{column}}} in it, taken apart (language 3.3). Braces that are not closed are
 * text. Immutable.
 *
 * @param literals what stands in front of each column, and behind the last one
 * @param columns the names of the columns, in text order, without the blanks around them
 */
public record TemplateText(List<String> literals, List<String> columns) {
  /** Copies the lists. */
  public TemplateText {
    literals = List.copyOf(literals);
    columns = List.copyOf(columns);
  }

  /** Takes {@code text} apart. */
  public static TemplateText parse(String text) {
    List<String> literals = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    int from = 0;
    int open;
    int close;
    while ((open = text.indexOf("{{", from)) >= 0 && (close = text.indexOf("}}", open)) >= 0) {
      literals.add(text.substring(from, open));
      columns.add(text.substring(open + 2, close).trim());
      from = close + 2;
    }
    literals.add(text.substring(from));
    return new TemplateText(literals, columns);
  }

  /**
   * The positions of the columns in {@code schema}.
   *
   * @param owner what the text is called in a message
   * @throws IllegalArgumentException if a column is not there
   */
  public int[] indexesIn(RowSchema schema, String owner) {
    return columns.stream().mapToInt(name -> indexOf(schema, name, owner)).toArray();
  }

  private static int indexOf(RowSchema schema, String name, String owner) {
    for (int c = 0; c < schema.size(); c++) {
      if (schema.field(c).name().equals(name)) {
        return c;
      }
    }
    throw new IllegalArgumentException(owner + " names a column '" + name + "' that is not there");
  }
}
