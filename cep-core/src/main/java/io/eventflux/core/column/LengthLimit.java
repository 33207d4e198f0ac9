package io.eventflux.core.column;

/**
 * How long the values of a text column may be. Immutable.
 *
 * @param column index of a column that holds texts
 * @param charCountMax greatest number of characters, counted as Unicode code points; at least 0
 */
public record LengthLimit(int column, int charCountMax) {
  /** Refuses limits that cannot be. */
  public LengthLimit {
    if (column < 0 || charCountMax < 0) {
      throw new IllegalArgumentException("a length limit is about a column and not negative");
    }
  }

  /** Whether the value in row {@code row} is short enough; NULL is. */
  public boolean allows(ColumnBatch batch, int row) {
    ObjectColumn texts = (ObjectColumn) batch.column(column);
    if (texts.nulls()[row]) {
      return true;
    }
    String text = (String) texts.values()[row];
    // Most texts are short enough however their characters are stored.
    return text.length() <= charCountMax || text.codePointCount(0, text.length()) <= charCountMax;
  }

  /** Why a row is refused: one sentence, which names the column. */
  public String refusal(RowSchema schema) {
    return "column '"
        + schema.field(column).name()
        + "' takes at most "
        + charCountMax
        + (charCountMax == 1 ? " character" : " characters");
  }
}
