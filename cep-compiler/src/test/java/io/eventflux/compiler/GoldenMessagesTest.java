package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Language 9.1 to 9.6: every code that is reported has a message that is kept as users see it. */
final class GoldenMessagesTest {
  private static final Path ROOT = Path.of("src/test/resources/io/eventflux/compiler");
  private static final Pattern HEADER = Pattern.compile("(error|warning)\\[(CEP\\d{4})]: (.+)");

  /** Qualified names, and names of failures. */
  private static final Pattern JAVA_NAME =
      Pattern.compile("\\b([a-z]\\w*\\.){2,}[A-Z]\\w*|\\w+Exception\\b|\\w+\\$\\w+");

  @Test
  void shouldKeepAMessageOfEveryCode() throws IOException {
    Set<String> kept =
        headers().map(header -> header.group(2)).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        Arrays.stream(DiagnosticCode.values())
            .filter(code -> Explanation.of(code).isReported())
            .map(DiagnosticCode::code)
            .collect(Collectors.toCollection(TreeSet::new)),
        kept);
  }

  @Test
  void shouldShowNoNameOfJava() throws IOException {
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        boolean isOurs = HEADER.matcher(line).matches() || line.startsWith("   = ");
        assertFalse(isOurs && JAVA_NAME.matcher(line).find(), file + ": " + line);
      }
    }
  }

  private static Stream<Matcher> headers() throws IOException {
    Stream.Builder<Matcher> headers = Stream.builder();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        Matcher header = HEADER.matcher(line);
        if (header.matches()) {
          headers.add(header);
        }
      }
    }
    return headers.build();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> below = Files.walk(ROOT)) {
      return below.filter(file -> file.toString().endsWith(".expected")).sorted().toList();
    }
  }
}
