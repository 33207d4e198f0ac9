package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
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

  private static PlanResult plan(String name) throws IOException {
    SourceText source = new SourceText(name + ".eventflux", Golden.text("plans", name));
    return PlanCompiler.plan(EventFluxParser.parse(source), CATALOGS);
  }

  private static void check(String name) throws IOException {
    PlanResult result = plan(name);
    AppPlan plan = result.plan();
    assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
    assertNotNull(plan);
    Golden.check(
        "plans",
        name,
        "---- logical\n"
            + result.logical()
            + "\n---- optimized\n"
            + result.optimized()
            + "\n---- plan\n"
            + PlanPrinter.print(plan));
    assertEquals(plan, plan(name).plan(), "the same text gives the same plan");
  }
}
