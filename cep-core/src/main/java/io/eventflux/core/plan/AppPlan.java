package io.eventflux.core.plan;

import java.util.List;

/**
 * A compiled app before any of it runs.
 *
 * @param name the app name, {@code @app:name} or generated
 * @param playback whether the clock follows event timestamps (language 3.2)
 * @param pipelines the connected parts
 */
public record AppPlan(
    String name,
    boolean playback,
    List<PipelinePlan> pipelines,
    List<TablePlan> tables,
    List<ConnectorPlan> sources,
    List<ConnectorPlan> sinks,
    List<StartRows> startRows) {
  /** Copies the lists. */
  public AppPlan {
    pipelines = List.copyOf(pipelines);
    tables = List.copyOf(tables);
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    startRows = List.copyOf(startRows);
  }
}
