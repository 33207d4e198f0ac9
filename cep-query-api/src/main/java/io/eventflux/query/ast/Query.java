package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A continuous query. The blocks are the same whatever their order in the text.
 *
 * @param annotations in front of the query, in text order
 * @param dialect whether the query starts with its source
 * @param source what it reads
 * @param where the condition of {@code WHERE}; null if there is none
 * @param select the select list
 * @param groupBy the keys; empty if there are none
 * @param having the condition of {@code HAVING}; null if there is none
 * @param orderBy the sort keys; empty if there are none
 * @param limit how many rows per unit; null for all
 * @param offset how many rows are skipped per unit; null for none
 * @param emit when a group window gives results; null if not said
 * @param outputRate the rate limit; null for none
 * @param target where the rows go
 * @param span where it stands
 */
public record Query(
    List<Annotation> annotations,
    Dialect dialect,
    Source source,
    @Nullable Expression where,
    Select select,
    List<Expression> groupBy,
    @Nullable Expression having,
    List<SortItem> orderBy,
    @Nullable Expression limit,
    @Nullable Expression offset,
    @Nullable Emit emit,
    @Nullable OutputRate outputRate,
    Target target,
    Span span)
    implements Statement {
  /** Copies the lists. */
  public Query {
    annotations = List.copyOf(annotations);
    groupBy = List.copyOf(groupBy);
    orderBy = List.copyOf(orderBy);
  }

  @Override
  public <R> R accept(Statement.Visitor<R> visitor) {
    return visitor.visitQuery(this);
  }
}
