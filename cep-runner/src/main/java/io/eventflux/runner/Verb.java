package io.eventflux.runner;

import io.eventflux.query.diagnostic.CompileException;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/**
 * One verb of the command line. Whatever happens inside becomes one sentence on standard error and
 * an exit code; a stack is shown only with {@code --debug}.
 */
abstract class Verb implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  private final Console console;

  Verb(Console console) {
    this.console = console;
  }

  /** The process around this command. */
  final Console console() {
    return console;
  }

  /** Does what the verb says. */
  abstract ExitCode run(Messages messages) throws CommandException, IOException;

  @Override
  public final Integer call() {
    Messages messages = new Messages(console, common);
    return guarded(messages).code();
  }

  private ExitCode guarded(Messages messages) {
    try {
      ExitCode exitCode = run(messages);
      console.out().flush();
      return exitCode;
    } catch (CommandException e) {
      messages.error(String.valueOf(e.getMessage()));
      return debugged(e.getCause(), e.exitCode());
    } catch (CompileException e) {
      messages.diagnostics(e.source(), e.diagnostics());
      return ExitCode.CONFIG;
    } catch (IOException e) {
      if (isReaderGone(e)) {
        return ExitCode.OK;
      }
      messages.error("input or output failed: " + e.getMessage());
      return debugged(e, ExitCode.IO);
    } catch (OutOfMemoryError e) {
      MemoryExit.endIfFull(e);
      messages.error(MemoryExit.SENTENCE);
      return ExitCode.RESOURCES;
    } catch (RuntimeException | Error e) {
      messages.error(
          "internal error: " + e + (common.debug ? "" : "; run again with --debug for details"));
      return debugged(e, ExitCode.INTERNAL);
    }
  }

  private ExitCode debugged(@Nullable Throwable cause, ExitCode exitCode) {
    if (common.debug && cause != null) {
      cause.printStackTrace(console.err());
    }
    return exitCode;
  }

  /** Whether whoever read our output has gone, as {@code head} does after some lines. */
  static boolean isReaderGone(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe closed");
  }
}
