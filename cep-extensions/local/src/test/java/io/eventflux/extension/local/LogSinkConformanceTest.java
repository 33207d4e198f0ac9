package io.eventflux.extension.local;

import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.extension.conformance.SinkConformance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

class LogSinkConformanceTest extends SinkConformance {
  private static final String VALUE = "n=";

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  @Override
  protected SinkProvider provider() {
    return new LogSinkProvider();
  }

  @Override
  protected Sink newSink() {
    return LogSinkProvider.toStream(
        null, "info", new PrintStream(lines, true, StandardCharsets.UTF_8));
  }

  @Override
  protected @Nullable Encoder encoder() {
    return null;
  }

  @Override
  protected List<Integer> visible() {
    return lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring(line.lastIndexOf(VALUE) + VALUE.length()))
        .map(Integer::valueOf)
        .toList();
  }
}
