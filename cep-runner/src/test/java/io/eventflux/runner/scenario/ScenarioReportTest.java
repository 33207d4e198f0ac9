package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioReportTest {
  private static final String FILE =
      """
      app <<<
      >>>

      scenario good
      send In ["a", 1]
      expect Out ["a", 1, 1]

      scenario bad <one>
        send In @5 [["a", 1], ["b", 2], ["c", -1]]
        expect Out ["x", 1, 1] @5
        expect-query q nothing
        expect Out unordered
          ["b", 2, 2]
        end
        # why not
        send In ["d", 4]

      scenario not now
      skip "too early"

      app <<<
      wrong
      >>>
      scenario error
      expect-error UNKNOWN_STREAM
      """;

  private final ScenarioFile file;
  private final List<Outcome> outcomes;

  ScenarioReportTest() throws ScenarioFormatException {
    file = ScenarioParser.parse(Path.of("t.scenario"), FILE);
    ScenarioExecutor executor =
        new ScenarioExecutor(new FakeEngine(), ScenarioExecutor.Mode.STEP_BY_STEP);
    outcomes =
        file.scenarios().stream()
            .map(executor::execute)
            .map(
                each ->
                    new Outcome(
                        each.scenario(),
                        each.status(),
                        each.problems(),
                        each.logs(),
                        each.errors(),
                        1_500_000))
            .toList();
  }

  @Test
  void shouldPrintFailuresSkipsAndTheClosingLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ScenarioReport report =
        new ScenarioReport(new PrintStream(bytes, false, StandardCharsets.UTF_8), true);

    report.add(new ScenarioReport.FileOutcome("t.scenario", outcomes, ""));
    report.add(new ScenarioReport.FileOutcome("u.scenario", List.of(), "error: nothing in it\n"));
    report.close();

    assertEquals(
        """
        pass t.scenario:4: good
        FAIL t.scenario:8: bad <one>
          stream Out
             10 | - ["x", 1, 1] @5
                | + ["a", 1.0, 1] @5, after line 9
             13 |   ["b", 2, 2]
                | + ["c", -1.0, 3] @5, after line 9
                | + ["d", 4.0, 4] @5, after line 16
          query q
             11 |   expected nothing here
                | + ["a", 1.0, 1] @5, after line 9
                | + ["b", 2.0, 2] @5, after line 9
                | + ["c", -1.0, 3] @5 expired, after line 9
                | + ["d", 4.0, 4] @5, after line 16

        skip t.scenario:18: not now (too early)
        FAIL t.scenario:24: error
          line 25: this error was not reported
            error[CEP2103]: column 'wrong' does not exist
              --> t.scenario (app at line 21):1:1
               |
             1 | wrong
               | ^^^^^

        FAIL u.scenario
          error: nothing in it
        1 passed, 3 failed, 1 skipped
        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldWriteWhatBuildServersRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    JunitXml.write(
        List.of(new ScenarioReport.FileOutcome("t.scenario", outcomes.subList(0, 3), "")), bytes);

    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites>
          <testsuite name="t.scenario" tests="3" failures="1" errors="0" skipped="1" time="0.005">
            <testcase classname="t.scenario" name="good" time="0.002"></testcase>
            <testcase classname="t.scenario" name="bad &lt;one&gt;" time="0.002"><failure message="t.scenario:10">  stream Out
             10 | - ["x", 1, 1] @5
                | + ["a", 1.0, 1] @5, after line 9
             13 |   ["b", 2, 2]
                | + ["c", -1.0, 3] @5, after line 9
                | + ["d", 4.0, 4] @5, after line 16
          query q
             11 |   expected nothing here
                | + ["a", 1.0, 1] @5, after line 9
                | + ["b", 2.0, 2] @5, after line 9
                | + ["c", -1.0, 3] @5 expired, after line 9
                | + ["d", 4.0, 4] @5, after line 16
        </failure></testcase>
            <testcase classname="t.scenario" name="not now" time="0.002"><skipped message="too early"/></testcase>
          </testsuite>
        </testsuites>
        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldRewriteExpectationsWithWhatCameOut() throws ScenarioFormatException {
    String updated = ExpectationUpdate.rewrite(file, outcomes);

    assertEquals(
        """
        app <<<
        >>>

        scenario good
        send In ["a", 1]
        expect Out ["a", 1, 1]

        scenario bad <one>
          send In @5 [["a", 1], ["b", 2], ["c", -1]]
          expect Out ["a", 1.0, 1] @5
          expect Out ["b", 2.0, 2] @5
          expect Out ["c", -1.0, 3] @5
          expect-query q ["a", 1.0, 1]
          expect-query q ["b", 2.0, 2]
          expect-query q ["c", -1.0, 3] expired
          # why not
          send In ["d", 4]
          expect Out ["d", 4.0, 4] @5
          expect-query q ["d", 4.0, 4]

        scenario not now
        skip "too early"

        app <<<
        wrong
        >>>
        scenario error
        expect-error UNKNOWN_ATTRIBUTE "column 'wrong' does not exist" at 1:1
        """,
        updated);
    ScenarioExecutor executor =
        new ScenarioExecutor(new FakeEngine(), ScenarioExecutor.Mode.STEP_BY_STEP);
    for (Scenario scenario : ScenarioParser.parse(Path.of("t.scenario"), updated).scenarios()) {
      assertEquals("", executor.execute(scenario).problemText());
    }
  }
}
