package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts with the output that they must give, side by side among the resources. With the system
 * property {@code update.golden} outputs are written instead of compared, for review.
 */
final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/io/eventflux/compiler");

  private Golden() {}

  /** The names of all texts of a folder, sorted. */
  static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".eventflux"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .sorted()
          .toList();
    }
  }

  /** The text of a name. */
  static String text(String folder, String name) throws IOException {
    return Files.readString(ROOT.resolve(folder).resolve(name + ".eventflux"));
  }

  /** Compares an output with the one that is kept. */
  static void check(String folder, String name, String output) throws IOException {
    Path expected = ROOT.resolve(folder).resolve(name + ".expected");
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(expected, output);
    }
    assertEquals(Files.readString(expected), output);
  }
}
