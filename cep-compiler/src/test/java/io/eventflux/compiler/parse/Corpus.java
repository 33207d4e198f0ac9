package io.eventflux.compiler.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The texts that lie beside the tests. */
public final class Corpus {
  private static final Path ROOT = Path.of("src/test/resources/io/eventflux/compiler/parse");

  private Corpus() {}

  /** The texts of a folder, ordered by name. */
  public static List<Path> texts(String folder) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".eventflux")).sorted().toList();
    }
  }

  /** The text of a file. */
  public static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
