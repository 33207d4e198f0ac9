package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.FunctionDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples in the descriptors of functions give what they say. */
final class FunctionExamplesTest {
  @TestFactory
  Stream<DynamicTest> shouldGiveWhatTheExampleSays() {
    List<DynamicTest> tests = new ArrayList<>();
    for (FunctionDescriptor function : Catalogs.installed().functions().functions()) {
      for (FunctionDescriptor.Example example : function.examples()) {
        tests.add(
            DynamicTest.dynamicTest(
                example.expression() + " = " + example.result(), () -> check(example)));
      }
    }
    return tests.stream();
  }

  private static void check(FunctionDescriptor.Example example) {
    boolean isNull = example.result().equals("NULL");
    String expected = isNull ? "'NULL'" : example.result();
    String actual =
        isNull
            ? "CASE WHEN (" + example.expression() + ") IS NULL THEN 'NULL' END"
            : example.expression();
    String text =
        "CREATE STREAM S (a INT);\nINSERT INTO Out SELECT "
            + actual
            + " AS actual, "
            + expected
            + " AS expected FROM S;";
    List<List<Object>> rows = new ArrayList<>();
    try (EventFluxApp app = EventFlux.engine().compile(text)) {
      app.subscribe("Out", row -> rows.add(row.values())).start();
      app.input("S").send(1);
    }

    assertEquals(1, rows.size());
    assertEquals(rows.get(0).get(1), rows.get(0).get(0));
  }
}
