package io.eventflux.query.diagnostic;

import java.util.Locale;

/** How much a diagnostic matters. */
public enum Severity {
  /** The app cannot be deployed. */
  ERROR,
  /** The app can be deployed and probably does not do what was meant. */
  WARNING;

  /**
   * The word in messages.
   *
   * @return {@code error} or {@code warning}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
