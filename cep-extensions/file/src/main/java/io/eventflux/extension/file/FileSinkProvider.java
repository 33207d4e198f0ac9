package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** Writes a file, or standard output. */
public final class FileSinkProvider implements SinkProvider {
  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "file",
          List.of(),
          ConnectorDescriptor.Role.SINK,
          List.of(
              FileSourceProvider.PATH,
              Compression.OPTION,
              new Option(
                  "append",
                  Option.Kind.FLAG,
                  false,
                  "false",
                  List.of(),
                  "Whether to write behind what the file holds already; otherwise it is emptied"
                      + " first.")),
          true,
          false,
          true,
          Availability.AVAILABLE,
          "Writes one record a row to a file or to standard output. The folder of the file must"
              + " exist. In an app with checkpoints a row becomes visible in the file with the"
              + " checkpoint behind it, exactly once.",
          List.of(
              Example.of(
                  "CREATE STREAM Alerts (symbol VARCHAR, price DOUBLE) WITH (type = 'sink',"
                      + " extension = 'file', format = 'json', 'file.path' = '-')")));

  /** Called by the service loader. */
  public FileSinkProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Sink create(ConnectorOptions options) {
    String path = FileSourceProvider.path(options);
    // Not System.out, which never tells that its reader has gone.
    Compression compression = Compression.of(options.text(Compression.OPTION), path);
    boolean appends = options.flag("append", false);
    FileSink sink =
        new FileSink(path, compression, appends, new FileOutputStream(FileDescriptor.out));
    return path.equals(FileFailures.STANDARD_STREAM)
        ? sink
        : new EpochFileSink(path, compression, appends, sink);
  }
}
