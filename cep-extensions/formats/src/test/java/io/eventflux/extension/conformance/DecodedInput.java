package io.eventflux.extension.conformance;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.DecodeCursor;
import io.eventflux.core.connector.DecodeException;
import io.eventflux.core.connector.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a decoder makes of an input, as lines of text in order: a line for each row, and one for
 * each record that is refused, with reason, place and line. Three ways of reading give the same.
 */
public final class DecodedInput {
  private final RowSchema schema;
  private final Decoder decoder;
  private final List<String> outcomes = new ArrayList<>();
  private final DecodeCursor cursor = new DecodeCursor();
  private long line = 1;

  private DecodedInput(RowSchema schema, Decoder decoder) {
    this.schema = schema;
    this.decoder = decoder;
  }

  /** Reads record by record, the slow and obvious way. */
  public static List<String> byRecord(RowSchema schema, Decoder decoder, byte[] bytes) {
    DecodedInput input = new DecodedInput(schema, decoder);
    int from = 0;
    while (from < bytes.length) {
      int end = decoder.recordEnd(bytes, from, bytes.length, true);
      ColumnBatch row = new ColumnBatch(schema, 1);
      try {
        input.addRows(row, decoder.decode(bytes, from, end, row, 0));
      } catch (DecodeException refused) {
        input.addRefusal(refused, from, end);
      }
      for (int i = from; i < end; i++) {
        input.line += bytes[i] == '\n' ? 1 : 0;
      }
      from = end;
    }
    return input.outcomes;
  }

  /** Reads the whole input as one block into batches of {@code rowCountMax} rows. */
  public static List<String> inOneBlock(
      RowSchema schema, Decoder decoder, byte[] bytes, int rowCountMax) {
    DecodedInput input = new DecodedInput(schema, decoder);
    int end = input.readBlock(bytes, 0, bytes.length, true, new ColumnBatch(schema, rowCountMax));
    if (end != bytes.length) {
      throw new AssertionError("the last block was left at " + end + " of " + bytes.length);
    }
    return input.outcomes;
  }

  /** Reads the bytes up to {@code split} first, then those that are left and the others. */
  public static List<String> inTwoBlocks(
      RowSchema schema, Decoder decoder, byte[] bytes, int split) {
    DecodedInput input = new DecodedInput(schema, decoder);
    ColumnBatch batch = new ColumnBatch(schema, 4);
    int from = input.readBlock(bytes, 0, split, false, batch);
    int end = input.readBlock(bytes, from, bytes.length, true, batch);
    if (end != bytes.length) {
      throw new AssertionError("the last block was left at " + end + " of " + bytes.length);
    }
    return input.outcomes;
  }

  /** Reads blocks that grow by a random number of bytes, into batches of random size. */
  public static List<String> inRandomBlocks(
      RowSchema schema, Decoder decoder, byte[] bytes, Random random) {
    DecodedInput input = new DecodedInput(schema, decoder);
    int from = 0;
    int to = 0;
    while (to < bytes.length) {
      to = Math.min(bytes.length, to + 1 + random.nextInt(random.nextBoolean() ? 16 : 400));
      ColumnBatch batch = new ColumnBatch(schema, 1 + random.nextInt(8));
      from = input.readBlock(bytes, from, to, to == bytes.length, batch);
    }
    return input.outcomes;
  }

  /** Reads all whole records of a block; returns the index behind them. */
  private int readBlock(byte[] bytes, int from, int to, boolean isLast, ColumnBatch batch) {
    int at = from;
    while (true) {
      cursor.show(bytes, at, to, isLast);
      DecodeException refusal = null;
      try {
        decoder.decodeBlock(cursor, batch);
      } catch (DecodeException refused) {
        refusal = refused;
      }
      boolean hasMoved = cursor.from() > at;
      at = cursor.from();
      line += cursor.lineCount();
      addRows(batch, cursor.rowCount());
      if (refusal != null) {
        int end = decoder.recordEnd(bytes, at, to, isLast);
        addRefusal(refusal, at, end);
        for (int i = at; i < end; i++) {
          line += bytes[i] == '\n' ? 1 : 0;
        }
        at = end;
      } else if (!hasMoved) {
        return at;
      }
    }
  }

  private void addRows(ColumnBatch batch, int rowCount) {
    for (int row = 0; row < rowCount; row++) {
      List<String> values = new ArrayList<>();
      for (int c = 0; c < schema.size(); c++) {
        values.add(String.valueOf(batch.column(c).boxed(row)));
      }
      outcomes.add(values.toString());
    }
  }

  private void addRefusal(DecodeException refused, int from, int end) {
    outcomes.add("line " + line + ", bytes " + from + " to " + end + ": " + refused.getMessage());
  }
}
