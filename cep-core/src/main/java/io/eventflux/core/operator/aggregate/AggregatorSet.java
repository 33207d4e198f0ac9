package io.eventflux.core.operator.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.plan.AggregateCall;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** The aggregators of one selector or pane, one a call. Pipeline thread only. */
final class AggregatorSet {
  private final List<Aggregator> aggregators;

  /** How many slots all aggregators have at least; they lose none. */
  private int slotCountMin;

  AggregatorSet(List<AggregateCall> calls) {
    List<Aggregator> made = new ArrayList<>();
    for (AggregateCall call : calls) {
      made.add(call.function().factory().create(call.retractable()));
    }
    aggregators = List.copyOf(made);
  }

  List<Aggregator> aggregators() {
    return aggregators;
  }

  void ensureSlots(int slotCount) {
    if (slotCount > slotCountMin) {
      for (Aggregator aggregator : aggregators) {
        aggregator.ensureSlots(slotCount);
      }
      slotCountMin = slotCount;
    }
  }

  void clearAll(int slotCount) {
    for (Aggregator aggregator : aggregators) {
      aggregator.clearAll(slotCount);
    }
  }

  /** Whether all of them are empty at {@code slot}. */
  boolean isEmpty(int slot) {
    for (int i = 0; i < aggregators.size(); i++) {
      if (!aggregators.get(i).isEmpty(slot)) {
        return false;
      }
    }
    return true;
  }

  /** See {@link Aggregator#move}. */
  void move(int from, int to) {
    for (int i = 0; i < aggregators.size(); i++) {
      aggregators.get(i).move(from, to);
    }
  }

  void snapshot(StateWriter writer, int slotCount) {
    for (Aggregator aggregator : aggregators) {
      aggregator.snapshot(writer, slotCount);
    }
  }

  void restore(StateReader reader, int slotCount) {
    for (Aggregator aggregator : aggregators) {
      aggregator.restore(reader, slotCount);
    }
  }
}
