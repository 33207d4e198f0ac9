package io.eventflux.runner;

import org.jspecify.annotations.Nullable;

/** A command that cannot do what it was asked for: one sentence for the user, and the exit code. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** A failure without a deeper cause. */
  public CommandException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure; {@code cause} is shown only with {@code --debug}. */
  public CommandException(ExitCode exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
