package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.util.List;

/** Reads a file, or standard input. */
public final class FileSourceProvider implements SourceProvider {
  static final Option PATH =
      new Option(
          "path",
          Option.Kind.TEXT,
          true,
          null,
          List.of(),
          "The file, or '-' for standard input or output.");
  private static final int BATCH_ROW_COUNT_DEFAULT = 1_024;
  private static final int BATCH_ROW_COUNT_MAX = 1 << 16;

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "file",
          List.of(),
          ConnectorDescriptor.Role.SOURCE,
          List.of(
              PATH,
              Compression.OPTION,
              new Option(
                  "follow",
                  Option.Kind.FLAG,
                  false,
                  "false",
                  List.of(),
                  "Whether to wait for more at the end of the file, as a log grows. A file that is"
                      + " cut or replaced is then read from its start."),
              new Option(
                  "batch.rows",
                  Option.Kind.NUMBER,
                  false,
                  Integer.toString(BATCH_ROW_COUNT_DEFAULT),
                  List.of(),
                  "The most rows that are handed over at a time.")),
          true,
          true,
          false,
          Availability.AVAILABLE,
          "Reads the records of a file from its start to its end, or of standard input. A record that"
              + " cannot be read is set aside with file and line, and reading goes on. After a"
              + " restart it goes on behind the last record of the snapshot; a file that holds other"
              + " bytes in front of that place is refused. Standard input cannot be read again.",
          List.of(
              Example.of(
                  "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE) WITH (type = 'source',"
                      + " extension = 'file', format = 'csv', 'file.path' = 'trades.csv')")));

  /** Called by the service loader. */
  public FileSourceProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Source create(ConnectorOptions options) {
    String path = path(options);
    Compression compression = Compression.of(options, path);
    boolean follows = options.flag("follow", false);
    if (follows && compression == Compression.GZIP) {
      throw new IllegalArgumentException("a gzip file cannot be followed");
    }
    long rows = options.number("batch.rows", BATCH_ROW_COUNT_DEFAULT);
    if (rows < 1 || rows > BATCH_ROW_COUNT_MAX) {
      throw new IllegalArgumentException(
          "option 'batch.rows' must be from 1 to " + BATCH_ROW_COUNT_MAX);
    }
    return new FileSource(
        path, compression, follows, (int) rows, new FileInputStream(FileDescriptor.in));
  }

  /** The path that the options name; refuses an empty one. */
  static String path(ConnectorOptions options) {
    String path = options.text("path", "");
    if (path.isBlank() || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("option 'path' must name a file, or be '-'");
    }
    return path;
  }
}
