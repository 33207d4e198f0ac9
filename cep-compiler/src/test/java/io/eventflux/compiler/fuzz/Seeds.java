package io.eventflux.compiler.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The texts that random ones start from: all texts beside the tests of the compiler. Those of the
 * folder {@code fuzz} are there for this alone; what was found once is kept among them.
 */
final class Seeds {
  private static final Path ROOT = Path.of("src/test/resources/io/eventflux/compiler");

  private Seeds() {}

  /** The texts by their paths, in order. */
  static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".eventflux")).toList()) {
        String name = ROOT.relativize(file).toString().replace('\\', '/');
        texts.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
