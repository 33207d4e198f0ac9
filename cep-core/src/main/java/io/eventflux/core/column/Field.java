package io.eventflux.core.column;

import io.eventflux.query.type.Type;

/** One attribute of a schema: its name as the user wrote it, and its type. Immutable. */
public record Field(String name, Type type) {}
