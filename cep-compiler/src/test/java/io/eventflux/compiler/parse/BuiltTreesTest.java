package io.eventflux.compiler.parse;

import static io.eventflux.query.builder.OverBuilder.currentRow;
import static io.eventflux.query.builder.OverBuilder.following;
import static io.eventflux.query.builder.OverBuilder.fromStart;
import static io.eventflux.query.builder.OverBuilder.preceding;
import static io.eventflux.query.builder.OverBuilder.toEnd;
import static io.eventflux.query.builder.PartitionBuilder.range;
import static io.eventflux.query.builder.RowPatterns.either;
import static io.eventflux.query.builder.RowPatterns.permute;
import static io.eventflux.query.builder.RowPatterns.variable;
import static io.eventflux.query.builder.Syntax.aggregated;
import static io.eventflux.query.builder.Syntax.all;
import static io.eventflux.query.builder.Syntax.allOf;
import static io.eventflux.query.builder.Syntax.annotation;
import static io.eventflux.query.builder.Syntax.anyOf;
import static io.eventflux.query.builder.Syntax.app;
import static io.eventflux.query.builder.Syntax.array;
import static io.eventflux.query.builder.Syntax.assign;
import static io.eventflux.query.builder.Syntax.call;
import static io.eventflux.query.builder.Syntax.callAll;
import static io.eventflux.query.builder.Syntax.cases;
import static io.eventflux.query.builder.Syntax.chain;
import static io.eventflux.query.builder.Syntax.col;
import static io.eventflux.query.builder.Syntax.createAggregation;
import static io.eventflux.query.builder.Syntax.createFunction;
import static io.eventflux.query.builder.Syntax.createIndex;
import static io.eventflux.query.builder.Syntax.createStream;
import static io.eventflux.query.builder.Syntax.createTable;
import static io.eventflux.query.builder.Syntax.createTrigger;
import static io.eventflux.query.builder.Syntax.createView;
import static io.eventflux.query.builder.Syntax.createWindow;
import static io.eventflux.query.builder.Syntax.cube;
import static io.eventflux.query.builder.Syntax.deleteFrom;
import static io.eventflux.query.builder.Syntax.drop;
import static io.eventflux.query.builder.Syntax.dropIfExists;
import static io.eventflux.query.builder.Syntax.element;
import static io.eventflux.query.builder.Syntax.every;
import static io.eventflux.query.builder.Syntax.explain;
import static io.eventflux.query.builder.Syntax.groupingSets;
import static io.eventflux.query.builder.Syntax.insertInto;
import static io.eventflux.query.builder.Syntax.interval;
import static io.eventflux.query.builder.Syntax.json;
import static io.eventflux.query.builder.Syntax.lastCol;
import static io.eventflux.query.builder.Syntax.lastEvent;
import static io.eventflux.query.builder.Syntax.map;
import static io.eventflux.query.builder.Syntax.matchRecognize;
import static io.eventflux.query.builder.Syntax.mergeInto;
import static io.eventflux.query.builder.Syntax.named;
import static io.eventflux.query.builder.Syntax.not;
import static io.eventflux.query.builder.Syntax.over;
import static io.eventflux.query.builder.Syntax.partition;
import static io.eventflux.query.builder.Syntax.partitionedWindowTable;
import static io.eventflux.query.builder.Syntax.pattern;
import static io.eventflux.query.builder.Syntax.rollup;
import static io.eventflux.query.builder.Syntax.row;
import static io.eventflux.query.builder.Syntax.rowValue;
import static io.eventflux.query.builder.Syntax.select;
import static io.eventflux.query.builder.Syntax.selectDistinct;
import static io.eventflux.query.builder.Syntax.sequence;
import static io.eventflux.query.builder.Syntax.stream;
import static io.eventflux.query.builder.Syntax.streamName;
import static io.eventflux.query.builder.Syntax.truncate;
import static io.eventflux.query.builder.Syntax.unnest;
import static io.eventflux.query.builder.Syntax.unnestWithOrdinality;
import static io.eventflux.query.builder.Syntax.update;
import static io.eventflux.query.builder.Syntax.upsertInto;
import static io.eventflux.query.builder.Syntax.val;
import static io.eventflux.query.builder.Syntax.values;
import static io.eventflux.query.builder.Syntax.windowTable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventflux.compiler.EventFlux;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Expression.JsonFallbackKind;
import io.eventflux.query.ast.Expression.JsonKind;
import io.eventflux.query.ast.MergeBranch;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.builder.AppBuilder;
import io.eventflux.query.builder.Expr;
import io.eventflux.query.builder.MatchBuilder;
import io.eventflux.query.builder.Part;
import io.eventflux.query.builder.RowPatterns;
import io.eventflux.query.builder.RowsBuilder;
import io.eventflux.query.builder.Syntax;
import io.eventflux.query.builder.Types;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.SourceText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What the builder gives is what the text gives, for every record and every word of the tree. */
final class BuiltTreesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Statements as texts and as they are built. */
  private static Map<String, Part<? extends Statement>> statements() {
    Map<String, Part<? extends Statement>> all = new LinkedHashMap<>();
    definitions(all);
    queries(all);
    sources(all);
    patterns(all);
    expressions(all);
    changes(all);
    return all;
  }

  private static void definitions(Map<String, Part<? extends Statement>> all) {
    all.put(
        "@source(type = 'x', 1, @map(type = 'json')) CREATE OR REPLACE STREAM S (a INT, b VARCHAR NOT NULL,"
            + " c DECIMAL(10, 2) DEFAULT 1, d ARRAY<INT>, e MAP<VARCHAR, INT>, f ROW(x INT, y DOUBLE),"
            + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH (type = 'source', n = 5, x = 5 sec)",
        createStream("S")
            .annotate(
                annotation("source")
                    .option("type", "x")
                    .value(1)
                    .nested(annotation("map").option("type", "json")))
            .orReplace()
            .column("a", "INT")
            .notNull("b", Types.of("VARCHAR"))
            .column("c", Types.of("DECIMAL", 10, 2), 1)
            .column("d", Types.array(Types.of("INT")))
            .column("e", Types.map(Types.of("VARCHAR"), Types.of("INT")))
            .column("f", Types.row().field("x", Types.of("INT")).field("y", Types.of("DOUBLE")))
            .watermark("ts", col("ts").minus(interval(Duration.ofSeconds(5))))
            .with("type", "source")
            .with("n", 5)
            .with("x", Duration.ofSeconds(5)));
    all.put(
        "CREATE TABLE IF NOT EXISTS T (a INT, PRIMARY KEY (a, b), INDEX (b)) WITH (x = TRUE)",
        createTable("T")
            .ifNotExists()
            .column("a", "INT")
            .primaryKey("a", "b")
            .index("b")
            .with("x", true));
    all.put(
        "@PrimaryKey('a') define table T (a int)",
        createTable("T").column("a", "int").nullablePrimaryKey("a"));
    all.put(
        "CREATE WINDOW W (a INT) ns:time(1 min) OUTPUT EXPIRED EVENTS",
        createWindow("W").column("a", "INT").window("ns:time", MINUTE).output(EventKind.EXPIRED));
    all.put("CREATE TRIGGER G AT START", createTrigger("G"));
    all.put("CREATE TRIGGER G AT EVERY 1 min", createTrigger("G").every(MINUTE));
    all.put("CREATE TRIGGER G AT CRON '0 * * * *'", createTrigger("G").cron("0 * * * *"));
    all.put(
        "CREATE STREAM S WITH (a = 1) AS SELECT a FROM T",
        createStream("S", select("a").from("T")).with("a", 1));
    all.put(
        "CREATE FUNCTION f[js] RETURN INT { return 1; }",
        createFunction("f", "js", Types.of("INT"), " return 1; "));
    all.put(
        "CREATE FUNCTION f(a INT) RETURNS INT LANGUAGE js AS 'a'",
        createFunction("f", "js", Types.of("INT"), "a").parameter("a", Types.of("INT")));
    all.put(
        "CREATE AGGREGATION A AS SELECT a FROM S WHERE a > 1 GROUP BY a AGGREGATE BY ts EVERY SECOND TO YEAR",
        createAggregation("A", select("a").from("S").where(col("a").gt(1)).groupBy("a"))
            .by("ts")
            .everyFrom(DurationUnit.SECOND, DurationUnit.YEAR));
    all.put(
        "define aggregation A from S select a aggregate every millisecond, minute, hour, day, week, month",
        createAggregation("A", select("a").from("S"))
            .every(
                DurationUnit.MILLISECOND,
                DurationUnit.MINUTE,
                DurationUnit.HOUR,
                DurationUnit.DAY,
                DurationUnit.WEEK,
                DurationUnit.MONTH));
    all.put("CREATE VIEW V (x) AS SELECT a FROM S", createView("V", select("a").from("S"), "x"));
    all.put("CREATE INDEX I ON T (a, b)", createIndex("I", "T", "a", "b"));
    all.put(
        "CREATE WINDOW W (a INT) length(1) WITH (x = FALSE)",
        createWindow("W").column("a", "INT").window("length", 1).with("x", false));
    Part<Annotation> x = annotation("x");
    RowsBuilder rows = select("a").from("S");
    all.put(
        "@x CREATE FUNCTION f[js] RETURN INT {}",
        createFunction("f", "js", Types.of("INT"), "").annotate(x));
    all.put("@x CREATE INDEX I ON T (a)", createIndex("I", "T", "a").annotate(x));
    all.put("@x CREATE TRIGGER G AT START", createTrigger("G").annotate(x));
    all.put("@x CREATE STREAM T AS SELECT a FROM S", createStream("T", rows).annotate(x));
    all.put("@x CREATE VIEW V AS SELECT a FROM S", createView("V", rows).annotate(x));
    all.put(
        "@x CREATE WINDOW W (a INT) length(1)",
        createWindow("W").column("a", "INT").window("length", 1).annotate(x));
    all.put("@x CREATE TABLE T (a INT)", createTable("T").column("a", "INT").annotate(x));
    all.put(
        "@x CREATE AGGREGATION A AS SELECT a FROM S AGGREGATE EVERY SECOND",
        createAggregation("A", rows).every(DurationUnit.SECOND).annotate(x));
  }

  private static void queries(Map<String, Part<? extends Statement>> all) {
    all.put(
        "@info(name = 'q') from S[a > 1]#log('x')#window.time(1 min) select a, b as c group by a having c > 1"
            + " order by a desc nulls first limit 3 offset 1 output last every 1 min insert into T",
        Syntax.from(stream("S").filter(col("a").gt(1)).function("log", "x").window("time", MINUTE))
            .select("a", col("b").as("c"))
            .groupBy("a")
            .having(col("c").gt(1))
            .orderBy(col("a").nullsFirst(true))
            .limit(3)
            .offset(1)
            .insertInto("T")
            .outputEvery(OutputRate.Mode.LAST, MINUTE)
            .named("q"));
    all.put(
        "INSERT EXPIRED EVENTS INTO #T (a) SELECT DISTINCT s.*, * FROM S OUTPUT SNAPSHOT EVERY 5 EVENTS"
            + " ON CONFLICT (a) DO UPDATE SET T.a = 1",
        selectDistinct(all("s"), "*")
            .from("S")
            .insertInto(streamName("#T"), EventKind.EXPIRED, "a")
            .outputEveryEvents(OutputRate.Mode.SNAPSHOT, 5)
            .onConflict(List.of("a"), assign("T", "a", 1)));
    all.put(
        "SELECT a FROM !S OUTPUT FIRST EVERY 5 EVENTS INSERT OR REPLACE INTO T (a)",
        select("a")
            .from("!S")
            .insertOrReplaceInto("T", "a")
            .outputEveryEvents(OutputRate.Mode.FIRST, 5));
    all.put(
        "SELECT a FROM S OUTPUT ALL EVERY 1 min UPDATE T FOR ALL EVENTS SET T.a = b ON T.a = a",
        select("a")
            .from("S")
            .update("T", col("T", "a").eq(col("a")))
            .forEvents(EventKind.ALL)
            .set("T", "a", col("b"))
            .outputEvery(OutputRate.Mode.ALL, MINUTE));
    all.put(
        "SELECT a FROM S UPDATE OR INSERT INTO T SET a = 1 ON T.a = a",
        select("a").from("S").updateOrInsertInto("T", col("T", "a").eq(col("a"))).set("a", 1));
    all.put(
        "from S select a delete T on T.a == a",
        Syntax.from(stream("S")).select("a").delete("T", col("T", "a").eq(col("a"))));
    all.put(
        "from S select a return expired events",
        Syntax.from(stream("S")).select("a").toCallbacks().forEvents(EventKind.EXPIRED));
    all.put(
        "WITH RECURSIVE x AS (SELECT a FROM S), y AS (SELECT a FROM x) SELECT a FROM y",
        select("a")
            .from("y")
            .with("x", select("a").from("S"))
            .with("y", select("a").from("x"))
            .recursive()
            .toCallbacks());
    all.put(
        "WITH x (a) AS (SELECT a FROM S) INSERT INTO T SELECT a FROM x UNION ALL SELECT b FROM y"
            + " UNION (SELECT c FROM z LIMIT 1) EXCEPT VALUES (1, 2), (3, NULL) ORDER BY a LIMIT 5 EMIT ON UPDATE",
        select("a")
            .from("x")
            .unionAll(select("b").from("y"))
            .union(select("c").from("z").limit(1))
            .except(values(row(1, 2), row(3, null)))
            .with("x", select("a").from("S"), "a")
            .orderBy("a")
            .limit(5)
            .emitOnUpdate()
            .insertInto("T"));
    all.put(
        "SELECT a FROM x INTERSECT (SELECT b FROM y UNION SELECT c FROM z) EMIT AFTER 1 min",
        select("a")
            .from("x")
            .intersect(select("b").from("y").union(select("c").from("z")))
            .emitAfter(MINUTE)
            .toCallbacks());
    all.put(
        "SELECT a FROM S EMIT EVERY 1 min", select("a").from("S").emitEvery(MINUTE).toCallbacks());
    all.put(
        "SELECT a FROM S GROUP BY a, ROLLUP (a, b), CUBE (a), GROUPING SETS ((a, b), ()) EMIT ON CLOSE",
        select("a")
            .from("S")
            .groupBy("a", rollup("a", "b"), cube("a"), groupingSets(List.of("a", "b"), List.of()))
            .emitOnClose()
            .toCallbacks());
    all.put(
        "PARTITION WITH (a OF S, a > 1 AS 'big' OR a <= 1 AS 'small' OF T)"
            + " BEGIN FROM S SELECT a INSERT INTO #I; SELECT a FROM #I; END",
        partition()
            .by("a", "S")
            .byRange("T", range(col("a").gt(1), "big"), range(col("a").le(1), "small"))
            .add(Syntax.from(stream("S")).select("a").insertInto("#I"))
            .add(select("a").from("#I").toCallbacks()));
    all.put(
        "@purge(enable = TRUE) PARTITION WITH (a OF S) BEGIN SELECT a FROM S; END",
        partition()
            .annotate(annotation("purge").option("enable", true))
            .by("a", "S")
            .add(select("a").from("S").toCallbacks()));
  }

  private static void sources(Map<String, Part<? extends Statement>> all) {
    put(
        all,
        "TABLE(TUMBLE(TABLE S PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE, x => 1)) AS w",
        partitionedWindowTable("TUMBLE", "S", List.of("k"), "ts", interval(MINUTE), named("x", 1))
            .as("w"));
    put(
        all,
        "TABLE(TUMBLE(TABLE S, DESCRIPTOR(PROCTIME()), 1 min))",
        windowTable("TUMBLE", "S", null, MINUTE));
    put(all, "(SELECT b FROM S) AS t (x)", select("b").from("S").asSource().as("t", "x"));
    put(
        all,
        "S JOIN LATERAL (SELECT b FROM T) AS l ON TRUE",
        stream("S").join(select("b").from("T").asLateral().as("l")).on(true));
    put(all, "UNNEST(a)", unnest(col("a")));
    put(
        all,
        "UNNEST(a) WITH ORDINALITY AS u (x, y)",
        unnestWithOrdinality(col("a")).as("u", "x", "y"));
    put(
        all,
        "S AS s LEFT JOIN T ON s.a = T.a RIGHT JOIN U USING (a, b) FULL JOIN V ON TRUE CROSS JOIN W",
        stream("S")
            .as("s")
            .leftJoin(stream("T"))
            .on(col("s", "a").eq(col("T", "a")))
            .rightJoin(stream("U"))
            .using("a", "b")
            .fullJoin(stream("V"))
            .on(true)
            .crossJoin(stream("W")));
    put(
        all,
        "S UNIDIRECTIONAL JOIN T FOR SYSTEM_TIME AS OF s.ts ON TRUE",
        stream("S").unidirectional().join(stream("T")).asOf(col("s", "ts")).on(true));
    put(all, "(SELECT b FROM S)", select("b").from("S").asSource());
    put(
        all,
        "(SELECT b FROM S)[b > 1] AS t",
        select("b").from("S").asSource().filter(col("b").gt(1)).as("t"));
    put(all, "UNNEST(a)[b > 1] AS u", unnest(col("a")).filter(col("b").gt(1)).as("u"));
    put(
        all,
        "TABLE(TUMBLE(TABLE S, DESCRIPTOR(ts), 1 min))[a > 1]",
        windowTable("TUMBLE", "S", "ts", MINUTE).filter(col("a").gt(1)));
    put(all, "S#str:tokenize(a, ',')", stream("S").function("str:tokenize", col("a"), ","));
    put(all, "A WITHIN '2020-**'", aggregated(stream("A"), null, "2020-**"));
    put(all, "A WITHIN '2020', '2021' PER 'days'", aggregated(stream("A"), "days", "2020", "2021"));
    put(
        all,
        "S MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts, x DESC MEASURES A.x AS x, FINAL last(B.x) AS y,"
            + " RUNNING count(*) AS n ONE ROW PER MATCH"
            + " AFTER MATCH SKIP TO FIRST B PATTERN (^ A+ (B | C)*? {- D -} PERMUTE (E, F) G? H{2,3} I{2,} $)"
            + " WITHIN 1 min SUBSET u = (A, B) DEFINE A AS x > 1, B AS x < 1) AS m",
        matchRecognize(
                stream("S"),
                RowPatterns.sequence(
                    RowPatterns.start(),
                    variable("A").some(),
                    either(variable("B"), variable("C")).any().reluctant(),
                    variable("D").excluded(),
                    permute(variable("E"), variable("F")),
                    variable("G").maybe(),
                    variable("H").times(2, 3),
                    variable("I").atLeast(2),
                    RowPatterns.end()))
            .partitionBy("k")
            .orderBy("ts", col("x").desc())
            .measure(col("A", "x"), "x")
            .measure(call("last", col("B", "x")).overMatch(), "y")
            .measure(callAll("count").running(), "n")
            .skipToFirst("B")
            .within(MINUTE)
            .subset("u", "A", "B")
            .define("A", col("x").gt(1))
            .define("B", col("x").lt(1))
            .as("m"));
    for (Source.RowsPerMatch rows : Source.RowsPerMatch.values()) {
      String words =
          switch (rows) {
            case ONE -> "ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW";
            case ALL_SHOW_EMPTY -> "ALL ROWS PER MATCH AFTER MATCH SKIP PAST LAST ROW";
            case ALL_OMIT_EMPTY ->
                "ALL ROWS PER MATCH OMIT EMPTY MATCHES AFTER MATCH SKIP TO NEXT ROW";
            case ALL_WITH_UNMATCHED ->
                "ALL ROWS PER MATCH WITH UNMATCHED ROWS AFTER MATCH SKIP TO LAST A";
          };
      MatchBuilder match = matchRecognize(stream("S"), variable("A")).rowsPerMatch(rows);
      MatchBuilder skipping =
          switch (rows) {
            case ONE, ALL_SHOW_EMPTY -> match.skip(Source.SkipKind.PAST_LAST_ROW);
            case ALL_OMIT_EMPTY -> match.skip(Source.SkipKind.TO_NEXT_ROW);
            case ALL_WITH_UNMATCHED -> match.skipToLast("A");
          };
      put(
          all,
          "S MATCH_RECOGNIZE (" + words + " PATTERN (A)) WINDOW length(5)",
          skipping.window("length", 5));
    }
  }

  private static void put(
      Map<String, Part<? extends Statement>> all, String text, Part<Source> source) {
    all.put("SELECT a FROM " + text, select("a").from(source).toCallbacks());
  }

  private static void patterns(Map<String, Part<? extends Statement>> all) {
    put(
        all,
        "PATTERN (EVERY a=A[x > 1]<2:3> -> (b=B AND NOT C) -> (d=D OR E<2:>) -> NOT F FOR 1 min)"
            + " WITHIN 5 sec AS p PARTITION BY k",
        pattern(
                chain(
                    every(element("a", "A").filter(col("x").gt(1)).times(2, 3)),
                    allOf(element("b", "B"), element("C").absent()),
                    anyOf(element("d", "D"), element("E").atLeast(2)),
                    element("F").absentFor(MINUTE)))
            .within(Duration.ofSeconds(5))
            .as("p")
            .partitionBy("k"));
    put(
        all,
        "SEQUENCE (A -> B#f(1)) WITHIN 5 EVENTS",
        sequence(chain(element("A"), element("B").function("f", 1))).withinEvents(5));
    put(all, "PATTERN (a=A -> B)", pattern(chain(element("a", "A"), element("B"))));
    all.put(
        "from every e1=A -> e2=B within 5 sec select e1.x insert into T",
        Syntax.from(
                pattern(chain(every(element("e1", "A")), element("e2", "B")))
                    .within(Duration.ofSeconds(5))
                    .classic())
            .select(col("e1", "x"))
            .insertInto("T"));
  }

  private static void expressions(Map<String, Part<? extends Statement>> all) {
    value(
        all,
        "e1[0].x, e1[last].x, e1[last-1] IS NULL",
        col("e1", 0, "x"),
        lastCol("e1", 0, "x"),
        lastEvent("e1", 1).isNull());
    value(
        all,
        "a.b.c, f(x)[1], f(x)[last-2]",
        col("a", "b").field("c"),
        call("f", col("x")).at(1),
        call("f", col("x")).atLast(2));
    value(
        all,
        "-a, +a, a + b - 1 || 'x', (a + 1) * 2 / 3 % 4, a - (b + c)",
        col("a").negated(),
        col("a").signed(),
        col("a").plus(col("b")).minus(1).concat("x"),
        col("a").plus(1).times(2).dividedBy(3).modulo(4),
        col("a").minus(col("b").plus(col("c"))));
    value(
        all,
        "a = 1 AND b <> 2 AND c < 3 OR d <= 4 OR NOT (e > 5 AND f >= 6)",
        col("a")
            .eq(1)
            .and(col("b").ne(2))
            .and(col("c").lt(3))
            .or(col("d").le(4))
            .or(not(col("e").gt(5).and(col("f").ge(6)))));
    value(
        all,
        "a IS DISTINCT FROM 1, a IS NOT DISTINCT FROM 1, a NOT BETWEEN 1 AND 2, a NOT LIKE 'x' ESCAPE '!', a LIKE b",
        col("a").isDistinctFrom(1),
        col("a").isNotDistinctFrom(1),
        col("a").between(1, 2).not(),
        col("a").like("x", "!").not(),
        col("a").like(col("b")));
    value(
        all,
        "a NOT IN (1, 2), a IN T, a NOT IN (SELECT b FROM U), a SIMILAR TO 'x', EXISTS (SELECT b FROM U), (SELECT b FROM U)",
        col("a").in(1, 2).not(),
        col("a").inTable("T"),
        col("a").inRows(select("b").from("U")).not(),
        col("a").similarTo("x"),
        select("b").from("U").exists(),
        select("b").from("U").asValue());
    value(
        all,
        "a BETWEEN 1 AND 2, a IN (1, 2), a NOT IN T, a IN (SELECT b FROM U), a NOT SIMILAR TO 'x', FALSE",
        col("a").between(1, 2),
        col("a").in(1, 2),
        col("a").inTable("T").not(),
        col("a").inRows(select("b").from("U")),
        col("a").similarTo("x").not(),
        val(false));
    value(
        all,
        "a IS NOT NULL, a IS TRUE, a IS FALSE, a IS UNKNOWN, a IS JSON",
        col("a").isNull().not(),
        col("a").is(Expression.Test.TRUE),
        col("a").is(Expression.Test.FALSE),
        col("a").is(Expression.Test.UNKNOWN),
        col("a").is(Expression.Test.JSON));
    value(
        all,
        "CASE WHEN a > 1 THEN 'x' ELSE 'y' END, CASE a WHEN 1 THEN 2 END, CAST(a AS INT)",
        cases().when(col("a").gt(1), "x").otherwise("y"),
        cases(col("a")).when(1, 2).end(),
        col("a").cast(Types.of("INT")));
    value(
        all,
        "count(*), count(s.*), sum(DISTINCT a) FILTER (WHERE b > 1), lag(a) IGNORE NULLS OVER w, ns:f(x => 1)",
        callAll("count"),
        callAll("count", "s"),
        call("sum", col("a")).distinct().filter(col("b").gt(1)),
        call("lag", col("a")).ignoreNulls().over("w"),
        call("ns:f", named("x", 1)));
    value(
        all,
        "sum(a) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 5 PRECEDING AND CURRENT ROW),"
            + " sum(a) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND 1 min FOLLOWING),"
            + " sum(a) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
        call("sum", col("a"))
            .over(over().partitionBy("k").orderBy("ts").rows(preceding(5), currentRow())),
        call("sum", col("a")).over(over().range(fromStart(), following(MINUTE))),
        call("sum", col("a")).over(over().rows(currentRow(), toEnd())));
    all.put(
        "SELECT sum(a) OVER w FROM S WINDOW w AS (ORDER BY ts)",
        select(call("sum", col("a")).over("w"))
            .from("S")
            .window("w", over().orderBy(col("ts").asc()))
            .toCallbacks());
    value(
        all,
        "JSON_VALUE(a, '$.x' RETURNING INT DEFAULT 1 ON EMPTY NULL ON ERROR), JSON_QUERY(a, '$' ERROR ON EMPTY"
            + " DEFAULT 2 ON ERROR), JSON_EXISTS(a, '$' ERROR ON ERROR)",
        json(JsonKind.VALUE, col("a"), "$.x")
            .returning(Types.of("INT"))
            .defaultOnEmpty(1)
            .onError(JsonFallbackKind.NULL)
            .end(),
        json(JsonKind.QUERY, col("a"), "$").onEmpty(JsonFallbackKind.ERROR).defaultOnError(2).end(),
        json(JsonKind.EXISTS, col("a"), "$").onError(JsonFallbackKind.ERROR).end());
    value(
        all,
        "JSON_VALUE(a, b RETURNING INT)",
        json(JsonKind.VALUE, col("a"), col("b")).returning(Types.of("INT")).end());
    value(all, "ARRAY[1, 2], MAP['a', 1], ROW(1, 'x')", array(1, 2), map("a", 1), rowValue(1, "x"));
    value(
        all,
        "1, 2L, 1.5f, 2.5, TRUE, NULL, 'x', X'0AFF', 90 sec, INTERVAL '-5' SECOND",
        val(1),
        val(2L),
        val(1.5f),
        val(2.5),
        val(true),
        val(null),
        val("x"),
        val(new byte[] {10, -1}),
        val(Duration.ofSeconds(90)),
        val(Duration.ofSeconds(-5)));
    value(
        all,
        "DATE '2025-03-01', TIME '10:15', TIMESTAMP '2025-03-01T10:15:00Z'",
        val(LocalDate.of(2025, 3, 1)),
        val(LocalTime.of(10, 15)),
        val(Instant.parse("2025-03-01T10:15:00Z")));
  }

  private static void value(
      Map<String, Part<? extends Statement>> all, String text, Object... values) {
    RowsBuilder rows = select(values).from("S");
    all.put("SELECT " + text + " FROM S", rows.toCallbacks());
  }

  private static void changes(Map<String, Part<? extends Statement>> all) {
    all.put(
        "INSERT INTO T (a, b) VALUES (1, 'x'), (2, NULL) ON CONFLICT DO NOTHING",
        insertInto("T", "a", "b").row(1, "x").row(2, null).onConflict(List.of()));
    all.put(
        "@info(name = 'u') UPDATE T AS t SET a = 1, b = a + 1 FROM S WHERE t.a = S.a",
        update("T")
            .as("t")
            .set("a", 1)
            .set("b", col("a").plus(1))
            .from(stream("S"))
            .where(col("t", "a").eq(col("S", "a")))
            .named("u"));
    all.put(
        "DELETE FROM T USING S WHERE T.a = S.a",
        deleteFrom("T").using(stream("S")).where(col("T", "a").eq(col("S", "a"))));
    all.put(
        "UPSERT INTO T (a) (SELECT a FROM S) ON T.a = a",
        upsertInto("T", select("a").from("S")).columns("a").on(col("T", "a").eq(col("a"))));
    all.put(
        "MERGE INTO T AS t USING S ON t.a = S.a WHEN MATCHED AND S.x > 1 THEN UPDATE SET b = 1"
            + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (a) VALUES (1)",
        mergeInto("T", stream("S"), col("t", "a").eq(col("S", "a")))
            .as("t")
            .whenMatchedUpdate(col("S", "x").gt(1), assign("b", 1))
            .whenMatchedDelete(null)
            .whenNotMatchedInsert(null, List.of("a"), row(1)));
    Part<Annotation> x = annotation("x");
    all.put("INSERT INTO T VALUES (1)", insertInto("T").row(1));
    all.put("@x UPDATE T SET a = 1", update("T").set("a", 1).annotate(x));
    all.put("@x DELETE FROM T", deleteFrom("T").annotate(x));
    all.put("@x UPSERT INTO T VALUES (1, 2)", upsertInto("T", values(row(1, 2))).annotate(x));
    all.put(
        "@x MERGE INTO T USING S ON a = b WHEN MATCHED AND a > 1 THEN DELETE"
            + " WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED AND a > 1 THEN INSERT (a, b) VALUES (1, 2)",
        mergeInto("T", stream("S"), col("a").eq(col("b")))
            .annotate(x)
            .whenMatchedDelete(col("a").gt(1))
            .whenMatchedUpdate(null, assign("a", 1))
            .whenNotMatchedInsert(col("a").gt(1), List.of("a", "b"), row(1, 2)));
    all.put("TRUNCATE TABLE T", truncate("T"));
    all.put(
        "EXPLAIN INSERT INTO T SELECT a FROM S",
        explain(select("a").from(stream("S")).insertInto("T")));
    for (Statement.DefinitionKind kind : Statement.DefinitionKind.values()) {
      all.put("DROP " + kind + " a", drop(kind, "a"));
    }
    all.put("DROP TABLE IF EXISTS a", dropIfExists(Statement.DefinitionKind.TABLE, "a"));
  }

  private static App parsed(String text) {
    SourceText source = new SourceText("text", text);
    ParsedApp parsed = EventFluxParser.parse(source, Variables.of(Map.of()));
    assertEquals("", DiagnosticRenderer.plain().render(source, parsed.diagnostics()));
    return parsed.app();
  }

  @TestFactory
  Stream<DynamicTest> shouldBuildWhatTheTextSays() {
    return statements().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      App built = app().add(each.getValue()).build();
                      assertEquals(Printer.print(parsed(each.getKey())), Printer.print(built));
                      assertEquals(parsed(each.getKey()), built);
                      assertEquals(built, parsed(Printer.print(built)));
                    }));
  }

  /** Otherwise a record that somebody adds could not be built. */
  @Test
  void shouldBuildEveryRecordAndEveryWord() {
    AppBuilder whole = app().annotate(annotation("app:name").value("x"));
    statements().values().forEach(whole::add);
    Set<String> possible = new TreeSet<>();
    TreeParts.reach(App.class, new LinkedHashSet<>(), possible);
    possible.remove(Statement.Omitted.class.getName());
    possible.remove(Statement.Omitted.class.getName() + ".names=some");
    // The text can say these and means nothing by them.
    possible.remove(MergeBranch.Insert.class.getName() + ".isForMatched=true");
    possible.remove(MergeBranch.Update.class.getName() + ".isForMatched=false");
    possible.remove(MergeBranch.Delete.class.getName() + ".isForMatched=false");
    Set<String> made = new TreeSet<>();

    TreeParts.collect(whole.build(), made);

    possible.removeAll(made);
    assertEquals(Set.of(), possible);
  }

  @Test
  void shouldKeepWhatWasBuilt() {
    RowsBuilder rows = select("a").from("S");
    SelectQuery before = rows.build();

    rows.where(col("a").gt(1)).limit(5);

    assertEquals(select("a").from("S").build(), before);
  }

  @Test
  void shouldRefuseWhatTheTextCannotSay() {
    for (String text : List.of("a\n\"\"\"; TRUNCATE TABLE T; \"\"\"", "a\rb\"")) {
      assertEquals(
          "a text of several lines cannot hold three double quotes or end with one",
          assertThrows(IllegalArgumentException.class, () -> val(text)).getMessage());
    }
    assertEquals(
        "a duration has whole milliseconds, from -9223372036854775807 to 9223372036854775807:"
            + " PT0.000000001S",
        assertThrows(IllegalArgumentException.class, () -> val(Duration.ofNanos(1))).getMessage());
    Map<String, Executable> refused = new LinkedHashMap<>();
    refused.put("a name has at least one character", () -> col(""));
    refused.put("a name has no line breaks", () -> col("a\nb"));
    refused.put("a select list has at least one item", () -> select().from("S").build());
    refused.put(
        "expected: a duration, or a number of milliseconds that is not negative",
        () -> select("a").from("S").emitEvery(col("a")));
    refused.put(
        "expected: a number of events that is not negative",
        () -> select("a").from("S").toCallbacks().outputEveryEvents(OutputRate.Mode.LAST, -1));
    refused.put("IN has at least one candidate", () -> col("a").in());
    refused.put("CASE has at least one WHEN", () -> cases().end());
    refused.put("a row has at least one field", () -> Types.row().build());
    refused.put(
        "AND and OR join events, not chains and EVERY",
        () -> allOf(every(element("A")), element("B")));
    refused.put(
        "the upper end of a count is below its lower end", () -> element("A").times(3, 2).build());
    refused.put("a conversion is written value.cast(type)", () -> call("cast", col("a"), "int"));
    refused.put(
        "MATCH_RECOGNIZE reads a stream or a sub-query, without filters and alias",
        () -> matchRecognize(stream("S").as("s"), variable("A")).build());
    refused.put("a definition has at least one column", () -> createStream("S").build());
    refused.put("a partition has at least one key", () -> partition().build());
    refused.put(
        "the milliseconds of this time do not fit a BIGINT: +1000000000-12-31T23:59:59.999999999Z",
        () -> val(Instant.MAX));
    refused.forEach(
        (message, build) ->
            assertEquals(
                message, assertThrows(IllegalArgumentException.class, build).getMessage()));
    assertEquals(
        "a classic pattern has no alias and no PARTITION BY",
        assertThrows(
                IllegalArgumentException.class,
                () -> pattern(every(element("a", "A"))).partitionBy("k").classic().build())
            .getMessage());
    assertEquals(
        "a classic pattern of one event needs a name, a count or a limit, else it is a stream",
        assertThrows(IllegalArgumentException.class, () -> pattern(element("A")).classic().build())
            .getMessage());
  }

  @Test
  void shouldRefuseATreeThatIsNestedTooDeeply() {
    Expr deep = col("a");
    for (int i = 0; i < 100_000; i++) {
      deep = deep.plus(1).times(2);
    }
    App app = app().add(select(deep).from("S").toCallbacks()).build();

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> EventFlux.engine().compile(app));

    assertEquals("the tree is nested more than 256 deep", refused.getMessage());
  }

  /** A body of a script is the only part that a record cannot check without reading it. */
  @Test
  void shouldRefuseATreeWhoseTextSaysSomethingElse() {
    App app =
        app()
            .add(
                createFunction(
                    "f",
                    "js",
                    Types.of("INT"),
                    "}; TRUNCATE TABLE T; define function g[js] return int {"))
            .build();

    assertEquals(
        "no text says this tree: see app.statements",
        assertThrows(IllegalArgumentException.class, () -> EventFlux.engine().compile(app))
            .getMessage());
  }

  /** What has a meaning of its own without them. */
  @Test
  void shouldBuildWithParentheses() {
    Map<String, Part<? extends Statement>> all = new LinkedHashMap<>();
    value(
        all,
        "(a + b) + c, (a AND b) AND c, NOT (a IN (1, 2)), NOT (NOT a)",
        col("a").plus(col("b")).parenthesized().plus(col("c")),
        col("a").and(col("b")).parenthesized().and(col("c")),
        col("a").in(1, 2).parenthesized().not(),
        not(col("a")).parenthesized().not());
    all.put(
        "(SELECT a FROM S LIMIT 5) LIMIT 1",
        select("a").from("S").limit(5).parenthesized().limit(1).toCallbacks());
    all.put(
        "(SELECT a FROM S) UNION SELECT b FROM T",
        select("a").from("S").parenthesized().union(select("b").from("T")).toCallbacks());
    all.put(
        "CREATE TABLE T (a INT NOT NULL DEFAULT 1, b INT DEFAULT NULL)",
        createTable("T").notNull("a", Types.of("INT"), 1).column("b", Types.of("INT"), null));
    all.put(
        "SELECT `ns:f`(a), `a:b`:f(a), `#x`.a, JSON_VALUE(a, '$') FROM `#x` JOIN #`#x` ON TRUE",
        select(
                call("`ns:f`", col("a")),
                call("`a:b`:f", col("a")),
                col("`#x`", "a"),
                json(JsonKind.VALUE, col("a"), "$").end())
            .from(stream("`#x`").join(stream("#`#x`")).on(true))
            .toCallbacks());
    all.put("VALUES (1) INSERT INTO T", values(row(1)).insertInto("T"));
    all.put(
        "@`a b`(x = 1) CREATE TRIGGER G AT EVERY 5",
        createTrigger("G").every(5L).annotate(annotation("a b").option("x", 1)));

    all.forEach(
        (text, part) -> {
          App built = app().add(part).build();
          assertEquals(parsed(text), built, text);
          assertEquals(built, parsed(Printer.print(built)), text);
        });
  }

  @Test
  void shouldRefuseWhatIsNoConstant() {
    assertEquals(
        "there is no constant for NaN",
        assertThrows(IllegalArgumentException.class, () -> val(Double.NaN)).getMessage());
    assertEquals(
        "the value of an option is a constant",
        assertThrows(IllegalArgumentException.class, () -> annotation("a").option("k", col("x")))
            .getMessage());
    assertEquals(
        "expected: SELECT .. FROM a source",
        assertThrows(IllegalStateException.class, () -> select("a").build()).getMessage());
  }
}
