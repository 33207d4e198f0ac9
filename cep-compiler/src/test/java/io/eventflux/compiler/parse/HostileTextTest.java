package io.eventflux.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.query.ast.App;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No text exhausts the stack, the memory or the reader's patience; what is refused is refused in
 * words.
 */
final class HostileTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"(", "f(", "-(", "a in (", "case when a then ", "a[", "ARRAY[", "not ("})
  void shouldReadNestingUpToTheLimit(String opening) {
    String closing = opening.startsWith("case") ? " end" : opening.endsWith("[") ? "]" : ")";
    int depth = Limits.DEPTH_MAX;
    String text = "select " + opening.repeat(depth) + "a" + closing.repeat(depth) + " as b from S";

    ParsedApp parsed = parse(text);

    assertEquals(List.of(), parsed.diagnostics());
    // By text: the equals of nested records needs far more stack than printing or reading.
    String printed = Printer.print(parsed.app());
    assertEquals(printed, Printer.print(parse(printed).app()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select (",
        "select f(",
        "select case when a then ",
        "select a[",
        "define function f[js] return int {;",
        "define stream S (a ARRAY<",
        "@a(",
        "from every (",
        "select * from (select * from "
      })
  void shouldRefuseEndlessNesting(String repeated) {
    String opening = repeated.substring(repeated.lastIndexOf(' ') + 1);
    if (repeated.contains("case")) {
      opening = "case when a then ";
    } else if (repeated.endsWith("from ")) {
      opening = "(select * from ";
    }
    String text = repeated + opening.repeat(30_000 / opening.length() + 300);

    assertEquals(List.of(DiagnosticCode.TOO_COMPLEX), codes(parse(text)));
  }

  @Test
  void shouldExplainErrorsAtTheBottomOfDeepNesting() {
    String text = "select " + "(".repeat(250) + "a +" + ")".repeat(250) + " from S";

    Diagnostic only = parse(text).diagnostics().get(0);

    assertEquals("')' cannot stand here; expected: an expression", only.message());
    assertEquals(7 + 250 + 3, only.span().start());
  }

  @Test
  void shouldReadLongChainsFlat() {
    String sum = "a" + " + a".repeat(4_000);
    String disjunction = "a = 1" + " or a = 1".repeat(2_000);

    ParsedApp parsed = parse("select " + sum + " as b from S where " + disjunction);

    assertEquals(List.of(), parsed.diagnostics());
    assertEquals(parsed.app(), parse(Printer.print(parsed.app())).app());
  }

  @Test
  void shouldReadQueriesInQueriesToTheLimit() {
    int depth = 250;
    List<String> texts =
        List.of(
            "select " + "(select ".repeat(depth) + "a" + " from S)".repeat(depth) + " as b from S",
            "select a from " + "(select a from ".repeat(depth) + "S" + ")".repeat(depth),
            "select a from S where "
                + "a in (select a from S where ".repeat(depth)
                + "a"
                + ")".repeat(depth),
            "select "
                + "(".repeat(depth)
                + "select a from S"
                + " union all select b from S)".repeat(depth)
                + " as x from S",
            "with a as (".repeat(depth) + "select a from S" + ") select a from a".repeat(depth),
            "select * from S match_recognize (pattern ("
                + "(a | ".repeat(depth)
                + "b"
                + ")*".repeat(depth)
                + "))",
            "select a from S where a in (1" + ", 2".repeat(9_999) + ")",
            "insert into T select a from S" + " union all select a from S".repeat(2_000));
    for (String text : texts) {
      App app = parseAll(text).app();
      String printed = Printer.print(app);
      assertEquals(printed, Printer.print(parseAll(printed).app()));
    }
  }

  private static ParsedApp parseAll(String text) {
    ParsedApp parsed =
        EventFluxParser.parse(new SourceText("hostile", text), Variables.of(Map.of()));
    assertEquals(List.of(), parsed.diagnostics());
    return parsed;
  }

  @Test
  void shouldCountPartitionsInPartitions() {
    String partition = "partition by a of S begin from S select a;\n";

    assertEquals(
        List.of(DiagnosticCode.NOT_ALLOWED_IN_PARTITION),
        codes(parse(partition.repeat(200) + "end;".repeat(200))));
    assertEquals(List.of(DiagnosticCode.TOO_COMPLEX), codes(parse(partition.repeat(9_000))));
  }

  @Test
  void shouldRefuseWhatIsTooMuch() {
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(parse("select * from S match_recognize (pattern (" + "a ".repeat(257) + "))")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX), codes(parse(" ".repeat(Limits.TEXT_LENGTH_MAX + 1))));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX), codes(parse(";".repeat(Limits.TOKEN_COUNT_MAX + 1))));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(parse("select a" + " + a".repeat(Limits.EXPRESSION_COUNT_MAX) + " from S")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(parse("define stream S (a int" + ", a int".repeat(Limits.COLUMN_COUNT_MAX) + ")")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(parse("select a" + "[1]".repeat(300) + " from S")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(
            parse(
                "from e=A" + " -> B".repeat(Limits.PATTERN_ELEMENT_COUNT_MAX) + " select 1 as x")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX), codes(parse("from e=A<10001> select 1 as x")));
    assertEquals(
        List.of(DiagnosticCode.TOO_COMPLEX),
        codes(parse("define stream S (a int" + " array".repeat(300) + ")")));
  }

  @Test
  void shouldReadOnBehindWhatWasTooDeep() {
    String tooDeep = "select a" + "[1]".repeat(300) + " from S;";

    ParsedApp parsed = parse(tooDeep + "select a.b from S; select a" + "[1]".repeat(200));

    assertEquals(1, parsed.diagnostics().stream().filter(HostileTextTest::isTooMuch).count());
  }

  private static boolean isTooMuch(Diagnostic diagnostic) {
    return diagnostic.code() == DiagnosticCode.TOO_COMPLEX;
  }

  @Test
  void shouldRefuseWhatVariablesBlowUp() {
    String text = "select ${X} from S";

    ParsedApp parsed =
        EventFluxParser.parse(
            new SourceText("hostile", text), name -> "a".repeat(Limits.TEXT_LENGTH_MAX));

    assertEquals(List.of(DiagnosticCode.TOO_COMPLEX), codes(parsed));
  }

  @Test
  void shouldStopAfterManyErrors() {
    ParsedApp parsed = parse("define strem S (a int);\n".repeat(4_000));

    assertEquals(101, parsed.diagnostics().size());
    assertEquals(DiagnosticCode.TOO_COMPLEX, parsed.diagnostics().get(100).code());
  }

  @Test
  void shouldNotSearchEndlesslyForAnExplanation() {
    ParsedApp sum = parse("select " + "a + ".repeat(40_000) + "from S");
    ParsedApp list = parse("select order" + ", a".repeat(30_000) + " from S");

    assertEquals(
        List.of("'from' cannot stand here"),
        sum.diagnostics().stream().map(Diagnostic::message).toList());
    assertEquals(1, list.diagnostics().size());
  }

  @Test
  void shouldSurviveAnyOrderOfTokens() {
    long seed = 20_260_301L;
    Random random = new Random(seed);
    String[] pieces =
        ("select from where insert into define stream table ( ) [ ] { } , ; . : # ! @ = == -> => ... + - * / % || < > <= <>"
                + " 'text' \"name\" `q` 1 2.5 5 sec every e1 = A B C as join on not and or is null case when then"
                + " end in between like within pattern sequence tumble descriptor interval x'0A' ' \" 2. /* ${X} $ ? ^ {- -}")
            .split(" ", -1);
    for (int round = 0; round < 1_500; round++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(pieces[random.nextInt(pieces.length)]).append(' ');
      }
      String input = text.toString();
      ParsedApp parsed = parse(input);
      String rendered = DiagnosticRenderer.plain().render(parsed.source(), parsed.diagnostics());
      assertEquals(
          parsed.diagnostics().isEmpty(), rendered.isEmpty(), () -> "seed=" + seed + ": " + input);
      if (!parsed.hasErrors()) {
        assertEquals(parsed.app(), parse(Printer.print(parsed.app())).app(), input);
      }
    }
  }

  private static ParsedApp parse(String text) {
    return EventFluxParser.parse(new SourceText("hostile", text));
  }

  private static List<DiagnosticCode> codes(ParsedApp parsed) {
    return parsed.diagnostics().stream().map(Diagnostic::code).toList();
  }
}
