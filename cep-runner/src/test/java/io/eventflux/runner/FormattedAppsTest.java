package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.format.Formatter;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.text.SourceText;
import io.eventflux.runner.scenario.Scenario;
import io.eventflux.runner.scenario.ScenarioParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every app of the examples and of the scenarios, formatted and in both dialects: the same tree,
 * the same plan, and nothing to do when it is formatted again.
 */
class FormattedAppsTest {
  private static final List<Path> FOLDERS =
      List.of(Path.of("src/test/scenarios"), Path.of("../examples"));
  private static final Variables NONE = Variables.of(Map.of());

  private final EventFluxCompiler compiler = EventFluxCompiler.installed();

  @TestFactory
  Stream<DynamicTest> shouldMeanTheSame() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> found = Files.walk(folder)) {
        for (Path file : found.sorted().toList()) {
          List<SourceText> apps = apps(file);
          if (!apps.isEmpty()) {
            tests.add(dynamicTest(file.toString(), () -> apps.forEach(this::check)));
          }
        }
      }
    }
    assertTrue(tests.size() > 30, () -> "only " + tests.size() + " files");
    return tests.stream();
  }

  private static List<SourceText> apps(Path file) throws Exception {
    if (file.toString().endsWith(".eventflux")) {
      return List.of(new SourceText(file.toString(), Files.readString(file)));
    }
    if (!file.toString().endsWith(".scenario")) {
      return List.of();
    }
    return ScenarioParser.parse(file).scenarios().stream().map(Scenario::app).distinct().toList();
  }

  private void check(SourceText app) {
    ParsedApp parsed = EventFluxParser.parse(app, NONE);
    if (parsed.hasErrors()) {
      return;
    }
    SourceText formatted = formatted(app, null);
    assertEquals(parsed.app(), EventFluxParser.parse(formatted, NONE).app());
    Compilation compilation = compiler.compile(app);
    for (Dialect dialect : Arrays.asList(null, Dialect.SQL, Dialect.CLASSIC)) {
      SourceText once = formatted(app, dialect);
      assertEquals(once.text(), formatted(once, dialect).text());
      assertTrue(once.text().lines().noneMatch(line -> line.endsWith(" ")), once.text());
      if (!compilation.hasErrors()) {
        assertEquals(
            PlanPrinter.print(compilation.app().plan()),
            PlanPrinter.print(compiler.compile(once).app().plan()),
            once.text());
      }
    }
  }

  private static SourceText formatted(SourceText app, @Nullable Dialect dialect) {
    return new SourceText(app.name(), Formatter.format(app, NONE, dialect).text());
  }
}
