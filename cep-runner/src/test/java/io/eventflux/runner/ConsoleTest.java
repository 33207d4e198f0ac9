package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment says about colours. */
final class ConsoleTest {
  @ParameterizedTest
  @CsvSource({
    "true, '', '', xterm, true",
    "false, '', '', xterm, false",
    "true, 1, '', xterm, false",
    "true, '', '', dumb, false",
    "false, '', 1, xterm, true",
    "false, '', 0, xterm, false",
    "true, '', 0, xterm, true",
    "false, 1, 1, xterm, true",
    "true, 1, 0, xterm, false",
    "false, '', 1, dumb, true"
  })
  void shouldColourAsTheEnvironmentSays(
      boolean isTerminal, String noColor, String force, String term, boolean wants) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            nowhere,
            nowhere,
            isTerminal,
            isTerminal,
            80,
            Map.of("NO_COLOR", noColor, "CLICOLOR_FORCE", force, "TERM", term));

    assertEquals(wants, console.wantsColour(isTerminal));
  }
}
