package io.eventflux.compiler.bind;

import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sources, sinks and formats by name, in any case. Any thread. */
public interface ConnectorCatalog {
  /** The source of a name, or else the one that is coming under it, or null. */
  @Nullable ConnectorDescriptor source(String name);

  /** The sink of a name, or else the one that is coming under it, or null. */
  @Nullable ConnectorDescriptor sink(String name);

  /** The store of tables of a name, or else the one that is coming under it, or null. */
  @Nullable ConnectorDescriptor store(String name);

  /** The format of a name, or else the one that is coming under it, or null. */
  @Nullable FormatDescriptor format(String name);

  /** The names of all sources and sinks that can be used, for suggestions. */
  List<String> connectorNames();

  /** The names of all formats that can be used, for suggestions. */
  List<String> formatNames();

  /** All sources, sinks and stores, each once; those that are coming stand last. */
  List<ConnectorDescriptor> connectors();

  /** All formats, each once; those that are coming stand last. */
  List<FormatDescriptor> formats();

  /** What is on the class path. */
  static ConnectorCatalog installed() {
    return ListedConnectors.installed();
  }

  /** The given connectors and formats; of equal names the first holds. */
  static ConnectorCatalog of(List<ConnectorDescriptor> connectors, List<FormatDescriptor> formats) {
    return new ListedConnectors(connectors, formats);
  }
}
