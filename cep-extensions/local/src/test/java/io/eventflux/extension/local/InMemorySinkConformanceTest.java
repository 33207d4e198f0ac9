package io.eventflux.extension.local;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.extension.conformance.SinkConformance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class InMemorySinkConformanceTest extends SinkConformance {
  private static final String TOPIC = "InMemorySinkConformanceTest";

  private final List<Integer> published = new ArrayList<>();
  private final InMemoryTopics.Subscription subscription =
      InMemoryTopics.subscribe(
          TOPIC, (timestampMillis, rows) -> rows.forEach(row -> published.add((Integer) row[0])));

  @AfterEach
  void unsubscribe() {
    subscription.close();
  }

  @Override
  protected SinkProvider provider() {
    return new InMemorySinkProvider();
  }

  @Override
  protected Sink newSink() {
    return provider().create(new ConnectorOptions(Map.of("topic", TOPIC)));
  }

  @Override
  protected @Nullable Encoder encoder() {
    return null;
  }

  @Override
  protected List<Integer> visible() {
    return published;
  }
}
