package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.PartitionKey;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/** {@code PARTITION WITH (..) BEGIN .. END}. One thread. */
public final class PartitionBuilder extends Annotated<PartitionBuilder> implements Part<Statement> {
  private final List<PartitionKey> keys = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();

  PartitionBuilder() {}

  /** {@code key OF stream}: each value is a part; a text is a column. */
  public PartitionBuilder by(Object key, String stream) {
    keys.add(new PartitionKey.ByValue(Trees.column(key), name(stream), NOWHERE));
    return this;
  }

  /** {@code condition AS 'label' OR .. OF stream}: each range is a part. */
  public PartitionBuilder byRange(String stream, PartitionKey.Range... ranges) {
    keys.add(new PartitionKey.ByRange(List.of(ranges), name(stream), NOWHERE));
    return this;
  }

  /** {@code condition AS 'label'}. */
  public static PartitionKey.Range range(Object condition, String label) {
    return new PartitionKey.Range(value(condition), label, NOWHERE);
  }

  /** One more query inside. */
  public PartitionBuilder add(QueryBuilder query) {
    queries.add(query.build());
    return this;
  }

  @Override
  PartitionBuilder self() {
    return this;
  }

  @Override
  public Statement build() {
    return new Statement.Partition(annotations(), keys, queries, NOWHERE);
  }
}
