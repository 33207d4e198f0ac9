package io.eventflux.compiler.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * A TUMBLE group window: one row per window and group when the window closes. Expressions and
 * HAVING look at the keys, followed by one column per aggregate, the start and the end of the
 * window (TIMESTAMP).
 */
public final class GroupWindowRel extends SingleRel {
  private final String stream;
  private final long sizeMillis;
  private final long offsetMillis;
  private final List<RexNode> keys;
  private final List<AggregateItem> aggregates;
  private final List<RexNode> expressions;
  private final @Nullable RexNode having;

  /**
   * A group window.
   *
   * @param input the rows
   * @param stream the stream whose event time closes windows
   * @param sizeMillis length of a window
   * @param offsetMillis start of the window that holds or follows the epoch
   * @param keys group keys besides the window, over the input row
   * @param aggregates the aggregates over the input row
   * @param expressions the select list
   * @param having which rows are given; null: all
   * @param row names and types of the select list
   */
  public GroupWindowRel(
      RelNode input,
      String stream,
      long sizeMillis,
      long offsetMillis,
      List<RexNode> keys,
      List<AggregateItem> aggregates,
      List<RexNode> expressions,
      @Nullable RexNode having,
      RelDataType row) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.stream = stream;
    this.sizeMillis = sizeMillis;
    this.offsetMillis = offsetMillis;
    this.keys = List.copyOf(keys);
    this.aggregates = List.copyOf(aggregates);
    this.expressions = List.copyOf(expressions);
    this.having = having;
    this.rowType = row;
  }

  /** The stream whose event time closes windows. */
  public String stream() {
    return stream;
  }

  /** Length of a window. */
  public long sizeMillis() {
    return sizeMillis;
  }

  /** Start of the window that holds or follows the epoch. */
  public long offsetMillis() {
    return offsetMillis;
  }

  /** Group keys besides the window. */
  public List<RexNode> keys() {
    return keys;
  }

  /** The aggregates. */
  public List<AggregateItem> aggregates() {
    return aggregates;
  }

  /** The select list over keys, aggregates and borders of the window. */
  public List<RexNode> expressions() {
    return expressions;
  }

  /** Which rows are given; null: all. */
  public @Nullable RexNode having() {
    return having;
  }

  /** The same window over another input, with its keys and arguments changed to fit. */
  public GroupWindowRel over(RelNode input, RexShuttle shuttle) {
    return new GroupWindowRel(
        input,
        stream,
        sizeMillis,
        offsetMillis,
        keys.stream().map(key -> key.accept(shuttle)).toList(),
        aggregates.stream().map(item -> item.accept(shuttle)).toList(),
        expressions,
        having,
        rowType);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new GroupWindowRel(
        inputs.get(0),
        stream,
        sizeMillis,
        offsetMillis,
        keys,
        aggregates,
        expressions,
        having,
        rowType);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    return new GroupWindowRel(
        getInput(),
        stream,
        sizeMillis,
        offsetMillis,
        keys.stream().map(key -> key.accept(shuttle)).toList(),
        aggregates.stream().map(item -> item.accept(shuttle)).toList(),
        expressions.stream().map(expression -> expression.accept(shuttle)).toList(),
        having == null ? null : having.accept(shuttle),
        rowType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("stream", stream)
        .item("size", sizeMillis)
        .item("offset", offsetMillis)
        .item("keys", keys)
        .item("aggregates", aggregates)
        .item("expressions", expressions)
        .itemIf("having", having, having != null);
  }
}
