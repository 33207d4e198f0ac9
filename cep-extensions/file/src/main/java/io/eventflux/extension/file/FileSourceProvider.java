package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionProblem;
import io.eventflux.query.catalog.OptionRule;
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
              "The file, or '-' for standard input or output.")
          .where(
              new OptionRule(
                  "the path of a file, or '-'", path -> !path.isBlank() && path.indexOf('\0') < 0));
  private static final Option BATCH_ROWS =
      new Option(
              "batch.rows",
              Option.Kind.NUMBER,
              false,
              "1024",
              List.of(),
              "The most rows that are handed over at a time.")
          .where(OptionRule.number(1, 1 << 16));

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
              BATCH_ROWS),
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
                      + " extension = 'file', format = 'csv', 'file.path' = 'trades.csv')")),
          FileSourceProvider::problems);

  /** Called by the service loader. */
  public FileSourceProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Source create(ConnectorOptions options) {
    DESCRIPTOR
        .rule()
        .require(new GivenOptions(ConnectorDescriptor.Role.SOURCE, List.of(), options.values()));
    String path = path(options);
    return new FileSource(
        path,
        Compression.of(options.text(Compression.OPTION), path),
        options.flag("follow", false),
        (int) options.number(BATCH_ROWS),
        new FileInputStream(FileDescriptor.in));
  }

  private static List<OptionProblem> problems(GivenOptions given) {
    String path = given.values().getOrDefault(PATH.key(), "");
    String compression = given.values().get(Compression.OPTION.key());
    return given.isTrue("follow") && Compression.of(compression, path) == Compression.GZIP
        ? List.of(OptionProblem.combination("follow", "a gzip file cannot be followed"))
        : List.of();
  }

  /** The path that the options name; refuses an empty one. */
  static String path(ConnectorOptions options) {
    String path = options.text(PATH);
    if (path == null) {
      throw new IllegalArgumentException("option 'path' is missing");
    }
    return path;
  }
}
