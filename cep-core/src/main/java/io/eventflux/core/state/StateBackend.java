package io.eventflux.core.state;

import java.io.IOException;
import java.util.List;

/**
 * Keeps the checkpoints of one app. It knows no operators: a checkpoint is named byte strings. Used
 * by one thread at a time.
 *
 * <p>A checkpoint counts from the moment {@link #store} returns, whole, or it does not count at
 * all: a crash in the middle of a call leaves the state before it. What is stored can be found
 * damaged later; that is told apart from not being there.
 */
public interface StateBackend extends AutoCloseable {
  /**
   * Makes the caller the only owner of the state until {@link #close}; creates it if there is none.
   * A crash of the owner ends its ownership.
   *
   * @throws StateOwnedException if somebody else owns it; waits at most some seconds for an owner
   *     that is just ending
   * @throws StateFormatException if what is there is the state of another app, no state of an app,
   *     or written by a newer version of the engine
   * @throws IOException if the place cannot be used; the message is a sentence for the user
   */
  void open(String appName) throws IOException;

  /**
   * The name of this state, made once when it was created, different from that of any other state.
   * Sinks use it to tell their own earlier output from that of others. Open only.
   */
  String runId();

  /**
   * The checkpoints that count, oldest first, damaged ones among them. Open only.
   *
   * @throws IOException if the place cannot be read
   */
  List<CheckpointId> checkpoints() throws IOException;

  /**
   * Reads a checkpoint and checks all of it. Open only.
   *
   * @throws StateDamagedException if a byte of it is not what was stored; names what and why
   * @throws StateFormatException if it was written in a format that this version does not read
   * @throws IOException if reading failed for another reason
   */
  Checkpoint load(CheckpointId id) throws IOException;

  /**
   * Stores a checkpoint with a number greater than that of any other; durable when the call
   * returns. Open only.
   *
   * @throws IOException if it could not be made durable: then it does not count, and the caller may
   *     try again with the same number; nothing that failed to become durable is used again
   */
  void store(Checkpoint checkpoint) throws IOException;

  /**
   * Makes a checkpoint that cannot be read count no more, also if it could be read later: the app
   * goes on from an older one, and what the newer one says about output will not be true then. Its
   * bytes stay for whoever wants to look, as far as there is a place for them. Open only.
   *
   * @throws IOException if that failed; it may still count then
   */
  void setAside(CheckpointId id) throws IOException;

  /**
   * Removes a checkpoint; nothing if there is none of this number. Open only.
   *
   * @throws IOException if it could not be removed; it may still count then
   */
  void delete(CheckpointId id) throws IOException;

  /** Where the state is, for messages: a path or an address without secrets. */
  String place();

  /** Gives up the ownership. May be called more than once. */
  @Override
  void close() throws IOException;
}
