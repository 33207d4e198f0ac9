package io.eventflux.core.pipeline;

import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The state of a pipeline as sections of a snapshot: clock, timers, each table, and each operator
 * that has some. Pipeline thread only, between two polls.
 */
final class PipelineState {
  private final int number;
  private final OperatorGraph graph;
  private final PipelineClock clock;

  /** The state of pipeline number {@code number} of the app. */
  PipelineState(int number, OperatorGraph graph) {
    this.number = number;
    this.graph = graph;
    this.clock = graph.clock();
  }

  /** The timers of this pipeline in snapshots. */
  private String timersId() {
    return "pipeline/" + number + "/timers";
  }

  /** The clock of this pipeline in snapshots. */
  private String clockId() {
    return Snapshot.CLOCK_PREFIX + number;
  }

  /**
   * Adds the state of this pipeline to {@code snapshot}: clock, timers, tables, and every operator
   * that has some. Between two polls.
   */
  void snapshot(Snapshot snapshot) {
    StateWriter now = new StateWriter();
    now.putBoolean(clock.isStarted());
    now.putLong(clock.nowMillis());
    snapshot.put(clockId(), "", now.toByteArray());
    StateWriter time = new StateWriter();
    List<String> timers = new ArrayList<>();
    List<Long> dueMillis = new ArrayList<>();
    clock.forEachTimer(
        (operator, due) -> {
          timers.add(graph.nodes().get(operator).operatorId());
          dueMillis.add(due);
        });
    time.putInt(timers.size());
    for (int i = 0; i < timers.size(); i++) {
      time.putText(timers.get(i));
      time.putLong(dueMillis.get(i));
    }
    snapshot.put(timersId(), "", time.toByteArray());
    graph
        .tables()
        .forEach(
            (name, table) -> {
              StateWriter writer = new StateWriter();
              table.snapshot(writer);
              snapshot.put("table/" + name, graph.tableFingerprint(name), writer.toByteArray());
            });
    for (PlanNode node : graph.nodes()) {
      StateWriter writer = new StateWriter();
      graph.operator(node).snapshot(writer);
      if (writer.size() > 0) {
        snapshot.put(node.operatorId(), graph.fingerprint(node), writer.toByteArray());
      }
    }
  }

  /**
   * Which sections of a snapshot this pipeline can read, each with whether it must be there. Before
   * the first row.
   */
  Map<String, Boolean> stateIds() {
    Map<String, Boolean> ids = new LinkedHashMap<>();
    ids.put(clockId(), true);
    ids.put(timersId(), true);
    graph.tables().keySet().forEach(name -> ids.put("table/" + name, true));
    for (PlanNode node : graph.nodes()) {
      StateWriter writer = new StateWriter();
      graph.operator(node).snapshot(writer);
      ids.put(node.operatorId(), writer.size() > 0);
    }
    return ids;
  }

  /**
   * Reads what {@link #snapshot} added, into a pipeline that has not seen a row.
   *
   * @throws StateFormatException with a sentence if a section is missing, was made by another
   *     operator, or cannot be read
   */
  void restore(Snapshot snapshot) {
    restore(
        snapshot, clockId(), "", reader -> clock.restore(reader.getBoolean(), reader.getLong()));
    restore(snapshot, timersId(), "", this::restoreTimers);
    graph
        .tables()
        .forEach(
            (name, table) ->
                restore(snapshot, "table/" + name, graph.tableFingerprint(name), table::restore));
    for (PlanNode node : graph.nodes()) {
      if (snapshot.section(node.operatorId()) != null) {
        restore(
            snapshot, node.operatorId(), graph.fingerprint(node), graph.operator(node)::restore);
      }
    }
  }

  private void restoreTimers(StateReader reader) {
    Map<String, Integer> numbers = new TreeMap<>();
    graph.nodes().forEach(node -> numbers.put(node.operatorId(), node.id()));
    int count = reader.getCount(Integer.BYTES + Long.BYTES);
    for (int i = 0; i < count; i++) {
      String operatorId = reader.getRequiredText();
      Integer number = numbers.get(operatorId);
      if (number == null) {
        throw new StateFormatException("it has a timer of '" + operatorId + "', which is not here");
      }
      clock.restoreTimer(number, reader.getLong());
    }
  }

  private static void restore(
      Snapshot snapshot, String id, String fingerprint, Consumer<StateReader> target) {
    Snapshot.Section section = snapshot.section(id);
    if (section == null) {
      throw new StateFormatException("the snapshot has no state of '" + id + "'");
    }
    if (!section.fingerprint().equals(fingerprint)) {
      throw new StateFormatException(
          "the state of '"
              + id
              + "' was made by another definition of it and cannot be taken over");
    }
    StateReader reader = new StateReader(section.state());
    try {
      target.accept(reader);
    } catch (RuntimeException e) {
      StateFormatException failure =
          new StateFormatException("the state of '" + id + "' cannot be read: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
    if (reader.remaining() > 0) {
      throw new StateFormatException(
          "the state of '" + id + "' has " + reader.remaining() + " bytes too many");
    }
  }
}
