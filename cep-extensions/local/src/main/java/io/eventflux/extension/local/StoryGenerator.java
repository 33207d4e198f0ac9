package io.eventflux.extension.local;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.column.RowSchema;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Makes up ordinary rows at random distances, and now and then plans a story: rows of its own among
 * the ordinary ones. Rows come in the order of their times; planned ones of the same time come
 * first, in the order of planning.
 */
abstract class StoryGenerator implements RowGenerator {
  /** One row to come; the last row of a story completes it. */
  private record PlannedRow(long timeMillis, long order, boolean isLast, List<Object> values) {
    static final Comparator<PlannedRow> BY_TIME =
        Comparator.comparingLong(PlannedRow::timeMillis).thenComparingLong(PlannedRow::order);
  }

  /** The numbers everything follows from. */
  protected final SeededRandom random;

  private final RowSchema schema;
  private final double gapMeanMillis;
  private final double storyGapMeanMillis;
  private final PriorityQueue<PlannedRow> planned = new PriorityQueue<>(PlannedRow.BY_TIME);
  private double nextRowMillis;
  private double nextStoryMillis;
  private long planCount;
  private long completedCount;

  /**
   * A generator that starts at {@code startMillis}.
   *
   * @param gapMeanMillis mean time between ordinary rows
   * @param rowsBetweenStories mean count of ordinary rows between the starts of two stories
   */
  StoryGenerator(
      RowSchema schema,
      long seed,
      long startMillis,
      double gapMeanMillis,
      double rowsBetweenStories) {
    this.schema = schema;
    this.gapMeanMillis = gapMeanMillis;
    random = new SeededRandom(seed);
    storyGapMeanMillis = gapMeanMillis * rowsBetweenStories;
    nextRowMillis = startMillis;
    nextStoryMillis = startMillis + storyGapMeanMillis * (0.2 + 0.6 * random.nextDouble());
  }

  /** The values of an ordinary row at {@code timeMillis}. */
  abstract List<Object> ordinaryRow(long timeMillis);

  /** Plans the rows of one story that starts at {@code timeMillis}, by calls of {@link #plan}. */
  abstract void planStory(long timeMillis);

  /** Adds a row to the story. */
  final void plan(long timeMillis, boolean isLast, Object... values) {
    planned.add(new PlannedRow(timeMillis, planCount++, isLast, List.of(values)));
  }

  @Override
  public final RowSchema schema() {
    return schema;
  }

  @Override
  public final long anomalyCount() {
    return completedCount;
  }

  @Override
  public final void fill(ColumnBatch batch, int rowCount) {
    for (int row = 0; row < rowCount; row++) {
      while (nextStoryMillis <= nextRowMillis) {
        planStory((long) nextStoryMillis);
        nextStoryMillis += storyGapMeanMillis * (0.5 + random.nextDouble());
      }
      List<Object> values;
      PlannedRow first = planned.peek();
      if (first != null && first.timeMillis <= nextRowMillis) {
        planned.remove();
        completedCount += first.isLast ? 1 : 0;
        batch.timestamps()[row] = first.timeMillis;
        values = first.values;
      } else {
        long time = (long) nextRowMillis;
        batch.timestamps()[row] = time;
        values = ordinaryRow(time);
        nextRowMillis += random.nextExponential(gapMeanMillis);
      }
      for (int c = 0; c < values.size(); c++) {
        batch.column(c).setBoxed(row, values.get(c));
      }
    }
  }

  /** A value with two digits behind the point. */
  static double cents(double value) {
    return Math.rint(value * 100) / 100;
  }
}
