package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A continuous query: rows, and where they go. The blocks are the same whatever their order in the
 * text.
 *
 * @param annotations in front of the query, in text order
 * @param dialect whether the query starts with its source; a classic query has one {@link
 *     SelectBody.Block}
 * @param rows what it computes
 * @param outputRate the rate limit; null for none
 * @param target where the rows go
 * @param span where it stands
 */
public record Query(
    List<Annotation> annotations,
    Dialect dialect,
    SelectQuery rows,
    @Nullable OutputRate outputRate,
    Target target,
    Span span)
    implements Statement {
  /** Copies the list and checks the dialect. */
  public Query {
    annotations = List.copyOf(annotations);
    if (dialect == Dialect.CLASSIC && !(rows.body() instanceof SelectBody.Block)) {
      throw new IllegalArgumentException("a classic query reads one source");
    }
  }

  @Override
  public <R> R accept(Statement.Visitor<R> visitor) {
    return visitor.visitQuery(this);
  }
}
