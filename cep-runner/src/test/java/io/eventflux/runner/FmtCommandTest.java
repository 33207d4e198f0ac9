package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {
  private static final String UGLY = "define stream S(a int); -- s\nfrom S select a insert into T;";
  private static final String NEAT =
      "DEFINE STREAM S (\n  a int\n); -- s\nFROM S\nSELECT a\nINSERT INTO T;\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void shouldRewriteFilesInPlace() throws IOException {
    Path ugly = file("ugly.eventflux", UGLY);
    Path neat = file("neat.eventflux", NEAT);

    CommandRun run = CommandRun.of("fmt", ugly.toString(), neat.toString());

    assertEquals(new CommandRun(0, "", ""), run);
    assertEquals(NEAT, Files.readString(ugly));
    assertEquals(NEAT, Files.readString(neat));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void shouldNameFilesThatDiffer() throws IOException {
    Path ugly = file("ugly.eventflux", UGLY);
    Path neat = file("neat.eventflux", NEAT);

    CommandRun run = CommandRun.of("fmt", "--check", ugly.toString(), neat.toString());

    assertEquals(new CommandRun(1, ugly + "\n", ""), run);
    assertEquals(UGLY, Files.readString(ugly));
    assertEquals(new CommandRun(0, "", ""), CommandRun.of("fmt", "--check", neat.toString()));
  }

  @Test
  void shouldLeaveWrongTextsAlone() throws IOException {
    Path wrong = file("wrong.eventflux", "from S selekt a;");
    Path ugly = file("ugly.eventflux", UGLY);

    CommandRun run = CommandRun.of("fmt", wrong.toString(), ugly.toString());

    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("error[CEP1001]: "), run.err());
    assertTrue(run.err().contains("--> " + wrong + ":1:8"), run.err());
    assertEquals("from S selekt a;", Files.readString(wrong));
    assertEquals(NEAT, Files.readString(ugly));
    assertEquals(66, CommandRun.of("fmt", folder.resolve("none").toString()).exitCode());
    assertEquals(64, CommandRun.of("fmt").exitCode());
  }

  @Test
  void shouldFormatWhatCanBeReadBesideWhatCannot() throws IOException {
    Path ugly = file("ugly.eventflux", UGLY);
    Path wrong = file("wrong.eventflux", "from S selekt a;");
    Path other = file("other.eventflux", UGLY);
    String none = folder.resolve("none").toString();

    CommandRun run =
        CommandRun.of("fmt", ugly.toString(), none, wrong.toString(), other.toString());

    assertEquals(66, run.exitCode());
    assertTrue(
        run.err().startsWith("error: there is no file '" + none + "'\nerror[CEP1001]: "),
        run.err());
    assertEquals(NEAT, Files.readString(ugly));
    assertEquals(NEAT, Files.readString(other));
    assertEquals(
        new CommandRun(66, "", "error: there is no file '" + none + "'\n"),
        CommandRun.of("fmt", "--check", none, ugly.toString()));
  }

  @Test
  void shouldFormatStandardInput() {
    assertEquals(new CommandRun(0, NEAT, ""), CommandRun.with(UGLY, Map.of(), "fmt", "-"));
    assertEquals(
        new CommandRun(1, "<stdin>\n", ""), CommandRun.with(UGLY, Map.of(), "fmt", "-", "--check"));
  }

  @Test
  void shouldTranslateAndSayWhatItLeaves() {
    String text = UGLY + "\ncreate view V as select a from T;";

    assertEquals(
        new CommandRun(
            0,
            """
            CREATE STREAM S (
              a INT
            ); -- s
            INSERT INTO T
            SELECT a
            FROM S;
            CREATE VIEW V AS
            SELECT a
            FROM T;
            """,
            ""),
        CommandRun.with(text, Map.of(), "fmt", "--to", "sql", "-"));
    assertEquals(
        new CommandRun(
            0,
            NEAT + "CREATE VIEW V AS\nSELECT a\nFROM T;\n",
            "<stdin>:3: left as it is: a view has no classic form\n"),
        CommandRun.with(text, Map.of(), "fmt", "--to=classic", "-"));
    assertEquals(64, CommandRun.with(text, Map.of(), "fmt", "--to=german", "-").exitCode());
  }
}
