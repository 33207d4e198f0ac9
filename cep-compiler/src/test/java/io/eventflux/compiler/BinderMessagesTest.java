package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every message of the binder as a user sees it. */
final class BinderMessagesTest {
  private static final Catalogs CATALOGS = Catalogs.installed();

  private static PlanResult plan(String name, String text) {
    return PlanCompiler.plan(
        EventFluxParser.parse(new SourceText(name + ".eventflux", text)), CATALOGS);
  }

  @TestFactory
  Stream<DynamicTest> shouldExplainWhatIsWrong() throws IOException {
    return Golden.names("errors").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) throws IOException {
    String text = Golden.text("errors", name);
    PlanResult result = plan(name, text);
    SourceText source = new SourceText(name + ".eventflux", text);
    Golden.check("errors", name, DiagnosticRenderer.plain().render(source, result.diagnostics()));
  }

  @Test
  void shouldGiveNoPlanWhenThereIsAnError() {
    PlanResult result = plan("broken", "from Nowhere select x insert into Out;");

    assertNull(result.plan());
    assertEquals(1, result.diagnostics().stream().filter(Diagnostic::isError).count());
  }

  @Test
  void shouldStayQuietAboutWhatABrokenStatementWouldHaveDefined() {
    PlanResult result =
        plan("omitted", "define stream S (x int;\nfrom S select x, y insert into Out;");

    assertEquals(
        List.of("SYNTAX"), result.diagnostics().stream().map(each -> each.code().name()).toList());
  }

  @Test
  void shouldFindAsManyErrorsAsThereAre() {
    String rows = "from S select y insert into Out;\n".repeat(6_000);
    String columns = "from S select x" + ", y as x".repeat(4_000) + " insert into Out;\n";
    PlanResult result = plan("many", "define stream S (x int);\n" + rows + columns.repeat(2));

    List<Diagnostic> said = result.diagnostics();
    assertEquals(6_000 + 2 * (2 * 4_000 + 1), said.size());
    assertEquals(
        said.stream().sorted(Comparator.comparingInt(each -> each.span().start())).toList(), said);
  }
}
