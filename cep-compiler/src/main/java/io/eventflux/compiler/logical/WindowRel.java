package io.eventflux.compiler.logical;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** A window of language 4.4: the rows of its input as they enter and leave. */
public final class WindowRel extends SingleRel {
  private final String window;
  private final List<RexNode> arguments;

  /**
   * A window.
   *
   * @param input what enters
   * @param window the canonical name, lower case
   * @param arguments constants, and columns of the input for attribute parameters
   */
  public WindowRel(RelNode input, String window, List<RexNode> arguments) {
    super(input.getCluster(), input.getCluster().traitSet(), input);
    this.window = window;
    this.arguments = List.copyOf(arguments);
    this.rowType = input.getRowType();
  }

  /** The canonical name of the window. */
  public String window() {
    return window;
  }

  /** Its arguments. */
  public List<RexNode> arguments() {
    return arguments;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new WindowRel(inputs.get(0), window, arguments);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    List<RexNode> changed = shuttle.apply(arguments);
    return changed == arguments ? this : new WindowRel(getInput(), window, changed);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("window", window).item("arguments", arguments);
  }
}
