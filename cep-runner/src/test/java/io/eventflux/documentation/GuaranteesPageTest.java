package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test class that {@code docs/guarantees.md} names exists. */
class GuaranteesPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  @Test
  void shouldNameOnlyTestsThatExist() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/guarantees.md"))) {
      Matcher test = TEST.matcher(line);
      while (test.find()) {
        named.add(test.group(1));
      }
    }
    Set<String> missing = new TreeSet<>(named);
    try (Stream<Path> files = Files.walk(ROOT)) {
      missing.removeAll(
          files
              .map(Path::toString)
              .filter(file -> file.contains("src/test/java") && file.endsWith(".java"))
              .map(file -> file.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.java$", ""))
              .collect(Collectors.toSet()));
    }

    assertTrue(named.size() > 10, named::toString);
    assertEquals(Set.of(), missing);
  }
}
