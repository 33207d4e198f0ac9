package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each stage makes of an app, from the bound tree to plan records. */
final class PlanStagesTest {
  private static final Catalogs CATALOGS = Catalogs.installed();

  @TestFactory
  Stream<DynamicTest> shouldPlanAsWrittenDown() throws IOException {
    return Golden.names("plans").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static ParsedApp parsed(String name) throws IOException {
    return EventFluxParser.parse(new SourceText(name + ".eventflux", Golden.text("plans", name)));
  }

  private static void check(String name) throws IOException {
    ParsedApp parsed = parsed(name);
    PlanResult result = PlanCompiler.plan(parsed, CATALOGS);
    AppPlan plan = result.plan();
    assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
    assertNotNull(plan);
    Golden.check(
        "plans",
        name,
        "---- logical\n"
            + PlanCompiler.print(parsed, CATALOGS, false)
            + "\n---- optimized\n"
            + PlanCompiler.print(parsed, CATALOGS, true)
            + "\n---- plan\n"
            + PlanPrinter.print(plan));
    assertEquals(
        plan,
        PlanCompiler.plan(parsed(name), CATALOGS).plan(),
        "the same text gives the same plan");
  }
}
