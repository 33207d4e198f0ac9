package io.eventflux.compiler.logical;

import io.eventflux.core.column.LengthLimit;
import io.eventflux.core.column.RowSchema;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.IdleClock;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.StartRows;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.plan.TablePlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bound app: everything it names is resolved, every expression is typed.
 *
 * @param name the name of the app
 * @param playback whether the clock follows event timestamps
 * @param idleClock how the clock of playback goes on without events; null: it stands still
 * @param checkpointMillis time between two checkpoints; 0: not given
 * @param limits bounds of state that nothing else bounds
 * @param streams defined streams in text order, then inferred ones
 * @param tables in text order
 * @param sources the sources of streams
 * @param sinks the sinks of streams
 * @param startRows rows that are inserted at start, in text order
 * @param faultStreams by stream: its fault stream
 * @param queries the roots of the queries in text order
 * @param expressions makes expressions of this compilation
 */
public record LogicalApp(
    String name,
    boolean playback,
    @Nullable IdleClock idleClock,
    long checkpointMillis,
    StateLimits limits,
    List<Stream> streams,
    List<TablePlan> tables,
    List<ConnectorPlan> sources,
    List<ConnectorPlan> sinks,
    List<StartRows> startRows,
    Map<String, String> faultStreams,
    List<EmitRel> queries,
    Expressions expressions) {
  /** Copies the lists and the map. */
  public LogicalApp {
    streams = List.copyOf(streams);
    tables = List.copyOf(tables);
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    startRows = List.copyOf(startRows);
    faultStreams = Collections.unmodifiableMap(new LinkedHashMap<>(faultStreams));
    queries = List.copyOf(queries);
  }

  /**
   * A stream of the app.
   *
   * @param name its name
   * @param schema its columns
   * @param external whether it is defined, so that it can be fed from outside
   * @param watermark its event time; null: arrival semantics
   * @param allowedLatenessMillis how long closed windows are kept for late rows
   * @param lengths how long texts may be
   */
  public record Stream(
      String name,
      RowSchema schema,
      boolean external,
      PlanNode.@Nullable Watermark watermark,
      long allowedLatenessMillis,
      List<LengthLimit> lengths) {}

  /** The same app with other queries. */
  public LogicalApp withQueries(List<EmitRel> changed) {
    return new LogicalApp(
        name,
        playback,
        idleClock,
        checkpointMillis,
        limits,
        streams,
        tables,
        sources,
        sinks,
        startRows,
        faultStreams,
        changed,
        expressions);
  }
}
