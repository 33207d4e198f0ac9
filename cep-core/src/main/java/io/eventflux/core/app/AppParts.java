package io.eventflux.core.app;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.pipeline.OperatorFactory;
import io.eventflux.core.pipeline.Pipeline;
import io.eventflux.core.pipeline.Snapshot;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.NodeExpressions;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanGraph;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.core.state.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app is made of: pipelines, the ways into them, sources and sinks. Built once; afterwards
 * only ways into streams are added. Any thread.
 */
final class AppParts {
  private final AppRuntime app;
  private final AppPlan plan;
  private final RuntimeOptions options;
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final Map<Pipeline, LatencyMeter> latencies = new HashMap<>();
  private final Map<String, Pipeline> pipelineByStream = new LinkedHashMap<>();
  private final List<SourceDriver> sources = new ArrayList<>();
  private final List<SinkDriver> sinks = new ArrayList<>();
  private final Map<Pipeline, List<SinkDriver>> sinksByPipeline = new HashMap<>();
  private final List<Feed> feeds = new ArrayList<>();

  /** Builds the parts of {@code compiled}; nothing is opened. */
  AppParts(AppRuntime app, CompiledApp compiled, OperatorFactory operators, AppErrors errors) {
    this.app = app;
    this.plan = compiled.plan();
    this.options = app.options();
    for (int i = 0; i < plan.pipelines().size(); i++) {
      PipelinePlan pipelinePlan = plan.pipelines().get(i);
      // Failed rows keep the order of their rows only if these are processed one by one, and errors
      // can be counted by row.
      int rangeRowsMax =
          new PlanGraph(pipelinePlan).canFail(errors.orderedStreams()) ? 1 : options.rangeRowsMax();
      Pipeline pipeline =
          new Pipeline(
              pipelinePlan,
              tablesOf(i),
              compiled.kernels(),
              operators,
              new Pipeline.Settings(
                  i,
                  plan.playback(),
                  options.ringCapacity(),
                  rangeRowsMax,
                  errors.targets(),
                  plan.limits()),
              errors::rowFailed);
      pipelines.add(pipeline);
      latencies.put(pipeline, new LatencyMeter(pipeline, options.clock()));
      for (PlanNode node : pipelinePlan.nodes()) {
        if (node instanceof PlanNode.Stream stream) {
          pipelineByStream.put(stream.name(), pipeline);
        }
      }
    }
  }

  /**
   * The tables that pipeline number {@code number} uses; the first pipeline also gets those that
   * none uses.
   */
  private List<TablePlan> tablesOf(int number) {
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < plan.pipelines().size(); i++) {
      for (PlanNode node : plan.pipelines().get(i).nodes()) {
        Set<String> tables = new LinkedHashSet<>(NodeExpressions.tables(node));
        if (node instanceof PlanNode.TableInsert insert) {
          tables.add(insert.table());
        }
        for (String table : tables) {
          Integer other = owners.put(table, i);
          if (other != null && other != i) {
            throw new IllegalArgumentException(
                "table '" + table + "' is used by two pipelines; its queries belong into one");
          }
        }
      }
    }
    return plan.tables().stream()
        .filter(table -> owners.getOrDefault(table.name(), 0) == number)
        .toList();
  }

  /** Makes the sources; they are not open. */
  void createSources() {
    Map<String, Integer> numbers = new HashMap<>();
    for (ConnectorPlan source : plan.sources()) {
      SourceProvider provider =
          options
              .connectors()
              .source(source.connector())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("unknown source '" + source.connector() + "'"));
      Feed feed = newFeed(source.stream());
      int number = numbers.merge(source.stream(), 1, Integer::sum) - 1;
      FormatProvider format = format(source);
      SourceDriver sourceDriver =
          new SourceDriver(
              app,
              source,
              "source/" + source.stream() + "/" + number,
              provider.create(new ConnectorOptions(source.options())),
              format == null
                  ? null
                  : format.decoder(feed.schema(), new ConnectorOptions(source.formatOptions())),
              feed);
      feed.pipeline().expectPublisher(source.stream(), feed.publisher().id());
      sources.add(sourceDriver);
    }
  }

  /** Makes the sinks and connects them; they are not open. */
  void createSinks() {
    for (int i = 0; i < plan.sinks().size(); i++) {
      ConnectorPlan sink = plan.sinks().get(i);
      SinkProvider provider =
          options
              .connectors()
              .sink(sink.connector())
              .orElseThrow(
                  () -> new IllegalArgumentException("unknown sink '" + sink.connector() + "'"));
      Pipeline pipeline = pipelineOf(sink.stream());
      RowSchema schema = pipeline.schema(sink.stream());
      assert schema != null : "the pipeline has the stream";
      FormatProvider format = format(sink);
      SinkDriver sinkDriver =
          new SinkDriver(
              app,
              sink,
              "sink/" + sink.stream() + "/" + i,
              provider.create(new ConnectorOptions(sink.options())),
              format == null
                  ? null
                  : format.encoder(schema, new ConnectorOptions(sink.formatOptions())),
              schema);
      sinks.add(sinkDriver);
      sinksByPipeline.computeIfAbsent(pipeline, key -> new ArrayList<>()).add(sinkDriver);
      if (!pipeline.attachSink(i, sinkDriver)) {
        throw new IllegalArgumentException(
            "the plan has no node for sink " + i + " of stream '" + sink.stream() + "'");
      }
    }
  }

  private @Nullable FormatProvider format(ConnectorPlan connector) {
    String name = connector.format();
    if (name == null) {
      return null;
    }
    return options
        .connectors()
        .format(name)
        .orElseThrow(() -> new IllegalArgumentException("unknown format '" + name + "'"));
  }

  /** The pipeline that has {@code stream}. */
  Pipeline pipelineOf(String stream) {
    Pipeline pipeline = pipelineByStream.get(stream);
    if (pipeline == null) {
      throw new IllegalArgumentException(
          "app '" + plan.name() + "' has no stream '" + stream + "'");
    }
    return pipeline;
  }

  /** The pipeline that has {@code stream}; null if the app does not have it. */
  @Nullable Pipeline pipelineByStream(String stream) {
    return pipelineByStream.get(stream);
  }

  /** A new way into {@code stream}. */
  Feed newFeed(String stream) {
    Pipeline pipeline = pipelineOf(stream);
    Feed feed = new Feed(pipeline, latencyOf(pipeline), stream);
    synchronized (feeds) {
      feeds.add(feed);
    }
    return feed;
  }

  /** The table called {@code name}; null if there is none. */
  @Nullable Table tableOf(String name) {
    for (Pipeline pipeline : pipelines) {
      Table table = pipeline.table(name);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  List<Pipeline> pipelines() {
    return pipelines;
  }

  LatencyMeter latencyOf(Pipeline pipeline) {
    LatencyMeter latency = latencies.get(pipeline);
    if (latency == null) {
      throw new IllegalArgumentException("a pipeline of another app");
    }
    return latency;
  }

  List<SourceDriver> sources() {
    return sources;
  }

  List<SinkDriver> sinks() {
    return sinks;
  }

  /** Makes visible what sinks hold back. */
  void flushSinks() {
    for (int i = 0; i < sinks.size(); i++) {
      sinks.get(i).flush();
    }
  }

  /** As {@link #flushSinks()} for the sinks behind one pipeline. */
  void flushSinks(Pipeline pipeline) {
    sinksByPipeline.getOrDefault(pipeline, List.of()).forEach(SinkDriver::flush);
  }

  /** Rows that came in from outside. */
  long feedRowCount() {
    long count = 0;
    synchronized (feeds) {
      for (Feed feed : feeds) {
        count += feed.rowCount();
      }
    }
    return count;
  }

  /** When the next timer of the app is due, epoch milliseconds; nothing moves meanwhile. */
  long nextDueMillis() {
    return pipelines.stream().mapToLong(Pipeline::nextDueMillis).min().orElse(Long.MAX_VALUE);
  }

  /** What the app is made of, as a short text; changes with every change of its queries. */
  String fingerprint() {
    return Snapshot.digest(PlanPrinter.print(plan));
  }
}
