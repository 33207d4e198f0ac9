package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the tree looks like, and where its nodes stand. */
final class EventFluxParserTest {
  private static final Span ANY = Span.NONE;

  @Test
  void shouldReadClassicAndSqlFormsAsTheSameBlocks() {
    Query classic =
        query(
            "from Scan[kg > 3]#window.time(1 min) as s select s.hub as h group by hub insert into Busy");
    Query sql =
        query(
            "INSERT INTO Busy SELECT s.hub AS h FROM Scan#[kg > 3] AS s WINDOW time(1 min) GROUP BY hub");

    assertEquals(Dialect.CLASSIC, classic.dialect());
    assertEquals(Dialect.SQL, sql.dialect());
    assertEquals(block(classic).source(), block(sql).source());
    assertEquals(block(classic).select(), block(sql).select());
    assertEquals(block(classic).groupBy(), block(sql).groupBy());
    assertEquals(classic.target(), sql.target());
  }

  @Test
  void shouldReadAStreamWithFilterAndWindow() {
    Query query = query("from Scan[kg > 3]#window.time(1 min)#log() select *");

    assertEquals(
        new Source.Stream(
            stream("Scan"),
            List.of(
                new Handler.Filter(
                    new Expression.Comparison(
                        Expression.ComparisonOperator.GREATER,
                        ANY,
                        column("kg"),
                        new Literal.IntLiteral(3, ANY),
                        ANY),
                    ANY),
                new Handler.Window(
                    null,
                    name("time"),
                    List.of(
                        new Argument(null, new Literal.DurationLiteral(false, 60_000, ANY), ANY)),
                    ANY),
                new Handler.Function(null, name("log"), List.of(), ANY)),
            null,
            ANY),
        block(query).source());
    assertEquals(new Target.Callback(EventKind.CURRENT, ANY), query.target());
    assertEquals(List.of(new SelectItem.All(null, ANY)), block(query).select().items());
  }

  @Test
  void shouldReadAPatternWithEveryAnywhere() {
    Query query = query("from every e1=A -> every (e2=B -> C) within 5 min select e1.x");

    PatternStep root =
        new PatternStep.Chain(
            List.of(
                new PatternStep.Every(element("e1", "A"), ANY),
                new PatternStep.Every(
                    new PatternStep.Chain(List.of(element("e2", "B"), element(null, "C")), ANY),
                    ANY)),
            ANY);
    assertEquals(
        new Source.Pattern(
            Source.PatternMode.PATTERN,
            Dialect.CLASSIC,
            root,
            new Source.Within(new Literal.DurationLiteral(false, 300_000, ANY), false, ANY),
            null,
            List.of(),
            ANY),
        block(query).source());
  }

  @Test
  void shouldReadATumblingTableFunctionInAllItsSpellings() {
    Source expected =
        source("SELECT * FROM TABLE(TUMBLE(TABLE Ride, DESCRIPTOR(ts), INTERVAL '1' MINUTE))");

    assertEquals(
        new Source.WindowTable(
            name("TUMBLE"),
            name("Ride"),
            List.of(),
            name("ts"),
            List.of(new Argument(null, new Literal.DurationLiteral(true, 60_000, ANY), ANY)),
            List.of(),
            null,
            ANY),
        expected);
    assertEquals(
        expected, source("SELECT * FROM TUMBLE(TABLE Ride, DESCRIPTOR(ts), INTERVAL '60' SECOND)"));
  }

  @Test
  void shouldReadATableWithItsKeysHoweverWritten() {
    Definition.Table table =
        (Definition.Table)
            statement(
                "@Index('b') @PrimaryKey('a') @store(type='x') define table T (a int, b int not null default 3)");

    assertEquals(
        List.of(
            new Definition.TableKey(Definition.KeyKind.PRIMARY_NULLABLE, List.of(name("a")), ANY),
            new Definition.TableKey(Definition.KeyKind.INDEX, List.of(name("b")), ANY)),
        table.keys());
    assertEquals(1, table.annotations().size());
    assertEquals(
        new Definition.Column(
            name("b"),
            new TypeName.Simple(name("int"), List.of(), ANY),
            true,
            new Literal.IntLiteral(3, ANY),
            ANY),
        table.columns().get(1));
  }

  @Test
  void shouldBindOperatorsAsSqlDoes() {
    assertEquals(
        expression("((a + (b * c)) > (-d)) and (not (e = f)) or g"),
        expression("a + b * c > -d and not e = f or g"));
    assertEquals(expression("(a - b) - c"), expression("(a - b) - c"));
    Expression.Arithmetic chain =
        assertInstanceOf(Expression.Arithmetic.class, expression("a - b || c"));
    assertEquals(2, chain.rest().size());
    assertEquals(Expression.ArithmeticOperator.CONCAT, chain.rest().get(1).operator());
  }

  @Test
  void shouldTellQualifiersIndexesAndSubscriptsApart() {
    assertEquals(
        new Expression.ColumnReference(
            new Expression.Qualifier(stream("e1"), new Expression.ElementIndex(true, 1, ANY), ANY),
            name("x"),
            ANY),
        expression("e1[last-1].x"));
    assertEquals(
        new Expression.Subscript(column("arr"), new Literal.IntLiteral(1, ANY), ANY),
        expression("arr[1]"));
    assertEquals(
        new Expression.ElementReference(name("e1"), new Expression.ElementIndex(true, 0, ANY), ANY),
        expression("e1[last]"));
    assertEquals(
        new Expression.FieldAccess(
            new Expression.ColumnReference(
                new Expression.Qualifier(stream("p"), null, ANY), name("e1"), ANY),
            name("x"),
            ANY),
        expression("p.e1.x"));
  }

  @Test
  void shouldReadNumbersByTheirSize() {
    assertEquals(new Literal.IntLiteral(Integer.MIN_VALUE, ANY), expression("-2147483648"));
    assertEquals(new Literal.LongLiteral(2_147_483_648L, ANY), expression("2147483648"));
    assertEquals(new Literal.LongLiteral(Long.MIN_VALUE, ANY), expression("-9223372036854775808"));
    assertEquals(new Literal.FloatLiteral(2f, ANY), expression("2.f"));
    assertEquals(new Literal.DoubleLiteral(7, ANY), expression("7d"));
  }

  @Test
  void shouldReadIntervalsInMilliseconds() {
    assertEquals(millis(90_000), expression("INTERVAL '1:30' MINUTE TO SECOND"));
    assertEquals(millis(187_200_000), expression("INTERVAL '2 04:00:00' DAY TO SECOND"));
    assertEquals(millis(47_088_000_000L), expression("INTERVAL '1-6' YEAR TO MONTH"));
    assertEquals(millis(250), expression("INTERVAL '0.250' SECOND"));
    assertEquals(millis(-1_500), expression("INTERVAL '-1.5' SECONDS"));
  }

  @Test
  void shouldTakeAnIntegerBeforeAUnitAsATimeLiteral() {
    Query query = query("select 5 min from S");

    assertEquals(
        List.of(new SelectItem.Value(new Literal.DurationLiteral(false, 300_000, ANY), null, ANY)),
        block(query).select().items());
  }

  @Test
  void shouldGiveEveryWrittenFormOfACastTheSameTree() {
    assertEquals(expression("CAST(a AS string)"), expression("cast(a, 'string')"));
    assertEquals(
        expression("TRY_CAST(a AS decimal(10, 2))"), expression("convert(a, 'decimal(10,2)')"));
    assertInstanceOf(Expression.FunctionCall.class, expression("cast(a, b)"));
  }

  @Test
  void shouldTakeAListOfBareStreamsAsSequenceOrJoinByDialect() {
    Source.Pattern sequence = (Source.Pattern) source("from A, B[x > 1] select A.x");
    assertEquals(Source.PatternMode.SEQUENCE, sequence.mode());
    Source.Join join = (Source.Join) source("SELECT A.x FROM A, B[x > 1]");
    assertEquals(Source.JoinKind.CROSS, join.steps().get(0).kind());
  }

  @Test
  void shouldPointAtPiecesOfTheText() {
    String text = "from A[x > 1]\nselect s.`long name` + 1 as y insert into #B;";
    Query query = query(text);

    SelectItem.Value item = (SelectItem.Value) block(query).select().items().get(0);
    Expression.Arithmetic sum = (Expression.Arithmetic) item.value();
    assertEquals("s.`long name` + 1 as y", slice(text, item.span()));
    assertEquals("s.`long name`", slice(text, sum.first().span()));
    assertEquals("+", slice(text, sum.rest().get(0).operatorSpan()));
    assertEquals("#B", slice(text, ((Target.Insert) query.target()).name().span()));
    assertEquals(text.substring(0, text.length() - 1), slice(text, query.span()));
  }

  @Test
  void shouldPointAtTheVariableThatATokenCameFrom() {
    String text = "/* 🚀 */ from A[x > ${LIMIT}] select ${NAME:y}, z insert into B";
    ParsedApp parsed =
        EventFluxParser.parse(new SourceText("t", text), Variables.of(Map.of("LIMIT", "10 + 20")));

    Query query = (Query) parsed.app().statements().get(0);
    Source.Stream source = (Source.Stream) block(query).source();
    Expression.Comparison filter =
        (Expression.Comparison) ((Handler.Filter) source.handlers().get(0)).condition();
    assertEquals("${LIMIT}", slice(text, filter.right().span()));
    assertEquals(
        List.of("${NAME:y}", "z"),
        block(query).select().items().stream().map(item -> slice(text, item.span())).toList());
  }

  @Test
  void shouldPointIntoTheTextOfTheUserBehindValuesOfSeveralLines() {
    String text =
        """
        from A[x > ${LIMIT} and y < ${LIMIT}] /* ${LIST} */
        \tselect ${LIST}, z z2 z3, \"""${LIST}\""" as t, w insert into ${TARGET};
        from A select ${LIST} as v, ] as u insert into B;
        from A select '${LIST}' as v insert into B;
        """;
    Map<String, String> values =
        Map.of(
            "LIMIT", "1\r\n+\t2", "LIST", "a,\n\tb,\r c", "TARGET", "\u2028`B\t1` -- a comment\n");

    ParsedApp parsed = EventFluxParser.parse(new SourceText("t", text), Variables.of(values));

    List<String> places =
        parsed.diagnostics().stream()
            .map(
                each -> parsed.source().place(each.span().start()) + " " + slice(text, each.span()))
            .toList();
    assertEquals(
        List.of("t:2:22 ", "t:3:29 ]", "t:4:15 '${LIST}", "t:4:23 ' as v insert into B;"), places);
  }

  @Test
  void shouldKeepTheNamesOfStatementsThatCouldNotBeRead() {
    App app =
        parse(
                "define stream A (x int;\nfrom A selct x insert into B;\nCREATE VIEW IF NOT EXISTS V AS SELCT * FROM A;")
            .app();

    assertEquals(
        List.of(
            new Statement.Omitted(List.of("A"), ANY),
            new Statement.Omitted(List.of("B"), ANY),
            new Statement.Omitted(List.of("V"), ANY)),
        app.statements());
  }

  @Test
  void shouldReportEveryBrokenStatementOnceInTextOrder() {
    ParsedApp parsed =
        parse(
            "from A[x >] select x;\nfrom A select 1e, 2.;\nfrom A select x insert into B;\nhello;");

    assertEquals(
        "SYNTAX 10, BAD_NUMBER 36, BAD_NUMBER 40, SYNTAX 75",
        parsed.diagnostics().stream()
            .map(each -> each.code() + " " + each.span().start())
            .collect(Collectors.joining(", ")));
    assertEquals(4, parsed.app().statements().size());
  }

  @Test
  void shouldWarnOfAnOpenCommentAndReadWhatIsBefore() {
    ParsedApp parsed = parse("from A select x; /* from B select y;");

    assertEquals(
        List.of(DiagnosticCode.UNTERMINATED_COMMENT),
        parsed.diagnostics().stream().map(Diagnostic::code).toList());
    assertEquals(1, parsed.app().statements().size());
    assertEquals(false, parsed.hasErrors());
  }

  @Test
  void shouldCollectAppAnnotationsFromAnywhere() {
    App app =
        parse(
                "@app:name('n') define stream A (x int); @app(async='true') @info(name='q') from A select x")
            .app();

    assertEquals(
        List.of("app:name", "app"),
        app.annotations().stream().map(each -> each.name().text()).toList());
    assertEquals(1, ((Query) app.statements().get(1)).annotations().size());
  }

  // ---- short forms

  private static ParsedApp parse(String text) {
    return EventFluxParser.parse(new SourceText("test", text));
  }

  private static Statement statement(String text) {
    ParsedApp parsed = parse(text);
    assertEquals(List.of(), parsed.diagnostics());
    return parsed.app().statements().get(0);
  }

  private static Query query(String text) {
    return (Query) statement(text);
  }

  private static SelectBody.Block block(Query query) {
    return (SelectBody.Block) query.rows().body();
  }

  private static Source source(String text) {
    return block(query(text)).source();
  }

  private static Expression expression(String text) {
    SelectItem only = block(query("select " + text + " from S")).select().items().get(0);
    return ((SelectItem.Value) only).value();
  }

  private static Literal millis(long millis) {
    return new Literal.DurationLiteral(true, millis, ANY);
  }

  private static Name name(String text) {
    return new Name(text, ANY);
  }

  private static StreamName stream(String text) {
    return new StreamName(StreamName.Kind.PLAIN, text, ANY);
  }

  private static Expression column(String text) {
    return new Expression.ColumnReference(null, name(text), ANY);
  }

  private static PatternStep.Element element(@Nullable String alias, String stream) {
    return new PatternStep.Element(
        alias == null ? null : name(alias), stream(stream), List.of(), null, ANY);
  }

  private static String slice(String text, Span span) {
    return text.substring(span.start(), span.end());
  }
}
