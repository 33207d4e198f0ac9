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
        StreamFunctionDescriptor,
        ConnectorDescriptor,
        FormatDescriptor {
  /** The canonical name, with its namespace if it has one, as {@code str:concat}. */
  String name();

  /** Other names for the same thing. */
  List<String> aliases();

  /** Whether it can be run. */
  Availability availability();

  /** Whether it belongs to the language and is not built. */
  default boolean isComing() {
    return availability() == Availability.COMING;
  }

  /** Whether {@code name} is one of its names, in any case. */
  default boolean isCalled(String name) {
    return name().equalsIgnoreCase(name) || aliases().stream().anyMatch(name::equalsIgnoreCase);
  }

  /** One or more sentences on what it does, for the reference page. */
  String summary();

  /**
   * How a call of it is written, one text for each overload, as {@code length(n count)}; empty for
   * what is not called.
   */
  List<String> forms();

  /** Calls the method of {@code visitor} for this kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each kind.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {
    /** A scalar function. */
    R visitFunction(FunctionDescriptor function);

    /** An aggregate. */
    R visitAggregate(AggregateDescriptor aggregate);

    /** A window. */
    R visitWindow(WindowDescriptor window);

    /** A stream function. */
    R visitStreamFunction(StreamFunctionDescriptor function);

    /** A source, a sink or a store. */
    R visitConnector(ConnectorDescriptor connector);

    /** A format. */
    R visitFormat(FormatDescriptor format);
  }
}
