package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import java.util.Arrays;

/** The output of one node: direct calls of the nodes that read it, in text order. */
final class Wire implements Output {
  private Operator[] targets = new Operator[0];
  private int[] inputs = new int[0];

  /**
   * Adds a reader, which sees the rows at its input number {@code input}. While the pipeline is
   * built.
   */
  void connect(Operator target, int input) {
    targets = Arrays.copyOf(targets, targets.length + 1);
    inputs = Arrays.copyOf(inputs, inputs.length + 1);
    targets[targets.length - 1] = target;
    inputs[inputs.length - 1] = input;
  }

  int targetCount() {
    return targets.length;
  }

  /** Hands the rows to one reader. */
  void emitTo(int target, ColumnBatch batch, int lo, int hi) {
    targets[target].process(inputs[target], batch, lo, hi);
  }

  @Override
  public void emit(ColumnBatch batch, int lo, int hi) {
    if (lo >= hi) {
      return;
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i].process(inputs[i], batch, lo, hi);
    }
  }

  @Override
  public void watermark(long watermarkMillis) {
    for (int i = 0; i < targets.length; i++) {
      targets[i].onWatermark(inputs[i], watermarkMillis);
    }
  }
}
