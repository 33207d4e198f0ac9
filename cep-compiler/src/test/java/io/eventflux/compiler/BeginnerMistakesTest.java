package io.eventflux.compiler;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What is said about the mistakes of people who know another language, or are in a hurry: a
 * heading, which is a comment of one line, and a text that is read behind a few definitions. Run
 * with {@code -Dupdate.golden=true} to write what came out, then read the difference.
 */
final class BeginnerMistakesTest {
  private static final String DEFINITIONS =
      "define stream Trades (symbol string, price double, volume int, ts long);"
          + " define stream Quotes (symbol string, bid double);"
          + " define table Stock (symbol string, price double);\n\n";

  private static final Pattern MISTAKE = Pattern.compile("(?m)^-- .*\n((?:(?!-- ).*\n)+)");

  @TestFactory
  Stream<DynamicTest> shouldSayWhatIsWrongAndWhatToWrite() throws IOException {
    return Golden.names("mistakes").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) throws IOException {
    Catalogs catalogs = Catalogs.installed();
    StringBuilder said = new StringBuilder();
    Matcher mistakes = MISTAKE.matcher(Golden.text("mistakes", name));
    while (mistakes.find()) {
      SourceText source = new SourceText("mistake", DEFINITIONS + mistakes.group(1));
      List<Diagnostic> diagnostics =
          PlanCompiler.plan(EventFluxParser.parse(source), catalogs).diagnostics().stream()
              .filter(each -> each.code() != DiagnosticCode.UNUSED_DEFINITION)
              .toList();
      String rendered = DiagnosticRenderer.plain().render(source, diagnostics);
      said.append(mistakes.group())
          .append('\n')
          .append(rendered.isEmpty() ? "nothing\n" : rendered);
      said.append('\n');
    }

    Golden.check("mistakes", name, said.toString());
  }
}
