package io.eventflux.core.connector;

import io.eventflux.core.column.RowSchema;
import io.eventflux.query.catalog.FormatDescriptor;

/** Adds one format; found by {@link java.util.ServiceLoader}. Stateless; any thread. */
public interface FormatProvider {
  /**
   * Everything users may know about the format; its name is the key. Options are checked against
   * it.
   */
  FormatDescriptor descriptor();

  /**
   * A decoder into rows of {@code schema}.
   *
   * @throws IllegalArgumentException with one sentence for the user if the value of an option does
   *     not make sense or a column has a type that the format cannot hold
   */
  Decoder decoder(RowSchema schema, ConnectorOptions options);

  /**
   * An encoder of rows of {@code schema}.
   *
   * @throws IllegalArgumentException with one sentence for the user if the value of an option does
   *     not make sense or a column has a type that the format cannot hold
   */
  Encoder encoder(RowSchema schema, ConnectorOptions options);
}
