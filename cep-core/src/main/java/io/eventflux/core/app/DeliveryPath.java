package io.eventflux.core.app;

import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.ConnectorPlan;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of rows from a source to a sink, and what is promised for it over crashes and restarts of
 * an app with checkpoints. Immutable.
 *
 * @param source the stream that the source feeds, with the connector in brackets
 * @param sink the stream that the sink drains, with the connector in brackets
 * @param guarantee how often a row of the output is seen
 * @param reason the weakest link in words; empty for {@link Guarantee#EXACTLY_ONCE}
 */
public record DeliveryPath(String source, String sink, Guarantee guarantee, String reason) {
  /** How often each row of the output is seen by whoever looks at committed output only. */
  public enum Guarantee {
    /** Once. */
    EXACTLY_ONCE("exactly once"),
    /** Once, or again after a crash. */
    AT_LEAST_ONCE("at least once"),
    /** Once, or not at all if a crash comes in between. */
    AT_MOST_ONCE("at most once across a crash");

    private final String words;

    Guarantee(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** The ways of an app, in text order of the sources, then of the sinks. */
  static List<DeliveryPath> of(AppPlan plan, List<SourceDriver> sources, List<SinkDriver> sinks) {
    List<DeliveryPath> paths = new ArrayList<>();
    for (SourceDriver source : sources) {
      for (int i = 0; i < sinks.size(); i++) {
        for (PipelinePlan pipeline : plan.pipelines()) {
          if (new PlanGraph(pipeline).reaches(source.plan().stream(), i)) {
            paths.add(of(source, sinks.get(i)));
          }
        }
      }
    }
    return List.copyOf(paths);
  }

  /**
   * Refuses an app in which a sink asks for {@code 'delivery'='exactly-once'} and cannot have it.
   *
   * @throws IllegalArgumentException with one sentence that names the weakest link
   */
  static void requireAsked(
      AppPlan plan, List<SourceDriver> sources, List<SinkDriver> sinks, boolean hasCheckpoints) {
    for (int i = 0; i < sinks.size(); i++) {
      SinkDriver sink = sinks.get(i);
      if (!"exactly-once".equals(sink.plan().commonOptions().get("delivery"))) {
        continue;
      }
      if (!hasCheckpoints) {
        throw refusal(sink, "the app keeps no checkpoints; give it a place for its state");
      }
      if (!sink.takesEpochs()) {
        throw refusal(sink, "the sink shows rows at once");
      }
      for (SourceDriver source : sources) {
        for (PipelinePlan pipeline : plan.pipelines()) {
          if (!source.isReplayable()
              && new PlanGraph(pipeline).reaches(source.plan().stream(), i)) {
            throw refusal(
                sink,
                "source '"
                    + source.plan().connector()
                    + "' of stream '"
                    + source.plan().stream()
                    + "' cannot be read again");
          }
        }
      }
    }
  }

  private static IllegalArgumentException refusal(SinkDriver sink, String reason) {
    return new IllegalArgumentException(
        "sink '"
            + sink.plan().connector()
            + "' of stream '"
            + sink.plan().stream()
            + "' asks for 'delivery' = 'exactly-once', but "
            + reason);
  }

  private static DeliveryPath of(SourceDriver source, SinkDriver sink) {
    return of(source.plan(), source.isReplayable(), sink.plan(), sink.takesEpochs());
  }

  /**
   * The way between two connectors.
   *
   * @param isReplayable whether the source can be read again from a position
   * @param takesEpochs whether rows become visible in the sink with a checkpoint
   * @return the way and its weakest link
   */
  public static DeliveryPath of(
      ConnectorPlan source, boolean isReplayable, ConnectorPlan sink, boolean takesEpochs) {
    Guarantee guarantee;
    String reason;
    if (!isReplayable) {
      guarantee = Guarantee.AT_MOST_ONCE;
      reason = "the source cannot be read again";
    } else if (!takesEpochs) {
      guarantee = Guarantee.AT_LEAST_ONCE;
      reason = "the sink shows rows at once";
    } else {
      guarantee = Guarantee.EXACTLY_ONCE;
      reason = "";
    }
    return new DeliveryPath(
        source.stream() + " (" + source.connector() + ")",
        sink.stream() + " (" + sink.connector() + ")",
        guarantee,
        reason);
  }

  /** One line for people. */
  @Override
  public String toString() {
    return source
        + " -> "
        + sink
        + ": "
        + guarantee.words()
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}
