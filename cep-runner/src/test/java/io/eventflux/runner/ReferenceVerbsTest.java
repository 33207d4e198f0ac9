package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code list}, {@code docs} and {@code help}. */
class ReferenceVerbsTest {
  @Test
  void shouldListWhatThereIsAndWhatIsComing() {
    CommandRun run = CommandRun.of("list", "windows");

    assertEquals(0, run.exitCode());
    List<String> lines = run.out().lines().toList();
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("lengthBatch +window  available  Collects n .*")),
        run.out());
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("unique:timeBatch +window +coming .*")),
        run.out());
    String all = CommandRun.of("list").out();
    assertTrue(all.contains("\ncsv "), all);
    assertTrue(all.contains("\nlengthBatch "), all);
    assertTrue(all.contains("\nstr:substr "), all);
    assertTrue(all.contains("\ngenerator "), all);
    assertEquals(CommandRun.of("list", "formats"), CommandRun.of("list", "FORMATS"));
  }

  @Test
  void shouldSayWhatCanBeListedAsItIsWritten() {
    CommandRun run = CommandRun.of("list", "foo");

    assertEquals(64, run.exitCode());
    assertEquals(
        "error: invalid value for positional parameter at index 0 (KIND): expected one of functions, windows,"
            + " connectors, formats but was 'foo'\nsee eventflux list --help\n",
        run.err());
  }

  @Test
  void shouldListAsJson() throws IOException {
    CommandRun run = CommandRun.of("list", "connectors", "--format", "json");

    assertEquals(0, run.exitCode());
    List<String> names = new ArrayList<>();
    int depth = 0;
    try (JsonParser json = new JsonFactory().createParser(run.out())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 2 && token == JsonToken.FIELD_NAME && json.currentName().equals("name")) {
          names.add(json.nextTextValue());
        }
      }
    }
    assertEquals(0, depth);
    assertEquals(2, names.stream().filter("kafka"::equals).count());
    assertTrue(names.contains("generator"));
    String file =
        run.out()
            .lines()
            .filter(line -> line.contains("\"source\",\"name\":\"file\""))
            .toList()
            .get(0);
    assertTrue(
        file.contains(
            "{\"key\":\"path\",\"takes\":\"text\",\"required\":true,\"default\":null,\"choices\":[]"),
        file);
  }

  @Test
  void shouldSayEverythingThatHasTheName() {
    CommandRun run = CommandRun.of("docs", "LOG");

    assertEquals(0, run.exitCode());
    List<String> titles =
        run.out()
            .lines()
            .filter(line -> line.matches("(stream )?[a-z]+ log( \\(coming.*)?"))
            .toList();
    assertEquals(
        List.of("function log", "stream function log (coming: not supported yet)", "sink log"),
        titles);
  }

  @Test
  void shouldSuggestNamesThatAreNear() {
    assertEquals(
        new CommandRun(64, "", "error: nothing is called 'kafak'; did you mean 'kafka'?\n"),
        CommandRun.of("docs", "kafak"));
    assertEquals(
        new CommandRun(
            64, "", "error: nothing is called 'groupConcat'; did you mean 'str:groupConcat'?\n"),
        CommandRun.of("docs", "groupConcat"));
    assertEquals(
        new CommandRun(64, "", "error: nothing is called 'zzzzzz'; see eventflux list\n"),
        CommandRun.of("docs", "zzzzzz"));
  }

  @Test
  void shouldExplainACodeByEitherName() {
    CommandRun run = CommandRun.of("help", "cep2103");

    assertEquals(
        new CommandRun(
            0,
            """
            error[CEP2103] UNKNOWN_ATTRIBUTE

            The source has no column of this name. Names of columns are case-sensitive; the message lists them.

            This gives it:
              CREATE STREAM S (price DOUBLE);
              INSERT INTO T SELECT pric FROM S;

            This does not:
              CREATE STREAM S (price DOUBLE);
              INSERT INTO T SELECT price FROM S;
            """,
            ""),
        run);
    assertEquals(run, CommandRun.of("help", "UNKNOWN_ATTRIBUTE"));
    assertEquals(
        "error: there is no help on 'UNKNOWN_ATRIBUTE';"
            + " did you mean 'eventflux help UNKNOWN_ATTRIBUTE'?\n",
        CommandRun.of("help", "UNKNOWN_ATRIBUTE").err());
  }

  @Test
  void shouldHelpWithVerbs() {
    assertEquals(CommandRun.of("--help"), CommandRun.of("help"));
    assertEquals(
        new CommandRun(
            64, "", "error: there is no help on 'chekc'; did you mean 'eventflux help check'?\n"),
        CommandRun.of("help", "chekc"));
  }
}
