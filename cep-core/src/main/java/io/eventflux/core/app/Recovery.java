package io.eventflux.core.app;

import io.eventflux.core.state.CheckpointId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app with checkpoints found at its start. Immutable.
 *
 * @param checkpoint the checkpoint that it goes on from; null: it starts from nothing
 * @param damaged newer checkpoints that could not be read, newest first
 * @param place where the state is
 * @param tookNanos from the opening of the state to sinks that are ready for rows
 */
public record Recovery(
    @Nullable CheckpointId checkpoint, List<Damaged> damaged, String place, long tookNanos) {
  /**
   * A checkpoint that is not what was stored.
   *
   * @param reason a sentence that names the piece and what is wrong with it
   */
  public record Damaged(CheckpointId checkpoint, String reason) {}

  /** Copies the list. */
  public Recovery {
    damaged = List.copyOf(damaged);
  }

  /** One line for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (checkpoint == null) {
      text.append("new state in ").append(place);
    } else {
      text.append("state of checkpoint ").append(checkpoint).append(" from ").append(place);
    }
    text.append(" (").append(tookNanos / 1_000_000).append(" ms)");
    for (Damaged each : damaged) {
      text.append("; checkpoint ")
          .append(each.checkpoint())
          .append(" is damaged: ")
          .append(each.reason());
    }
    return text.toString();
  }
}
