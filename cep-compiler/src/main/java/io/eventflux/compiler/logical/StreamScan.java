package io.eventflux.compiler.logical;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/** The rows of a stream as its readers see them. */
public final class StreamScan extends AbstractRelNode {
  private final String stream;

  /**
   * A leaf of the plan.
   *
   * @param cluster the cluster of the compilation
   * @param stream the name of the stream
   * @param row its columns
   */
  public StreamScan(RelOptCluster cluster, String stream, RelDataType row) {
    super(cluster, cluster.traitSet());
    this.stream = stream;
    this.rowType = row;
  }

  /** The name of the stream. */
  public String stream() {
    return stream;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("stream", stream);
  }
}
