package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever is read, printed and read again is the same; and a text that was printed prints as
 * itself.
 */
final class PrinterRoundTripTest {
  @TestFactory
  Stream<DynamicTest> shouldReadWhatItPrints() throws IOException {
    return Stream.concat(Corpus.texts("valid").stream(), Corpus.texts("unsupported").stream())
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> check(path)));
  }

  private static void check(Path path) throws IOException {
    for (Statement statement : app(Corpus.read(path)).statements()) {
      String printed = Printer.print(statement);
      Statement again = app(printed + ";").statements().get(0);
      assertEquals(statement, again, printed);
      assertEquals(printed, Printer.print(again));
    }
    App whole = app(Corpus.read(path));
    assertEquals(whole, app(Printer.print(whole)));
  }

  @Test
  void shouldKeepEveryWordOfTheGrammarAsAName() {
    List<String> words =
        new ArrayList<>(List.of("weeks", "ms", "plain", "with space", "back`tick", "x'y"));
    for (int type = 1; type <= EventFluxQLLexer.WITH; type++) {
      words.add(
          EventFluxQLLexer.VOCABULARY
              .getLiteralName(type)
              .replace("'", "")
              .toLowerCase(Locale.ROOT));
    }
    for (String word : words) {
      String name = "`" + word.replace("`", "``") + "`";
      String text =
          ("CREATE STREAM $ ($ INT, b $); INSERT INTO $ ($) VALUES (1); SELECT $, $ + 1 AS $, $ - 1, $.$, s[$], $[1].x,"
                  + " ns:$($) AS f FROM $ AS $ WINDOW ns:$($) WHERE a IN $ GROUP BY $ ORDER BY $ DESC;"
                  + " FROM $ SELECT $ INSERT INTO $; FROM EVERY $=$ -> $=$ SELECT $.$ INSERT INTO $;"
                  + " SELECT a FROM $ JOIN $ USING ($); SELECT a FROM TUMBLE(TABLE $, DESCRIPTOR($), $, 1) AS $;")
              .replace("$", name);
      App app = app(text);
      assertEquals(app, app(Printer.print(app)), Printer.print(app));
    }
  }

  private static App app(String text) {
    SourceText source = new SourceText("round-trip", text);
    ParsedApp parsed = EventFluxParser.parse(source, Variables.of(Map.of()));
    assertEquals("", DiagnosticRenderer.plain().render(source, parsed.diagnostics()));
    return parsed.app();
  }
}
