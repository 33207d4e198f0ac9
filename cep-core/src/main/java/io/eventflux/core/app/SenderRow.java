package io.eventflux.core.app;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A batch of one row that one thread uses for all the single events it sends into a stream. Other
 * threads may come across it, and see in its final field that it is not theirs; so no call needs a
 * fence.
 *
 * <p>Usual values need no conversion and are put where they belong without a look at the types:
 * first all longs, then all doubles, then all texts. {@link RowValues} does the rest.
 */
final class SenderRow {
  private static final Set<Type> LONGS = Set.of(Type.Scalar.LONG, Type.Scalar.TIMESTAMP);

  private final Thread sender = Thread.currentThread();
  private final String stream;
  private final RowSchema schema;
  private final ColumnBatch batch;

  /** The attributes of LONG and TIMESTAMP, and their columns. */
  private final int[] longAttributes;

  private final LongColumn[] longs;

  /** The attributes of DOUBLE, and their columns. */
  private final int[] doubleAttributes;

  private final DoubleColumn[] doubles;

  /** The attributes of STRING, and their columns. */
  private final int[] textAttributes;

  private final ObjectColumn[] texts;

  /** The attributes of all other types. */
  private final int[] otherAttributes;

  private boolean isInUse;

  /** A row for events that the calling thread sends into {@code stream}. */
  SenderRow(String stream, RowSchema schema) {
    this.stream = stream;
    this.schema = schema;
    this.batch = new ColumnBatch(schema, 1);
    longAttributes = attributes(LONGS::contains);
    doubleAttributes = attributes(type -> type == Type.Scalar.DOUBLE);
    textAttributes = attributes(type -> type == Type.Scalar.STRING);
    longs = columns(longAttributes, new LongColumn[0]);
    doubles = columns(doubleAttributes, new DoubleColumn[0]);
    texts = columns(textAttributes, new ObjectColumn[0]);
    otherAttributes =
        attributes(
            type ->
                !LONGS.contains(type) && type != Type.Scalar.DOUBLE && type != Type.Scalar.STRING);
  }

  private int[] attributes(Predicate<Type> isOne) {
    int[] found = new int[schema.size()];
    int count = 0;
    for (int c = 0; c < found.length; c++) {
      if (isOne.test(schema.field(c).type())) {
        found[count++] = c;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private <T extends Column> T[] columns(int[] attributes, T[] kind) {
    Column[] found = new Column[attributes.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = batch.column(attributes[i]);
    }
    return Arrays.asList(found).toArray(kind);
  }

  /** Whether the calling thread made this row, and no call around this one is using it. */
  boolean isFree() {
    return sender == Thread.currentThread() && !isInUse;
  }

  /** The row is in use until {@link #give}. */
  void take() {
    isInUse = true;
  }

  /** The row can be used again. */
  void give() {
    isInUse = false;
  }

  /**
   * Makes the row an event.
   *
   * @return the batch, with the event in row 0
   * @throws IllegalArgumentException as {@link RowValues#set}
   */
  ColumnBatch set(long timestampMillis, @Nullable Object... values) {
    batch.timestamps()[0] = timestampMillis;
    if (values.length != schema.size() || !put(values)) {
      RowValues.set(stream, schema, batch, 0, values);
    }
    return batch;
  }

  /** Whether all values are there and fit; if not, the row is half set. */
  private boolean put(@Nullable Object[] values) {
    for (int i = 0; i < longs.length; i++) {
      if (!(values[longAttributes[i]] instanceof Long value)) {
        return false;
      }
      longs[i].values()[0] = value;
      longs[i].nulls()[0] = false;
    }
    for (int i = 0; i < doubles.length; i++) {
      if (!(values[doubleAttributes[i]] instanceof Double value)) {
        return false;
      }
      doubles[i].values()[0] = value;
      doubles[i].nulls()[0] = false;
    }
    for (int i = 0; i < texts.length; i++) {
      if (!(values[textAttributes[i]] instanceof String value)) {
        return false;
      }
      texts[i].values()[0] = value;
      texts[i].nulls()[0] = false;
    }
    for (int attribute : otherAttributes) {
      Object value = values[attribute];
      if (value == null
          || !RowValues.put(schema.field(attribute).type(), batch.column(attribute), 0, value)) {
        return false;
      }
    }
    return true;
  }
}
