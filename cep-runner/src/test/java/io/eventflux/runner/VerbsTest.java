package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {
  private static final String GOOD = "CREATE STREAM S (x INT); INSERT INTO T SELECT x FROM S;";
  private static final String BAD = "CREATE STREAM S (x INT); INSERT INTO T SELECT z FROM S;";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "check", "fmt", "explain", "test", "generate", "list", "docs", "version"})
  void shouldHelpWithinAScreenExamplesFirst(String verb) {
    CommandRun run = CommandRun.of(verb, "--help");

    assertEquals(0, run.exitCode());
    assertEquals("", run.err());
    assertTrue(run.out().lines().count() <= 60, () -> run.out().lines().count() + " lines");
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
    assertTrue(run.out().indexOf("Examples:") < run.out().indexOf("--help"), run.out());
    assertEquals(run, CommandRun.of("help", verb));
  }

  @Test
  void shouldCheckWithoutRunning() throws IOException {
    Path good = Files.writeString(folder.resolve("good.eventflux"), GOOD);
    Path bad = Files.writeString(folder.resolve("bad.eventflux"), BAD);

    assertEquals(
        new CommandRun(0, "", "1 app: no errors, no warnings\n"),
        CommandRun.of("check", good.toString()));
    CommandRun both = CommandRun.of("check", good.toString(), bad.toString());
    assertEquals(1, both.exitCode());
    assertEquals("2 apps: 1 error, no warnings\n", both.err());
    assertTrue(
        both.out()
            .startsWith(
                "error[CEP2103]: column 'z' does not exist in stream 'S'\n  --> " + bad + ":1:"),
        both.out());
    assertEquals(1, CommandRun.of("check", "-q", "-c", BAD).exitCode());
    assertEquals(
        new CommandRun(66, "", "error: there is no file 'nowhere.eventflux'\n"),
        CommandRun.of("check", "nowhere.eventflux"));
    CommandRun some = CommandRun.of("check", "nowhere.eventflux", bad.toString());
    assertEquals(66, some.exitCode());
    assertEquals(
        "error: there is no file 'nowhere.eventflux'\n1 app: 1 error, no warnings\n", some.err());
    assertEquals(CommandRun.of("check", bad.toString()).out(), some.out());
  }

  @Test
  void shouldSayHowLongTheStepsTook() {
    String number = "\\d+\\.\\d ms";

    CommandRun good = CommandRun.of("check", "-q", "--timings", "-c", GOOD);
    CommandRun bad = CommandRun.of("check", "-q", "--timings", "-c", BAD);

    assertEquals("", good.out());
    assertTrue(
        good.err().matches("-c: parse N, bind N, plan N, code N; N in all\n".replace("N", number)),
        good.err());
    assertTrue(
        bad.err().matches("-c: parse N, bind N; N in all\n".replace("N", number)), bad.err());
  }

  @Test
  void shouldDenyWarnings() {
    String warned = "CREATE STREAM S (x INT); INSERT INTO T SELECT x FROM S WHERE x = NULL;";

    CommandRun allowed = CommandRun.of("check", "-c", warned);
    CommandRun denied = CommandRun.of("check", "--deny-warnings", "-c", warned);

    assertEquals(0, allowed.exitCode());
    assertEquals("1 app: no errors, 1 warning\n", allowed.err());
    assertTrue(allowed.out().startsWith("warning[CEP3004]"), allowed.out());
    assertEquals(2, denied.exitCode());
    assertEquals(2, CommandRun.of("run", "--deny-warnings", "-c", warned).exitCode());
    assertEquals(new CommandRun(0, "", ""), CommandRun.of("run", "-q", "-c", warned));
    assertTrue(CommandRun.of("run", "-c", warned).err().startsWith("warning[CEP3004]"));
  }

  @Test
  void shouldSayWhatGrowsWithoutLimit() {
    CommandRun run =
        CommandRun.of(
            "check",
            "-c",
            "CREATE STREAM S (k INT, x INT); CREATE TABLE T (k INT);"
                + " INSERT INTO T SELECT k FROM S;"
                + " INSERT INTO A SELECT k, SUM(x) AS s FROM S GROUP BY k;"
                + " INSERT INTO B SELECT SUM(x) AS s FROM S WINDOW LENGTH(5);"
                + " INSERT INTO C SELECT b.x FROM PATTERN (EVERY a=S -> b=S) WITHIN 1 MINUTE;");

    assertEquals("", run.out());
    assertEquals(
        """
        -c:
          state              keeps                        bounded by
          T                  every row that is inserted   nothing
          query_2/aggregate  running totals for each key  number of keys, at most 1000000
          query_3/window     the rows of window 'length'  window
          query_3/aggregate  totals of the window         window
          query_4/pattern    every match that has begun   WITHIN, at most 1000000
        1 app: no errors, no warnings
        """,
        run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void shouldShowFiftyErrorsToPeopleAndAllToPrograms() {
    StringBuilder text = new StringBuilder("CREATE STREAM S (x INT);\n");
    for (int i = 0; i < 53; i++) {
      text.append("INSERT INTO T").append(i).append(" SELECT y FROM S;\n");
    }

    CommandRun people = CommandRun.of("check", "-c", text.toString());
    CommandRun program = CommandRun.of("check", "--error-format", "json", "-c", text.toString());

    assertEquals(50, people.out().lines().filter(line -> line.startsWith("error[")).count());
    assertTrue(people.out().endsWith("\n3 errors more, not shown\n"), people.out());
    assertEquals("1 app: 53 errors, no warnings\n", people.err());
    assertEquals(53, program.out().lines().count());
    assertTrue(program.out().lines().allMatch(line -> line.contains("\"CEP2103\"")), program.out());
    assertEquals(1, program.exitCode());
  }

  @Test
  void shouldDenyWarningsInJsonToo() {
    String warned = "CREATE STREAM S (x INT); INSERT INTO T SELECT x FROM S WHERE x = NULL;";

    CommandRun run =
        CommandRun.of("check", "--deny-warnings", "--error-format", "json", "-q", "-c", warned);

    assertEquals(2, run.exitCode());
    assertEquals(1, run.out().lines().count());
    assertTrue(run.out().contains("\"severity\":\"warning\""), run.out());
    assertTrue(run.out().contains("\"CEP3004\""), run.out());
    assertEquals("", run.err());
  }

  @Test
  void shouldShowTheGuaranteeOfEachPath() {
    CommandRun run =
        CommandRun.of(
            "explain",
            "-c",
            "CREATE STREAM A (n BIGINT) WITH (type = 'source', extension = 'generator');"
                + " CREATE STREAM B (n BIGINT) WITH (type = 'sink', extension = 'log');"
                + " CREATE STREAM C (n BIGINT) WITH (type = 'sink', extension = 'file',"
                + " format = 'csv', 'file.path' = '-');"
                + " INSERT INTO B SELECT n FROM A; INSERT INTO C SELECT n FROM A;");

    assertTrue(
        run.out()
            .endsWith(
                """
                delivery, with checkpoints
                  A (generator) -> B (log): at least once (the sink shows rows at once)
                  A (generator) -> C (file): exactly once
                """),
        run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ast", "logical", "optimized", "plan", "code"})
  void shouldShowEveryStage(String stage) {
    CommandRun run = CommandRun.of("explain", "--stage", stage, "-c", GOOD);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().length() > 20, run.out());
    assertTrue(run.out().endsWith("\n"));
  }

  @Test
  void shouldRunScenarios() throws IOException {
    Path file = folder.resolve("s.scenario");
    Files.writeString(
        file,
        "app <<<\n"
            + GOOD
            + "\n>>>\nscenario copies\nsend S [1]\nexpect T [1]\n"
            + "scenario fails\nsend S [2]\nexpect T [3]\nscenario later\nskip \"not yet\"\n");

    assertEquals(
        new CommandRun(
            1,
            "FAIL "
                + file
                + ":7: fails\n  stream T\n      9 | - [3]\n        | + [2] @0, after line 8\n\n"
                + "skip "
                + file
                + ":10: later (not yet)\n1 passed, 1 failed, 1 skipped\n",
            ""),
        CommandRun.of("test", folder.toString()));
    assertEquals(
        new CommandRun(0, "1 passed, 0 failed, 0 skipped\n", ""),
        CommandRun.of(
            "test", file.toString(), "--filter=copies", "--chunk=7", "--restart-everywhere"));
    Path xml = folder.resolve("report.xml");
    CommandRun.of("test", file.toString(), "--junit-xml", xml.toString());
    assertTrue(Files.readString(xml).contains("tests=\"3\" failures=\"1\""));
    assertEquals(
        new CommandRun(
            0, "skip " + file + ":10: later (not yet)\n2 passed, 0 failed, 1 skipped\n", ""),
        updated(file));
  }

  private static CommandRun updated(Path file) {
    assertEquals(1, CommandRun.of("test", "--update", file.toString()).exitCode());
    return CommandRun.of("test", file.toString());
  }

  @Test
  void shouldSayWhichScenarioFilesAreMissing() {
    assertEquals(
        new CommandRun(66, "", "error: there is no file or folder 'nowhere'\n"),
        CommandRun.of("test", "nowhere"));
    assertEquals(
        new CommandRun(66, "", "error: there are no *.scenario files\n"),
        CommandRun.of("test", folder.toString()));
    assertEquals(
        new CommandRun(64, "", "error: --chunk needs a number of rows or 'all', not '0'\n"),
        CommandRun.of("test", "--chunk=0", folder.toString()));
  }

  @Test
  void shouldGenerateTheSameRowsForTheSameSeed() throws IOException {
    Path file = folder.resolve("market.jsonl");

    CommandRun csv = CommandRun.of("generate", "market", "--rows", "3");
    CommandRun jsonl =
        CommandRun.of("generate", "market", "--rows=3", "--seed=1", "-o", file.toString());

    assertEquals(0, csv.exitCode());
    assertEquals(4, csv.out().lines().count());
    assertEquals(csv, CommandRun.of("generate", "market", "--rows", "3", "--seed", "1"));
    assertEquals("3 rows with 0 anomalies written to '" + file + "'\n", jsonl.err());
    assertEquals(3, Files.readString(file, StandardCharsets.UTF_8).lines().count());
    assertEquals(
        new CommandRun(
            64,
            "",
            "error: there is no template 'markt'; there are fraud, market, iot;"
                + " did you mean 'market'?\n"),
        CommandRun.of("generate", "markt"));
    assertEquals(
        73,
        CommandRun.of("generate", "iot", "-o", folder.resolve("no/file").toString()).exitCode());
  }
}
