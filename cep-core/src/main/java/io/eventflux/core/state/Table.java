package io.eventflux.core.state;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.column.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory: rows in insertion order, at most one per primary key. Belongs to one pipeline;
 * its operators share it. Pipeline thread only.
 */
public final class Table {
  private final RowSchema schema;
  private final int[] primaryKey;
  private final int[] notNull;
  private final List<LengthLimit> lengths;
  private final ColumnBatch rows;
  private final KeyIndex keyIndex;
  private final Column[] probe;
  private final int[] slot = new int[1];
  private int rowCount;

  /** What became of a row to insert. */
  public enum Insertion {
    /** The row is in the table. */
    INSERTED,
    /** A row with this key is there already; nothing changed. */
    DUPLICATE_KEY,
    /** A column that refuses NULL holds NULL; nothing changed. */
    NULL_REFUSED,
    /** A text is longer than its column takes; nothing changed. */
    TOO_LONG
  }

  /**
   * An empty table.
   *
   * @param primaryKey indexes of the key columns in key order; none: no key
   * @param notNull indexes of the columns that refuse NULL
   * @param lengths how long texts may be
   */
  public Table(
      RowSchema schema,
      List<Integer> primaryKey,
      List<Integer> notNull,
      List<LengthLimit> lengths) {
    this.schema = schema;
    this.primaryKey = primaryKey.stream().mapToInt(Integer::intValue).toArray();
    this.notNull = notNull.stream().mapToInt(Integer::intValue).toArray();
    this.lengths = List.copyOf(lengths);
    this.rows = new ColumnBatch(schema, 16);
    this.probe = new Column[this.primaryKey.length];
    List<PhysicalType> layout = new ArrayList<>();
    for (int column : this.primaryKey) {
      layout.add(PhysicalType.of(schema.field(column).type()));
    }
    this.keyIndex = KeyIndex.of(layout);
  }

  /** The columns. */
  public RowSchema schema() {
    return schema;
  }

  /**
   * All rows: indexes {@code [0, rowCount())}, in insertion order. Not to be changed by the caller.
   */
  public ColumnBatch rows() {
    return rows;
  }

  /** How many rows there are. */
  public int rowCount() {
    return rowCount;
  }

  /** Whether the table has a primary key. */
  public boolean hasPrimaryKey() {
    return primaryKey.length > 0;
  }

  /** The key columns in key order; no columns if there is no primary key. */
  public RowSchema keySchema() {
    return new RowSchema(Arrays.stream(primaryKey).mapToObj(schema::field).toList());
  }

  /**
   * Finds the row of each key.
   *
   * @param keys one column per key column, in key order; positions {@code [lo, hi)} are looked up
   * @param found receives the row index of position {@code k} at {@code k - lo}, or -1. A key with
   *     a NULL in it finds nothing only if the table has none such; joins must not ask for NULL
   *     keys
   */
  public void findByKey(Column[] keys, int lo, int hi, int[] found) {
    keyIndex.find(keys, null, lo, hi, found);
  }

  /** Appends row {@code row} of {@code batch}, which has the columns of the table. */
  public Insertion insert(ColumnBatch batch, int row) {
    for (int column : notNull) {
      if (batch.column(column).nulls()[row]) {
        return Insertion.NULL_REFUSED;
      }
    }
    if (tooLong(batch, row) != null) {
      return Insertion.TOO_LONG;
    }
    if (primaryKey.length > 0) {
      for (int i = 0; i < primaryKey.length; i++) {
        probe[i] = batch.column(primaryKey[i]);
      }
      int before = keyIndex.size();
      keyIndex.findOrAdd(probe, null, row, row + 1, slot);
      if (keyIndex.size() == before) {
        return Insertion.DUPLICATE_KEY;
      }
    }
    rows.ensureCapacity(rowCount + 1);
    rows.copyRows(batch, row, rowCount, 1);
    rowCount++;
    return Insertion.INSERTED;
  }

  /** The first limit that row {@code row} of {@code batch} does not keep, or null. */
  public @Nullable LengthLimit tooLong(ColumnBatch batch, int row) {
    for (LengthLimit limit : lengths) {
      if (!limit.allows(batch, row)) {
        return limit;
      }
    }
    return null;
  }

  /** Writes all rows. */
  public void snapshot(StateWriter writer) {
    writer.putInt(rowCount);
    for (int i = 0; i < rowCount; i++) {
      writer.putLong(rows.timestamps()[i]);
    }
    for (Column column : rows.columns()) {
      writer.putColumn(column, 0, rowCount);
    }
  }

  /** Replaces all rows by what {@link #snapshot} wrote. */
  public void restore(StateReader reader) {
    int count = reader.getCount(Long.BYTES);
    rows.ensureCapacity(count);
    for (int i = 0; i < count; i++) {
      rows.timestamps()[i] = reader.getLong();
    }
    for (Column column : rows.columns()) {
      reader.getColumn(column, 0, count);
    }
    rowCount = count;
    keyIndex.clear();
    if (primaryKey.length > 0) {
      Column[] keys = new Column[primaryKey.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = rows.column(primaryKey[i]);
      }
      keyIndex.findOrAdd(keys, null, 0, count, new int[count]);
    }
  }
}
