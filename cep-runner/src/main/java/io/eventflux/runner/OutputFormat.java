package io.eventflux.runner;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.runner.output.EncodedWriter;
import io.eventflux.runner.output.OutputStreamSchema;
import io.eventflux.runner.output.RowWriter;
import io.eventflux.runner.output.TableWriter;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** How rows are written to standard output. */
enum OutputFormat {
  /** Aligned columns, for people. */
  table,
  /** A JSON object a line. */
  jsonl,
  /** Comma-separated values under a header. */
  csv;

  /** A writer of {@code outputs} to {@code out}; {@code columns} is the width of the terminal. */
  RowWriter writer(
      List<OutputStreamSchema> outputs, ConnectorRegistry connectors, OutputStream out, int columns)
      throws CommandException {
    return switch (this) {
      case table -> new TableWriter(outputs, out, columns);
      case jsonl -> new EncodedWriter(outputs, format(connectors, "json"), options(), out);
      case csv -> {
        if (outputs.stream().map(OutputStreamSchema::schema).distinct().count() > 1) {
          throw new CommandException(
              ExitCode.USAGE,
              "csv has one set of columns, but the outputs differ: "
                  + String.join(", ", outputs.stream().map(OutputStreamSchema::stream).toList())
                  + "; choose with --output STREAM");
        }
        yield new EncodedWriter(outputs, format(connectors, "csv"), headed(), out);
      }
    };
  }

  private static FormatProvider format(ConnectorRegistry connectors, String name) {
    return connectors
        .format(name)
        .orElseThrow(() -> new IllegalStateException("the format " + name + " is not installed"));
  }

  private static ConnectorOptions options() {
    return new ConnectorOptions(Map.of());
  }

  private static ConnectorOptions headed() {
    return new ConnectorOptions(Map.of("header", "true"));
  }
}
