package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;

/**
 * {@code ON CONFLICT (keys) DO NOTHING | DO UPDATE SET ..}.
 *
 * @param keys the columns that may not be there twice; empty for the primary key
 * @param assignments what the row that is there gets; empty for {@code DO NOTHING}
 * @param span where it stands
 */
public record OnConflict(List<Name> keys, List<Assignment> assignments, Span span) implements Node {
  /** Copies the lists. */
  public OnConflict {
    keys = List.copyOf(keys);
    assignments = List.copyOf(assignments);
  }
}
