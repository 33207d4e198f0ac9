package io.eventflux.runner;

import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The text of an app and where it came from. Immutable.
 *
 * @param source the text under the name that messages use
 * @param folder what relative paths in the app count from: the folder of its file, or the working
 *     folder
 */
record AppText(SourceText source, Path folder) {
  /** Stands for standard input in place of a file name. */
  static final String STDIN = "-";

  /** The app given by {@code file} or by {@code command}; exactly one of them is not null. */
  static AppText load(@Nullable String file, @Nullable String command, Console console)
      throws CommandException {
    if (file != null && command != null) {
      throw new CommandException(ExitCode.USAGE, "give a file or -c TEXT, not both");
    }
    if (command != null) {
      return new AppText(new SourceText("-c", command), Path.of(""));
    }
    if (file == null) {
      throw new CommandException(ExitCode.USAGE, "the app is missing: a file, '-' or -c TEXT");
    }
    if (file.equals(STDIN)) {
      try {
        return new AppText(
            new SourceText("<stdin>", decode(console.in().readAllBytes(), "standard input")),
            Path.of(""));
      } catch (IOException e) {
        throw new CommandException(ExitCode.IO, "standard input cannot be read", e);
      }
    }
    return load(file);
  }

  /** The app in {@code file}. */
  static AppText load(String file) throws CommandException {
    try {
      Path path = Path.of(file);
      Path parent = path.getParent();
      String text = decode(Files.readAllBytes(path), file);
      return new AppText(new SourceText(file, text), parent == null ? Path.of("") : parent);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new CommandException(ExitCode.NO_INPUT, "there is no file '" + file + "'", e);
    } catch (AccessDeniedException e) {
      throw new CommandException(
          ExitCode.PERMISSION, "no permission to read the file '" + file + "'", e);
    } catch (IOException e) {
      throw new CommandException(
          Files.isDirectory(Path.of(file)) ? ExitCode.NO_INPUT : ExitCode.IO,
          Files.isDirectory(Path.of(file))
              ? "'" + file + "' is a folder, not a file"
              : "the file '" + file + "' cannot be read",
          e);
    }
  }

  private static String decode(byte[] bytes, String name) throws CommandException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new CommandException(ExitCode.DATA, name + " is not UTF-8 text", e);
    }
  }
}
