package io.eventflux.extension.conformance;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.function.JsonPrinter;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows of every type that text formats can hold, borders included; equal seeds give equal rows. */
public final class RandomRows {
  private static final String[] PIECES = {
    "a",
    "IBM",
    " ",
    ",",
    ";",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\t",
    "\\",
    "/",
    "{",
    "]",
    "é",
    "€",
    "😀",
    "\u0000",
    "\u001f",
    "\u0085",
    "\uFEFF",
    "null",
    "1",
    "'",
    "x".repeat(60)
  };

  // What lies between two doubles is written on purpose: formats have to round it.
  @SuppressWarnings("FloatingPointLiteralPrecision")
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.0,
    0.1,
    0.3,
    1e22,
    1e23,
    5e-324,
    Double.MAX_VALUE,
    Double.MIN_NORMAL,
    123456.789,
    9007199254740993.0,
    1e7,
    9999999.9999,
    0.001,
    0.00099999,
    2.2250738585072011e-308
  };

  private final Random random;

  /** Rows that follow from {@code seed}. */
  public RandomRows(long seed) {
    random = new Random(seed);
  }

  /** A schema with a column of every type. */
  public static RowSchema schema() {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("flag", Type.BOOL));
    fields.add(new Field("small", Type.INT));
    fields.add(new Field("large", Type.LONG));
    fields.add(new Field("single", Type.FLOAT));
    fields.add(new Field("price", Type.DOUBLE));
    fields.add(new Field("amount", new Type.Decimal(20, 4)));
    fields.add(new Field("symbol \"x\", y", Type.STRING));
    fields.add(new Field("at", Type.TIMESTAMP));
    fields.add(new Field("day", Type.DATE));
    fields.add(new Field("time", Type.TIME));
    fields.add(new Field("gap", Type.INTERVAL));
    fields.add(new Field("raw", Type.BINARY));
    fields.add(new Field("document", Type.JSON));
    fields.add(new Field("anything", Type.OBJECT));
    fields.add(new Field("list", new Type.Array(Type.DOUBLE)));
    fields.add(new Field("days", new Type.Map(Type.STRING, Type.DATE)));
    fields.add(
        new Field(
            "place",
            new Type.Row(
                List.of(
                    new Type.Field("name", Type.STRING),
                    new Type.Field("at", new Type.Array(new Type.Decimal(38, 6))),
                    new Type.Field("seen", Type.TIMESTAMP)))));
    return new RowSchema(fields);
  }

  /** A value of {@code type} as a column holds it, or null. */
  public @Nullable Object value(Type type) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    if (type instanceof Type.Decimal decimal) {
      BigInteger digits = new BigInteger(random.nextInt(60) + 1, random);
      return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), decimal.scale());
    }
    if (type instanceof Type.Array array) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(value(array.element()));
      }
      return elements;
    }
    if (type instanceof Type.Map map) {
      Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put(text(), value(map.value()));
      }
      return entries;
    }
    if (type instanceof Type.Row row) {
      Map<Object, @Nullable Object> fields = new LinkedHashMap<>();
      row.fields().forEach(field -> fields.put(field.name(), value(field.type())));
      return fields;
    }
    return switch ((Type.Scalar) type) {
      case BOOL -> random.nextBoolean();
      case INT ->
          random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt() >> random.nextInt(32);
      case LONG, INTERVAL ->
          random.nextInt(9) == 0 ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(finiteFloatBits());
      case DOUBLE ->
          switch (random.nextInt(3)) {
            case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 1 -> Math.rint(random.nextGaussian() * 1e6) / 100;
            default -> finiteDouble();
          };
      case STRING -> text();
      case TIMESTAMP -> random.nextLong() >> (random.nextInt(4) == 0 ? 0 : 17);
      case DATE -> (random.nextInt(4_000_000) - 800_000) * 86_400_000L;
      case TIME -> (long) random.nextInt(86_400_000);
      case BINARY -> {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        yield ByteString.copyOf(bytes);
      }
      case JSON -> JsonPrinter.print(anything(2), Type.OBJECT);
      case OBJECT -> anything(2);
    };
  }

  /** A value as JSON has them, nested up to a depth. */
  private Object anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextInt();
      case 2 -> finiteDouble();
      case 3 -> text();
      case 4 -> List.of(anything(depth - 1), anything(depth - 1));
      default -> Map.of(text(), anything(depth - 1));
    };
  }

  private int finiteFloatBits() {
    int bits = random.nextInt();
    return Float.isFinite(Float.intBitsToFloat(bits)) ? bits : 0;
  }

  private double finiteDouble() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1.5;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      out.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return out.toString();
  }

  /** {@code count} rows of {@code schema} in a new batch. */
  public ColumnBatch batch(RowSchema schema, int count) {
    ColumnBatch batch = new ColumnBatch(schema, count);
    for (int row = 0; row < count; row++) {
      for (int c = 0; c < schema.size(); c++) {
        batch.column(c).setBoxed(row, value(schema.field(c).type()));
      }
    }
    return batch;
  }

  /** Rows {@code [0, count)} as lists of boxed values. */
  public static List<List<@Nullable Object>> rows(ColumnBatch batch, int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int c = 0; c < batch.columns().length; c++) {
        values.add(batch.column(c).boxed(row));
      }
      rows.add(values);
    }
    return rows;
  }
}
