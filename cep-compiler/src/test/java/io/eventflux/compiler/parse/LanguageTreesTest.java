package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Choices between readings of a text that the canonical print makes visible. */
final class LanguageTreesTest {
  @Test
  void shouldLetIntersectBindTighter() {
    Query query =
        query(
            "SELECT a FROM A UNION ALL SELECT a FROM B INTERSECT SELECT a FROM C EXCEPT SELECT a FROM D");

    SelectBody.SetOperation sum = (SelectBody.SetOperation) query.rows().body();
    assertEquals(2, sum.rest().size());
    assertEquals(SelectBody.SetOperator.UNION_ALL, sum.rest().get(0).operator());
    assertInstanceOf(SelectBody.SetOperation.class, sum.rest().get(0).operand());
    assertEquals(SelectBody.SetOperator.EXCEPT, sum.rest().get(1).operator());
    assertInstanceOf(SelectBody.Block.class, sum.rest().get(1).operand());
  }

  @Test
  void shouldGiveTheOrderBehindAUnionToTheWhole() {
    Query query = query("SELECT a FROM A UNION ALL SELECT a FROM B ORDER BY a LIMIT 3");

    assertEquals(1, query.rows().orderBy().size());
    assertEquals(new Literal.IntLiteral(3, Span.NONE), query.rows().limit());
  }

  @Test
  void shouldForgetParenthesesAroundAWholeQuery() {
    assertEquals(
        query("SELECT a FROM (SELECT b FROM B) AS b"),
        query("((SELECT a FROM (((SELECT b FROM B))) AS b))"));
  }

  @Test
  void shouldTakeCommonTablesBeforeOrBehindTheTarget() {
    String before = "WITH c AS (SELECT a FROM A) INSERT INTO B SELECT a FROM c";

    assertEquals(query(before), query("INSERT INTO B WITH c AS (SELECT a FROM A) SELECT a FROM c"));
  }

  @Test
  void shouldTellRowsOfValuesFromAQueryOverThem() {
    assertInstanceOf(Statement.InsertValues.class, statement("INSERT INTO T (a) VALUES (1), (2)"));
    assertInstanceOf(
        Statement.InsertValues.class, statement("INSERT INTO T VALUES (1) ON CONFLICT DO NOTHING"));
    assertInstanceOf(Query.class, statement("INSERT INTO T VALUES (1) UNION ALL SELECT a FROM A"));
    assertInstanceOf(Query.class, statement("INSERT OR REPLACE INTO T VALUES (1)"));
  }

  @Test
  void shouldReadTheTargetInFrontOrBehind() {
    Query behind = query("SELECT a FROM A UPDATE T SET T.a = a ON T.b == b");
    Query front = query("UPDATE T SET T.a = a ON T.b == b SELECT a FROM A");

    assertEquals(behind, front);
    assertInstanceOf(Target.Update.class, front.target());
  }

  @Test
  void shouldReadAListOfStreamsWithinATimeAsASequence() {
    Source.Pattern sequence =
        (Source.Pattern) block(query("from A, B[x > 1] within 10 sec select A.x")).source();

    assertEquals(Source.PatternMode.SEQUENCE, sequence.mode());
    assertEquals(Dialect.CLASSIC, sequence.dialect());
    Literal limit = new Literal.DurationLiteral(false, 10_000, Span.NONE);
    assertEquals(new Source.Within(limit, false, Span.NONE), sequence.within());
    Source.AggregationRead read =
        (Source.AggregationRead)
            block(query("from A, B within 1, 2 per 'days' select A.x")).source();
    assertInstanceOf(Source.Join.class, read.source());
    assertEquals(2, read.within().size());
  }

  @Test
  void shouldReadEveryInFrontOfAnInnerStream() {
    String text = "from e1=A -> (every #B) select e1.x insert into C";

    assertEquals("FROM e1=A -> EVERY #B\nSELECT e1.x\nINSERT INTO C", print(text));
  }

  @Test
  void shouldTakeTheBodyOfAScriptAsItStands() {
    Definition.Function function =
        (Definition.Function)
            statement(
                "/* 🚀 */ define function f[js] return int {- if (x) { return \"}\"; } // it's\n -}");

    assertEquals("- if (x) { return \"}\"; } // it's\n -", function.body());
    assertEquals(null, function.parameters());
  }

  @Test
  void shouldReadGranularitiesAsARangeOrAList() {
    Definition.Aggregation range =
        (Definition.Aggregation)
            statement(
                "define aggregation L from A select sum(x) as s aggregate by ts every sec...day");
    Definition.Aggregation list =
        (Definition.Aggregation)
            statement(
                "CREATE AGGREGATION L AS SELECT SUM(x) AS s FROM A AGGREGATE EVERY SECOND, DAYS");

    assertEquals(
        List.of(DurationUnit.SECOND, DurationUnit.DAY),
        range.granularities().stream().map(Definition.Granularity::unit).toList());
    assertEquals(range.granularities(), list.granularities());
    assertEquals(true, range.isRange());
    assertEquals(false, list.isRange());
  }

  @Test
  void shouldKeepWhatMatchRecognizeSaysAndFillInWhatItDoesNot() {
    String text =
        "SELECT * FROM R MATCH_RECOGNIZE (PATTERN ((a b)+? | c{,3} ()) DEFINE a AS a.x > 1) AS m";

    assertEquals(
        """
        SELECT *
        FROM R MATCH_RECOGNIZE (
          ONE ROW PER MATCH
          AFTER MATCH SKIP PAST LAST ROW
          PATTERN ((a b)+? | c{0,3} ())
          DEFINE a AS a.x > 1
        ) AS m""",
        print(text));
  }

  @Test
  void shouldSkipToTheLastRowOfAVariableIfNothingElseIsSaid() {
    String start = "SELECT * FROM R MATCH_RECOGNIZE (AFTER MATCH SKIP TO ";

    assertEquals(print(start + "LAST a PATTERN (a))"), print(start + "a PATTERN (a))"));
  }

  @Test
  void shouldTakeOneBoundOfAFrameAsItsStart() {
    assertEquals(
        print("SELECT SUM(a) OVER (ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) FROM A"),
        print("SELECT SUM(a) OVER (ROWS 4 PRECEDING) FROM A"));
  }

  @Test
  void shouldReadSpecialFormsAsCalls() {
    assertEquals(value("JSON_OBJECT('a', 1)"), value("JSON_OBJECT(KEY 'a' VALUE 1)"));
    Expression.JsonFunction json =
        (Expression.JsonFunction) value("JSON_VALUE(j, '$.a' ERROR ON ERROR NULL ON EMPTY)");
    assertEquals(
        new Expression.JsonFallback(Expression.JsonFallbackKind.ERROR, null, Span.NONE),
        json.onError());
    assertEquals(
        new Expression.JsonFallback(Expression.JsonFallbackKind.NULL, null, Span.NONE),
        json.onEmpty());
  }

  @Test
  void shouldIndexMapsByNumbersThatAreNoInt() {
    assertEquals("m[3000000000]", Printer.print(value("m[3000000000]")));
    assertEquals("(m[3000000000]).x", Printer.print(value("m[3000000000].x")));
  }

  @Test
  void shouldReadOnDemandQueriesInAllTheirForms() {
    assertInstanceOf(OnDemandQuery.Read.class, onDemand("from T on T.a == 1 select a order by a"));
    assertInstanceOf(OnDemandQuery.Read.class, onDemand("from E within '2025-**' per 'days'"));
    assertInstanceOf(
        OnDemandQuery.Write.class, onDemand("select 'k9' as sku, 4 as qty insert into T"));
    assertInstanceOf(OnDemandQuery.Write.class, onDemand("update T set T.a = 0 on T.b == 1"));
    assertInstanceOf(OnDemandQuery.Rows.class, onDemand("SELECT a FROM T JOIN U ON T.a = U.a;"));
    assertInstanceOf(OnDemandQuery.Change.class, onDemand("INSERT INTO T VALUES (1)"));
    assertInstanceOf(OnDemandQuery.Change.class, onDemand("DELETE FROM T WHERE a = 1"));
  }

  @Test
  void shouldExplainWhatIsWrongWithAnOnDemandQuery() {
    ParsedOnDemandQuery parsed = parseOnDemand("from T on select a");

    assertEquals(null, parsed.query());
    assertEquals(
        List.of(DiagnosticCode.SYNTAX),
        parsed.diagnostics().stream().map(Diagnostic::code).toList());
  }

  private static Statement statement(String text) {
    ParsedApp parsed = EventFluxParser.parse(new SourceText("test", text), Variables.of(Map.of()));
    assertEquals(List.of(), parsed.diagnostics());
    return parsed.app().statements().get(0);
  }

  private static Query query(String text) {
    return (Query) statement(text);
  }

  private static SelectBody.Block block(Query query) {
    return (SelectBody.Block) query.rows().body();
  }

  private static Expression value(String text) {
    SelectItem item = block(query("SELECT " + text + " FROM A")).select().items().get(0);
    return ((SelectItem.Value) item).value();
  }

  private static String print(String text) {
    return Printer.print(statement(text));
  }

  private static ParsedOnDemandQuery parseOnDemand(String text) {
    return EventFluxParser.parseOnDemand(new SourceText("test", text), Variables.of(Map.of()));
  }

  private static OnDemandQuery onDemand(String text) {
    ParsedOnDemandQuery parsed = parseOnDemand(text);
    assertEquals(List.of(), parsed.diagnostics());
    return Objects.requireNonNull(parsed.query());
  }
}
