package io.eventflux.extension.format;

import io.eventflux.core.column.BooleanColumn;
import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.FloatColumn;
import io.eventflux.core.column.IntColumn;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.core.function.JsonReader;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes decoded values into the columns of a batch, by the types of a schema. Makes no object for
 * a value that lies in a primitive column, and none for a text seen lately. One thread.
 *
 * <p>The text forms are those of language 2.7: numbers, truth words, ISO times. Times can also be
 * whole numbers of milliseconds. BINARY is base64; ARRAY, MAP, ROW and OBJECT are JSON.
 */
final class ColumnCells {
  /** How values of a column are read. */
  private enum Kind {
    BOOL,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    STRING,
    TIMESTAMP,
    DATE,
    TIME,
    INTERVAL,
    BINARY,
    /** Text that is JSON. */
    JSON,
    /** ARRAY, MAP, ROW and OBJECT. */
    VALUE
  }

  private static final byte[] EPOCH = "1970-01-01 00:00".getBytes(StandardCharsets.US_ASCII);
  private static final long DAY_MILLIS = 86_400_000L;
  private static final int CACHE_SLOTS_MAX = 2_048;
  private static final int CACHE_SLOTS_TOTAL = 1 << 16;

  private final RowSchema schema;
  private final FormatLimits limits;
  private final Kind[] kinds;
  private final @Nullable TextCache[] caches;
  private final NumberText number = new NumberText();

  // The minute that a timestamp column held last, as 16 bytes of text and in epoch milliseconds.
  private final long[] minuteDate;
  private final long[] minuteHour;
  private final long[] minuteMillis;

  // The arrays of the batch attached; one slot of one of them is set for each column.
  private Column[] attached = new Column[0];
  private int attachedCapacity = -1;
  private boolean[][] nulls = new boolean[0][];
  private final boolean[][] bools;
  private final int[][] ints;
  private final long[][] longs;
  private final float[][] floats;
  private final double[][] doubles;
  private final @Nullable Object[][] objects;

  /** Cells for rows of {@code schema}. */
  ColumnCells(RowSchema schema, FormatLimits limits) {
    this.schema = schema;
    this.limits = limits;
    int count = schema.size();
    kinds = new Kind[count];
    caches = new TextCache[count];
    minuteDate = new long[count];
    minuteHour = new long[count];
    minuteMillis = new long[count];
    bools = new boolean[count][];
    ints = new int[count][];
    longs = new long[count][];
    floats = new float[count][];
    doubles = new double[count][];
    objects = new Object[count][];
    int slots =
        Math.max(
            16,
            Math.min(
                CACHE_SLOTS_MAX, Integer.highestOneBit(CACHE_SLOTS_TOTAL / Math.max(1, count))));
    for (int c = 0; c < count; c++) {
      kinds[c] = kind(schema.field(c).type());
      minuteDate[c] = ByteSearch.word(EPOCH, 0);
      minuteHour[c] = ByteSearch.word(EPOCH, 8);
      if (kinds[c] == Kind.STRING) {
        caches[c] = new TextCache(slots);
      }
    }
  }

  private static Kind kind(Type type) {
    if (type instanceof Type.Decimal) {
      return Kind.DECIMAL;
    }
    if (type instanceof Type.Scalar scalar) {
      return switch (scalar) {
        case BOOL -> Kind.BOOL;
        case INT -> Kind.INT;
        case LONG -> Kind.LONG;
        case FLOAT -> Kind.FLOAT;
        case DOUBLE -> Kind.DOUBLE;
        case STRING -> Kind.STRING;
        case JSON -> Kind.JSON;
        case TIMESTAMP -> Kind.TIMESTAMP;
        case DATE -> Kind.DATE;
        case TIME -> Kind.TIME;
        case INTERVAL -> Kind.INTERVAL;
        case BINARY -> Kind.BINARY;
        case OBJECT -> Kind.VALUE;
      };
    }
    return Kind.VALUE;
  }

  /** Points the cells at {@code batch}; cheap when it is the same as before. */
  void attach(ColumnBatch batch) {
    Column[] columns = batch.columns();
    if (columns == attached && batch.capacity() == attachedCapacity) {
      return;
    }
    attached = columns;
    attachedCapacity = batch.capacity();
    nulls = new boolean[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      Column column = columns[c];
      nulls[c] = column.nulls();
      switch (column.physicalType()) {
        case BOOLEAN -> bools[c] = ((BooleanColumn) column).values();
        case INT -> ints[c] = ((IntColumn) column).values();
        case LONG -> longs[c] = ((LongColumn) column).values();
        case FLOAT -> floats[c] = ((FloatColumn) column).values();
        case DOUBLE -> doubles[c] = ((DoubleColumn) column).values();
        case OBJECT -> objects[c] = ((ObjectColumn) column).values();
      }
    }
  }

  /** How many columns there are. */
  int columnCount() {
    return kinds.length;
  }

  /** The scanner used for every number; shared with the caller. */
  NumberText number() {
    return number;
  }

  /** Makes every column of {@code row} NULL. */
  void nullRow(int row) {
    for (int c = 0; c < nulls.length; c++) {
      setNull(c, row);
    }
  }

  /** Makes one cell NULL. */
  void setNull(int column, int row) {
    nulls[column][row] = true;
    @Nullable Object[] values = objects[column];
    if (values != null) {
      values[row] = null;
    }
  }

  /** Whether an empty text is a value of the column. */
  boolean takesEmptyText(int column) {
    return kinds[column] == Kind.STRING || kinds[column] == Kind.BINARY;
  }

  /** Whether the column takes the text of JSON objects and arrays. */
  boolean isContainer(int column) {
    return kinds[column] == Kind.STRING
        || kinds[column] == Kind.JSON
        || kinds[column] == Kind.VALUE;
  }

  /**
   * Sets a cell from the content of a JSON string.
   *
   * @throws DecodeException if the text does not stand for a value of the column's type
   */
  void string(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    Type type = schema.field(column).type();
    if (type == Type.OBJECT || type == Type.JSON) {
      String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      objects[column][row] = type == Type.JSON ? JsonPrinter.print(text, Type.STRING) : text;
      nulls[column][row] = false;
    } else {
      text(column, bytes, from, to, row);
    }
  }

  /** Sets a cell that holds an object from JSON text, or from base64 text for BINARY. */
  private void value(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    Type type = schema.field(column).type();
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    Object value;
    if (type == Type.BINARY || type == Type.JSON) {
      value = type == Type.BINARY ? ByteString.ofBase64(text) : JsonReader.checked(text);
      if (value == null) {
        throw mismatch(column, Excerpt.of(bytes, from, to));
      }
    } else {
      try {
        value = JsonReader.read(text, type);
      } catch (JsonReader.MisfitException misfit) {
        throw new DecodeException(
            "column '"
                + schema.field(column).name()
                + "' needs "
                + type.sqlName()
                + " as JSON: "
                + misfit.getMessage());
      }
    }
    objects[column][row] = value;
    nulls[column][row] = value == null;
  }

  /** Whether the column holds numbers or truth values, which JSON does not put in quotes. */
  boolean isNumber(int column) {
    return switch (kinds[column]) {
      case BOOL, INT, LONG, FLOAT, DOUBLE -> true;
      case DECIMAL, STRING, TIMESTAMP, DATE, TIME, INTERVAL, BINARY, JSON, VALUE -> false;
    };
  }

  /**
   * Sets a cell from the value at {@code from} if it is written as most values of its type are:
   * numbers of numeric columns and times to the millisecond. Looks for the end of the value itself.
   *
   * @return the index behind the value, or -1 if it is written in another way; the cell is
   *     undefined then
   * @throws DecodeException if a number is out of range, or not whole where it must be
   */
  int usualValue(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    switch (kinds[column]) {
      case INT, LONG, DOUBLE, FLOAT, DECIMAL -> {
        return usualNumber(column, bytes, from, to, row);
      }
      case TIMESTAMP -> {
        int behind = usualTimestamp(column, bytes, from, to, row);
        return behind < 0 ? usualNumber(column, bytes, from, to, row) : behind;
      }
      case BOOL, STRING, DATE, TIME, INTERVAL, BINARY, JSON, VALUE -> {
        return -1;
      }
    }
    return -1;
  }

  private int usualNumber(int column, byte[] bytes, int from, int to, int row)
      throws DecodeException {
    int behind = number.scan(bytes, from, to, false);
    if (behind >= 0) {
      number(column, bytes, from, behind, row);
    }
    return behind;
  }

  /**
   * Sets a cell from a timestamp such as {@code 2025-03-01 10:15:00.250}, or with a Z behind it.
   * Neighbours in a column mostly share the minute, which is read only when it changes.
   *
   * @return the index behind the timestamp, or -1 if it is written in another way
   */
  int usualTimestamp(int column, byte[] bytes, int from, int to, int row) {
    if (kinds[column] != Kind.TIMESTAMP
        || to - from < TimeText.MILLI_SIZE
        || from > bytes.length - 24) {
      return -1;
    }
    long rest = TimeText.millisOfMinute(ByteSearch.word(bytes, from + 16));
    if (rest < 0) {
      return -1;
    }
    long date = ByteSearch.word(bytes, from);
    long hour = ByteSearch.word(bytes, from + 8);
    if (date != minuteDate[column] || hour != minuteHour[column]) {
      long minute = TimeText.timestampMillis(bytes, from, from + 16);
      if (minute == TimeText.MALFORMED) {
        return -1;
      }
      minuteDate[column] = date;
      minuteHour[column] = hour;
      minuteMillis[column] = minute;
    }
    longs[column][row] = minuteMillis[column] + rest;
    nulls[column][row] = false;
    int behind = from + TimeText.MILLI_SIZE;
    return behind < to && bytes[behind] == 'Z' ? behind + 1 : behind;
  }

  /**
   * Sets a cell from text that is well-formed UTF-8.
   *
   * @throws DecodeException if the text does not stand for a value of the column's type
   */
  void text(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    Kind kind = kinds[column];
    if (kind == Kind.STRING) {
      TextCache cache = caches[column];
      assert cache != null : "a text column has a cache";
      objects[column][row] = cache.text(bytes, from, to);
      nulls[column][row] = false;
      return;
    }
    int lo = from;
    int hi = to;
    while (lo < hi && isBlank(bytes[lo])) {
      lo++;
    }
    while (hi > lo && isBlank(bytes[hi - 1])) {
      hi--;
    }
    if (kind == Kind.BINARY || kind == Kind.JSON || kind == Kind.VALUE) {
      value(column, bytes, lo, hi, row);
      return;
    }
    if (kind == Kind.BOOL) {
      bools[column][row] = truth(column, bytes, lo, hi);
      nulls[column][row] = false;
      return;
    }
    long value =
        switch (kind) {
          case TIMESTAMP -> TimeText.timestampMillis(bytes, lo, hi);
          case DATE -> TimeText.dateMillis(bytes, lo, hi);
          case TIME -> TimeText.timeMillis(bytes, lo, hi);
          case BOOL, INT, LONG, FLOAT, DOUBLE, DECIMAL, STRING, INTERVAL, BINARY, JSON, VALUE ->
              TimeText.MALFORMED;
        };
    if (value != TimeText.MALFORMED) {
      longs[column][row] = value;
      nulls[column][row] = false;
      return;
    }
    if (number.scan(bytes, lo, hi, false) == hi) {
      number(column, bytes, lo, hi, row);
      return;
    }
    otherText(column, bytes, lo, hi, row);
  }

  /** Texts that are neither plain numbers nor ISO times. */
  private void otherText(int column, byte[] bytes, int from, int to, int row)
      throws DecodeException {
    Kind kind = kinds[column];
    if (kind == Kind.INTERVAL && to - from <= limits.nameLengthMax()) {
      OptionalLong millis =
          DurationText.millis(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      if (millis.isPresent()) {
        longs[column][row] = millis.getAsLong();
        nulls[column][row] = false;
        return;
      }
    }
    if (kind == Kind.DOUBLE || kind == Kind.FLOAT) {
      double special = specialNumber(bytes, from, to);
      if (special != 0) {
        if (kind == Kind.DOUBLE) {
          doubles[column][row] = special;
        } else {
          floats[column][row] = (float) special;
        }
        nulls[column][row] = false;
        return;
      }
    }
    throw mismatch(column, Excerpt.of(bytes, from, to));
  }

  /** NaN or an infinity by its Java name, or 0 for any other text. */
  private static double specialNumber(byte[] bytes, int from, int to) {
    if (to - from > 9) {
      return 0;
    }
    return switch (new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)) {
      case "NaN" -> Double.NaN;
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> 0;
    };
  }

  /**
   * Sets a cell from the number in {@code [from, to)} that {@link #number()} has just scanned.
   *
   * @throws DecodeException if it is out of range, or not whole where it must be, or has too many
   *     digits
   */
  void number(int column, byte[] bytes, int from, int to, int row) throws DecodeException {
    if (number.digitCount() > limits.digitCountMax()) {
      throw new DecodeException(
          "column '"
              + schema.field(column).name()
              + "' holds a number of more than "
              + limits.digitCountMax()
              + " digits");
    }
    switch (kinds[column]) {
      case INT -> {
        long value = whole(column, bytes, from, to);
        if (value != (int) value) {
          throw outOfRange(column, bytes, from, to);
        }
        ints[column][row] = (int) value;
      }
      case LONG, INTERVAL, TIMESTAMP -> longs[column][row] = whole(column, bytes, from, to);
      case DATE -> {
        long millis = whole(column, bytes, from, to);
        longs[column][row] = millis - Math.floorMod(millis, DAY_MILLIS);
      }
      case TIME -> {
        long millis = whole(column, bytes, from, to);
        if (millis < 0 || millis >= DAY_MILLIS) {
          throw outOfRange(column, bytes, from, to);
        }
        longs[column][row] = millis;
      }
      case DOUBLE -> {
        double value = number.doubleValue(bytes, from, to);
        if (Double.isInfinite(value)) {
          throw outOfRange(column, bytes, from, to);
        }
        doubles[column][row] = value;
      }
      case FLOAT -> {
        float value = number.floatValue(bytes, from, to);
        if (Float.isInfinite(value)) {
          throw outOfRange(column, bytes, from, to);
        }
        floats[column][row] = value;
      }
      case DECIMAL -> {
        Type.Decimal type = (Type.Decimal) schema.field(column).type();
        BigDecimal value = number.decimalValue(bytes, from, to, type.precision(), type.scale());
        if (value == null) {
          throw outOfRange(column, bytes, from, to);
        }
        objects[column][row] = value;
      }
      case STRING -> text(column, bytes, from, to, row);
      case JSON, VALUE -> value(column, bytes, from, to, row);
      case BOOL, BINARY -> throw mismatch(column, Excerpt.of(bytes, from, to));
    }
    nulls[column][row] = false;
  }

  /**
   * Sets a cell from a truth value.
   *
   * @throws DecodeException if the column is neither BOOL nor text
   */
  void truth(int column, boolean value, int row) throws DecodeException {
    switch (kinds[column]) {
      case BOOL -> bools[column][row] = value;
      case STRING, JSON -> objects[column][row] = value ? "true" : "false";
      case INT, LONG, FLOAT, DOUBLE, DECIMAL, TIMESTAMP, DATE, TIME, INTERVAL, BINARY, VALUE -> {
        if (schema.field(column).type() != Type.OBJECT) {
          throw mismatch(column, value ? "true" : "false");
        }
        objects[column][row] = value;
      }
    }
    nulls[column][row] = false;
  }

  private long whole(int column, byte[] bytes, int from, int to) throws DecodeException {
    if (!number.isWhole()) {
      throw mismatch(column, Excerpt.of(bytes, from, to));
    }
    if (!number.fitsLong()) {
      throw outOfRange(column, bytes, from, to);
    }
    return number.longValue();
  }

  private boolean truth(int column, byte[] bytes, int from, int to) throws DecodeException {
    int length = to - from;
    if (length == 4 && isWord(bytes, from, "true")) {
      return true;
    }
    if (length == 5 && isWord(bytes, from, "false")) {
      return false;
    }
    if (length == 1) {
      int c = bytes[from];
      int letter = c | 0x20;
      if (letter == 't' || letter == 'y' || c == '1') {
        return true;
      }
      if (letter == 'f' || letter == 'n' || c == '0') {
        return false;
      }
    }
    if (length == 3 && isWord(bytes, from, "yes")) {
      return true;
    }
    if (length == 2 && isWord(bytes, from, "no")) {
      return false;
    }
    throw mismatch(column, Excerpt.of(bytes, from, to));
  }

  private static boolean isWord(byte[] bytes, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The column needs one thing, but the record holds another. */
  DecodeException mismatch(int column, String found) {
    Field field = schema.field(column);
    String article = kinds[column] == Kind.INT || kinds[column] == Kind.INTERVAL ? "an " : "a ";
    return new DecodeException(
        "column '"
            + field.name()
            + "' needs "
            + article
            + field.type().sqlName()
            + ", but the record holds "
            + found);
  }

  private DecodeException outOfRange(int column, byte[] bytes, int from, int to) {
    Field field = schema.field(column);
    return new DecodeException(
        "column '"
            + field.name()
            + "' holds "
            + Excerpt.of(bytes, from, to)
            + ", which is out of range for "
            + field.type().sqlName());
  }
}
