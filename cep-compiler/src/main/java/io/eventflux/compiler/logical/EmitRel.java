package io.eventflux.compiler.logical;

import io.eventflux.core.plan.OutputKind;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The root of a query: which of its rows go where. Rows already have the types of the target. */
public final class EmitRel extends SingleRel {
  private final String query;
  private final OutputKind kind;
  private final @Nullable Target target;

  /**
   * A stream or table that a query inserts into.
   *
   * @param name its name
   * @param isTable which of the two
   * @param fills for each column of the target what fills it, over the outputs of the query; null:
   *     the outputs by position
   * @param columns the names of the target's columns
   */
  public record Target(
      String name, boolean isTable, @Nullable List<RexNode> fills, List<String> columns) {
    /** Copies the lists. */
    public Target {
      fills = fills == null ? null : List.copyOf(fills);
      columns = List.copyOf(columns);
    }
  }

  /**
   * The end of a query.
   *
   * @param input its rows
   * @param query its name
   * @param kind which rows are given
   * @param target where they go; null: to subscribers of the query only
   */
  public EmitRel(RelNode input, String query, OutputKind kind, @Nullable Target target) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.query = query;
    this.kind = kind;
    this.target = target;
    this.rowType = input.getRowType();
  }

  /** The name of the query. */
  public String query() {
    return query;
  }

  /** Which rows are given. */
  public OutputKind kind() {
    return kind;
  }

  /** Where they go; null: to subscribers of the query only. */
  public @Nullable Target target() {
    return target;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new EmitRel(inputs.get(0), query, kind, target);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("query", query)
        .item("kind", kind)
        .item("target", String.valueOf(target));
  }
}
