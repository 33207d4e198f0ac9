package io.eventflux.compiler.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.Stage;
import io.eventflux.compiler.format.Formatter;
import io.eventflux.core.interpreter.InterpretedKernels;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random apps that are right, and the same with one mistake. No word of them gets into the code of
 * kernels, and formatting keeps their plans. {@code -Deventflux.seeds=N} tries that many, {@code
 * -Deventflux.seed=N} one.
 */
final class RandomAppsTest {
  private static final EventFluxCompiler COMPILER = EventFluxCompiler.installed();

  static LongStream seeds() {
    Long seed = Long.getLong("eventflux.seed");
    return seed == null
        ? LongStream.range(0, Long.getLong("eventflux.seeds", 50))
        : LongStream.of(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldRunAsInterpretedWhateverIsRight(long seed) {
    RandomApp app = RandomApp.of(seed);
    String name = "seed " + seed + ":\n" + app.text();
    Compilation compilation = COMPILER.compile("random.eventflux", app.text());
    List<Diagnostic> errors =
        compilation.diagnostics().stream().filter(Diagnostic::isError).toList();
    String messages = DiagnosticRenderer.plain().render(compilation.source(), errors);
    assertEquals("", messages, name);
    checkAnyText(app);
    assertFalse(compilation.print(Stage.CODE).contains(RandomApp.MARK), name);
    for (Dialect dialect : Arrays.asList(null, Dialect.SQL, Dialect.CLASSIC)) {
      checkFormatted(app.text(), dialect, compilation.print(Stage.PLAN));
    }

    CompiledApp generated = compilation.app();
    CompiledApp interpreted = new CompiledApp(generated.plan(), new InterpretedKernels());
    Map<String, List<String>> expected = results(interpreted, app, seed, false);
    assertEquals(expected, results(generated, app, seed, false), name);
    assertEquals(expected, results(generated, app, seed, true), name);
  }

  private static void checkFormatted(String text, @Nullable Dialect dialect, String plan) {
    String once = formatted(text, dialect);
    assertEquals(once, formatted(once, dialect), text);
    assertEquals(plan, COMPILER.compile("random.eventflux", once).print(Stage.PLAN), once);
  }

  private static String formatted(String text, @Nullable Dialect dialect) {
    return Formatter.format(new SourceText("random.eventflux", text), name -> null, dialect).text();
  }

  /** Apps without rows would agree on everything. */
  @Test
  void shouldGiveRows() {
    int rowCount = 0;
    for (long seed = 0; seed < 20; seed++) {
      RandomApp app = RandomApp.of(seed);
      CompiledApp compiled = COMPILER.compile("random.eventflux", app.text()).app();
      Map<String, List<String>> results = results(compiled, app, seed, false);
      for (String output : app.outputs()) {
        rowCount += results.getOrDefault(output, List.of()).size();
      }
    }
    assertTrue(rowCount > 500, "rows: " + rowCount);
  }

  private static void checkAnyText(RandomApp app) {
    try {
      AnyText.check(app.text(), AnyText.Reach.COMPILE);
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      throw new AssertionError(failure.getMessage() + "\nfor:\n" + app.text(), failure);
    }
  }

  private static Map<String, List<String>> results(
      CompiledApp compiled, RandomApp app, long seed, boolean hasRestart) {
    try {
      return AppRun.results(compiled, app.inputs(), app.outputs(), seed, hasRestart);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(failure.getMessage() + "\nfor:\n" + app.text(), failure);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldPointAtTheMistake(long seed) {
    RandomApp app = RandomApp.withMistake(seed);
    Compilation compilation = COMPILER.compile("random.eventflux", app.text());

    String messages =
        DiagnosticRenderer.plain().render(compilation.source(), compilation.diagnostics());
    String mistake = app.text().substring(app.mistakeStart(), app.mistakeEnd());
    String name = "seed " + seed + ": " + mistake + "\n" + app.text() + "\n" + messages;
    assertTrue(compilation.hasErrors(), name);
    assertTrue(
        compilation.diagnostics().stream()
            .anyMatch(error -> error.isError() && isAt(error.span(), app)),
        name);
    checkAnyText(app);
  }

  private static boolean isAt(Span span, RandomApp app) {
    return span.end() > span.start()
        && span.start() <= app.mistakeEnd()
        && span.end() >= app.mistakeStart();
  }
}
