package io.eventflux.core.fault.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on a {@link SimulatedDisk}, and when. An operation has at most one fault: of
 * those that were planned for it the first, or else of those that are scattered the first that
 * strikes. Any thread.
 */
public final class DiskFaults {
  private final List<Planned> planned = new ArrayList<>();
  private final List<Scattered> scattered = new ArrayList<>();

  DiskFaults() {}

  /**
   * Plans a fault for one operation of a kind.
   *
   * @param nth which one, counted from now; the next is 1
   * @throws IllegalArgumentException if it cannot happen in such an operation
   */
  public synchronized void plan(DiskOperation operation, long nth, DiskFault fault) {
    checkFits(operation, fault);
    checkNth(nth);
    planned.add(new Planned(operation, nth, fault));
  }

  /**
   * Plans a loss of power.
   *
   * @param nth the operation before which it happens, counted over all kinds from now; the next is
   *     1
   */
  public synchronized void planPowerLoss(long nth) {
    checkNth(nth);
    planned.add(new Planned(null, nth, DiskFault.POWER_LOSS));
  }

  /**
   * Lets operations of a kind go wrong at random from now on.
   *
   * @param probability of each, from 0 to 1
   * @param seed the same seed strikes the same operations
   * @throws IllegalArgumentException if it cannot happen in such an operation
   */
  public synchronized void scatter(
      DiskOperation operation, double probability, DiskFault fault, long seed) {
    checkFits(operation, fault);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("no probability: " + probability);
    }
    scattered.add(new Scattered(operation, probability, fault, Seeds.random(seed)));
  }

  /** Forgets everything that has not gone wrong yet. */
  public synchronized void clear() {
    planned.clear();
    scattered.clear();
  }

  /** The fault of the operation that begins now; null if it goes well. */
  synchronized @Nullable DiskFault next(DiskOperation operation) {
    DiskFault struck = null;
    for (Planned each : planned) {
      if (each.operation == null || each.operation == operation) {
        each.left--;
        struck = struck == null && each.left == 0 ? each.fault : struck;
      }
    }
    planned.removeIf(each -> each.left == 0);
    for (Scattered each : scattered) {
      // Every generator goes on, so that one fault does not move another.
      if (each.operation == operation && each.random.nextDouble() < each.probability) {
        struck = struck == null ? each.fault : struck;
      }
    }
    return struck;
  }

  private static void checkFits(DiskOperation operation, DiskFault fault) {
    if (!fault.fits(operation)) {
      throw new IllegalArgumentException(fault + " cannot happen in " + operation);
    }
  }

  private static void checkNth(long nth) {
    if (nth < 1) {
      throw new IllegalArgumentException("operations are counted from 1, not " + nth);
    }
  }

  private static final class Planned {
    private final @Nullable DiskOperation operation;
    private final DiskFault fault;
    private long left;

    Planned(@Nullable DiskOperation operation, long nth, DiskFault fault) {
      this.operation = operation;
      this.left = nth;
      this.fault = fault;
    }
  }

  private record Scattered(
      DiskOperation operation, double probability, DiskFault fault, Random random) {}
}
