package io.eventflux.benchmark;

import io.eventflux.benchmark.harness.TradeColumns;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.DoubleColumn;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.LongColumn;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.RowSchema;
import io.eventflux.query.type.Type;
import java.util.List;

/**
 * The trades of {@link TradeColumns} as rows of this engine, the same ones for the same seed. Their
 * prices are such that results of engine and hand-written loop can be compared bit for bit.
 */
public final class Trades {
  /** How many different symbols there are. */
  public static final int SYMBOL_COUNT = TradeColumns.SYMBOL_COUNT;

  /** Index of the symbol column, STRING. */
  public static final int SYMBOL = 0;

  /** Index of the price column, DOUBLE. */
  public static final int PRICE = 1;

  /** Index of the volume column, LONG from 1 to 1,000. */
  public static final int VOLUME = 2;

  /** Index of the time column, TIMESTAMP in epoch milliseconds, never falling. */
  public static final int TIME = 3;

  /** The attributes of a trade. */
  public static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new Field("symbol", Type.STRING),
              new Field("price", Type.DOUBLE),
              new Field("volume", Type.LONG),
              new Field("ts", Type.TIMESTAMP)));

  private Trades() {}

  /** {@code count} trades; timestamps of rows are those of the time column. */
  public static ColumnBatch generate(int count, long seed) {
    TradeColumns columns = TradeColumns.generate(count, seed);
    ColumnBatch trades = new ColumnBatch(SCHEMA, count);
    copy(columns, trades, 0);
    return trades;
  }

  /**
   * Copies all trades to rows from 0, their times moved by {@code shiftMillis}. The batch must have
   * room for them.
   */
  static void copy(TradeColumns from, ColumnBatch to, long shiftMillis) {
    int count = from.count();
    System.arraycopy(from.symbols(), 0, ((ObjectColumn) to.column(SYMBOL)).values(), 0, count);
    System.arraycopy(from.prices(), 0, ((DoubleColumn) to.column(PRICE)).values(), 0, count);
    System.arraycopy(from.volumes(), 0, ((LongColumn) to.column(VOLUME)).values(), 0, count);
    long[] times = ((LongColumn) to.column(TIME)).values();
    for (int i = 0; i < count; i++) {
      times[i] = from.times()[i] + shiftMillis;
    }
    System.arraycopy(times, 0, to.timestamps(), 0, count);
  }
}
