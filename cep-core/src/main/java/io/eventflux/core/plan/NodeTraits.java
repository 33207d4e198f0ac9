package io.eventflux.core.plan;

import io.eventflux.core.column.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * What the operator of a node does besides passing rows on, as far as its record tells: what it
 * looks at, and whether it may refuse a row. Pure functions.
 */
public final class NodeTraits {
  private NodeTraits() {}

  /** Whether it may refuse a row, or fail with it. */
  public static boolean isFallible(PlanNode node) {
    return node instanceof PlanNode.TableInsert
        || boundsTimes(node)
        || limitsLengths(node)
        || NodeExpressions.of(node).stream().anyMatch(ExpressionTree::isFallible);
  }

  /** Whether it refuses rows whose time is too far ahead of the clock. */
  public static boolean boundsTimes(PlanNode node) {
    return node instanceof PlanNode.Stream stream
        && stream.watermark() != null
        && stream.watermark().isBounded();
  }

  private static boolean limitsLengths(PlanNode node) {
    return node instanceof PlanNode.Stream stream && !stream.lengths().isEmpty();
  }

  /** Whether it is a stream that gives up waiting for rows after a time. */
  public static boolean canBeIdle(PlanNode node) {
    return node instanceof PlanNode.Stream stream
        && stream.watermark() != null
        && stream.watermark().idleMillis() > 0;
  }

  /** Whether it may set timers. */
  public static boolean schedulesTimers(PlanNode node) {
    return node instanceof PlanNode.Window;
  }

  /** Whether one of its expressions reads the clock of the app. */
  public static boolean readsClock(PlanNode node) {
    return NodeExpressions.of(node).stream().anyMatch(ExpressionTree::readsClock);
  }

  /** Whether one of its expressions reads the watermark of the stream that rows come from. */
  public static boolean readsWatermark(PlanNode node) {
    return NodeExpressions.of(node).stream().anyMatch(ExpressionTree::readsWatermark);
  }

  /** Whether EXPIRED rows end in it, and nobody can tell the times they had. */
  public static boolean endsExpiredRows(PlanNode node) {
    OutputKind emits = emits(node);
    return emits != null
        && (emits.kindMask() & 1 << RowKind.EXPIRED) == 0
        && NodeExpressions.of(node).stream().noneMatch(ExpressionTree::readsRowTime);
  }

  private static @Nullable OutputKind emits(PlanNode node) {
    if (node instanceof PlanNode.Project project) {
      return project.emits();
    }
    return node instanceof PlanNode.Aggregate aggregate ? aggregate.emits() : null;
  }
}
