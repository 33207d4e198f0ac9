package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Language 1.1: which words are names where. Keywords are those of the lexer, so that a new one is
 * asked as well.
 */
final class NamePlacesTest {
  /** Places of names, each marked by a tilde, also of those inside of expressions. */
  private static final List<String> PLACES =
      List.of(
          "define stream ~ (~ int);",
          "define table ~ (~ int, PRIMARY KEY (~));",
          "define window ~ (~ int) length(5);",
          "define trigger ~ at every 5 sec;",
          "define function ~[js] return int { 1 };",
          "CREATE VIEW ~ AS SELECT a FROM S;",
          "CREATE INDEX ~ ON ~ (~);",
          "from ~ select ~ insert into ~;",
          "from ~[~ > 1] select ~.~ as ~ insert into ~;",
          "from #~ select a, ~, b insert into #~;",
          "from !~ select ~ insert into Out;",
          "from S as ~ select ~.a, ~.* insert into Out;",
          // Not behind SELECT: "select all + a" and "select distinct - a" have quantifiers.
          "from S[a > ~ and ~ < 5] select 1 + ~ * 2 as b, -~ as c, (~) as d insert into Out;",
          "from S[~ is null or not ~ like 'x%' or ~ in (1, ~)] select a insert into Out;",
          "from S select sum(~) as b, f(a, ~, b) as c, f(~ => ~) as d insert into Out;",
          "from S select CAST(~ AS int) as b, x:f(~) as c insert into Out;",
          "from S#window.length(~) select a insert into Out;",
          "from S#window.sort(5, ~, 'desc') select a insert into Out;",
          "from S select a group by ~, a having ~ > 5 order by ~ desc insert into Out;",
          "from ~ join ~ as b on ~.a == b.~ select ~.a as ~ insert into Out;",
          "from every ~=S[~ > 1] -> b=~[a == ~.a] select ~.a insert into Out;",
          "from S select ~ update ~ set ~.~ = ~ on ~.a == ~;",
          "from S select a delete ~ on ~ == ~.a;",
          "partition with (~ of ~) begin from S select a insert into Out; end;",
          "SELECT ~, a, ~ AS ~ FROM ~ AS ~;",
          "SELECT ~ FROM S WHERE ~ = a AND ~ BETWEEN ~ AND 5;",
          "SELECT ~, count(*) AS n FROM S GROUP BY ~ HAVING ~ > 1 ORDER BY ~ DESC;",
          "SELECT CASE ~ WHEN 1 THEN ~ ELSE ~ END AS b FROM S;",
          "SELECT sum(~) OVER (PARTITION BY ~ ORDER BY ~) AS b FROM S;",
          "SELECT a FROM TUMBLE(TABLE ~, DESCRIPTOR(~), INTERVAL '1' MINUTE);",
          "INSERT INTO ~ (~) SELECT ~ FROM ~ JOIN ~ ON ~ = b;",
          "INSERT INTO ~ VALUES (1);",
          "WITH ~ AS (SELECT a FROM S) SELECT a FROM ~;",
          "UPDATE ~ SET ~ = ~ + 1 WHERE ~ = 1;",
          "DELETE FROM ~ WHERE ~ = 1;");

  /** In definitions, behind AS and behind a dot nothing but a name can stand. */
  private static final List<String> NAMES_ONLY =
      List.of(
          "define stream ~ (~ int, a int);",
          "CREATE STREAM ~ (~ INT, a VARCHAR);",
          "CREATE STREAM ~ AS SELECT a FROM S;",
          "define table ~ (~ int primary key, b int);",
          "CREATE TABLE ~ (~ INT, PRIMARY KEY (~), INDEX (~));",
          "define window ~ (~ int) length(5);",
          "define trigger ~ at every 5 sec;",
          "define function ~[js] return int { 1 };",
          "CREATE FUNCTION ~ (~ INT) RETURNS INT LANGUAGE js AS 'a';",
          "define aggregation ~ from S select sum(a) as ~ aggregate by ~ every sec ... min;",
          "CREATE VIEW ~ (~) AS SELECT a FROM S;",
          "CREATE INDEX ~ ON ~ (~);",
          "from S select a as ~ insert into Out;",
          "from S select s.~, s.~ + 1 as b, f(s.~) as c insert into Out;",
          "from S as ~ select a insert into Out;",
          "SELECT s.~ AS ~ FROM S AS ~ WHERE s.~ = 1 GROUP BY s.~ ORDER BY s.~;",
          "SELECT a FROM S JOIN T AS ~ ON S.~ = T.~;",
          "SELECT a FROM (SELECT a FROM S) AS ~;",
          "INSERT INTO Out (~, b) SELECT a, b FROM S;",
          "@info(~ = 'x') from S select a insert into Out;");

  /** Where a text in double quotes is a name. */
  private static final List<String> QUOTED =
      List.of(
          "CREATE STREAM S (a INT) WITH (~ = 'x', 'b' = 'y');",
          "CREATE TABLE T (a INT) WITH (~ = 5 sec);",
          "from ~[a > 1]#window.length(5) select a insert into ~;",
          "from ~ as x join ~ as y on x.~ == y.~ select x.~ as a insert into ~;",
          "INSERT INTO ~ (~) SELECT s.~ FROM ~ AS s;",
          "INSERT INTO ~ VALUES (1);",
          "INSERT ALL EVENTS INTO ~ SELECT a FROM ~;",
          "from S select a insert into #~;",
          "from #~ select a insert into !~;",
          "WITH ~ AS (SELECT a FROM S) SELECT a FROM ~;",
          "UPDATE ~ SET ~ = 1 WHERE a = 1;",
          "DELETE FROM ~ WHERE a = 1;",
          "from S select a update ~ set T.~ = a on T.~ == a;",
          "SELECT a FROM TUMBLE(TABLE ~, DESCRIPTOR(~), INTERVAL '1' MINUTE);",
          "partition with (a of ~) begin from ~ select a insert into ~; end;");

  @Test
  void shouldTakeEverySoftWordBareInEveryPlaceOfAName() {
    assertNames(softWords(), PLACES);
  }

  @Test
  void shouldTakeEveryWordWhereOnlyANameCanStand() {
    assertNames(keywords(1), NAMES_ONLY);
    assertNames(softWords(), NAMES_ONLY);
  }

  private static void assertNames(List<String> words, List<String> places) {
    List<String> wrong = new ArrayList<>();
    for (String word : words) {
      for (String written : List.of(word, word.toLowerCase(Locale.ROOT))) {
        for (String place : places) {
          String bare = place.replace("~", written);
          if (!isSame(bare, place.replace("~", "`" + written + "`"))) {
            wrong.add(bare);
          }
        }
      }
    }

    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void shouldTakeDoubleQuotesForANameWhereOnlyANameCanStand() {
    List<String> wrong = new ArrayList<>();
    for (List<String> places : List.of(NAMES_ONLY, QUOTED)) {
      for (String place : places) {
        for (String name : List.of("unit price", "select", "1st", "größe", "a`b")) {
          String quoted = place.replace("~", "\"" + name + "\"");
          if (!isSame(quoted, place.replace("~", "`" + name.replace("`", "``") + "`"))) {
            wrong.add(quoted);
          }
        }
      }
    }

    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void shouldAllowWhiteSpaceAndCommentsBehindAPrefix() {
    String text = "from #A select x insert into #B; from !C select y insert into !D;";

    for (String between : List.of(" ", "\n", "/* a */", "-- a\n")) {
      assertTrue(isSame(text.replaceAll("[#!]", "$0" + between), text), between);
    }
  }

  /** Whether two texts, of which the second one is right, have the same tree. */
  private static boolean isSame(String text, String other) {
    ParsedApp expected = parse(other);
    assertEquals(List.of(), expected.diagnostics(), other);
    ParsedApp parsed = parse(text);
    return parsed.diagnostics().isEmpty()
        && Printer.print(parsed.app()).equals(Printer.print(expected.app()));
  }

  /** Keywords behind the last reserved one, in the order of the lexer, and the units. */
  private static List<String> softWords() {
    List<String> words =
        Stream.concat(keywords(EventFluxQLLexer.SET + 1).stream(), DurationUnit.allWords().stream())
            .toList();
    assertTrue(words.containsAll(Set.of("AFTER", "WITH", "day", "ms")), words.toString());
    return words;
  }

  /** Keywords from a type of token on; units of time stand behind the last one. */
  private static List<String> keywords(int first) {
    return IntStream.range(first, EventFluxQLLexer.TIME_UNIT)
        .mapToObj(type -> EventFluxQLLexer.VOCABULARY.getLiteralName(type).replace("'", ""))
        .toList();
  }

  private static ParsedApp parse(String text) {
    return EventFluxParser.parse(new SourceText("t", text));
  }
}
