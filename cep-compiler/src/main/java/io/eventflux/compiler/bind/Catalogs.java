package io.eventflux.compiler.bind;

/**
 * Everything that a text can name beyond its own definitions. Immutable; any thread.
 *
 * @param functions functions and aggregates
 * @param windows windows of streams
 * @param connectors sources, sinks and formats
 */
public record Catalogs(
    FunctionCatalog functions, WindowCatalog windows, ConnectorCatalog connectors) {
  /** What is on the class path, found by {@link java.util.ServiceLoader}. */
  public static Catalogs installed() {
    return new Catalogs(
        FunctionCatalog.installed(), WindowCatalog.installed(), ConnectorCatalog.installed());
  }

  /** The same with other functions. */
  public Catalogs withFunctions(FunctionCatalog other) {
    return new Catalogs(other, windows, connectors);
  }

  /** The same with other connectors. */
  public Catalogs withConnectors(ConnectorCatalog other) {
    return new Catalogs(functions, windows, other);
  }
}
