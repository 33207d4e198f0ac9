package io.eventflux.runner.output;

import io.eventflux.core.column.Column;
import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.Field;
import io.eventflux.core.column.ObjectColumn;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.query.type.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows for programs, by the encoder of a format. With several outputs each row starts with a column
 * that names its stream: {@code stream}, or {@code _stream} where an output has a column of that
 * name. No row becomes an object on the way. Not thread-safe.
 */
public final class EncodedWriter implements RowWriter {
  private final List<Target> targets = new ArrayList<>();
  private final OutputStream out;
  private final boolean severalOutputs;
  private boolean started;

  /** The encoder of one output and, with several outputs, the column that names its stream. */
  private static final class Target {
    final String stream;
    final Encoder encoder;
    final ColumnBatch view = ColumnBatch.newView();
    ObjectColumn name = new ObjectColumn(0);

    Target(String stream, Encoder encoder) {
      this.stream = stream;
      this.encoder = encoder;
    }

    ColumnBatch named(ColumnBatch batch) {
      if (name.capacity() < batch.capacity()) {
        name = (ObjectColumn) Column.of(PhysicalType.OBJECT, batch.capacity());
        Arrays.fill(name.values(), stream);
      }
      Column[] columns = new Column[batch.columns().length + 1];
      columns[0] = name;
      System.arraycopy(batch.columns(), 0, columns, 1, columns.length - 1);
      view.viewOf(batch).showColumns(columns);
      return view;
    }
  }

  /**
   * A writer.
   *
   * @param outputs what will be written
   * @param format how rows become bytes
   * @param options options of the format
   * @param out where to; stays open
   */
  public EncodedWriter(
      List<OutputStreamSchema> outputs,
      FormatProvider format,
      ConnectorOptions options,
      OutputStream out) {
    this.out = out;
    this.severalOutputs = outputs.size() > 1;
    String column = nameColumn(outputs);
    for (OutputStreamSchema output : outputs) {
      RowSchema schema = severalOutputs ? withName(column, output.schema()) : output.schema();
      targets.add(new Target(output.stream(), format.encoder(schema, options)));
    }
  }

  private static String nameColumn(List<OutputStreamSchema> outputs) {
    String name = "stream";
    while (true) {
      String tried = name;
      if (outputs.stream().noneMatch(output -> output.schema().indexOf(tried) >= 0)) {
        return name;
      }
      name = "_" + name;
    }
  }

  private static RowSchema withName(String column, RowSchema schema) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(column, Type.STRING));
    fields.addAll(schema.fields());
    return new RowSchema(fields);
  }

  @Override
  public void write(int output, ColumnBatch batch, int lo, int hi) throws IOException {
    Target target = targets.get(output);
    if (!started) {
      started = true;
      target.encoder.encodeStart(out);
    }
    target.encoder.encode(severalOutputs ? target.named(batch) : batch, lo, hi, out);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
