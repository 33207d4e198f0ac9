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

  private static final Option PRIORITY =
      new Option(
          "priority",
          Option.Kind.CHOICE,
          false,
          "info",
          List.of("trace", "debug", "info", "warn", "error"),
          "The level of the lines.");
  private static final Option OUTPUT =
      new Option(
          "output",
          Option.Kind.CHOICE,
          false,
          "stderr",
          List.of("stderr", "logger"),
          "Where lines go: standard error, or the System.Logger '"
              + LOGGER_NAME
              + "', which a host program can direct.");

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "log",
          List.of(),
          ConnectorDescriptor.Role.SINK,
          List.of(
              PRIORITY,
              new Option(
                  "prefix",
                  Option.Kind.TEMPLATE,
                  false,
                  null,
                  List.of(),
                  "What stands in front of each row; without it the name of the stream."),
              OUTPUT),
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
    String word = word(options, PRIORITY);
    String prefix = options.text("prefix");
    return word(options, OUTPUT).equals("logger")
        ? toLogger(prefix, level(word))
        : toStream(prefix, word, System.err);
  }

  /** One of the words of an option that has a default. */
  private static String word(ConnectorOptions options, Option option) {
    String word = options.text(option);
    return word == null ? "" : word.toLowerCase(Locale.ROOT);
  }

  private static System.Logger.Level level(String word) {
    return word.equals("warn")
        ? System.Logger.Level.WARNING
        : System.Logger.Level.valueOf(word.toUpperCase(Locale.ROOT));
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
