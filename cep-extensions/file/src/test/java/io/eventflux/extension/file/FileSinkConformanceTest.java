package io.eventflux.extension.file;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.extension.conformance.EpochSinkConformance;
import io.eventflux.extension.format.CsvFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class FileSinkConformanceTest extends EpochSinkConformance {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("out.csv");
  }

  @Override
  protected SinkProvider provider() {
    return new FileSinkProvider();
  }

  @Override
  protected Sink newSink() {
    return provider().create(new ConnectorOptions(Map.of("path", path().toString())));
  }

  @Override
  protected Encoder encoder() {
    return new CsvFormat().encoder(SCHEMA, new ConnectorOptions(Map.of("header", "true")));
  }

  @Override
  protected List<Integer> visible() throws IOException {
    if (!Files.exists(path())) {
      return List.of();
    }
    return Files.readAllLines(path()).stream().skip(1).map(Integer::valueOf).toList();
  }
}
