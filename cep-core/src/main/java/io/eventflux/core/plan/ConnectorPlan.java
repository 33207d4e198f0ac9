package io.eventflux.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source or sink of a stream.
 *
 * @param stream the stream it feeds or drains
 * @param connector canonical extension name, as {@code file}
 * @param options options of the connector without the {@code <extension>.} prefix, by lower-case
 *     key, in text order
 * @param format canonical format name, or null for pass-through
 * @param formatOptions options of the format without its prefix, by lower-case key, as {@code
 *     delimiter}, {@code mapping.price}
 * @param commonOptions options of language 3.3 that the engine itself reads, as {@code
 *     error.strategy}
 */
public record ConnectorPlan(
    String stream,
    String connector,
    Map<String, String> options,
    @Nullable String format,
    Map<String, String> formatOptions,
    Map<String, String> commonOptions) {
  /** Copies the maps, order kept. */
  public ConnectorPlan {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    formatOptions = Collections.unmodifiableMap(new LinkedHashMap<>(formatOptions));
    commonOptions = Collections.unmodifiableMap(new LinkedHashMap<>(commonOptions));
  }
}
