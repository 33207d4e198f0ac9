package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes rows to standard error or to the log of the host program. */
public final class LogSinkProvider implements SinkProvider {
  private static final String LOGGER_NAME = "io.eventflux.log";

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "log",
          List.of(),
          ConnectorDescriptor.Role.SINK,
          List.of(
              new Option(
                  "priority",
                  Option.Kind.CHOICE,
                  false,
                  "info",
                  List.of("trace", "debug", "info", "warn", "error"),
                  "The level of the lines."),
              new Option(
                  "prefix",
                  Option.Kind.TEMPLATE,
                  false,
                  null,
                  List.of(),
                  "What stands in front of each row; without it the name of the stream."),
              new Option(
                  "output",
                  Option.Kind.CHOICE,
                  false,
                  "stderr",
                  List.of("stderr", "logger"),
                  "Where lines go: standard error, or the System.Logger '"
                      + LOGGER_NAME
                      + "', which a host program can direct.")),
          false,
          false,
          false,
          Availability.AVAILABLE,
          "Writes one line a row with its time, by name and value or in the format of the stream."
              + " Control characters are escaped, and texts are cut behind 256 characters.",
          List.of(
              Example.of(
                  "CREATE STREAM Alerts (symbol VARCHAR) WITH (type = 'sink', extension = 'log',"
                      + " 'log.priority' = 'warn')")));

  /** Called by the service loader. */
  public LogSinkProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Sink create(ConnectorOptions options) {
    String word = options.text("priority", "info").toLowerCase(Locale.ROOT);
    System.Logger.Level level =
        switch (word) {
          case "trace" -> System.Logger.Level.TRACE;
          case "debug" -> System.Logger.Level.DEBUG;
          case "info" -> System.Logger.Level.INFO;
          case "warn" -> System.Logger.Level.WARNING;
          case "error" -> System.Logger.Level.ERROR;
          default ->
              throw new IllegalArgumentException(
                  "option 'priority' must be trace, debug, info, warn or error, not '"
                      + word
                      + "'");
        };
    String prefix = options.text("prefix");
    String output = options.text("output", "stderr").toLowerCase(Locale.ROOT);
    return switch (output) {
      case "stderr" -> toStream(prefix, word, System.err);
      case "logger" -> toLogger(prefix, level);
      default ->
          throw new IllegalArgumentException(
              "option 'output' must be stderr or logger, not '" + output + "'");
    };
  }

  private static Sink toLogger(@Nullable String prefix, System.Logger.Level level) {
    System.Logger logger = System.getLogger(LOGGER_NAME);
    return new LogSink(prefix, "", line -> logger.log(level, line));
  }

  /** A sink that writes whole lines to {@code stream}, which stays open. */
  static Sink toStream(@Nullable String prefix, String level, PrintStream stream) {
    String word = String.format("%-5s", level.toUpperCase(Locale.ROOT));
    return new LogSink(prefix, word, stream::println);
  }
}
