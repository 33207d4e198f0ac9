package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.query.diagnostic.DiagnosticCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioParserTest {
  private static final String APP = "app <<<\ndefine stream S (a int);\n>>>\n";

  private static List<Step> steps(String text) throws ScenarioFormatException {
    return ScenarioParser.parse(Path.of("t.scenario"), APP + "scenario s\n" + text)
        .scenarios()
        .get(0)
        .steps();
  }

  private static @Nullable String mistakes(String text) {
    return assertThrows(
            ScenarioFormatException.class, () -> ScenarioParser.parse(Path.of("t.scenario"), text))
        .getMessage();
  }

  @Test
  void shouldGiveTheAppToEveryScenarioBelowIt() throws ScenarioFormatException {
    ScenarioFile file =
        ScenarioParser.parse(
            Path.of("t.scenario"),
            APP
                + "\n# first\nscenario one # not a comment\nscenario two\napp <<<\n>>>\nscenario three");

    assertEquals(
        List.of("one # not a comment", "two", "three"),
        file.scenarios().stream().map(Scenario::name).toList());
    assertEquals("define stream S (a int);\n", file.scenarios().get(1).app().text());
    assertEquals("", file.scenarios().get(2).app().text());
  }

  @Test
  void shouldReadTheAppFromAFileBesideTheScenario(@TempDir Path folder)
      throws IOException, ScenarioFormatException {
    Files.createDirectory(folder.resolve("apps"));
    Files.writeString(folder.resolve("apps/a.eventflux"), "define stream S (a int);");
    Path path = folder.resolve("t.scenario");
    Files.writeString(path, "app apps/a.eventflux\nscenario s\n");

    ScenarioFile file = ScenarioParser.parse(path);

    assertEquals("define stream S (a int);", file.scenarios().get(0).app().text());
    assertEquals(
        folder.resolve("apps/a.eventflux").toString(), file.scenarios().get(0).app().name());
  }

  @Test
  void shouldReadEveryFormOfSend() throws ScenarioFormatException {
    List<Step> steps =
        steps(
            """
            send S @100 ["IBM", 12.5, null]
            send S @1s {"a": 1, "b": true}   # by name
            send S @+250ms [[1], [2]]
            send `odd name` [-7]
            send S [["a"], {"a": 1}]
            """);

    assertEquals(
        List.of(
            new Step.Send(
                5,
                "S",
                new ScenarioTime(false, 100),
                List.of(
                    new Step.EventValues(
                        Arrays.asList("IBM", new BigDecimal("12.5"), null), null))),
            new Step.Send(
                6,
                "S",
                new ScenarioTime(false, 1000),
                List.of(new Step.EventValues(null, Map.of("a", BigInteger.ONE, "b", true)))),
            new Step.Send(
                7,
                "S",
                new ScenarioTime(true, 250),
                List.of(
                    new Step.EventValues(List.of(BigInteger.ONE), null),
                    new Step.EventValues(List.of(BigInteger.TWO), null))),
            new Step.Send(
                8,
                "odd name",
                null,
                List.of(new Step.EventValues(List.of(BigInteger.valueOf(-7)), null))),
            new Step.Send(
                9,
                "S",
                null,
                List.of(
                    new Step.EventValues(List.of("a"), null),
                    new Step.EventValues(null, Map.of("a", BigInteger.ONE))))),
        steps);
  }

  @Test
  void shouldReadEveryFormOfExpectation() throws ScenarioFormatException {
    List<Step> steps =
        steps(
            """
            expect S [1] @5
            expect S nothing
            expect S unordered
              [1]
              [2] @+1s expired
            end
            expect-query q [1] expired
            expect-error UNKNOWN_ATTRIBUTE "pric" at 3:14
            expect-error CEP2101
            expect-error "near"
            expect-error at 1:2
            expect-error
            """);

    Subject stream = new Subject(Subject.Kind.STREAM, "S");
    assertEquals(
        List.of(
            new Step.ExpectRow(
                5,
                stream,
                new ExpectedRow(5, List.of(BigInteger.ONE), new ScenarioTime(false, 5), false)),
            new Step.ExpectNothing(6, stream),
            new Step.ExpectUnordered(
                7,
                10,
                stream,
                List.of(
                    new ExpectedRow(8, List.of(BigInteger.ONE), null, false),
                    new ExpectedRow(
                        9, List.of(BigInteger.TWO), new ScenarioTime(true, 1000), true))),
            new Step.ExpectRow(
                11,
                new Subject(Subject.Kind.QUERY, "q"),
                new ExpectedRow(11, List.of(BigInteger.ONE), null, true)),
            new Step.ExpectError(12, DiagnosticCode.UNKNOWN_ATTRIBUTE, "pric", 3, 14),
            new Step.ExpectError(13, DiagnosticCode.UNKNOWN_STREAM, "", 0, 0),
            new Step.ExpectError(14, null, "near", 0, 0),
            new Step.ExpectError(15, null, "", 1, 2),
            new Step.ExpectError(16, null, "", 0, 0)),
        steps);
  }

  @Test
  void shouldReadTheOtherSteps() throws ScenarioFormatException {
    List<Step> steps =
        steps(
            """
            advance +5s
            advance @1970-01-01T00:00:10Z
            query "SELECT \\"a\\" FROM T"
            row [1]

            row [2]
            query "x"
            rows unordered
            row [3]
            checkpoint
            restart
            """);

    assertEquals(
        List.of(
            new Step.Advance(5, new ScenarioTime(true, 5000)),
            new Step.Advance(6, new ScenarioTime(false, 10_000)),
            new Step.OnDemand(
                7,
                10,
                "SELECT \"a\" FROM T",
                false,
                List.of(
                    new ExpectedRow(8, List.of(BigInteger.ONE), null, false),
                    new ExpectedRow(10, List.of(BigInteger.TWO), null, false))),
            new Step.OnDemand(
                11,
                13,
                "x",
                true,
                List.of(new ExpectedRow(13, List.of(BigInteger.valueOf(3)), null, false))),
            new Step.Checkpoint(14),
            new Step.Restart(15)),
        steps);
  }

  @Test
  void shouldReportAllMistakesWithTheirPlaces() {
    assertEquals(
        """
        error: an app must come before the first scenario
          --> t.scenario:1:10
           |
         1 | scenario early
           |          ^

        error: no scenario line starts with 'sned'; did you mean 'send'?
          --> t.scenario:4:3
           |
         4 |   sned S [1]
           |   ^

        error: a 'scenario NAME' line must come first
          --> t.scenario:5:1
           |
         5 | send S [1]
           | ^

        error: not JSON: Unexpected character ('x' (code 120)): was expecting comma to separate Array entries
          --> t.scenario:7:13
           |
         7 | send S [1, 2x]
           |             ^
        """,
        mistakes(
            "scenario early\napp <<<\n>>>\n  sned S [1]\nsend S [1]\nscenario s\nsend S [1, 2x]"));
  }

  @Test
  void shouldRefuseHalfLines() {
    String head = "app <<<\n>>>\nscenario s\n";

    assertEquals(
        """
        error: the JSON value does not end on this line
          --> t.scenario:4:11
           |
         4 | send S [1,
           |           ^
        """,
        mistakes(head + "send S [1,"));
    assertEquals(
        """
        error: nothing more is expected on this line
          --> t.scenario:4:13
           |
         4 | expect S [] oops
           |             ^
        """,
        mistakes(head + "expect S [] oops"));
    assertEquals(
        """
        error: not a time: @1x; write @100 (milliseconds), @1s, @+250ms or @2024-05-01T12:00:00Z
          --> t.scenario:4:8
           |
         4 | send S @1x [1]
           |        ^
        """,
        mistakes(head + "send S @1x [1]"));
    assertEquals(
        """
        error: there is no error code 'UNKNWON'
          --> t.scenario:4:14
           |
         4 | expect-error UNKNWON
           |              ^
        """,
        mistakes(head + "expect-error UNKNWON"));
    assertEquals(
        """
        error: this block does not end; write 'end' on a line of its own
          --> t.scenario:4:1
           |
         4 | expect S unordered
           | ^
        """,
        mistakes(head + "expect S unordered\n[1]"));
    assertEquals(
        """
        error: the app file cannot be read
          --> t.scenario:1:5
           |
         1 | app nowhere.eventflux
           |     ^
        """,
        mistakes("app nowhere.eventflux\nscenario s"));
    assertEquals(
        """
        error: this app does not end; write >>> on a line of its own
          --> t.scenario:1:5
           |
         1 | app <<<
           |     ^
        """,
        mistakes("app <<<\nscenario s"));
    assertEquals(
        """
        error: not JSON: Duplicate field 'a'
          --> t.scenario:4:20
           |
         4 | send S {"a": 1, "a": 2}
           |                    ^
        """,
        mistakes(head + "send S {\"a\": 1, \"a\": 2}"));
  }
}
