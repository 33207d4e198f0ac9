package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.compiler.bind.Binder;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What is said about texts that are executed once (section 4.10 of the language): an app up to the
 * first comment about queries, then one query a line.
 */
final class OnDemandMessagesTest {
  private static final String MARK = "-- From here on";

  private static Compilation compile(String app) {
    return EventFluxCompiler.installed().compile("app.eventflux", app);
  }

  @Test
  void shouldExplainWhatIsWrongAndRefuseTheRest() throws IOException {
    String text = Golden.text("ondemand", "shop");
    int mark = text.indexOf(MARK);
    Compilation app = compile(text.substring(0, mark));
    StringBuilder said = new StringBuilder();
    for (String line : text.substring(mark).lines().skip(1).toList()) {
      if (line.startsWith("--")) {
        said.append(line).append("\n\n");
        continue;
      }
      SourceText query = new SourceText("query", line);
      List<Diagnostic> diagnostics = app.checkOnDemand(query);
      said.append(DiagnosticRenderer.plain().render(query, diagnostics)).append('\n');
    }

    Golden.check("ondemand", "shop", said.toString());
  }

  @Test
  void shouldSayNothingOfPlacesInTheTextOfTheApp() {
    Compilation app = compile("CREATE STREAM S (x INT);\nINSERT INTO T SELECT x FROM S;");

    Diagnostic only = app.checkOnDemand(new SourceText("query", "TRUNCATE TABLE S")).get(0);

    assertEquals(DiagnosticCode.NOT_A_TABLE, only.code());
    assertEquals(List.of(), only.labels());
  }

  @Test
  void shouldReplaceVariablesAsTheAppDoes() {
    Compilation app =
        EventFluxCompiler.installed()
            .withVariables(Map.of("NAME", "S"))
            .compile("app.eventflux", "CREATE STREAM ${NAME} (x INT); SELECT x FROM S;");

    List<Diagnostic> said = app.checkOnDemand(new SourceText("query", "SELECT x FROM ${NAME}"));

    assertEquals(
        List.of(DiagnosticCode.STREAM_ON_DEMAND), said.stream().map(Diagnostic::code).toList());
    assertEquals("SELECT x FROM ${NAME}".indexOf('$'), said.get(0).span().start());
  }

  /** An app with a named window or an aggregation cannot be run yet, but it can be bound. */
  @Test
  void shouldAskNamedWindowsAndAggregations() {
    String app =
        "define stream S (k string, x int); define window W (k string, x int) length(5);"
            + " define aggregation A from S select k, sum(x) as n group by k aggregate every sec...day;"
            + " define trigger Tick at every 5 sec;"
            + " define table T (k string); create index ByKey on T (k);"
            + " define function twice[js] return int { 2 };";
    Map<String, List<DiagnosticCode>> said = new LinkedHashMap<>();
    for (String query :
        List.of(
            "from W select k, x",
            "SELECT w.k FROM W AS w JOIN W AS v ON w.x = v.x",
            "from A within '2025-**' per 'days' select k, n",
            "from A select k",
            "from A within '2025-**' per 'years' select k",
            "from Tick select *",
            "from W select k, x insert into W",
            "from W within 1 per 'days' select k",
            "DROP WINDOW W",
            "DROP TABLE A",
            "DROP INDEX ByKey",
            "DROP INDEX bykey",
            "DROP INDEX IF EXISTS bykey",
            "DROP FUNCTION TWICE",
            "DROP FUNCTION thrice",
            "DROP FUNCTION ByKey")) {
      said.put(
          query,
          Binder.bindOnDemand(
                  EventFluxParser.parse(new SourceText("app", app)).app(),
                  new SourceText("app", app),
                  Catalogs.installed(),
                  Objects.requireNonNull(
                      EventFluxParser.parseOnDemand(
                              new SourceText("query", query), Variables.of(Map.of()))
                          .query()),
                  new SourceText("query", query))
              .stream()
              .map(Diagnostic::code)
              .toList());
    }

    assertEquals(
        List.of(
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.MISSING_PER),
            List.of(DiagnosticCode.UNKNOWN_GRANULARITY),
            List.of(DiagnosticCode.STREAM_ON_DEMAND),
            List.of(DiagnosticCode.NOT_A_TABLE),
            List.of(DiagnosticCode.UNKNOWN_GRANULARITY),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.UNKNOWN_STREAM),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.UNKNOWN_STREAM),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.NOT_SUPPORTED_YET),
            List.of(DiagnosticCode.UNKNOWN_FUNCTION),
            List.of(DiagnosticCode.UNKNOWN_FUNCTION)),
        List.copyOf(said.values()),
        said::toString);
  }

  @Test
  void shouldNotAskAnAppThatIsWrong() {
    Compilation app = compile("SELECT x FROM Nowhere;");

    assertThrows(
        CompileException.class, () -> app.checkOnDemand(new SourceText("query", "from T")));
  }
}
