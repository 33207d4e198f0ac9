package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionRule;
import java.util.List;

/** Feeds a stream with the messages of a topic of this process. */
public final class InMemorySourceProvider implements SourceProvider {
  private static final Option TOPIC =
      new Option(
              "topic",
              Option.Kind.TEXT,
              true,
              null,
              List.of(),
              "The name of the topic, case-sensitive.")
          .where(OptionRule.notBlank("the name of a topic"));

  private static final ConnectorDescriptor DESCRIPTOR =
      new ConnectorDescriptor(
          "inMemory",
          List.of(),
          ConnectorDescriptor.Role.SOURCE,
          List.of(TOPIC),
          false,
          false,
          false,
          Availability.AVAILABLE,
          "Feeds a stream with the messages of a topic of this process. Messages are not kept: what is published while nobody listens is lost.",
          List.of(
              Example.of(
                  "CREATE STREAM Orders (symbol VARCHAR) WITH (type = 'source', extension ="
                      + " 'inMemory', 'inMemory.topic' = 'orders')")));

  /** Called by the service loader. */
  public InMemorySourceProvider() {}

  @Override
  public ConnectorDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Source create(ConnectorOptions options) {
    String topic = options.text(TOPIC);
    if (topic == null) {
      throw new IllegalArgumentException("option 'topic' is missing");
    }
    return new InMemorySource(topic);
  }
}
