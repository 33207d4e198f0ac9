package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.text.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the whole compiler makes of a text. */
final class CompilationTest {
  private static final String EVERYTHING =
      """
      CREATE STREAM Trades (symbol VARCHAR, price DOUBLE, volume BIGINT);
      CREATE TABLE Names (symbol VARCHAR PRIMARY KEY, label VARCHAR);
      INSERT INTO Names VALUES ('IBM', 'Big Blue');
      INSERT INTO Big SELECT symbol, price * volume AS notional FROM Trades WHERE price > 10;
      INSERT INTO Totals SELECT upper(symbol) AS s, sum(volume) AS total
        FROM Trades WINDOW('length', 10) GROUP BY upper(symbol) HAVING sum(volume) > 5;
      INSERT INTO Named SELECT t.symbol, n.label
        FROM Trades AS t LEFT JOIN Names AS n ON t.symbol = n.symbol AND t.price > 1;
      INSERT INTO Rises SELECT b.symbol FROM PATTERN (
        EVERY a=Trades[price > 1] -> b=Trades[symbol = a.symbol AND price > a.price * 2]
        WITHIN 1 MINUTE);
      """;

  private static Compilation compiled(String text) {
    return EventFluxCompiler.installed().compile("app.eventflux", text);
  }

  @Test
  void shouldPrintEveryStage() {
    Compilation compilation =
        compiled(
            """
            CREATE STREAM S (a INT, b INT);
            INSERT INTO T SELECT a + 1 AS c FROM S WHERE b > 2;
            """);

    assertEquals(
        """
        CREATE STREAM S (
          a INT,
          b INT
        );
        INSERT INTO T
        SELECT a + 1 AS c
        FROM S
        WHERE b > 2;
        """,
        compilation.print(Stage.AST));
    assertTrue(compilation.print(Stage.LOGICAL).contains("Filter b > 2"), "logical");
    assertTrue(compilation.print(Stage.OPTIMIZED).contains("Filter b > 2"), "optimized");
    assertTrue(compilation.print(Stage.PLAN).startsWith("app "), "plan");
    String code = compilation.print(Stage.CODE);
    assertEquals(
        """
          public int project(ColumnBatch in, int lo, int hi, ColumnBatch out, RowErrors errors) {
            if ((in.kinds() == null) && (hi - lo > 1)) {
              return plain(in, lo, hi, out);
            }
            return marked(in, lo, hi, out, errors);
          }

          private int select(ColumnBatch in, int lo, int hi) {
            final int[] c1 = ((IntColumn) in.column(1)).values();
            final boolean[] c1n = in.column(1).nulls();
            final int k0 = this.k0;
            if (selected.length < hi - lo) {
              selected = new int[hi - lo];
            }
            final int[] rows = selected;
            final int[] selection = in.selection();
            int count = 0;
            for (int k = lo; k < hi; k++) {
              final int i = selection == null ? k : selection[k];
              rows[count] = i;
              if (!c1n[i] & (c1[i] > k0)) {
                count++;
              }
            }
            return count;
          }

          private void compute(ColumnBatch in, int[] rows, int from, int size, ColumnBatch out) {
            final int[] c0 = ((IntColumn) in.column(0)).values();
            final boolean[] c0n = in.column(0).nulls();
            final int k1 = this.k1;
            final int[] o0 = ((IntColumn) out.column(0)).values();
            final boolean[] o0n = out.column(0).nulls();
            for (int count = 0; count < size; count++) {
              final int i = rows == null ? from + count : rows[from + count];
              o0[count] = (c0[i] + k1);
              o0n[count] = c0n[i];
            }
          }

        """,
        code.substring(
            code.indexOf("  public int project("), code.indexOf("  private int plain(")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coalesce(%s, 1)",
        "nullIf(%s, 1)",
        "ifThenElse(%s > 1, 2, 3)",
        "ifThenElse(%s IN (1, 2), 2, 3)",
        "ifThenElse(%s BETWEEN 1 AND 2, 2, 3)",
        "CASE %s WHEN 1 THEN 2 WHEN 2 THEN 1 END",
        "CAST(JSON_VALUE(CAST(%s AS STRING), '$' DEFAULT '1' ON EMPTY ERROR ON ERROR) AS INT)"
      })
  void shouldGrowWithTheTextOnly(String form) {
    int four = nested(form, 4).print(Stage.PLAN).length();
    int eight = nested(form, 8).print(Stage.PLAN).length();
    int twelve = nested(form, 12).print(Stage.PLAN).length();

    assertTrue(twelve - eight < 2 * (eight - four), four + ", " + eight + ", " + twelve);
    assertEquals(List.of(), nested(form, 80).diagnostics());
  }

  /** A form around a form, so often, around a column. */
  private static Compilation nested(String form, int depth) {
    String expression = "a";
    for (int i = 0; i < depth; i++) {
      expression = form.replace("%s", expression);
    }
    return compiled(
        "define stream S (a int); from S select " + expression + " as x insert into T;");
  }

  @Test
  void shouldStartWithoutCompiler() {
    Compilation compilation = compiled(EVERYTHING);
    long before = GeneratedKernels.compiledClassCount();

    try (AppRuntime runtime = AppRuntime.create(compilation.app(), RuntimeOptions.defaults())) {
      runtime.start();
      runtime.input("Trades").send("IBM", 12.5, 100L);
    }

    assertEquals(before, GeneratedKernels.compiledClassCount());
  }

  @Test
  void shouldKeepEveryWordOfTheUserOutOfGeneratedText() {
    String text =
        EVERYTHING
            .replaceAll("\\bTrades\\b", "`Qx1 */ Trades`")
            .replaceAll("\\bsymbol\\b", "`Qx2 \u00e4`")
            .replaceAll("\\bprice\\b", "Qx3price")
            .replaceAll("\\bvolume\\b", "`Qx4\"`")
            .replaceAll("\\bNames\\b", "Qx5Names")
            .replaceAll("\\blabel\\b", "Qx6label")
            .replaceAll("\\bnotional\\b", "Qx7notional")
            .replaceAll("\\btotal\\b", "Qx8total")
            .replace("'IBM'", "'Qx9//'")
            .replace(
                "> 10;",
                "> 10 AND `Qx2 \u00e4` <> 'Qx10' AND `Qx2 \u00e4` LIKE 'Qx11%\\u0022'"
                    + " AND 4711.25 > Qx3price;");
    String app =
        "@app:name('Qx12') "
            + text
            + "@info(name = 'Qx13') from Big select 'Qx14' as c insert into Qx15;";

    String code = compiled(app).print(Stage.CODE);

    assertFalse(code.contains("Qx"), code);
    assertFalse(code.contains("4711"), code);
    assertFalse(code.contains("\\"), code);
    assertTrue(code.chars().allMatch(c -> c < 128), code);
  }

  @Test
  void shouldAnswerChainThatIsTooLong() {
    String text =
        "CREATE STREAM S (a INT);\nINSERT INTO T SELECT " + "a + ".repeat(9_000) + "a AS b FROM S;";

    Compilation compilation = compiled(text);

    assertEquals(
        "2:22 more than 300 operators follow one another",
        placed(compilation.source(), compilation.diagnostics().get(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a + ", "a * 2.0 - ", "'x' || ", "(a) - "})
  void shouldCompileChainsUpToTheLimit(String term) {
    int operatorCount = term.indexOf('*') < 0 ? 300 : 298;
    String text =
        "CREATE STREAM S (a INT);\nINSERT INTO T SELECT "
            + term.repeat(operatorCount)
            + (term.indexOf('|') < 0 ? "a" : "'y'")
            + " AS b FROM S;";

    assertEquals(List.of(), compiled(text).diagnostics());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a <> %d AND ", "a = %d OR ", "a > %d AND a < 9000 OR "})
  void shouldCompileLongConditionsQuickly(String term) {
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      condition.append(String.format(Locale.ROOT, term, i));
    }
    String text =
        "CREATE STREAM S (a INT);\nINSERT INTO T SELECT a FROM S WHERE " + condition + "a = 1;";

    Compilation compilation =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> compiled(text));

    assertEquals(List.of(), compilation.diagnostics());
  }

  private static String placed(SourceText source, Diagnostic diagnostic) {
    int at = diagnostic.span().start();
    return source.line(at) + ":" + source.column(at) + " " + diagnostic.message();
  }
}
