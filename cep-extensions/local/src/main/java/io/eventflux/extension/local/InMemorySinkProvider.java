package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionRule;
import java.util.List;

/** Publishes the rows of a stream to a topic of this process. */
public final class InMemorySinkProvider implements SinkProvider {
  private static final Option TOPIC =
      new Option(
              "topic",
              Option.Kind.TEMPLATE,
              true,
              null,
              List.of(),
              "The name of the topic, case-sensitive.")
          .where(OptionRule.notBlank("the name of a topic"));

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "inMemory",
          List.of(),
          ConnectorDescriptor.Role.SINK,
          List.of(TOPIC),
          false,
          false,
          false,
          Availability.AVAILABLE,
          "Publishes the rows of a stream to a topic of this process. Each row is one message; whoever listens takes it before the next row is written.",
          List.of(
              Example.of(
                  "CREATE STREAM Alerts (symbol VARCHAR) WITH (type = 'sink', extension ="
                      + " 'inMemory', 'inMemory.topic' = 'alerts')")));

  /** Called by the service loader. */
  public InMemorySinkProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Sink create(ConnectorOptions options) {
    String topic = options.text(TOPIC);
    if (topic == null) {
      throw new IllegalArgumentException("option 'topic' is missing");
    }
    return new InMemorySink(topic);
  }
}
