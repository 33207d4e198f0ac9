package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.query.diagnostic.CompileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of chance, and what the compiler says about calls that cannot work. */
final class FunctionCallsTest {
  @Test
  void shouldRepeatTheSequenceOfASeed() {
    List<List<Object>> first = run("rand(42) AS a, rand(42) AS b");

    assertEquals(first, run("rand(42) AS a, rand(42) AS b"));
    assertNotEquals(first.get(0), first.get(1));
    assertEquals(first.get(0).get(0), first.get(0).get(1));
  }

  @Test
  void shouldMakeANewUuidForEveryCallAndRow() {
    List<List<Object>> rows = run("UUID() AS a, UUID() AS b");

    assertNotEquals(rows.get(0).get(0), rows.get(0).get(1));
    assertNotEquals(rows.get(0).get(0), rows.get(1).get(0));
  }

  @Test
  void shouldEvaluateAChanceOfAnInnerQueryOnce() {
    List<List<Object>> rows =
        rows(
            """
            CREATE STREAM S (n INT);
            INSERT INTO T SELECT UUID() AS u FROM S;
            INSERT INTO Out SELECT u, u AS again FROM T;
            """);

    assertEquals(rows.get(0).get(0), rows.get(0).get(1));
  }

  @Test
  void shouldRefuseBadConstants() {
    assertRefused("regexp('a', '(')", "'(' is no regular expression");
    assertRefused("regexp('a', 'x' || '[')", "is no regular expression");
    assertRefused("regexp('a', '(?=b)')", "regular expressions have no look-around");
    assertRefused("regexp('a', '(a)\\1')", "regular expressions have no back-references");
    assertRefused("math:conv('1', 1, 10)", "base 1 is not between 2 and 36");
  }

  /** Language 8.8. */
  @Test
  void shouldRefuseFunctionsOutsideTheirPlace() {
    assertRefused("row_number()", "'row_number' has no meaning here");
    assertRefused("TUMBLE_START(n)", "'TUMBLE_START' has no meaning here");
  }

  @Test
  void shouldLookInOtherNamespaces() {
    assertRefused("charAt('a', 0)", "did you mean 'str:charAt'?");
    assertRefused("str:sqrt(2)", "did you mean 'sqrt' or 'math:sqrt'?");
  }

  private static void assertRefused(String expression, String sentence) {
    CompileException refusal =
        assertThrows(CompileException.class, () -> run(expression + " AS a"));

    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(sentence), message);
  }

  private static List<List<Object>> run(String items) {
    return rows("CREATE STREAM S (n INT);\nINSERT INTO Out SELECT " + items + " FROM S;");
  }

  private static List<List<Object>> rows(String text) {
    List<List<Object>> rows = new ArrayList<>();
    try (EventFluxApp app = EventFlux.engine().compile(text)) {
      app.subscribe("Out", row -> rows.add(row.values())).start();
      app.input("S").send(1);
      app.input("S").send(2);
    }
    return rows;
  }
}
