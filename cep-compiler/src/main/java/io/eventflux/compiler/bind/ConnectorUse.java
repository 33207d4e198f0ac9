package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Option;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source or sink of a stream as a text asks for it, in either form; its options are not checked.
 *
 * @param span where its name stands
 * @param isWith whether it stands in a {@code WITH} clause, where the options of connector, format
 *     and engine are one list and carry the name of whom they belong to
 * @param options of the connector and of the engine; in a {@code WITH} clause of the format too
 * @param format where the name of the format stands, or null if there is none
 * @param mapOptions of the format, where they stand by themselves; else empty
 */
record ConnectorUse(
    Definition.Stream stream,
    ConnectorDescriptor connector,
    Span span,
    boolean isWith,
    List<Option> options,
    @Nullable Option format,
    List<Option> mapOptions) {
  ConnectorUse {
    options = List.copyOf(options);
    mapOptions = List.copyOf(mapOptions);
  }
}
