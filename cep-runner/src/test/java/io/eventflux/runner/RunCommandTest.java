package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.core.connector.OriginalBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
  private static final String DOUBLED =
      "CREATE STREAM S (x INT); INSERT INTO S VALUES (1), (2);"
          + " INSERT INTO T SELECT x * 2 AS y FROM S;";
  private static final String TWO_OUTPUTS =
      "CREATE STREAM S (x INT); INSERT INTO S VALUES (1), (20);"
          + " INSERT INTO Small SELECT x FROM S WHERE x < 10;"
          + " INSERT INTO Large SELECT x, x * 2 AS stream FROM S WHERE x >= 10;";

  @TempDir Path folder;

  private String app(String options) throws IOException {
    Files.writeString(folder.resolve("trades.csv"), "symbol,price\nIBM,12.5\nMSFT,x\nIBM,3.5\n");
    Path app = folder.resolve("trades.eventflux");
    Files.writeString(
        app,
        "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE) WITH (type = 'source',"
            + " extension = 'file', format = 'csv', 'file.path' = 'trades.csv',"
            + " 'csv.header' = 'true'"
            + options
            + ");\n"
            + "INSERT INTO Big SELECT symbol, price FROM Trades WHERE price > 10;\n");
    return app.toString();
  }

  @Test
  void shouldRefuseAStateFolderThatCannotBeCreated() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = file.resolve("state");

    CommandRun run = CommandRun.of("-q", "--state-dir", below.toString(), "-c", DOUBLED);

    assertEquals(73, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains(below + " cannot be used as a state folder: "), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "rocksdb"})
  void shouldReadOnInAFileThatGrewAndRefuseAnotherOne(String backend) throws IOException {
    String state = folder.resolve("state").toString();
    String[] words = {app(""), "-q", "--state-dir", state, "--state-backend", backend};
    CommandRun first = CommandRun.of(words);
    Path trades = folder.resolve("trades.csv");
    Files.writeString(trades, "SAP,11.5\n", StandardOpenOption.APPEND);
    CommandRun second = CommandRun.of(words);
    Files.writeString(trades, "symbol,price\n" + "ORCL,99.5\n".repeat(20));
    CommandRun third = CommandRun.of(words);

    assertEquals("{\"symbol\":\"IBM\",\"price\":12.5}\n", first.out());
    assertEquals("{\"symbol\":\"SAP\",\"price\":11.5}\n", second.out());
    assertEquals(74, third.exitCode());
    assertEquals("", third.out());
    assertTrue(
        third
            .err()
            .contains(
                "the file 'trades.csv' is not the one that was read up to byte 46, line 6: its last"
                    + " 46 bytes up to there are others, so it was replaced or changed; nothing of"
                    + " it was read. Put the file back, or begin with a new state to read it from"
                    + " its start\n"),
        third.err());
  }

  @Test
  void shouldPrintRowsOfTheFinalOutputAsJsonLines() {
    assertEquals(
        new CommandRun(0, "{\"y\":2}\n{\"y\":4}\n", ""), CommandRun.of("run", "-q", "-c", DOUBLED));
  }

  @Test
  void shouldRunWithoutTheVerb() throws IOException {
    assertEquals(
        new CommandRun(0, "{\"y\":2}\n{\"y\":4}\n", ""), CommandRun.of("-q", "-c", DOUBLED));
    Path app = Files.writeString(folder.resolve("doubled.eventflux"), DOUBLED);
    assertEquals(
        new CommandRun(0, "y\n2\n4\n", ""), CommandRun.of(app.toString(), "--format=csv", "-q"));
    assertEquals(
        new CommandRun(0, "{\"y\":2}\n{\"y\":4}\n", ""),
        CommandRun.with(DOUBLED, Map.of(), "-q", "-"));
  }

  @Test
  void shouldPrintATable() {
    assertEquals(
        new CommandRun(0, "y\n-\n2\n4\n", ""),
        CommandRun.of("-q", "-c", DOUBLED, "--format", "table"));
  }

  @Test
  void shouldNameTheStreamWhenThereAreSeveralOutputs() {
    assertEquals(
        new CommandRun(
            0,
            "{\"_stream\":\"Small\",\"x\":1}\n{\"_stream\":\"Large\",\"x\":20,\"stream\":40}\n",
            ""),
        CommandRun.of("-q", "-c", TWO_OUTPUTS));
  }

  @Test
  void shouldPrintTheStreamsAskedFor() {
    assertEquals(
        new CommandRun(0, "{\"x\":1}\n{\"x\":20}\n", ""),
        CommandRun.of("-q", "-c", TWO_OUTPUTS, "--output", "S"));
    assertEquals(
        new CommandRun(
            64,
            "",
            "error: --output: the app has no stream 'Smal'; it has S, Small, Large;"
                + " did you mean 'Small'?\n"),
        CommandRun.of("-q", "-c", TWO_OUTPUTS, "--output", "Smal"));
  }

  @Test
  void shouldRefuseCsvForOutputsThatDiffer() {
    assertEquals(
        new CommandRun(
            64,
            "",
            "error: csv has one set of columns, but the outputs differ: Small, Large;"
                + " choose with --output STREAM\n"),
        CommandRun.of("-q", "-c", TWO_OUTPUTS, "--format", "csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=1", "--threads=0", "--chunk=1", "--chunk=7"})
  void shouldReadFilesBesideTheAppAndReportBadRows(String option) throws IOException {
    assertEquals(
        new CommandRun(
            0,
            "{\"symbol\":\"IBM\",\"price\":12.5}\n",
            "warning: trades.csv:3: column 'price' needs a DOUBLE, but the record holds 'x';"
                + " event: MSFT,x (dropped)\n"),
        CommandRun.of("-q", app(""), option));
  }

  @Test
  void shouldSummariseOnStandardError() throws IOException {
    CommandRun run = CommandRun.of(app(""));

    assertEquals(0, run.exitCode());
    assertTrue(
        run.err()
            .matches(
                "(?s)warning: .*\\n"
                    + "Trades  in             2\\n"
                    + "Big     out            1\\n"
                    + "3 events in \\d+\\.\\d\\d s \\([\\d,]+/s\\), 0 late, 1 errors: end of input\\n"),
        run.err());
  }

  @Test
  void shouldSummariseForPrograms() throws IOException {
    CommandRun run = CommandRun.of("-q", app(""), "--summary=json");

    assertTrue(
        run.err()
            .matches(
                "(?s).*\\{\"app\":\"[^\"]+\",\"exitReason\":\"end of input\",\"in\":\\{\"Trades\":2\\},"
                    + "\"out\":\\{\"Big\":1\\},.*\"read\":3,\"processed\":2,\"dead\":1,\"late\":0,"
                    + "\"filtered\":0,.*\\}\\n"),
        run.err());
  }

  @Test
  void shouldEndWithADataErrorWhenTheRuleSaysFail() throws IOException {
    CommandRun run = CommandRun.of("-q", app(", 'error.strategy' = 'fail'"));

    assertEquals(65, run.exitCode());
    assertTrue(run.err().contains("trades.csv:3"), run.err());
  }

  @Test
  void shouldSayWhichInputIsMissing() throws IOException {
    String app = app("");
    Files.delete(folder.resolve("trades.csv"));

    CommandRun run = CommandRun.of("-q", app);

    assertEquals(66, run.exitCode());
    assertTrue(run.err().contains("trades.csv"), run.err());
    assertEquals(
        new CommandRun(66, "", "error: there is no file 'nowhere.eventflux'\n"),
        CommandRun.of("nowhere.eventflux"));
  }

  @Test
  void shouldShowCompileErrorsWithTheirPlaces() {
    CommandRun run = CommandRun.of("-c", "CREATE STREAM S (x INT); INSERT INTO T SELECT z FROM S;");

    assertEquals(78, run.exitCode());
    assertEquals("", run.out());
    assertTrue(
        run.err()
            .startsWith("error[CEP2103]: column 'z' does not exist in stream 'S'\n  --> -c:1:"),
        run.err());
  }

  @Test
  void shouldShowCompileErrorsToPrograms() {
    CommandRun run =
        CommandRun.of(
            "--error-format=json", "-c", "CREATE STREAM S (x INT); INSERT INTO T SELECT z FROM S;");

    assertEquals(78, run.exitCode());
    assertTrue(run.err().startsWith("{\"code\":\"CEP2103\","), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void shouldReplaceVariables() {
    assertEquals(
        new CommandRun(0, "{\"x\":20}\n", ""),
        CommandRun.of(
            "-q",
            "-D",
            "limit=10",
            "-c",
            "CREATE STREAM S (x INT); INSERT INTO S VALUES (1), (20);"
                + " INSERT INTO T SELECT x FROM S WHERE x > ${limit};"));
  }

  @Test
  void shouldRefuseAnAppThatIsNoText() throws IOException {
    Path app = Files.write(folder.resolve("bad.eventflux"), new byte[] {(byte) 0xC3, 0x28});

    assertEquals(
        new CommandRun(65, "", "error: " + app + " is not UTF-8 text\n"),
        CommandRun.of(app.toString()));
  }

  @Test
  void shouldTakeTheCastThatAMessageSuggests() {
    String app =
        "CREATE STREAM S (f FLOAT); INSERT INTO S VALUES (%s); INSERT INTO T SELECT f FROM S;";

    assertEquals(
        "   = write CAST(0.1 AS FLOAT)",
        CommandRun.of("-q", "-c", app.formatted("0.1")).err().lines().reduce("", (a, b) -> b));
    assertEquals(
        new CommandRun(0, "{\"f\":0.1}\n", ""),
        CommandRun.of("-q", "-c", app.formatted("CAST(0.1 AS FLOAT)")));
  }

  @Test
  void shouldRefuseTwoApps() {
    assertEquals(
        new CommandRun(64, "", "error: give a file or -c TEXT, not both\n"),
        CommandRun.of("run", "-c", DOUBLED, "some.eventflux"));
    assertEquals(
        new CommandRun(64, "", "error: the app is missing: a file, '-' or -c TEXT\n"),
        CommandRun.of("run"));
    assertEquals(
        new CommandRun(64, "", "error: --threads must not be negative\n"),
        CommandRun.of("run", "--threads=-1", "-c", DOUBLED));
  }

  @Test
  void shouldWriteNothingWhenTheAppWritesToStandardOutputItself() throws IOException {
    Path target = folder.resolve("out.csv");
    CommandRun run =
        CommandRun.of(
            "-q",
            "-c",
            "CREATE STREAM S (x INT); INSERT INTO S VALUES (1);"
                + " CREATE STREAM T (x INT) WITH (type = 'sink', extension = 'file',"
                + " format = 'csv', 'file.path' = '"
                + target
                + "'); INSERT INTO T SELECT x FROM S;");

    assertEquals(new CommandRun(0, "", ""), run);
    assertEquals("1\n", Files.readString(target, StandardCharsets.UTF_8));
  }

  @Test
  void shouldInferTheStreamOfDeadLettersAndKeepTheOrderOfRows() throws IOException {
    String app = app(", 'error.strategy' = 'dlq', 'error.dlq.stream' = 'Dead'");
    Files.writeString(
        Path.of(app),
        """
        INSERT INTO Log SELECT originalEvent, errorType, attemptCount, streamName FROM Dead;
        INSERT INTO Log SELECT symbol, 'READ', 0, 'Trades' FROM Trades;
        """,
        StandardOpenOption.APPEND);

    CommandRun run = CommandRun.of("-q", app, "--output", "Log");

    assertEquals(
        """
        {"originalEvent":"IBM","errorType":"READ","attemptCount":0,"streamName":"Trades"}
        {"originalEvent":"MSFT,x\\n","errorType":"DECODE","attemptCount":1,"streamName":"Trades"}
        {"originalEvent":"IBM","errorType":"READ","attemptCount":0,"streamName":"Trades"}
        """,
        run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void shouldKeepTheBytesOfAnEventThatCannotBeDecoded() throws IOException {
    String app = app(", 'error.strategy' = 'dlq', 'error.dlq.stream' = 'Dead'");
    Files.writeString(
        Path.of(app),
        """
        INSERT INTO Log
        SELECT errorStage, sourceName, sourcePosition, originalBytes, originalSizeBytes, originalSha256
        FROM Dead;
        """,
        StandardOpenOption.APPEND);

    CommandRun run = CommandRun.of("-q", app, "--output", "Log");

    byte[] event = "MSFT,x\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "{\"errorStage\":\"source/Trades/0\",\"sourceName\":\"trades.csv\",\"sourcePosition\":\"3\","
            + "\"originalBytes\":\""
            + new String(Base64.getEncoder().encode(event), StandardCharsets.US_ASCII)
            + "\",\"originalSizeBytes\":7,\"originalSha256\":\""
            + OriginalBytes.of(event).sha256()
            + "\"}\n",
        run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void shouldEndWhenTooManyEventsCannotBeDecoded() throws IOException {
    CommandRun atOnce = CommandRun.of("-q", app(", 'error.max-rate' = '0%'"));

    assertEquals(65, atOnce.exitCode());
    assertEquals(
        "warning: trades.csv:3: column 'price' needs a DOUBLE, but the record holds 'x';"
            + " event: MSFT,x (app stopped)\n"
            + "error: too many events of stream 'Trades' cannot be decoded: 1 of 2, and"
            + " 'error.max-rate' is 0%; the last is trades.csv:3: column 'price' needs a"
            + " DOUBLE, but the record holds 'x'\n",
        atOnce.err());

    CommandRun atTheEnd = CommandRun.of("-q", app(", 'error.max-rate' = '10%'"));

    assertEquals(65, atTheEnd.exitCode());
    assertEquals(
        "warning: trades.csv:3: column 'price' needs a DOUBLE, but the record holds 'x';"
            + " event: MSFT,x (dropped)\n"
            + "error: too many events of stream 'Trades' cannot be decoded: 1 of 3, and"
            + " 'error.max-rate' is 10%\n",
        atTheEnd.err());
  }

  @Test
  void shouldServeMetricsAtAnyFreePort() {
    CommandRun run = CommandRun.of("-q", "--metrics-port", "0", "-c", DOUBLED);

    assertEquals(0, run.exitCode());
    assertEquals("{\"y\":2}\n{\"y\":4}\n", run.out());
    assertTrue(run.err().matches("metrics at http://127\\.0\\.0\\.1:\\d+/metrics\\n"), run.err());
  }

  @Test
  void shouldSayThatAPortIsTaken() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      String port = Integer.toString(taken.getLocalPort());

      assertEquals(
          new CommandRun(73, "", "error: --metrics-port: port " + port + " is in use\n"),
          CommandRun.of("--metrics-port", port, "-c", DOUBLED));
    }
  }

  @Test
  void shouldRefuseWhatIsNoPort() {
    for (String port : new String[] {"-1", "65536"}) {
      assertEquals(
          new CommandRun(64, "", "error: --metrics-port must be from 0 to 65535\n"),
          CommandRun.of("--metrics-port=" + port, "-c", DOUBLED));
    }
    assertEquals(64, CommandRun.of("--metrics-port=http", "-c", DOUBLED).exitCode());
  }
}
