package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.SourceText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which pairs the table of language 2.7 has, through the whole front end: rows are the type of the
 * value, columns the type asked for. All other pairs are BAD_CAST. Their values are in the scenario
 * {@code 02-types/cast-pairs}.
 */
final class CastPairsTest {
  private static final Catalogs CATALOGS = Catalogs.installed();

  /** Every type, with one of each kind that has parts. */
  private static final List<String> TYPES =
      List.of(
          "BOOLEAN",
          "INT",
          "BIGINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL(10, 2)",
          "VARCHAR",
          "TIMESTAMP",
          "DATE",
          "TIME",
          "INTERVAL",
          "BINARY",
          "OBJECT",
          "JSON",
          "ARRAY<INT>",
          "MAP<VARCHAR, INT>",
          "ROW(a INT)");

  @Test
  void shouldCastThePairsOfTheTableOnly() {
    String expected =
        """
        BOOLEAN           xxxxxxx.....x....
        INT               xxxxxxxx..x.x....
        BIGINT            xxxxxxxx..x.x....
        FLOAT             xxxxxxx.....x....
        DOUBLE            xxxxxxx.....x....
        DECIMAL(10, 2)    xxxxxxx.....x....
        VARCHAR           xxxxxxxxxx..xx...
        TIMESTAMP         ..x...xx....x....
        DATE              ......xxx...x....
        TIME              ......x..x..x....
        INTERVAL          ..x...x...x.x....
        BINARY            ......x....xx....
        OBJECT            xxxxxxxxxxxxxxxxx
        JSON              xxxxxxxxxx..xx...
        ARRAY<INT>        ......x.....x.x..
        MAP<VARCHAR, INT> ......x.....x..x.
        ROW(a INT)        ......x.....x...x
        """;

    StringBuilder found = new StringBuilder();
    for (String from : TYPES) {
      found.append(String.format("%-18s", from));
      TYPES.forEach(to -> found.append(isCast("CAST(x AS " + to + ")", from) ? 'x' : '.'));
      found.append('\n');
    }

    assertEquals(expected, found.toString());
  }

  @Test
  void shouldAllowTheSamePairsInEverySpelling() {
    for (String form :
        List.of("TRY_CAST(x AS %s)", "CAST(x AS %s)", "cast(x, '%s')", "convert(x, '%s')")) {
      assertTrue(isCast(String.format(form, "bool"), "INT"), form);
      assertFalse(isCast(String.format(form, "date"), "INT"), form);
    }
  }

  /** False for BAD_CAST; any other error fails. */
  private static boolean isCast(String cast, String from) {
    String app =
        "CREATE STREAM S (x " + from + "); INSERT INTO Out SELECT " + cast + " AS y FROM S;";
    Set<DiagnosticCode> codes =
        PlanCompiler.plan(EventFluxParser.parse(new SourceText("app", app)), CATALOGS)
            .diagnostics()
            .stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::code)
            .collect(Collectors.toSet());
    assertTrue(codes.isEmpty() || codes.equals(Set.of(DiagnosticCode.BAD_CAST)), app);
    return codes.isEmpty();
  }
}
