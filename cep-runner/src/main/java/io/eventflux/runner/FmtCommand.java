package io.eventflux.runner;

import io.eventflux.compiler.format.FormattedText;
import io.eventflux.compiler.format.Formatter;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.diagnostic.CompileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux fmt}. */
@Command(
    name = "fmt",
    header = "Lay out the texts of apps to be read, or translate them to the other dialect.",
    footer = {
      "",
      "Examples:",
      "  eventflux fmt fraud.eventflux",
      "  eventflux fmt --check examples/*/*.eventflux",
      "  eventflux fmt --to sql old.eventflux",
      "  eventflux fmt - < fraud.eventflux > neat.eventflux",
      "",
      "Files are rewritten in place; - goes to standard output. Comments and variables are kept.",
      "A file with errors is left as it is. Exit code 1: errors, or --check found differences."
    })
final class FmtCommand extends Verb {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Apps; - is standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--check",
      description = "Name the files that are not formatted, on standard output, and write nothing.")
  boolean check;

  @Option(
      names = "--to",
      paramLabel = "DIALECT",
      description = {
        "sql or classic: say each statement in this dialect, where it has a form there; else each",
        "stays in its own."
      })
  @Nullable Dialect dialect;

  FmtCommand(Console console) {
    super(console);
  }

  @Override
  ExitCode run(Messages messages) throws IOException {
    boolean isWrong = false;
    CommandException first = null;
    for (String file : files) {
      try {
        isWrong |= !format(file, messages);
      } catch (CommandException e) {
        // What can be read and written is formatted all the same.
        messages.error(String.valueOf(e.getMessage()));
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      // Not all was formatted: that weighs more than what was found.
      return first.exitCode();
    }
    return isWrong ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Formats a file, or names it; false if it has errors, or is to be checked and differs. */
  private boolean format(String file, Messages messages) throws CommandException, IOException {
    AppText text = AppText.load(file, null, console());
    try {
      FormattedText formatted = Formatter.format(text.source(), Variables.of(Map.of()), dialect);
      for (FormattedText.Note note : formatted.notes()) {
        messages.note(text.source().name() + ":" + note.line() + ": " + note.message());
      }
      if (!check) {
        write(file, text, formatted.text());
      } else if (!formatted.text().equals(text.source().text())) {
        print(text.source().name() + "\n");
        return false;
      }
      return true;
    } catch (CompileException e) {
      messages.diagnostics(e.source(), e.diagnostics());
      return false;
    }
  }

  private void write(String file, AppText text, String formatted)
      throws CommandException, IOException {
    if (file.equals(AppText.STDIN)) {
      print(formatted);
    } else if (!formatted.equals(text.source().text())) {
      replace(Path.of(file), formatted);
    }
  }

  private void print(String text) throws IOException {
    console().out().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whoever reads the file meanwhile, or a crash, sees the old or the new text. */
  private static void replace(Path file, String text) throws CommandException {
    Path neighbour = null;
    try {
      // A link stays a link: what it points to is replaced.
      Path target = file.toRealPath();
      neighbour = Files.createTempFile(target.getParent(), ".fmt-", ".eventflux");
      Files.writeString(neighbour, text);
      copyPermissions(target, neighbour);
      try {
        Files.move(
            neighbour, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(neighbour, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      delete(neighbour);
      if (e instanceof AccessDeniedException) {
        throw new CommandException(
            ExitCode.PERMISSION, "no permission to write the file '" + file + "'", e);
      }
      throw new CommandException(ExitCode.IO, "the file '" + file + "' cannot be written", e);
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    try {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    } catch (UnsupportedOperationException e) {
      // The file system has no such permissions; the new file has the usual ones.
      return;
    }
  }

  private static void delete(@Nullable Path neighbour) {
    try {
      if (neighbour != null) {
        Files.deleteIfExists(neighbour);
      }
    } catch (IOException e) {
      // Nothing to be done about it, and the reason why it is there is reported.
      return;
    }
  }
}
