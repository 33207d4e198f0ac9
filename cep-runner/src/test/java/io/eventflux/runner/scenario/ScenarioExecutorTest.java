package io.eventflux.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioExecutorTest {
  private final FakeEngine engine = new FakeEngine();

  private Outcome run(String steps) throws ScenarioFormatException {
    return run("any", steps, ScenarioExecutor.Mode.STEP_BY_STEP);
  }

  private Outcome run(String app, String steps, ScenarioExecutor.Mode mode)
      throws ScenarioFormatException {
    ScenarioFile file =
        ScenarioParser.parse(
            Path.of("t.scenario"), "app <<<\n" + app + "\n>>>\nscenario s\n" + steps);
    return new ScenarioExecutor(engine, mode).execute(file.scenarios().get(0));
  }

  @Test
  void shouldPassWhenExactlyTheExpectedRowsComeOut() throws ScenarioFormatException {
    Outcome outcome =
        run(
            """
            send In @100 ["a", 1.5]
            expect Out ["a", 1.5, 1] @100
            send In @+50ms [["b", 2], ["c", -3]]
            expect Out unordered
              ["c", -3.0000000001, 3]
              ["b", 2, 2] @150
            end
            expect Out nothing
            advance @999ms
            expect Out nothing
            advance +1ms
            expect Out ["tick", null, 4] @1s
            expect-query q ["a", 1.5, 1]
            expect-query q ["b", 2, 2]
            expect-query q ["c", -3, 3] expired
            expect-query q ["tick", null, 4]
            """);

    assertEquals("", outcome.problemText());
    assertEquals(Outcome.Status.PASSED, outcome.status());
  }

  @Test
  void shouldShowTheDifferenceWhenARowIsWrong() throws ScenarioFormatException {
    Outcome outcome =
        run(
            """
            send In ["a", 1.5]
            send In ["b", 2]
            send In ["c", 3]
            expect Out ["a", 1.5, 1]
            expect Out ["b", 2.1, 2]
            expect Out ["c", 3, 3] @7
            """);

    assertEquals(
        """
          stream Out
              8 |   ["a", 1.5, 1]
              9 | - ["b", 2.1, 2]
             10 | - ["c", 3, 3] @7
                | + ["b", 2.0, 2] @0, after line 6
                | + ["c", 3.0, 3] @0, after line 7
        """,
        outcome.problemText());
    assertEquals(9 - 1, outcome.problems().get(0).line());
  }

  @Test
  void shouldFailWhenRowsAreLeftOver() throws ScenarioFormatException {
    Outcome outcome = run("expect Out nothing\nsend In [\"a\", 1]\n");

    assertEquals(
        """
          stream Out
                | + ["a", 1.0, 1] @0, after line 6
        """,
        outcome.problemText());
  }

  @Test
  void shouldFailWhenARowComesOutLaterThanItsLine() throws ScenarioFormatException {
    Outcome outcome = run("expect Out [\"a\", 1, 1]\nsend In [\"a\", 1]\n");

    assertEquals(
        """
          stream Out
              5 |   the row had not come out here; it came after line 6
              5 |   ["a", 1, 1]
        """,
        outcome.problemText());
  }

  @Test
  void shouldFailWhenNothingIsExpectedAndARowIsThere() throws ScenarioFormatException {
    Outcome outcome = run("send In [\"a\", 1]\nexpect Out nothing\nexpect Out [\"a\", 1, 1]\n");

    assertEquals(
        """
          stream Out
              6 |   expected nothing here
              7 |   ["a", 1, 1]
        """,
        outcome.problemText());
  }

  @Test
  void shouldHideLongRunsOfRowsAsExpected() throws ScenarioFormatException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 8; i++) {
      text.append("send In [\"a\", 1]\nexpect Out [\"a\", 1, ").append(i).append("]\n");
    }

    Outcome outcome = run(text + "expect Out [\"z\", 1, 9]\n");

    assertEquals(
        """
          stream Out
              6 |   ["a", 1, 1]
              8 |   ["a", 1, 2]
                |   ... 4 rows as expected ...
             18 |   ["a", 1, 7]
             20 |   ["a", 1, 8]
             21 | - ["z", 1, 9]
        """,
        outcome.problemText());
  }

  @Test
  void shouldReportEveryNameAndValueThatDoesNotFit() throws ScenarioFormatException {
    Outcome outcome =
        run(
            """
            send Inn ["a", 1]
            send Out ["a", 1, 1]
            send In ["a"]
            send In {"nam": "a"}
            send In [1, 1]
            send In ["a", "1"]
            expect Outt ["a", 1, 1]
            expect-query p nothing
            """);

    assertEquals(
        """
          line 5: the app has no stream 'Inn'; did you mean 'In'?
          line 6: the stream 'Out' is filled by queries and takes no events
          line 7: the stream has 2 columns, but the event has 1 values
          line 8: the stream has no column 'nam'
          line 9: column 'name': 1 is no value of type VARCHAR
          line 10: column 'x': "1" is no value of type DOUBLE
          line 11: the app has no stream 'Outt'; did you mean 'Out'?
          line 12: the app has no query 'p'
        """,
        outcome.problemText());
  }

  @Test
  void shouldPassWhenTheExpectedErrorIsReported() throws ScenarioFormatException {
    assertEquals(
        Outcome.Status.PASSED,
        run(
                "so\nwrong",
                "expect-error UNKNOWN_ATTRIBUTE \"'wrong'\" at 2:1\n",
                ScenarioExecutor.Mode.STEP_BY_STEP)
            .status());
    assertEquals(
        Outcome.Status.PASSED,
        run("wrong", "expect-error\n", ScenarioExecutor.Mode.STEP_BY_STEP).status());
  }

  @Test
  void shouldFailWhenAnotherErrorIsReported() throws ScenarioFormatException {
    Outcome outcome =
        run("wrong", "expect-error UNKNOWN_STREAM\n", ScenarioExecutor.Mode.STEP_BY_STEP);

    assertEquals(
        """
          line 5: this error was not reported
            error[CEP2103]: column 'wrong' does not exist
              --> t.scenario (app at line 1):1:1
               |
             1 | wrong
               | ^^^^^
        """,
        outcome.problemText());
  }

  @Test
  void shouldFailWhenTheAppCompilesAgainstExpectation() throws ScenarioFormatException {
    assertEquals(
        "  line 5: the app compiles, but an error is expected\n",
        run("expect-error\n").problemText());
  }

  @Test
  void shouldFailWhenTheAppDoesNotCompile() throws ScenarioFormatException {
    assertEquals(
        "  line 4: the app of this scenario does not compile\n",
        run("wrong", "send In [\"a\", 1]\n", ScenarioExecutor.Mode.STEP_BY_STEP)
            .problems()
            .get(0)
            .text());
  }

  @Test
  void shouldGoOnFromTheLastCheckpointWhenRestarted() throws ScenarioFormatException {
    Outcome outcome =
        run(
            """
            send In ["a", 1]
            checkpoint
            send In ["b", 2]
            restart
            send In ["c", 3]
            expect Out ["a", 1, 1]
            expect Out ["b", 2, 2]
            expect Out ["c", 3, 2]
            """);

    assertEquals("", outcome.problemText());
    assertEquals(2, engine.starts);
  }

  @Test
  void shouldKeepStateWhenRestartedEverywhere() throws ScenarioFormatException {
    Outcome outcome =
        run(
            "any",
            """
            send In ["a", 1]
            send In ["b", 2]
            advance @5s
            expect Out ["a", 1, 1]
            expect Out ["b", 2, 2]
            expect Out ["tick", null, 3]
            """,
            ScenarioExecutor.Mode.RESTART_EVERYWHERE);

    assertEquals("", outcome.problemText());
    assertEquals(4, engine.starts);
  }

  @Test
  void shouldSendNeighbouringLinesOfOneStreamAndTimeTogether() throws ScenarioFormatException {
    Outcome outcome =
        run(
            "any",
            """
            send In ["a", 1]
            send In @0 ["b", 2]
            send In @5 ["c", 3]
            send In @3 ["late", 4]
            expect Out ["a", 1, 1] @0
            expect Out ["b", 2, 2] @0
            expect Out ["c", 3, 3] @5
            expect Out ["late", 4, 4] @3
            send In ["d", 5]
            expect Out ["d", 5, 5] @5
            """,
            ScenarioExecutor.Mode.TOGETHER);

    assertEquals("", outcome.problemText());
    assertEquals(3, engine.sends);
  }

  @Test
  void shouldBlameTheEngineWhenItFails() throws ScenarioFormatException {
    Outcome outcome = run("send In [\"a\", 1]\nsend In [\"crash\", 1]\n");

    assertEquals(
        List.of(
            "  line 6: the engine failed, which is its bug",
            "    java.lang.IllegalStateException: crashed as told"),
        outcome.problemText().lines().limit(2).toList());
  }

  @Test
  void shouldRefuseOnDemandQueries() throws ScenarioFormatException {
    assertEquals(
        "  line 5: on-demand queries are not supported yet\n",
        run("query \"SELECT 1\"\nrow [1]\n").problemText());
  }

  @Test
  void shouldSkipWithItsReason() throws ScenarioFormatException {
    assertEquals(Outcome.Status.SKIPPED, run("skip \"later\"\nsend Nowhere [1]\n").status());
  }
}
