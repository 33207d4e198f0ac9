package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Texts with words exchanged, doubled and dropped: whatever a user writes, planning ends with a
 * plan or with errors, never with an exception. A failure names its text.
 */
final class MutatedTextsTest {
  private static final Pattern WORD = Pattern.compile("\\w+|'[^']*'|[^\\s\\w]");
  private static final int MUTATION_COUNT = Integer.getInteger("eventflux.mutations", 60);
  private static final Catalogs CATALOGS = Catalogs.installed();

  @TestFactory
  Stream<DynamicTest> shouldAlwaysEndWithAPlanOrAnError() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String folder : List.of("plans", "errors")) {
      for (String name : Golden.names(folder)) {
        String text = Golden.text(folder, name);
        tests.add(DynamicTest.dynamicTest(name, () -> mutate(text, name.hashCode())));
      }
    }
    return tests.stream();
  }

  private static void mutate(String text, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATION_COUNT; i++) {
      String mutated = mutated(text, random);
      SourceText source = new SourceText("mutated.eventflux", mutated);
      try {
        PlanResult result = PlanCompiler.plan(EventFluxParser.parse(source), CATALOGS);
        boolean hasErrors = result.diagnostics().stream().anyMatch(Diagnostic::isError);
        assertEquals(hasErrors, result.plan() == null, mutated);
        DiagnosticRenderer.plain().render(source, result.diagnostics());
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("planning failed for:\n" + mutated, failure);
      }
    }
  }

  private static String mutated(String text, Random random) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(words.size());
      String other = words.get(random.nextInt(words.size()));
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, other);
        default -> words.set(at, other);
      }
    }
    return String.join(" ", words);
  }
}
