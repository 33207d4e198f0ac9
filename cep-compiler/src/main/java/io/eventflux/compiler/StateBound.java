package io.eventflux.compiler;

import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.PatternProgram;
import io.eventflux.core.plan.PipelinePlan;
import io.eventflux.core.plan.PlanNode;
import io.eventflux.core.plan.StateLimits;
import io.eventflux.core.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one part of an app keeps in memory, and what keeps it from growing for ever. Immutable.
 *
 * @param owner the operator, as plans name it, or the table
 * @param keeps what is kept, in a few words
 * @param limit what bounds it
 * @param countMax at how many of them, groups or matches, more are given up; 0: at none
 */
public record StateBound(String owner, String keeps, Limit limit, int countMax) {
  private StateBound(String owner, String keeps, Limit limit) {
    this(owner, keeps, limit, 0);
  }

  /** What bounds state. */
  public enum Limit {
    /** It has one size. */
    CONSTANT("its size is fixed"),
    /** A window: by count or time. */
    WINDOW("window"),
    /** WITHIN behind a pattern. */
    WITHIN("WITHIN"),
    /** The number of different keys, which nobody bounds. */
    KEYS("number of keys"),
    /** Nothing. */
    NOTHING("nothing");

    private final String words;

    Limit(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** What bounds it, in words. */
  public String words() {
    return limit.words() + (countMax == 0 ? "" : ", at most " + countMax);
  }

  /** What the tables and operators of an app keep: tables first, each in text order. */
  static List<StateBound> of(AppPlan plan) {
    List<StateBound> bounds = new ArrayList<>();
    for (TablePlan table : plan.tables()) {
      boolean hasKey = !table.primaryKey().isEmpty();
      bounds.add(
          new StateBound(
              table.name(),
              hasKey ? "a row for each primary key" : "every row that is inserted",
              hasKey ? Limit.KEYS : Limit.NOTHING));
    }
    for (PipelinePlan pipeline : plan.pipelines()) {
      for (PlanNode node : pipeline.nodes()) {
        StateBound bound = of(node, plan.limits());
        if (bound != null) {
          bounds.add(bound);
        }
      }
    }
    return List.copyOf(bounds);
  }

  private static @Nullable StateBound of(PlanNode node, StateLimits limits) {
    if (node instanceof PlanNode.Window window) {
      return new StateBound(
          window.operatorId(), "the rows of window '" + window.window() + "'", Limit.WINDOW);
    }
    if (node instanceof PlanNode.Aggregate aggregate) {
      return of(aggregate, limits);
    }
    if (node instanceof PlanNode.GroupWindow group) {
      return new StateBound(
          group.operatorId(), "totals of the windows that are open", Limit.WINDOW);
    }
    return node instanceof PlanNode.Pattern pattern ? of(pattern, limits) : null;
  }

  private static @Nullable StateBound of(PlanNode.Aggregate aggregate, StateLimits limits) {
    String owner = aggregate.operatorId();
    if (aggregate.aggregates().isEmpty()) {
      return null;
    }
    if (aggregate.freesGroups()) {
      return new StateBound(owner, "totals of the window", Limit.WINDOW);
    }
    return aggregate.keys().isEmpty()
        ? new StateBound(owner, "running totals", Limit.CONSTANT)
        : new StateBound(owner, "running totals for each key", Limit.KEYS, limits.keysMax());
  }

  private static StateBound of(PlanNode.Pattern pattern, StateLimits limits) {
    PatternProgram program = pattern.program();
    int last = program.elements().size() - 1;
    boolean isOverlapping =
        program.scopes().stream().anyMatch(scope -> scope.first() > 0 || scope.last() < last);
    if (!isOverlapping) {
      return new StateBound(pattern.operatorId(), "one match that has begun", Limit.CONSTANT);
    }
    return new StateBound(
        pattern.operatorId(),
        "every match that has begun",
        program.withinMillis() >= 0 ? Limit.WITHIN : Limit.NOTHING,
        limits.runsMax());
  }
}
