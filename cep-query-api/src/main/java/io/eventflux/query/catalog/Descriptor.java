package io.eventflux.query.catalog;

import java.util.List;

/**
 * Everything users may know about one thing that a text can name. Names are matched without regard
 * to case. Immutable.
 */
public sealed interface Descriptor
    permits FunctionDescriptor,
        AggregateDescriptor,
        WindowDescriptor,
        ConnectorDescriptor,
        FormatDescriptor {
  /** The canonical name, with its namespace if it has one, as {@code str:concat}. */
  String name();

  /** Other names for the same thing. */
  List<String> aliases();

  /** One or more sentences on what it does, for the reference page. */
  String summary();
}
