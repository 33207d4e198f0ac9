package io.eventflux.compiler.bind;

import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sources, sinks and formats by name, in any case. Any thread. */
public interface ConnectorCatalog {
  /** The source of a name, or null. */
  @Nullable ConnectorDescriptor source(String name);

  /** The sink of a name, or null. */
  @Nullable ConnectorDescriptor sink(String name);

  /** The format of a name, or null. */
  @Nullable FormatDescriptor format(String name);

  /** The names of all sources and sinks, for suggestions. */
  List<String> connectorNames();

  /** The names of all formats, for suggestions. */
  List<String> formatNames();

  /** What is on the class path. */
  static ConnectorCatalog installed() {
    return ListedConnectors.installed();
  }

  /** The given connectors and formats; of equal names the first holds. */
  static ConnectorCatalog of(List<ConnectorDescriptor> connectors, List<FormatDescriptor> formats) {
    return new ListedConnectors(connectors, formats);
  }
}
