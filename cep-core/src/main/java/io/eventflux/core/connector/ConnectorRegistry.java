package io.eventflux.core.connector;

import io.eventflux.query.catalog.Descriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds sources, sinks and formats by name: canonical or alias, without regard to case. Immutable.
 */
public final class ConnectorRegistry {
  private final Map<String, SourceProvider> sources;
  private final Map<String, SinkProvider> sinks;
  private final Map<String, FormatProvider> formats;

  /**
   * A registry of exactly these providers.
   *
   * @throws IllegalArgumentException if two of one kind share a name
   */
  public ConnectorRegistry(
      Collection<? extends SourceProvider> sources,
      Collection<? extends SinkProvider> sinks,
      Collection<? extends FormatProvider> formats) {
    this.sources = byName("source", sources, SourceProvider::descriptor);
    this.sinks = byName("sink", sinks, SinkProvider::descriptor);
    this.formats = byName("format", formats, FormatProvider::descriptor);
  }

  /**
   * The providers that {@link ServiceLoader} finds through {@code loader}.
   *
   * @throws IllegalArgumentException if two of one kind share a name
   */
  public static ConnectorRegistry installed(ClassLoader loader) {
    return new ConnectorRegistry(
        load(SourceProvider.class, loader),
        load(SinkProvider.class, loader),
        load(FormatProvider.class, loader));
  }

  /** The providers on the class path of the engine. */
  public static ConnectorRegistry installed() {
    ClassLoader loader = ConnectorRegistry.class.getClassLoader();
    return installed(loader == null ? ClassLoader.getSystemClassLoader() : loader);
  }

  /** The source called {@code name}; empty if there is none. */
  public Optional<SourceProvider> source(String name) {
    return Optional.ofNullable(sources.get(key(name)));
  }

  /** The sink called {@code name}; empty if there is none. */
  public Optional<SinkProvider> sink(String name) {
    return Optional.ofNullable(sinks.get(key(name)));
  }

  /** The format called {@code name}; empty if there is none. */
  public Optional<FormatProvider> format(String name) {
    return Optional.ofNullable(formats.get(key(name)));
  }

  /** All sources, each once. */
  public List<SourceProvider> sources() {
    return List.copyOf(new LinkedHashSet<>(sources.values()));
  }

  /** All sinks, each once. */
  public List<SinkProvider> sinks() {
    return List.copyOf(new LinkedHashSet<>(sinks.values()));
  }

  /** All formats, each once. */
  public List<FormatProvider> formats() {
    return List.copyOf(new LinkedHashSet<>(formats.values()));
  }

  private static <P> List<P> load(Class<P> type, ClassLoader loader) {
    List<P> providers = new ArrayList<>();
    ServiceLoader.load(type, loader).forEach(providers::add);
    return providers;
  }

  private static <P> Map<String, P> byName(
      String kind, Collection<? extends P> providers, Function<P, Descriptor> descriptor) {
    Map<String, P> byName = new LinkedHashMap<>();
    for (P provider : providers) {
      Descriptor described = descriptor.apply(provider);
      List<String> names = new ArrayList<>(described.aliases());
      names.add(0, described.name());
      for (String name : names) {
        P other = byName.putIfAbsent(key(name), provider);
        if (other != null && other != provider) {
          throw new IllegalArgumentException(
              "two providers of a " + kind + " are called '" + name + "'");
        }
      }
    }
    return byName;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
