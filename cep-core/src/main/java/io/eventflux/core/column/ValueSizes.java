package io.eventflux.core.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the values of rows take that differ in size: texts, binary values and collections.
 * Numbers have no part in it, so a schema of numbers costs nothing. Immutable.
 */
public final class ValueSizes {
  /** About what a number takes that is an object. */
  private static final long OBJECT_BYTES = 16;

  private final int[] columns;

  private ValueSizes(int[] columns) {
    this.columns = columns;
  }

  /** The sizes of rows of {@code schema}. */
  public static ValueSizes of(RowSchema schema) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (PhysicalType.of(schema.field(i).type()) == PhysicalType.OBJECT) {
        found.add(i);
      }
    }
    return new ValueSizes(found.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Whether a row can be of any size. */
  public boolean isAnyVariable() {
    return columns.length > 0;
  }

  /**
   * The bytes of the rows at positions {@code [lo, hi)}: a character of a text counts as one.
   * Linear in rows and elements.
   */
  public long sizeBytes(ColumnBatch batch, int lo, int hi) {
    long sizeBytes = 0;
    int[] selection = batch.selection();
    for (int column : columns) {
      Column values = batch.column(column);
      sizeBytes += sizeBytes((ObjectColumn) values, selection, lo, hi);
    }
    return sizeBytes;
  }

  private static long sizeBytes(ObjectColumn column, int @Nullable [] selection, int lo, int hi) {
    @Nullable Object[] values = column.values();
    boolean[] nulls = column.nulls();
    long sizeBytes = 0;
    for (int k = lo; k < hi; k++) {
      int row = selection == null ? k : selection[k];
      if (values[row] instanceof String text) {
        sizeBytes += text.length();
      } else if (!nulls[row]) {
        sizeBytes += sizeBytes(values[row]);
      }
    }
    return sizeBytes;
  }

  private static long sizeBytes(@Nullable Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof ByteString bytes) {
      return bytes.sizeBytes();
    }
    long sizeBytes = OBJECT_BYTES;
    if (value instanceof Collection<?> elements) {
      for (Object element : elements) {
        sizeBytes += sizeBytes(element);
      }
    } else if (value instanceof Map<?, ?> entries) {
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        sizeBytes += sizeBytes(entry.getKey()) + sizeBytes(entry.getValue());
      }
    }
    return sizeBytes;
  }
}
