package io.eventflux.core.function.aggregate;

import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;

/** What all snapshots of {@code min} and {@code max} start with. */
final class ExtremeState {
  private ExtremeState() {}

  /** Reads whether the values were kept, and refuses a snapshot of the other kind. */
  static void check(StateReader reader, boolean retractable) {
    if (reader.getBoolean() != retractable) {
      throw new StateFormatException(
          "the snapshot of min or max was taken "
              + (retractable ? "without" : "with")
              + " values that can leave, and this query needs it the other way");
    }
  }
}
