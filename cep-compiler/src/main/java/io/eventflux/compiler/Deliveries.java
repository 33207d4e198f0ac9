package io.eventflux.compiler;

import io.eventflux.compiler.bind.ConnectorCatalog;
import io.eventflux.core.app.DeliveryPath;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanGraph;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** How often a row of a sink is seen, as the descriptors of its connectors promise. */
final class Deliveries {
  private Deliveries() {}

  /** The ways from sources to sinks of an app that keeps checkpoints. */
  static List<DeliveryPath> paths(AppPlan plan, ConnectorCatalog connectors) {
    List<DeliveryPath> paths = new ArrayList<>();
    forEachPath(
        plan,
        (source, sink) -> {
          ConnectorDescriptor from = connectors.source(source.connector());
          ConnectorDescriptor to = connectors.sink(sink.connector());
          paths.add(
              DeliveryPath.of(
                  source,
                  from != null && from.replayable(),
                  sink,
                  to != null && to.transactional()));
        });
    return List.copyOf(paths);
  }

  /**
   * The errors of sinks that want to show each row exactly once and are fed by a source that cannot
   * be read again.
   *
   * @param wanted the sinks that want it, by identity, and where that is said
   */
  static List<Diagnostic> errors(
      AppPlan plan, Map<ConnectorPlan, Span> wanted, ConnectorCatalog connectors) {
    List<Diagnostic> errors = new ArrayList<>();
    if (wanted.isEmpty()) {
      return errors;
    }
    forEachPath(
        plan,
        (source, sink) -> {
          Span place = wanted.get(sink);
          ConnectorDescriptor from = connectors.source(source.connector());
          if (place != null && from != null && !from.replayable()) {
            errors.add(
                Diagnostic.of(
                        DiagnosticCode.BAD_OPTION_COMBINATION,
                        place,
                        "sink '"
                            + sink.connector()
                            + "' of stream '"
                            + sink.stream()
                            + "' cannot show each row exactly once: source '"
                            + source.connector()
                            + "' of stream '"
                            + source.stream()
                            + "' cannot be read again")
                    .suggest("drop 'delivery', or read from a source that can be replayed"));
          }
        });
    return errors;
  }

  private static void forEachPath(AppPlan plan, BiConsumer<ConnectorPlan, ConnectorPlan> action) {
    for (ConnectorPlan source : plan.sources()) {
      for (int i = 0; i < plan.sinks().size(); i++) {
        for (PipelinePlan pipeline : plan.pipelines()) {
          if (new PlanGraph(pipeline).reaches(source.stream(), i)) {
            action.accept(source, plan.sinks().get(i));
          }
        }
      }
    }
  }
}
