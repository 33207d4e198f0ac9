package io.eventflux.runner;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Everything a command sees of the process around it, so that tests can run commands in their own
 * process.
 *
 * @param in standard input
 * @param out standard output: data only. Unlike a {@link PrintStream} it tells when its reader has
 *     gone
 * @param err standard error: messages, progress, summary
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}
 * @param columns width of the terminal in characters; 0: unknown
 * @param environment environment variables
 */
public record Console(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    Map<String, String> environment) {
  /** Large enough that a row costs no system call, small enough to stay in a cache. */
  private static final int OUT_BUFFER_BYTES = 1 << 16;

  /** Copies the environment. */
  public Console {
    environment = Map.copyOf(environment);
  }

  /**
   * The console of this process. Java cannot ask what a stream is connected to, so the launcher
   * says it in system properties; without them only a full terminal counts.
   */
  public static Console system() {
    boolean hasConsole = hasConsole();
    return new Console(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        flag("eventflux.stdout.terminal", hasConsole),
        flag("eventflux.stderr.terminal", hasConsole),
        Integer.getInteger("eventflux.columns", 0),
        System.getenv());
  }

  /** Before Java 22 a console meant a terminal; since then it has to be asked. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean hasConsole() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }

  private static boolean flag(String property, boolean otherwise) {
    String value = System.getProperty(property);
    return value == null ? otherwise : Boolean.parseBoolean(value);
  }

  /** Whether {@code variable} has a value that is not empty. */
  boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  /** Whether messages may be coloured, for {@code --color auto}. */
  boolean wantsColour(boolean isTerminal) {
    if (isSet("CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"))) {
      return true;
    }
    return isTerminal && !isSet("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
  }

  /** Whether a line that rewrites itself helps anybody. */
  boolean wantsProgress() {
    return errIsTerminal && !"dumb".equals(environment.get("TERM")) && !isSet("CI");
  }
}
