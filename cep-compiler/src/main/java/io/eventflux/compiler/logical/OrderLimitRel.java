package io.eventflux.compiler.logical;

import io.eventflux.core.plan.PlanNode;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** Order, offset and limit inside a unit; columns behind the visible ones are cut off. */
public final class OrderLimitRel extends SingleRel {
  private final List<PlanNode.SortKey> sortKeys;
  private final long offset;
  private final long limit;
  private final int visibleColumns;

  /**
   * An order.
   *
   * @param input the rows
   * @param sortKeys columns of the input, most significant first
   * @param offset rows dropped a unit
   * @param limit rows kept a unit; -1: all
   * @param visibleColumns how many columns of the input are given on
   */
  public OrderLimitRel(
      RelNode input, List<PlanNode.SortKey> sortKeys, long offset, long limit, int visibleColumns) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.sortKeys = List.copyOf(sortKeys);
    this.offset = offset;
    this.limit = limit;
    this.visibleColumns = visibleColumns;
    this.rowType =
        input
            .getCluster()
            .getTypeFactory()
            .createStructType(input.getRowType().getFieldList().subList(0, visibleColumns));
  }

  /** Columns of the input, most significant first. */
  public List<PlanNode.SortKey> sortKeys() {
    return sortKeys;
  }

  /** Rows dropped a unit. */
  public long offset() {
    return offset;
  }

  /** Rows kept a unit; -1: all. */
  public long limit() {
    return limit;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new OrderLimitRel(inputs.get(0), sortKeys, offset, limit, visibleColumns);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("sortKeys", sortKeys)
        .item("offset", offset)
        .item("limit", limit)
        .item("visible", visibleColumns);
  }
}
