package io.eventflux.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled app before any of it runs.
 *
 * @param name the app name, {@code @app:name} or generated
 * @param playback whether the clock follows event timestamps (language 3.2)
 * @param idleClock how the clock of playback goes on without events; null: it stands still
 * @param checkpointMillis time between two checkpoints where the state is kept, if whoever starts
 *     the app says nothing else; 0: the app says nothing either
 * @param limits bounds of state that nothing else bounds
 * @param pipelines the connected parts
 * @param faultStreams by stream: the stream that takes its rows that a query could not process,
 *     with its attributes and {@code _error} behind them
 */
public record AppPlan(
    String name,
    boolean playback,
    @Nullable IdleClock idleClock,
    long checkpointMillis,
    StateLimits limits,
    List<PipelinePlan> pipelines,
    List<TablePlan> tables,
    List<ConnectorPlan> sources,
    List<ConnectorPlan> sinks,
    List<StartRows> startRows,
    Map<String, String> faultStreams) {
  /** Copies the lists and the map. */
  public AppPlan {
    pipelines = List.copyOf(pipelines);
    tables = List.copyOf(tables);
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    startRows = List.copyOf(startRows);
    faultStreams = Collections.unmodifiableMap(new LinkedHashMap<>(faultStreams));
  }
}
