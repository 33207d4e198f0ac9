package io.eventflux.runner.scenario;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.Sink;
import io.eventflux.core.connector.SinkContext;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.Source;
import io.eventflux.core.connector.SourceContext;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Stand-ins for the sources and sinks of an app: sources that never give and sinks that take all.
 */
final class DisconnectedConnectors {
  private DisconnectedConnectors() {}

  /** A registry in which every connector that {@code plan} names is a stand-in. */
  static ConnectorRegistry of(AppPlan plan) {
    return new ConnectorRegistry(
        distinct(plan.sources(), SilentSourceProvider::new),
        distinct(plan.sinks(), DiscardingSinkProvider::new),
        ConnectorRegistry.installed().formats());
  }

  /** {@code app} without the promises that its sinks ask for: a stand-in keeps none. */
  static CompiledApp withoutPromises(CompiledApp app) {
    AppPlan plan = app.plan();
    List<ConnectorPlan> sinks = new ArrayList<>();
    for (ConnectorPlan sink : plan.sinks()) {
      Map<String, String> common = new LinkedHashMap<>(sink.commonOptions());
      common.remove("delivery");
      sinks.add(
          new ConnectorPlan(
              sink.stream(),
              sink.connector(),
              sink.options(),
              sink.format(),
              sink.formatOptions(),
              common));
    }
    return new CompiledApp(
        new AppPlan(
            plan.name(),
            plan.playback(),
            plan.idleClock(),
            plan.checkpointMillis(),
            plan.limits(),
            plan.pipelines(),
            plan.tables(),
            plan.sources(),
            sinks,
            plan.startRows(),
            plan.faultStreams()),
        app.kernels());
  }

  private static <P> List<P> distinct(List<ConnectorPlan> plans, Function<String, P> provider) {
    return plans.stream().map(ConnectorPlan::connector).distinct().map(provider).toList();
  }

  private static ConnectorDescriptor descriptor(String name, ConnectorDescriptor.Role role) {
    return new ConnectorDescriptor(
        name,
        List.of(),
        role,
        List.of(),
        false,
        role == ConnectorDescriptor.Role.SOURCE,
        false,
        Availability.AVAILABLE,
        "stands for " + name + " in scenarios",
        List.of());
  }

  private record SilentSourceProvider(String name) implements SourceProvider {
    @Override
    public ConnectorDescriptor descriptor() {
      return DisconnectedConnectors.descriptor(name, ConnectorDescriptor.Role.SOURCE);
    }

    @Override
    public Source create(ConnectorOptions options) {
      return new SilentSource();
    }
  }

  private record DiscardingSinkProvider(String name) implements SinkProvider {
    @Override
    public ConnectorDescriptor descriptor() {
      return DisconnectedConnectors.descriptor(name, ConnectorDescriptor.Role.SINK);
    }

    @Override
    public Sink create(ConnectorOptions options) {
      return new DiscardingSink();
    }
  }

  private static final class SilentSource implements Source {
    @Override
    public void open(SourceContext context) {}

    @Override
    public Poll poll() {
      return Poll.IDLE;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public String position() {
      return "";
    }

    @Override
    public void seek(String position) {}

    @Override
    public void close() {}
  }

  private static final class DiscardingSink implements Sink {
    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(ColumnBatch batch, int lo, int hi) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
