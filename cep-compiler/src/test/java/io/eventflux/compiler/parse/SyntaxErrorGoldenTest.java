package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.eventflux.compiler.bind.NotSupportedYet;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Texts that are wrong or not supported yet, each beside everything that is said about it. Run with
 * {@code -Dupdate.golden=true} to write what came out, then read the difference.
 */
final class SyntaxErrorGoldenTest {
  @TestFactory
  Stream<DynamicTest> shouldExplainBrokenTexts() throws IOException {
    return compare("broken");
  }

  @TestFactory
  Stream<DynamicTest> shouldNameWhatIsNotSupportedYet() throws IOException {
    return compare("unsupported");
  }

  @Test
  void shouldSayNothingButNotSupportedAboutValidLanguage() throws IOException {
    for (Path path : Corpus.texts("unsupported")) {
      String text = Corpus.read(path);
      for (String statement : text.lines().toList()) {
        List<Diagnostic> said = diagnostics(new SourceText("line", statement));
        assertFalse(said.isEmpty(), statement);
        assertEquals(
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            said.stream().map(Diagnostic::code).distinct().toList(),
            statement);
      }
    }
  }

  private static Stream<DynamicTest> compare(String folder) throws IOException {
    return Corpus.texts(folder).stream()
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> compare(path)));
  }

  /** What is said before names are looked up. */
  private static List<Diagnostic> diagnostics(SourceText source) {
    ParsedApp parsed = EventFluxParser.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    parsed.app().statements().forEach(statement -> NotSupportedYet.check(statement, diagnostics));
    return diagnostics.inTextOrder();
  }

  private static void compare(Path path) throws IOException {
    SourceText source = new SourceText(path.getFileName().toString(), Corpus.read(path));
    String actual = DiagnosticRenderer.plain().render(source, diagnostics(source));
    Path golden = Path.of(path.toString().replace(".eventflux", ".expected"));
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(golden, actual);
    }
    assertEquals(Corpus.read(golden), actual);
  }
}
