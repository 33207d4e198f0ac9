package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.operator.Operator;
import io.eventflux.core.operator.Output;
import io.eventflux.core.plan.KernelFactory;
import io.eventflux.core.plan.NodeTraits;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanGraph;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.core.state.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operators of a plan, connected: a hub for each stream, a step for each query output and sink,
 * and what the factory makes for all other nodes. Nothing changes once it is built but the state of
 * the operators. Pipeline thread only.
 */
final class OperatorGraph implements AutoCloseable {
  private final PlanGraph graph;
  private final List<PlanNode> nodes;

  /** By node id. */
  private final Operator[] operators;

  /** By node id. */
  private final String[] fingerprints;

  private final List<NodeContext> contexts = new ArrayList<>();
  private final Map<String, StreamHub> hubs = new LinkedHashMap<>();
  private final Map<String, RowStep> queries = new LinkedHashMap<>();
  private final Map<Integer, RowStep> sinks = new LinkedHashMap<>();
  private final Map<String, Integer> streamNumbers = new LinkedHashMap<>();
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, String> tableFingerprints = new LinkedHashMap<>();
  private final PipelineClock clock;

  /** By ring stream number. */
  private final StreamHub[] inputs;

  /**
   * Builds the operators of {@code plan}.
   *
   * @param tablePlans the tables that they use
   * @throws IllegalArgumentException with a sentence if the plan cannot be run
   */
  OperatorGraph(
      PipelinePlan plan,
      List<TablePlan> tablePlans,
      KernelFactory kernels,
      OperatorFactory factory,
      Pipeline.Settings settings,
      PipelineErrors errors) {
    graph = new PlanGraph(plan);
    nodes = plan.nodes();
    operators = new Operator[nodes.size()];
    fingerprints = new String[nodes.size()];
    clock = new PipelineClock(operators, settings.playback());
    for (TablePlan table : tablePlans) {
      tables.put(
          table.name(),
          new Table(table.schema(), table.primaryKey(), table.notNull(), table.lengths()));
      tableFingerprints.put(table.name(), StateFingerprint.of(table));
    }
    Wire[] wires = new Wire[nodes.size()];
    for (PlanNode node : nodes) {
      wires[node.id()] = new Wire();
      fingerprints[node.id()] = StateFingerprint.of(node, graph.inputSchemas(node));
    }
    buildHubs(wires, errors);
    buildOperators(wires, kernels, factory, settings, errors);
    for (PlanNode node : nodes) {
      for (int input = 0; input < node.inputs().size(); input++) {
        wires[node.inputs().get(input)].connect(operators[node.id()], input);
      }
    }
    for (StreamHub hub : hubs.values()) {
      connectWatermarks(hub);
    }
    connectIdle();
    inputs = numberInputs(settings.moreInputs());
    for (StreamHub hub : inputs) {
      tellWhoIsBehind(hub);
    }
  }

  // ---- building ----

  /** Streams come first: whoever reads one of them knows it. */
  private void buildHubs(Wire[] wires, PipelineErrors errors) {
    WorkStack workStack = new WorkStack(Pipeline.HOP_COUNT_MAX);
    for (PlanNode node : nodes) {
      if (node instanceof PlanNode.Stream stream) {
        StreamHub hub =
            new StreamHub(
                stream,
                wires[stream.id()],
                workStack,
                errors,
                clock::nowMillis,
                clock.timersOf(stream.id(), NodeTraits.canBeIdle(stream)));
        hubs.put(stream.name(), hub);
        operators[stream.id()] = hub;
      }
    }
  }

  private void buildOperators(
      Wire[] wires,
      KernelFactory kernels,
      OperatorFactory factory,
      Pipeline.Settings settings,
      PipelineErrors errors) {
    for (PlanNode node : nodes) {
      int id = node.id();
      if (node instanceof PlanNode.Stream) {
        continue;
      }
      if (node instanceof PlanNode.QueryOutput output) {
        RowStep step = new RowStep(wires[id]);
        queries.put(output.queryName(), step);
        operators[id] = step;
      } else if (node instanceof PlanNode.Sink sink) {
        RowStep step = new RowStep(wires[id]);
        sinks.put(sink.sinkIndex(), step);
        operators[id] = step;
      } else {
        String stream = graph.inputStream(node);
        NodeContext context =
            new NodeContext(
                node,
                graph.inputSchemas(node),
                hubs.get(stream),
                kernels,
                watermarkOf(stream),
                clock.timersOf(id, NodeTraits.schedulesTimers(node)),
                settings.limits(),
                tables,
                errors);
        contexts.add(context);
        operators[id] = factory.create(node, context, wires[id], lateOutput(node));
      }
    }
  }

  private LongSupplier watermarkOf(String stream) {
    return () -> Objects.requireNonNull(hubs.get(stream), stream).watermarkMillis();
  }

  private @Nullable Output lateOutput(PlanNode node) {
    if (!(node instanceof PlanNode.GroupWindow window) || window.lateStream() < 0) {
      return null;
    }
    Operator lateHub = operators[window.lateStream()];
    return new Output() {
      @Override
      public void emit(ColumnBatch batch, int lo, int hi) {
        if (lo < hi) {
          lateHub.process(StreamHub.LATE, batch, lo, hi);
        }
      }

      @Override
      public void watermark(long watermarkMillis) {
        // Late rows are behind every watermark: the late stream has arrival order.
      }
    };
  }

  private void connectWatermarks(StreamHub hub) {
    PlanNode.Stream node = hub.node();
    BitSet reachable = graph.reachable(node.id());
    hub.borders(
        new WindowBorders(
            reachable.stream()
                .mapToObj(nodes::get)
                .filter(PlanNode.GroupWindow.class::isInstance)
                .map(PlanNode.GroupWindow.class::cast)
                .toList()));
    for (int input = 0; input < node.inputs().size(); input++) {
      if (reachable.get(node.inputs().get(input))) {
        hub.ignoreWatermarksOf(input);
      }
    }
    PlanNode.Watermark watermark = node.watermark();
    if (watermark != null && watermark.lateStream() != null) {
      StreamHub late = hubs.get(watermark.lateStream());
      if (late == null || late.node().schema().size() != node.schema().size() + 2) {
        throw new IllegalArgumentException(
            "late stream '"
                + watermark.lateStream()
                + "' of stream '"
                + node.name()
                + "' is not in the same pipeline, or does not have its attributes and _watermark, _delay");
      }
      hub.lateHub(late);
    }
  }

  /** Streams that are idle are not waited for by those that their rows come to. */
  private void connectIdle() {
    IdleInputs[] allIdle =
        hubs.values().stream()
            .map(StreamHub::idle)
            .filter(Objects::nonNull)
            .toArray(IdleInputs[]::new);
    if (allIdle.length == 0) {
      return;
    }
    for (StreamHub hub : hubs.values()) {
      hub.allIdle(allIdle);
      List<Integer> queries = hub.node().inputs();
      for (int input = 0; input < queries.size(); input++) {
        List<StreamHub> streams = new ArrayList<>();
        addStreams(nodes.get(queries.get(input)), new BitSet(), streams);
        if (streams.size() == 1) {
          hub.upstream(input, streams.get(0));
        }
      }
    }
  }

  private StreamHub[] numberInputs(Set<String> moreInputs) {
    List<StreamHub> found = new ArrayList<>();
    for (StreamHub hub : hubs.values()) {
      if (hub.node().external() || moreInputs.contains(hub.node().name())) {
        streamNumbers.put(hub.node().name(), found.size());
        found.add(hub);
      }
    }
    return found.toArray(new StreamHub[0]);
  }

  /** Tells the hub of a stream from outside what those behind it look at. */
  private void tellWhoIsBehind(StreamHub hub) {
    List<PlanNode> behind = graph.reachable(hub.node().id()).stream().mapToObj(nodes::get).toList();
    hub.timedOperators(
        behind.stream()
            .filter(NodeTraits::schedulesTimers)
            .map(this::operator)
            .toArray(Operator[]::new));
    hub.watermarkRead(behind.stream().anyMatch(NodeTraits::readsWatermark));
    hub.clockRead(behind.stream().anyMatch(NodeTraits::readsClock));
  }

  // ---- what is there ----

  /** The nodes of the plan, by id. */
  List<PlanNode> nodes() {
    return nodes;
  }

  /** What runs {@code node}. */
  Operator operator(PlanNode node) {
    return operators[node.id()];
  }

  /** What describes the state of {@code node}: only an operator of the same can take it over. */
  String fingerprint(PlanNode node) {
    return fingerprints[node.id()];
  }

  /** The clock of these operators, which fires their timers. */
  PipelineClock clock() {
    return clock;
  }

  /** The tables by name. */
  Map<String, Table> tables() {
    return tables;
  }

  /** As {@link #fingerprint}, of the table called {@code name}. */
  String tableFingerprint(String name) {
    return tableFingerprints.getOrDefault(name, "");
  }

  /** The streams that take rows from outside, by their number in the ring. */
  StreamHub[] inputs() {
    return inputs;
  }

  /** The numbers in the ring, by name of the stream, in order. */
  Map<String, Integer> streamNumbers() {
    return Collections.unmodifiableMap(streamNumbers);
  }

  /** All streams, in text order. */
  Collection<StreamHub> hubs() {
    return hubs.values();
  }

  /** The stream called {@code stream}, or null if it is not here. */
  @Nullable StreamHub hub(String stream) {
    return hubs.get(stream);
  }

  /** The outputs of the queries by name, in text order. */
  Map<String, RowStep> queries() {
    return Collections.unmodifiableMap(queries);
  }

  /** The step before sink number {@code sinkIndex} of the app, or null if it is not here. */
  @Nullable RowStep sink(int sinkIndex) {
    return sinks.get(sinkIndex);
  }

  /** What the operators that have a context know of themselves. */
  List<NodeContext> contexts() {
    return Collections.unmodifiableList(contexts);
  }

  /** Whether an operator may look at the clock or set a timer that anybody notices. */
  boolean readsClock() {
    Predicate<PlanNode> isTimed = node -> NodeTraits.schedulesTimers(node) && !isClockUnseen(node);
    return nodes.stream()
        .anyMatch(
            isTimed
                .or(NodeTraits::readsClock)
                .or(NodeTraits::boundsTimes)
                .or(NodeTraits::canBeIdle)
                .or(PlanNode.TableJoin.class::isInstance));
  }

  /** Whether the clock sets the time of expired rows only, and all readers end those unseen. */
  private boolean isClockUnseen(PlanNode node) {
    return operator(node).usesClockForExpiryOnly()
        && graph.readers(node.id()).stream().allMatch(NodeTraits::endsExpiredRows);
  }

  /** The streams that the query called {@code query} reads, each as often as it reads it. */
  List<StreamHub> streamsOf(String query) {
    List<StreamHub> streams = new ArrayList<>();
    for (PlanNode node : nodes) {
      if (node instanceof PlanNode.QueryOutput output && output.queryName().equals(query)) {
        addStreams(output, new BitSet(), streams);
      }
    }
    return streams;
  }

  private void addStreams(PlanNode node, BitSet seen, List<StreamHub> streams) {
    for (int input : node.inputs()) {
      if (operators[input] instanceof StreamHub hub) {
        streams.add(hub);
      } else if (!seen.get(input)) {
        seen.set(input);
        addStreams(nodes.get(input), seen, streams);
      }
    }
  }

  /** Closes the operators. */
  @Override
  public void close() {
    for (Operator operator : operators) {
      operator.close();
    }
  }
}
