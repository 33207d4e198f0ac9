package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.Stage;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The apps of all scenarios with words exchanged, doubled and dropped, through the whole compiler
 * and up to a runtime: whatever comes out, it is an app or messages in words. A failure names its
 * text; {@code -Deventflux.mutations} tries more of them.
 */
class MutatedAppsTest {
  private static final Path SCENARIOS = Path.of("src", "test", "scenarios");
  private static final Pattern APP = Pattern.compile("app <<<\n(.*?)\n>>>", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\w+|'[^']*'|->|==|<=|>=|[^\\s\\w]");
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  /** What no user should read: classes, packages, stack frames. */
  private static final Pattern JAVA =
      Pattern.compile("Exception|\\bjava\\.|io\\.eventflux|org\\.apache|\\w@[0-9a-f]{6,}|\tat ");

  private static final List<String> ODD =
      List.of("NULL", "0", "-1", "9223372036854775807", "1e308", "''", "`a b`", "(", ")", "sum");

  private static final int MUTATION_COUNT = Integer.getInteger("eventflux.mutations", 15);
  private static final EventFluxCompiler COMPILER = EventFluxCompiler.installed();

  @TestFactory
  Stream<DynamicTest> shouldAlwaysEndWithAnAppOrWithWords() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SCENARIOS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".scenario")).sorted().toList()) {
        Matcher app = APP.matcher(Files.readString(file));
        while (app.find()) {
          String text = COMMENT.matcher(app.group(1)).replaceAll("");
          String name = SCENARIOS.relativize(file) + " at " + app.start();
          tests.add(DynamicTest.dynamicTest(name, () -> mutate(text, text.hashCode())));
        }
      }
    }
    return tests.stream();
  }

  private static void mutate(String text, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATION_COUNT; i++) {
      String mutated = mutated(text, random);
      try {
        compile(mutated);
      } catch (RuntimeException | StackOverflowError failure) {
        throw new AssertionError("failed for:\n" + mutated, failure);
      }
    }
  }

  private static void compile(String text) {
    Compilation compilation = COMPILER.compile("mutated.eventflux", text);
    String messages =
        DiagnosticRenderer.plain().render(compilation.source(), compilation.diagnostics());
    assertFalse(JAVA.matcher(messages).find(), () -> messages);
    assertEquals(compilation.diagnostics().isEmpty(), messages.isEmpty(), text);
    if (compilation.hasErrors()) {
      return;
    }
    for (Stage stage : Stage.values()) {
      compilation.print(stage);
    }
    try (AppRuntime runtime = AppRuntime.create(compilation.app(), RuntimeOptions.defaults())) {
      assertTrue(runtime.failure().isEmpty(), text);
    } catch (IllegalArgumentException refused) {
      // Options that only their connector understands are refused here, in words.
      assertFalse(JAVA.matcher(String.valueOf(refused.getMessage())).find(), refused.getMessage());
    }
  }

  private static String mutated(String text, Random random) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !words.isEmpty(); i++) {
      int at = random.nextInt(words.size());
      List<String> from = random.nextInt(4) == 0 ? ODD : words;
      String other = from.get(random.nextInt(from.size()));
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, other);
        default -> words.set(at, other);
      }
    }
    return String.join(" ", words);
  }
}
