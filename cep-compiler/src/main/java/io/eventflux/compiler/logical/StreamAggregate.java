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
 * The selector of a query with running aggregates: each row changes the aggregates of its group,
 * then the select list is computed. Expressions and HAVING look at the input columns followed by
 * one column per aggregate.
 */
public final class StreamAggregate extends SingleRel {
  private final List<RexNode> keys;
  private final List<AggregateItem> aggregates;
  private final List<RexNode> expressions;
  private final @Nullable RexNode having;

  /**
   * A selector.
   *
   * @param input the rows
   * @param keys group keys over the input row
   * @param aggregates the aggregates
   * @param expressions the select list
   * @param having which rows are given; null: all
   * @param row names and types of the select list
   */
  public StreamAggregate(
      RelNode input,
      List<RexNode> keys,
      List<AggregateItem> aggregates,
      List<RexNode> expressions,
      @Nullable RexNode having,
      RelDataType row) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.keys = List.copyOf(keys);
    this.aggregates = List.copyOf(aggregates);
    this.expressions = List.copyOf(expressions);
    this.having = having;
    this.rowType = row;
  }

  /** Group keys over the input row. */
  public List<RexNode> keys() {
    return keys;
  }

  /** The aggregates. */
  public List<AggregateItem> aggregates() {
    return aggregates;
  }

  /** The select list over input columns and aggregates. */
  public List<RexNode> expressions() {
    return expressions;
  }

  /** Which rows are given; null: all. */
  public @Nullable RexNode having() {
    return having;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new StreamAggregate(inputs.get(0), keys, aggregates, expressions, having, rowType);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    return new StreamAggregate(
        getInput(),
        keys.stream().map(key -> key.accept(shuttle)).toList(),
        aggregates.stream().map(item -> item.accept(shuttle)).toList(),
        expressions.stream().map(expression -> expression.accept(shuttle)).toList(),
        having == null ? null : having.accept(shuttle),
        rowType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("keys", keys)
        .item("aggregates", aggregates)
        .item("expressions", expressions)
        .itemIf("having", having, having != null);
  }
}
