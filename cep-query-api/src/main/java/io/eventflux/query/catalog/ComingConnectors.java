package io.eventflux.query.catalog;

import io.eventflux.query.catalog.ConnectorDescriptor.Role;
import java.util.List;

/**
 * The connectors, stores and formats that language 3.3 and 3.4 name and that are not built. Only
 * the options that the language fixes are listed. Whoever builds one moves its descriptor to the
 * provider. Immutable; any thread.
 */
public final class ComingConnectors {
  private static final List<ConnectorDescriptor> CONNECTORS =
      List.of(
          source(
              "timer",
              false,
              List.of(option("interval", Option.Kind.DURATION, "The time from event to event.")),
              "Gives an event each interval, on the clock of the app."),
          source("http", true, List.of(), "Takes events that are sent to it over HTTP."),
          source(
              "kafka",
              true,
              kafka(),
              "Reads topics of Apache Kafka and goes on behind the last record of the snapshot."),
          source("rabbitmq", true, List.of(), "Takes messages of a queue of RabbitMQ."),
          source("websocket", true, List.of(), "Takes messages of a WebSocket."),
          source("tcp", true, List.of(), "Takes records that are sent to a port."),
          sink("http", List.of(), "Sends each row over HTTP."),
          sink("kafka", kafka(), "Writes rows to a topic of Apache Kafka."),
          sink("rabbitmq", List.of(), "Sends rows to an exchange of RabbitMQ."),
          sink("websocket", List.of(), "Sends rows to everybody who listens on a WebSocket."),
          sink("tcp", List.of(), "Sends records to a port."),
          store(
              "cache",
              List.of(),
              List.of(
                  option("max_size", Option.Kind.NUMBER, "The most rows that are kept."),
                  option("policy", Option.Kind.TEXT, "Which row leaves: FIFO, LRU or LFU.")),
              "A table of the last rows."),
          store(
              "jdbc",
              List.of("rdbms"),
              List.of(
                  option("data_source", Option.Kind.TEXT, "The name of a data source of the host."),
                  option("jdbc.url", Option.Kind.TEXT, "The address of the database."),
                  option("username", Option.Kind.TEXT, "Who connects."),
                  option("password", Option.Kind.TEXT, "Never shown."),
                  option("table.name", Option.Kind.TEXT, "Unless given, the name of the table.")),
              "A table of a database."),
          store("redis", List.of(), List.of(), "A table in Redis."),
          store("rocksdb", List.of(), List.of(), "A table on disk, beside the process."));

  private static final List<FormatDescriptor> FORMATS =
      List.of(
          format(
              "xml",
              "XML, one element a record. Document types are refused, so that no text can name files"
                  + " or grow without bound."),
          format("text", "Text with the values of a row in a template, as {{column}}."),
          format("bytes", "The bytes of a message in one BINARY column."));

  private ComingConnectors() {}

  /** Sources, sinks and stores, all {@link Availability#COMING}. */
  public static List<ConnectorDescriptor> connectors() {
    return CONNECTORS;
  }

  /** Formats, all {@link Availability#COMING}. */
  public static List<FormatDescriptor> formats() {
    return FORMATS;
  }

  private static List<Option> kafka() {
    return List.of(
        option("bootstrap.servers", Option.Kind.TEXT, "Brokers, as host:port, host:port."),
        option("topic", Option.Kind.TEXT, "The topic."));
  }

  private static Option option(String key, Option.Kind kind, String summary) {
    return new Option(key, kind, false, null, List.of(), summary);
  }

  private static ConnectorDescriptor source(
      String name, boolean needsFormat, List<Option> options, String summary) {
    return connector(
        name, List.of(), Role.SOURCE, options, needsFormat, summary, stream(name, "source"));
  }

  private static ConnectorDescriptor sink(String name, List<Option> options, String summary) {
    return connector(name, List.of(), Role.SINK, options, true, summary, stream(name, "sink"));
  }

  private static ConnectorDescriptor store(
      String name, List<String> aliases, List<Option> options, String summary) {
    return connector(
        name,
        aliases,
        Role.STORE,
        options,
        false,
        summary,
        "CREATE TABLE T (a VARCHAR, x INT) WITH (extension = '" + name + "')");
  }

  private static String stream(String name, String type) {
    return "CREATE STREAM T (a VARCHAR, x INT) WITH (type = '"
        + type
        + "', extension = '"
        + name
        + "', format = 'json')";
  }

  private static ConnectorDescriptor connector(
      String name,
      List<String> aliases,
      Role role,
      List<Option> options,
      boolean needsFormat,
      String summary,
      String statement) {
    return new ConnectorDescriptor(
        name,
        aliases,
        role,
        options,
        needsFormat,
        role == Role.SOURCE && name.equals("kafka"),
        false,
        Availability.COMING,
        summary,
        List.of(Example.of(statement)));
  }

  private static FormatDescriptor format(String name, String summary) {
    return new FormatDescriptor(
        name,
        List.of(),
        List.of(),
        Availability.COMING,
        summary,
        List.of(
            Example.of(
                "CREATE STREAM In (a VARCHAR) WITH (type = 'source', extension = 'file', format = '"
                    + name
                    + "', 'file.path' = 'in')")));
  }
}
