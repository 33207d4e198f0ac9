package io.eventflux.compiler.bind;

import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A catalog over lists of descriptors. Immutable. */
final class ListedConnectors implements ConnectorCatalog {
  private final Map<String, ConnectorDescriptor> sources = new LinkedHashMap<>();
  private final Map<String, ConnectorDescriptor> sinks = new LinkedHashMap<>();
  private final Map<String, FormatDescriptor> formats = new LinkedHashMap<>();

  ListedConnectors(List<ConnectorDescriptor> connectors, List<FormatDescriptor> formats) {
    for (ConnectorDescriptor connector : connectors) {
      Map<String, ConnectorDescriptor> side =
          connector.role() == ConnectorDescriptor.Role.SOURCE ? sources : sinks;
      FunctionCatalog.names(connector).forEach(name -> side.putIfAbsent(name, connector));
    }
    for (FormatDescriptor format : formats) {
      FunctionCatalog.names(format).forEach(name -> this.formats.putIfAbsent(name, format));
    }
  }

  static ListedConnectors installed() {
    List<ConnectorDescriptor> connectors = new ArrayList<>();
    List<FormatDescriptor> formats = new ArrayList<>();
    ServiceLoader.load(SourceProvider.class).forEach(found -> connectors.add(found.descriptor()));
    ServiceLoader.load(SinkProvider.class).forEach(found -> connectors.add(found.descriptor()));
    ServiceLoader.load(FormatProvider.class).forEach(found -> formats.add(found.descriptor()));
    return new ListedConnectors(connectors, formats);
  }

  @Override
  public @Nullable ConnectorDescriptor source(String name) {
    return sources.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable ConnectorDescriptor sink(String name) {
    return sinks.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable FormatDescriptor format(String name) {
    return formats.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> connectorNames() {
    TreeSet<String> names = new TreeSet<>();
    sources.values().forEach(source -> names.add(source.name()));
    sinks.values().forEach(sink -> names.add(sink.name()));
    return List.copyOf(names);
  }

  @Override
  public List<String> formatNames() {
    TreeSet<String> names = new TreeSet<>();
    formats.values().forEach(format -> names.add(format.name()));
    return List.copyOf(names);
  }
}
