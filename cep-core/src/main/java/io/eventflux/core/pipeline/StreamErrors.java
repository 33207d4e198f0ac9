package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.plan.PlanNode;

/** Reports rows that a stream itself does not let pass. Pipeline thread only. */
final class StreamErrors {
  private final PlanNode.Stream node;
  private final PipelineErrors errors;

  /** For the rows of {@code node}. */
  StreamErrors(PlanNode.Stream node, PipelineErrors errors) {
    this.node = node;
    this.errors = errors;
  }

  /** Row {@code row} of {@code batch} is not taken; {@code reason} is a part of a sentence. */
  void refuse(ColumnBatch batch, int row, String reason) {
    errors.failed(
        FailureKind.REFUSED,
        node.operatorId(),
        node.name(),
        FailedRow.ofStream(node.schema(), batch, row),
        reason,
        null);
  }

  /** What row {@code row} led to has come this way too often. */
  void reportRecursion(ColumnBatch batch, int row, int hopCountMax) {
    errors.failed(
        FailureKind.RECURSION_LIMIT,
        node.operatorId(),
        node.name(),
        FailedRow.ofStream(node.schema(), batch, row),
        "one event of stream '"
            + node.name()
            + "' caused more than "
            + hopCountMax
            + " hops between streams; the rest of its work is dropped",
        null);
  }
}
