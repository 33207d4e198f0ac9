package io.eventflux.runner;

import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.runner.output.OutputStreamSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which streams of an app are printed: the ones asked for, else its final outputs. A final output
 * is a stream that gets rows and that nothing reads: no query and no sink. Streams for late rows
 * are printed only when asked for. An app that writes to standard output by a sink of its own has
 * none.
 */
final class OutputSelection {
  /** The path by which a sink names standard output. */
  private static final String STDOUT = "-";

  private OutputSelection() {}

  /** The final outputs of {@code plan} in text order. */
  static List<OutputStreamSchema> finalOutputs(AppPlan plan) {
    if (plan.sinks().stream().anyMatch(OutputSelection::writesToStdout)) {
      return List.of();
    }
    Set<String> fed = new HashSet<>();
    plan.sources().forEach(source -> fed.add(source.stream()));
    plan.startRows().forEach(rows -> fed.add(rows.target()));
    List<OutputStreamSchema> outputs = new ArrayList<>();
    for (PipelinePlan pipeline : plan.pipelines()) {
      Set<Integer> read = new HashSet<>();
      pipeline.nodes().forEach(node -> read.addAll(node.inputs()));
      for (PlanNode node : pipeline.nodes()) {
        if (node instanceof PlanNode.Stream stream
            && !read.contains(stream.id())
            && (isQueryTarget(stream, pipeline) || fed.contains(stream.name()))) {
          outputs.add(new OutputStreamSchema(stream.name(), stream.schema()));
        }
      }
    }
    return outputs;
  }

  private static boolean isQueryTarget(PlanNode.Stream stream, PipelinePlan pipeline) {
    return stream.inputs().stream()
        .anyMatch(input -> pipeline.nodes().get(input) instanceof PlanNode.QueryOutput);
  }

  private static boolean writesToStdout(ConnectorPlan sink) {
    return STDOUT.equals(sink.options().get("path"));
  }

  /** The streams called {@code names}, in that order. */
  static List<OutputStreamSchema> named(AppPlan plan, List<String> names) throws CommandException {
    Map<String, OutputStreamSchema> streams = streams(plan);
    List<OutputStreamSchema> outputs = new ArrayList<>();
    for (String name : names) {
      OutputStreamSchema output = streams.get(name);
      if (output == null) {
        List<String> near = NearMatches.of(name, streams.keySet());
        throw new CommandException(
            ExitCode.USAGE,
            "--output: the app has no stream '"
                + name
                + "'; it has "
                + String.join(", ", streams.keySet())
                + (near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?"));
      }
      if (!outputs.contains(output)) {
        outputs.add(output);
      }
    }
    return outputs;
  }

  private static Map<String, OutputStreamSchema> streams(AppPlan plan) {
    Map<String, OutputStreamSchema> streams = new LinkedHashMap<>();
    for (PipelinePlan pipeline : plan.pipelines()) {
      for (PlanNode node : pipeline.nodes()) {
        if (node instanceof PlanNode.Stream stream) {
          streams.put(stream.name(), new OutputStreamSchema(stream.name(), stream.schema()));
        }
      }
    }
    return streams;
  }
}
