package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.query.catalog.ConnectorDescriptor;
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
          "Writes one record a row to a file or to standard output. The folder of the file must"
              + " exist.");

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
    return new FileSink(
        path,
        Compression.of(options, path),
        options.flag("append", false),
        new FileOutputStream(FileDescriptor.out));
  }
}
