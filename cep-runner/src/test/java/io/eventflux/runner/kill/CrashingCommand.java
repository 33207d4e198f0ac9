package io.eventflux.runner.kill;

import io.eventflux.core.fault.FailPoint;
import io.eventflux.runner.EventFluxCommand;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The {@code eventflux} command in a process that ends, as if killed, when it comes to a place
 * between two steps: the first argument names the {@link FailPoint}, the second says how often it
 * passes first.
 */
public final class CrashingCommand {
  /** What a process ends with that was killed by signal 9. */
  static final int KILLED = 137;

  private CrashingCommand() {}

  /** The command behind the first two arguments. */
  public static void main(String[] args) {
    FailPoint place = FailPoint.valueOf(args[0]);
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[1]));
    FailPoint.listen(
        reached -> {
          if (reached == place && left.getAndDecrement() == 0) {
            Runtime.getRuntime().halt(KILLED);
          }
        });
    String[] rest = new String[args.length - 2];
    System.arraycopy(args, 2, rest, 0, rest.length);
    EventFluxCommand.main(rest);
  }
}
