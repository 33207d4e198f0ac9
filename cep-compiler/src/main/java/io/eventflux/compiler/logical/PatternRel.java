package io.eventflux.compiler.logical;

import io.eventflux.core.plan.PatternProgram;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * A chain of events of one or more streams. A match gives one row: the registers, columns of bound
 * events that somebody reads. The condition of an element looks at the columns of the candidate,
 * followed by the registers.
 */
public final class PatternRel extends AbstractRelNode {
  private final List<RelNode> streams;
  private final List<Element> elements;
  private final List<PatternProgram.Scope> scopes;
  private final long withinMillis;
  private final List<Register> registers;

  /**
   * One event of the chain.
   *
   * @param alias its name in the text
   * @param input ordinal of its stream
   * @param condition which candidates fit; null: all
   */
  public record Element(String alias, int input, @Nullable RexNode condition) {}

  /**
   * One kept value.
   *
   * @param element number of the element
   * @param column column of its stream, or {@link PatternProgram.Capture#TIME}
   */
  public record Register(int element, int column) {}

  /**
   * A pattern.
   *
   * @param cluster the cluster of the compilation
   * @param streams the streams, each once, by input ordinal
   * @param elements the events in order
   * @param scopes where runs start
   * @param withinMillis the longest match; -1: no limit
   * @param registers what is kept
   * @param row names and types of the registers
   */
  public PatternRel(
      RelOptCluster cluster,
      List<RelNode> streams,
      List<Element> elements,
      List<PatternProgram.Scope> scopes,
      long withinMillis,
      List<Register> registers,
      RelDataType row) {
    super(cluster, cluster.traitSet());
    this.streams = new ArrayList<>(streams);
    this.elements = List.copyOf(elements);
    this.scopes = List.copyOf(scopes);
    this.withinMillis = withinMillis;
    this.registers = List.copyOf(registers);
    this.rowType = row;
  }

  @Override
  public List<RelNode> getInputs() {
    return List.copyOf(streams);
  }

  @Override
  public void replaceInput(int ordinal, RelNode input) {
    streams.set(ordinal, input);
    recomputeDigest();
  }

  /** The events in order. */
  public List<Element> elements() {
    return elements;
  }

  /** Where runs start. */
  public List<PatternProgram.Scope> scopes() {
    return scopes;
  }

  /** The longest match; -1: no limit. */
  public long withinMillis() {
    return withinMillis;
  }

  /** What is kept. */
  public List<Register> registers() {
    return registers;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new PatternRel(getCluster(), inputs, elements, scopes, withinMillis, registers, rowType);
  }

  @Override
  public RelNode accept(RexShuttle shuttle) {
    List<Element> changed =
        elements.stream()
            .map(
                element ->
                    new Element(
                        element.alias(),
                        element.input(),
                        element.condition() == null ? null : element.condition().accept(shuttle)))
            .toList();
    return new PatternRel(getCluster(), streams, changed, scopes, withinMillis, registers, rowType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer);
    for (int i = 0; i < streams.size(); i++) {
      writer.input("stream" + i, streams.get(i));
    }
    return writer
        .item("elements", elements)
        .item("scopes", scopes)
        .item("within", withinMillis)
        .item("registers", registers);
  }
}
