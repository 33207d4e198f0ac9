package io.eventflux.core.connector;

import io.eventflux.query.catalog.ConnectorDescriptor;

/** Adds one kind of source; found by {@link java.util.ServiceLoader}. Stateless; any thread. */
public interface SourceProvider {
  /**
   * Everything users may know about the source; its name is the key. Options are checked against it
   * before {@link #create}.
   */
  ConnectorDescriptor descriptor();

  /**
   * A source that is not open yet.
   *
   * @throws IllegalArgumentException with one sentence for the user if the value of an option does
   *     not make sense
   */
  Source create(ConnectorOptions options);
}
