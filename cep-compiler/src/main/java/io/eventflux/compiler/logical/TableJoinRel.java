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

/** Each row of a stream with the rows of a table: the columns of the stream, then of the table. */
public final class TableJoinRel extends SingleRel {
  private final String table;
  private final List<Integer> primaryKey;
  private final boolean outer;
  private final @Nullable RexNode condition;

  /**
   * A join.
   *
   * @param input the stream side
   * @param table the name of the table
   * @param primaryKey the key columns of the table
   * @param outer whether rows without partner are kept
   * @param condition over stream columns and table columns; null: every pair
   * @param row the columns of both
   */
  public TableJoinRel(
      RelNode input,
      String table,
      List<Integer> primaryKey,
      boolean outer,
      @Nullable RexNode condition,
      RelDataType row) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.table = table;
    this.primaryKey = List.copyOf(primaryKey);
    this.outer = outer;
    this.condition = condition;
    this.rowType = row;
  }

  /** The name of the table. */
  public String table() {
    return table;
  }

  /** The key columns of the table, in key order. */
  public List<Integer> primaryKey() {
    return primaryKey;
  }

  /** Whether rows without partner are kept. */
  public boolean outer() {
    return outer;
  }

  /** Which pairs match; null: all. */
  public @Nullable RexNode condition() {
    return condition;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new TableJoinRel(inputs.get(0), table, primaryKey, outer, condition, rowType);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    return condition == null
        ? this
        : new TableJoinRel(
            getInput(), table, primaryKey, outer, condition.accept(shuttle), rowType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("table", table)
        .item("outer", outer)
        .itemIf("condition", condition, condition != null);
  }
}
