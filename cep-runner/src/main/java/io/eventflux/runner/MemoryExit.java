package io.eventflux.runner;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process with {@link ExitCode#RESOURCES} when Java has no memory left, whichever thread
 * notices it first. There is none for an orderly stop then: what has been made ready beforehand
 * writes one sentence, and the process ends as by {@code kill -9}, from which the next run goes on.
 *
 * <p>Nothing here allocates once it is installed. Any thread.
 */
final class MemoryExit {
  /** What the user reads, in tests too. */
  static final String SENTENCE =
      "the memory is full; give more with --memory-limit or EVENTFLUX_OPTS=-Xmx..., or bound what"
          + " the app keeps";

  private static final byte[] MESSAGE =
      ("error: " + SENTENCE + "\n").getBytes(StandardCharsets.UTF_8);

  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);
  private static final int EXIT_CODE = ExitCode.RESOURCES.code();

  /** False in a process that is not ours, as that of a test. */
  private static volatile boolean isInstalled;

  private MemoryExit() {}

  /** Takes care of all threads of this process, from now on. */
  static void install() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    isInstalled = true;
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          endIfFull(thrown);
          if (before != null) {
            before.uncaughtException(thread, thrown);
          } else {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            thrown.printStackTrace();
          }
        });
    // Loads what is needed later: with a hook the part of Java that ends processes.
    Thread hook = new Thread(() -> {});
    Runtime.getRuntime().addShutdownHook(hook);
    Runtime.getRuntime().removeShutdownHook(hook);
    endIfFull(new IllegalStateException("not full"));
  }

  /** Ends the process if {@code thrown}, or what caused it, says that the memory is full. */
  static void endIfFull(Throwable thrown) {
    if (!isInstalled) {
      return;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        end();
      }
    }
  }

  /** Who comes second waits for the lock until the process is gone. */
  private static synchronized void end() {
    try {
      ERR.write(MESSAGE);
    } catch (IOException | Error nobodyReads) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  /** {@code task} for an executor that keeps to itself what its tasks throw. */
  static Runnable guarding(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (OutOfMemoryError e) {
        endIfFull(e);
        throw e;
      }
    };
  }
}
