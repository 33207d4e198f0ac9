package io.eventflux.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.query.ast.Dialect;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FormatterTest {
  private static FormattedText format(String text, @Nullable Dialect dialect) {
    return Formatter.format(new SourceText("app", text), name -> null, dialect);
  }

  private static void assertFormatted(String expected, String text) {
    assertEquals(expected, format(text, null).text());
    assertEquals(expected, format(expected, null).text());
  }

  private static void assertTranslated(Dialect dialect, String expected, String text) {
    FormattedText translated = format(text, dialect);
    assertEquals(expected, translated.text());
    assertEquals(List.of(), translated.notes());
  }

  @Test
  void shouldKeepCommentsBesideWhatTheyStandBeside() {
    assertFormatted(
        """
        -- header

        /* about S */
        DEFINE STREAM S (
          a int, -- the a
          -- about b
          b string -- the b
          /* end */
        ) WITH (
          type = 'source', -- type
          extension = 'x'
        ); -- behind S
        @info(name = 'q') -- the name
        -- before insert
        INSERT INTO T
        -- pick
        SELECT a, /* first */ b -- second
        -- from here
        FROM S /* s */ WINDOW time(1 min)
        WHERE a > 5 AND /* why */ b <> 'x'
        GROUP BY a, b; -- at the end
        -- bye

        -- really
        """,
        """


        -- header


        /* about S */ define stream S (a int, -- the a
           -- about b
           b string -- the b
           /* end */
        ) with (type='source', -- type
          extension='x'); -- behind S
        @info(name='q') -- the name
        -- before insert
        insert into T
        -- pick
        select a, /* first */ b -- second
        -- from here
        from S /* s */ window time(1 min)
        where a > 5 and /* why */ b <> "x"
        group by a, b
        -- at the end
        ;
        -- bye

        -- really
        """);
  }

  @Test
  void shouldBreakLongLines() {
    assertFormatted(
        """
        INSERT INTO Q
        SELECT
          CASE
            WHEN a > 10 AND b = 'a long text here' THEN 'something rather long'
            WHEN a > 5 THEN 'another long text'
            ELSE 'none'
          END AS advice,
          concat('first long argument', 'second long argument', 'third long argument', 'fourth') AS c,
          a
        FROM (
          SELECT a, b
          FROM S
          WHERE a > 100000000 AND b <> 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
          GROUP BY a, b
        ) AS x
        WHERE a BETWEEN 1 AND 100000
          AND (b LIKE '%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%' OR b LIKE '%bbbbbbbbbbbbbbbbbb%');
        """,
        "INSERT INTO Q SELECT CASE WHEN a > 10 AND b = 'a long text here' THEN 'something rather long'"
            + " WHEN a > 5 THEN 'another long text' ELSE 'none' END AS advice,"
            + " concat('first long argument', 'second long argument', 'third long argument', 'fourth') c, a"
            + " FROM (SELECT a, b FROM S WHERE a > 100000000"
            + " AND b <> 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' GROUP BY a, b) AS x"
            + " WHERE a BETWEEN 1 AND 100000 AND (b LIKE '%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%'"
            + " OR b LIKE '%bbbbbbbbbbbbbbbbbb%')");
  }

  @Test
  void shouldIndentPartitionsAndKeepOneEmptyLine() {
    assertFormatted(
        """
        PARTITION WITH (a OF S)
        BEGIN
          -- one
          FROM S
          SELECT a
          INSERT INTO #I; -- done

          -- two
          FROM #I#window.length(5)
          SELECT sum(a) AS total
          INSERT INTO U; -- closing
        END;
        """,
        """
        partition with (a of S) begin
          -- one
        from S select a insert into #I; -- done



          -- two
          from #I#window.length(5) select sum(a) as total insert into U;
          -- closing
        end""");
  }

  @Test
  void shouldKeepACommentBehindTheLastQueryOfAPartitionBehindIt() {
    String formatted =
        format(
                "partition with (a of S) begin from S select a insert or replace into T; /* c */ end",
                Dialect.SQL)
            .text();

    assertEquals(
        """
        PARTITION WITH (a OF S)
        BEGIN
          INSERT OR REPLACE INTO T
          SELECT a
          FROM S; -- c
        END;
        """,
        formatted.replace("/* c */", "-- c"));
  }

  @Test
  void shouldKeepNumbersDurationsAndNamesAsTheyWereWritten() {
    assertFormatted(
        """
        INSERT INTO T
        SELECT 2.00 AS two, 90 sec AS wait, INTERVAL '1:30' MINUTE TO SECOND AS i, 1e3 AS k, date
        FROM S;
        """,
        "INSERT INTO T SELECT 2.00 AS two, 90   sec AS wait,"
            + " INTERVAL '1:30' MINUTE TO SECOND AS i, 1e3 AS k, date FROM S");
  }

  @Test
  void shouldKeepVariables() {
    assertFormatted(
        """
        INSERT INTO ${NAME}Events
        SELECT a + ${PLUS:1} AS b, '$${no} ${text}' AS t -- ${comment}
        FROM S WINDOW time(${GAP} sec)
        LIMIT ${COUNT};
        """,
        "insert into ${NAME}Events select a+${PLUS:1} as b, '$${no} ${text}' as t -- ${comment}\n"
            + "from S window time(${GAP} sec) limit ${COUNT}");
    CompileException refused =
        assertThrows(CompileException.class, () -> format("select a ${FROM:from S};", null));
    assertEquals(
        "this text cannot be formatted: a variable stands for more than a name, a number or a part"
            + " of a text",
        refused.diagnostics().get(0).message());
    assertEquals(9, refused.diagnostics().get(0).span().start());
  }

  @Test
  void shouldNotTouchScripts() {
    assertFormatted(
        """
        DEFINE FUNCTION f[js] RETURN int { -- no comment
          return  1; /* none */
        }; -- a comment
        """,
        "define function f[js] return int { -- no comment\n  return  1; /* none */\n}; -- a comment");
  }

  @Test
  void shouldCloseACommentThatIsNotClosed() {
    assertFormatted("SELECT a\nFROM S;\n/* and so on */\n", "select a from S;\n/* and so on");
  }

  @Test
  void shouldFormatDeepAndLongExpressions() {
    String deep = "SELECT " + "f(".repeat(200) + "a" + ")".repeat(200) + " AS x FROM S;";
    String wide = "SELECT a" + " + a".repeat(3_000) + " AS x FROM S;";

    for (String text : List.of(deep, wide)) {
      String once = format(text, null).text();
      assertEquals(once, format(once, null).text());
      assertEquals(text.replaceAll("\\s", ""), once.replaceAll("\\s", ""));
    }
  }

  @Test
  void shouldSayWhatIsWrong() {
    CompileException wrong =
        assertThrows(CompileException.class, () -> format("select ${x:1} from ] S;", null));
    assertEquals(19, wrong.diagnostics().get(0).span().start());
  }

  @Test
  void shouldTranslateToSql() {
    assertTranslated(
        Dialect.SQL,
        """
        CREATE STREAM S (
          a INT,
          b VARCHAR,
          c BIGINT
        );
        -- matches
        INSERT INTO T
        SELECT x.a AS a, count() AS n
        FROM PATTERN (EVERY x=S[a > 1] -> y=S) WITHIN 5 sec;
        INSERT INTO U
        SELECT *
        FROM SEQUENCE (EVERY x=S -> y=S);
        """,
        """
        define stream S (a int, b string, c long);
        -- matches
        from every x=S[a > 1] -> y=S within 5 sec select x.a as a, count() as n insert into T;
        from every x=S, y=S select * insert into U;
        """);
  }

  @Test
  void shouldTranslateToTheClassicForm() {
    assertTranslated(
        Dialect.CLASSIC,
        """
        DEFINE STREAM S (
          a int,
          b string,
          c DECIMAL(5, 2)
        );
        DEFINE AGGREGATION A
        FROM S
        SELECT a
        AGGREGATE BY ts EVERY SECOND TO YEAR;
        FROM S#window.length(5)
        SELECT a, a + 1 AS _col1
        WHERE a > 1
        INSERT INTO T;
        FROM EVERY x=S, y=S WITHIN 5 sec
        SELECT x.a AS a
        INSERT INTO U;
        """,
        """
        CREATE STREAM S (a INTEGER, b VARCHAR, c DECIMAL(5, 2));
        CREATE AGGREGATION A AS SELECT a FROM S AGGREGATE BY ts EVERY SECOND TO YEAR;
        INSERT INTO T SELECT a, a + 1 FROM S WINDOW length(5) WHERE a > 1;
        INSERT INTO U SELECT x.a AS a FROM SEQUENCE (x=S -> y=S) WITHIN 5 sec;
        """);
  }

  @Test
  void shouldSayWhatIsNotTranslated() {
    FormattedText sql = format("\nfrom x=S, y=S select * insert into U;", Dialect.SQL);
    FormattedText classic =
        format(
            "INSERT INTO T SELECT a FROM (SELECT a FROM S) AS s;\nCREATE VIEW V AS SELECT a FROM T;",
            Dialect.CLASSIC);

    assertEquals("FROM x=S, y=S\nSELECT *\nINSERT INTO U;\n", sql.text());
    assertEquals(
        "[Note[line=2, message=left as it is: a sequence without EVERY, which is tried once in the"
            + " classic form, has no SQL form]]",
        sql.notes().toString());
    assertEquals(
        "[Note[line=1, message=left as it is: a source that is no stream, table, join or pattern has"
            + " no classic form], Note[line=2, message=left as it is: a view has no classic form]]",
        classic.notes().toString());
  }

  @Test
  void shouldLeaveAPatternOfOneEventWithoutAName() {
    FormattedText pattern =
        format("INSERT INTO T SELECT x FROM PATTERN (S) WITHIN 5 sec;", Dialect.CLASSIC);

    assertEquals("INSERT INTO T\nSELECT x\nFROM PATTERN (S) WITHIN 5 sec;\n", pattern.text());
    assertEquals(
        "[Note[line=1, message=left as it is: a pattern of one event without a name has no classic"
            + " form]]",
        pattern.notes().toString());
    assertTranslated(
        Dialect.CLASSIC,
        "FROM EVERY S\nSELECT x\nINSERT INTO T;\n",
        "INSERT INTO T SELECT x FROM SEQUENCE (S);");
  }
}
