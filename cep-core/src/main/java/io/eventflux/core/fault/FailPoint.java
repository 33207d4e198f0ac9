package io.eventflux.core.fault;

import java.util.function.Consumer;

/**
 * The places of a run between two steps that a crash must not tear apart: the code says that it has
 * come to one with {@link #reach}, and a test decides what happens there. Without a listener
 * nothing does. Never on a hot path: at most a few times a checkpoint.
 *
 * <p>The steps of an epoch are those of the commit protocol, in its order; see {@code
 * docs/design/002}.
 */
public enum FailPoint {
  /** A checkpoint begins; rows of its epoch have been processed, nothing of it is stored. */
  CHECKPOINT_BEGIN,
  /** The output of the epoch is cut; no sink has made it durable. */
  EPOCH_CUT,
  /** A sink is about to make the output of the epoch durable. */
  SINK_PREPARE,
  /** All sinks have made the output of the epoch durable; the state is not. */
  SINKS_PREPARED,
  /** Some bytes of the state are written, not all. */
  STATE_PARTLY_WRITTEN,
  /** The state is written and durable; nothing names it yet. */
  STATE_WRITTEN,
  /** The manifest is durable under its temporary name. */
  MANIFEST_WRITTEN,
  /** The manifest has its name; its folder is not durable. */
  MANIFEST_RENAMED,
  /** The checkpoint counts; no sink has committed. */
  CHECKPOINT_STORED,
  /** A sink is about to make the output of the epoch visible. */
  SINK_COMMIT,
  /** Some bytes of the output of the epoch are visible, not all. */
  SINK_PARTLY_VISIBLE,
  /** All of the output is visible; the marker of the sink does not say so. */
  SINK_VISIBLE,
  /** The marker says so; what is left of the epoch has not been removed. */
  SINK_MARKED,
  /** All sinks have committed; no source knows. */
  SINKS_COMMITTED,
  /** Sources know; old checkpoints are still there. */
  SOURCES_ACKNOWLEDGED,
  /** An old checkpoint is partly removed. */
  CHECKPOINT_PARTLY_DELETED,
  /** A start has read a checkpoint; nothing has been restored. */
  RECOVERY_LOADED,
  /** A start has restored all state; no sink knows. */
  RECOVERY_RESTORED,
  /** A start has brought the sinks to the restored epoch; no source is open. */
  RECOVERY_SINKS_READY;

  private static volatile Consumer<FailPoint> listener = place -> {};

  /** Says that the caller has come to this place. The listener may throw or end the process. */
  public void reach() {
    listener.accept(this);
  }

  /**
   * Makes {@code listener} decide what happens at every place of this process from now on, on the
   * thread that comes there; for tests. Any thread.
   */
  public static void listen(Consumer<FailPoint> listener) {
    FailPoint.listener = listener;
  }

  /** Nothing happens at any place from now on. Any thread. */
  public static void clear() {
    listener = place -> {};
  }
}
