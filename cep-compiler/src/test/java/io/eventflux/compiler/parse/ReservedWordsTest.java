package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Language 1.1 and 9.1: a reserved word in the place of a name is a name, or is refused as a
 * reserved word, whatever stands around it.
 */
final class ReservedWordsTest {
  private static final List<String> RESERVED =
      List.of(
          ("SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET OUTPUT INSERT UPDATE DELETE UPSERT UNION ON"
                  + " JOIN AS AND OR NOT IN IS NULL TRUE FALSE CASE WHEN THEN ELSE END BETWEEN LIKE EXISTS"
                  + " WITHIN PER EMIT RETURN SET")
              .split(" "));

  /** Every place of a name, marked by a tilde; words in front of it would not be reserved. */
  private static final List<String> PLACES =
      List.of(
          "define stream ~ (a int);",
          "define stream S (~ int);",
          "define stream S (a int, ~ string, b int);",
          "define table T (a int, PRIMARY KEY (~));",
          "define table T (a int) with ('x' = 'y', ~ = 'z');",
          "@~(a = 'b') define stream S (a int);",
          "@source(~ = 'b') define stream S (a int);",
          "define window ~ (a int) length(5);",
          "define trigger ~ at every 5 sec;",
          "define function ~[js] return int { 1 };",
          "CREATE VIEW ~ AS SELECT a FROM S;",
          "CREATE INDEX ~ ON T (a);",
          "from ~ select a insert into Out;",
          "from ~[a > 1] select a insert into Out;",
          "from ~#window.length(5) select a insert into Out;",
          "from S as ~ select a insert into Out;",
          "from #~ select a insert into Out;",
          "from !~ select a insert into Out;",
          "from S select a insert into ~;",
          "from S select a insert into #~;",
          "from S select ~ insert into Out;",
          "from S select ~, a insert into Out;",
          "from S select a, ~ insert into Out;",
          "from S select a, ~, b insert into Out;",
          "from S select a ~ insert into Out;",
          "from S select a as ~ insert into Out;",
          "from S select a + ~ as b insert into Out;",
          "from S select ~ + a as b insert into Out;",
          "from S select ~ * 2 + a as b, c insert into Out;",
          "from S select S.~ insert into Out;",
          "from S select ~.a insert into Out;",
          "from S select ~.* insert into Out;",
          "from S select sum(~) as b insert into Out;",
          "from S select f(a, ~, b) as b insert into Out;",
          "from S select f(~ => 1) as b insert into Out;",
          "from S select ~(a) as b insert into Out;",
          "from S select ~:f(a) as b insert into Out;",
          "from S select str:~(a) as b insert into Out;",
          "from S select CAST(~ AS int) as b insert into Out;",
          "from S[~ > 5] select a insert into Out;",
          "from S[~ == 5 and a > 1] select a insert into Out;",
          "from S[a > 1 and ~ < 5] select a insert into Out;",
          "from S[a > ~] select a insert into Out;",
          "from S[a == ~ or b == 2] select a insert into Out;",
          "from S[~ is null] select a insert into Out;",
          "from S[~ like 'x%'] select a insert into Out;",
          "from S[~ in (1, 2)] select a insert into Out;",
          "from S[~ between 1 and 2] select a insert into Out;",
          "from S#window.~(5) select a insert into Out;",
          "from S#~(5) select a insert into Out;",
          "from S select a group by ~ insert into Out;",
          "from S select a group by a, ~ insert into Out;",
          "from S select a order by ~ desc insert into Out;",
          "from S select a having ~ > 5 insert into Out;",
          "from e1=~ -> e2=S select e1.a insert into Out;",
          "from ~=S -> e2=S select e2.a insert into Out;",
          "from every e1=S -> ~=S[a > 1] select e1.a insert into Out;",
          "from S join ~ on S.a == b select a insert into Out;",
          "from S as x join R as ~ on x.a == b select a insert into Out;",
          "from S join R on ~ == b select a insert into Out;",
          "from S select a update T set T.~ = a on T.a == a;",
          "from S select a update ~ on a == 1;",
          "from S select a delete ~ on a == 1;",
          "from S select a delete T on ~ == 1;",
          "partition with (~ of S) begin from S select a insert into Out; end;",
          "partition with (a of ~) begin from S select a insert into Out; end;",
          "SELECT ~ FROM S;",
          "SELECT a, ~ FROM S;",
          "SELECT a ~ FROM S;",
          "SELECT a AS ~ FROM S;",
          "SELECT ~ AS b, c FROM S;",
          "SELECT ~ > 5 AS b FROM S;",
          "SELECT a FROM ~;",
          "SELECT a FROM ~ WHERE a > 1;",
          "SELECT a FROM S WHERE ~ > 5;",
          "SELECT a FROM S WHERE ~ = 5 AND a = 1;",
          "SELECT a FROM S WHERE a = ~;",
          "SELECT a FROM S GROUP BY ~;",
          "SELECT a FROM S GROUP BY a HAVING ~ > 1;",
          "SELECT a FROM S ORDER BY ~;",
          "SELECT a FROM S JOIN ~ ON S.a = b;",
          "SELECT a FROM TUMBLE(TABLE ~, DESCRIPTOR(ts), INTERVAL '1' MINUTE);",
          "SELECT a FROM TUMBLE(TABLE S, DESCRIPTOR(~), INTERVAL '1' MINUTE);",
          "INSERT INTO ~ SELECT a FROM S;",
          "INSERT INTO Out (a, ~) SELECT a, b FROM S;",
          "WITH ~ AS (SELECT a FROM S) SELECT a FROM c;",
          "SELECT a FROM (SELECT ~ FROM S) AS t;",
          "SELECT CASE ~ WHEN 1 THEN 2 ELSE 3 END AS b FROM S;",
          "SELECT CASE WHEN a > 1 THEN ~ ELSE 3 END AS b FROM S;",
          "SELECT sum(a) OVER (PARTITION BY ~) AS b FROM S;",
          "UPDATE T SET ~ = 1 WHERE a = 1;",
          "UPDATE ~ SET a = 1 WHERE a = 1;",
          "DELETE FROM ~ WHERE a = 1;",
          "INSERT INTO ~ VALUES (1);");

  @Test
  void shouldTakeOrNameEveryReservedWordInEveryPlaceOfAName() {
    List<String> wrong = new ArrayList<>();
    for (String place : PLACES) {
      for (String word : RESERVED) {
        for (String written : List.of(word, word.toLowerCase(Locale.ROOT))) {
          String text = place.replace("~", written);
          int at = place.indexOf('~');
          List<Diagnostic> said = EventFluxParser.parse(new SourceText("t", text)).diagnostics();
          boolean isFine =
              isName(place, written)
                  || isReserved(said, at, at + word.length())
                  || hasAMeaning(word, said);
          if (!isFine) {
            wrong.add(text + "   " + said.stream().map(Diagnostic::message).toList());
          }
        }
      }
    }

    assertEquals("", String.join("\n", wrong));
  }

  /** Whether a text is read as it is with the word in back-ticks. */
  private static boolean isName(String place, String word) {
    ParsedApp bare = EventFluxParser.parse(new SourceText("t", place.replace("~", word)));
    ParsedApp quoted =
        EventFluxParser.parse(new SourceText("t", place.replace("~", "`" + word + "`")));
    return bare.diagnostics().equals(quoted.diagnostics())
        && Printer.print(bare.app()).equals(Printer.print(quoted.app()));
  }

  private static boolean isReserved(List<Diagnostic> said, int start, int end) {
    return said.size() == 1
        && said.get(0).code().name().equals("RESERVED_WORD")
        && said.get(0).span().start() == start
        && said.get(0).span().end() == end;
  }

  /** Constants are what they are where a value stands, and NOT in front of one. */
  private static boolean hasAMeaning(String word, List<Diagnostic> said) {
    return said.isEmpty() && Set.of("NULL", "TRUE", "FALSE", "NOT").contains(word);
  }
}
