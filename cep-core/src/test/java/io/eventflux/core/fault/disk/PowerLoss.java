package io.eventflux.core.fault.disk;

/**
 * Ends whoever uses a {@link SimulatedDisk} without power. It is no exception, so that nobody
 * handles it: the process would be gone. Every operation throws it until {@link
 * SimulatedDisk#crash}.
 */
public final class PowerLoss extends Error {
  private static final long serialVersionUID = 1;

  PowerLoss() {
    super("the simulated disk is without power");
  }
}
