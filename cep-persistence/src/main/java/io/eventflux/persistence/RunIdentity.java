package io.eventflux.persistence;

import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * The content of the file {@code run}: which run of which app a state folder belongs to. Made once.
 * Immutable.
 *
 * @param runId different from that of any other state
 * @param appName the app
 */
record RunIdentity(String runId, String appName) {
  /** "EFLUXRUN". */
  static final long MAGIC = 0x45464C555852554EL;

  /** The bytes of the file. */
  byte[] encode() {
    StateWriter body = new StateWriter();
    Envelope.putText(body, runId);
    Envelope.putText(body, appName);
    return Envelope.seal(MAGIC, body.toByteArray());
  }

  /**
   * Reads the body of a whole file.
   *
   * @throws StateFormatException if it does not hold an identity
   */
  static RunIdentity decode(StateReader body) {
    return new RunIdentity(Envelope.getText(body), Envelope.getText(body));
  }
}
