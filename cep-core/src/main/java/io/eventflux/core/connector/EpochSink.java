package io.eventflux.core.connector;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A sink whose rows become visible epoch by epoch, each exactly once, whatever happens in between.
 * In an app with checkpoints the engine calls, in this order:
 *
 * <pre>
 *   open, recover                                     at the start
 *   write ... write, endEpoch                         pipeline thread, rows of epoch 1
 *   write ... write                                   pipeline thread, rows of epoch 2, meanwhile:
 *   SinkEpoch.prepare, checkpoint stored, SinkEpoch.commit     checkpoint thread, epoch 1
 *   endEpoch ...
 *   close                                             rows of an epoch that did not end are forgotten
 * </pre>
 *
 * At most one epoch is between {@code endEpoch} and {@code commit}. Without checkpoints ({@link
 * SinkContext#runId} is null) it is an ordinary {@link Sink}.
 */
public interface EpochSink extends Sink {
  /**
   * Brings what is visible to the end of the restored epoch and forgets everything else that an
   * earlier process left, before the first row. If output behind the restored epoch is committed
   * already, because later checkpoints were lost, the same rows come again: they are compared with
   * what is committed and not written twice.
   *
   * @param header the epoch that the app was restored from, number and positions; null if the app
   *     starts from nothing
   * @param state {@link SinkEpoch#state} of that epoch; null if the app starts from nothing
   * @return the number of the last epoch of this run that is committed here; 0 if there is none. An
   *     epoch without rows need not leave a trace, and then does not count
   * @throws ConnectorException if the output is not what was committed
   */
  long recover(@Nullable EpochHeader header, byte @Nullable [] state) throws IOException;

  /**
   * Ends an epoch: what was written since the last call belongs to it. Quick, no waiting for disks:
   * nothing moves meanwhile. Pipeline thread.
   */
  SinkEpoch endEpoch(EpochHeader header) throws IOException;

  /**
   * Whether rows are still being compared with output that is committed already. If that is so at
   * the end of all input, the rows were not the same. Pipeline thread.
   */
  boolean isReplaying();
}
