package io.eventflux.compiler.bind;

import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ComingConnectors;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
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
  /** The store that the engine itself is. */
  private static final ConnectorDescriptor MEMORY =
      new ConnectorDescriptor(
          "inMemory",
          List.of(),
          ConnectorDescriptor.Role.STORE,
          List.of(),
          false,
          false,
          false,
          Availability.AVAILABLE,
          "Keeps the rows of a table in memory, and in every snapshot. What a table has unless it"
              + " says otherwise.",
          List.of(
              Example.of(
                  "CREATE TABLE T (a VARCHAR PRIMARY KEY, x INT) WITH (extension = 'inMemory')")));

  /** What stands for no format at all. */
  private static final FormatDescriptor PASS_THROUGH =
      new FormatDescriptor(
          "passThrough",
          List.of(),
          List.of(),
          Availability.AVAILABLE,
          "Rows as they are, for connectors that take rows. What a connector without a format has.",
          List.of(
              Example.of(
                  "CREATE STREAM T (a VARCHAR) WITH (type = 'sink', extension = 'log', format ="
                      + " 'passThrough')")));

  private final Map<String, ConnectorDescriptor> sources = new LinkedHashMap<>();
  private final Map<String, ConnectorDescriptor> sinks = new LinkedHashMap<>();
  private final Map<String, ConnectorDescriptor> stores = new LinkedHashMap<>();
  private final Map<String, FormatDescriptor> formats = new LinkedHashMap<>();

  ListedConnectors(List<ConnectorDescriptor> connectors, List<FormatDescriptor> formats) {
    for (ConnectorDescriptor connector : connectors) {
      Map<String, ConnectorDescriptor> side =
          switch (connector.role()) {
            case SOURCE -> sources;
            case SINK -> sinks;
            case STORE -> stores;
          };
      FunctionCatalog.names(connector).forEach(name -> side.putIfAbsent(name, connector));
    }
    stores.putIfAbsent(MEMORY.name().toLowerCase(Locale.ROOT), MEMORY);
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
    return connector(sources, ConnectorDescriptor.Role.SOURCE, name);
  }

  @Override
  public @Nullable ConnectorDescriptor sink(String name) {
    return connector(sinks, ConnectorDescriptor.Role.SINK, name);
  }

  @Override
  public @Nullable ConnectorDescriptor store(String name) {
    return connector(stores, ConnectorDescriptor.Role.STORE, name);
  }

  private static @Nullable ConnectorDescriptor connector(
      Map<String, ConnectorDescriptor> installed, ConnectorDescriptor.Role role, String name) {
    ConnectorDescriptor found = installed.get(name.toLowerCase(Locale.ROOT));
    return found != null ? found : FunctionCatalog.named(coming(role), name);
  }

  private static List<ConnectorDescriptor> coming(ConnectorDescriptor.Role role) {
    return ComingConnectors.connectors().stream().filter(each -> each.role() == role).toList();
  }

  @Override
  public @Nullable FormatDescriptor format(String name) {
    FormatDescriptor found = formats.get(name.toLowerCase(Locale.ROOT));
    return found != null ? found : FunctionCatalog.named(ComingConnectors.formats(), name);
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

  @Override
  public List<ConnectorDescriptor> connectors() {
    List<ConnectorDescriptor> all = new ArrayList<>();
    all.addAll(
        FunctionCatalog.withComing(sources.values(), coming(ConnectorDescriptor.Role.SOURCE)));
    all.addAll(FunctionCatalog.withComing(sinks.values(), coming(ConnectorDescriptor.Role.SINK)));
    all.addAll(FunctionCatalog.withComing(stores.values(), coming(ConnectorDescriptor.Role.STORE)));
    return List.copyOf(all);
  }

  @Override
  public List<FormatDescriptor> formats() {
    List<FormatDescriptor> usable = new ArrayList<>(formats.values());
    usable.add(PASS_THROUGH);
    return FunctionCatalog.withComing(usable, ComingConnectors.formats());
  }
}
