package io.eventflux.query.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosticRendererTest {
  private static final SourceText FRAUD =
      new SourceText(
          "fraud.eventflux",
          """
          CREATE STREAM Trades (
            symbol VARCHAR,
            price DOUBLE,
            volume BIGINT
          );

          INSERT INTO BigTrades
          SELECT pric * volume AS notional, symbol
          FROM Trades
          WHERE symbol > price
          """);

  private static final Diagnostic UNKNOWN_COLUMN =
      Diagnostic.of(
              DiagnosticCode.UNKNOWN_ATTRIBUTE,
              span(FRAUD, "pric "),
              "column 'pric' does not exist in stream 'Trades'")
          .fact("columns: symbol VARCHAR, price DOUBLE, volume BIGINT")
          .didYouMean("pric", List.of("symbol", "price", "volume"));

  @Test
  void shouldShowOneMarkWithContext() {
    assertEquals(
        """
        error[CEP2103]: column 'pric' does not exist in stream 'Trades'
          --> fraud.eventflux:8:8
           |
         7 | INSERT INTO BigTrades
         8 | SELECT pric * volume AS notional, symbol
           |        ^^^^
         9 | FROM Trades
           |
           = columns: symbol VARCHAR, price DOUBLE, volume BIGINT
           = did you mean 'price'?
        """,
        render(FRAUD, UNKNOWN_COLUMN));
  }

  @Test
  void shouldHangLabelsUnderSeveralMarks() {
    int start = FRAUD.text().indexOf("symbol > price");
    Diagnostic mismatch =
        Diagnostic.of(
                DiagnosticCode.TYPE_MISMATCH,
                new Span(start, start + 6),
                "cannot compare VARCHAR with DOUBLE")
            .labelled("VARCHAR")
            .with(new Span(start + 7, start + 8), "")
            .with(new Span(start + 9, start + 14), "DOUBLE")
            .suggest("write CAST(symbol AS DOUBLE) if the text holds a number");

    assertEquals(
        """
        error[CEP2217]: cannot compare VARCHAR with DOUBLE
          --> fraud.eventflux:10:7
           |
        10 | WHERE symbol > price
           |       ^^^^^^ ^ ^^^^^ DOUBLE
           |       |
           |       VARCHAR
           |
           = write CAST(symbol AS DOUBLE) if the text holds a number
        """,
        render(FRAUD, mismatch));
  }

  @Test
  void shouldHangThreeLabelsRightToLeft() {
    SourceText text = new SourceText("t", "aa + bb + cc");
    Diagnostic three =
        Diagnostic.of(DiagnosticCode.TYPE_MISMATCH, new Span(0, 2), "three")
            .labelled("A")
            .with(new Span(5, 7), "B")
            .with(new Span(10, 12), "C");

    assertEquals(
        """
        error[CEP2217]: three
          --> t:1:1
           |
         1 | aa + bb + cc
           | ^^   ^^   ^^ C
           | |    |
           | |    B
           | A
        """,
        render(text, three));
  }

  @Test
  void shouldShowMarksOnSeveralLines() {
    Diagnostic duplicate =
        Diagnostic.of(DiagnosticCode.DUPLICATE_DEFINITION, span(FRAUD, "BigTrades"), "twice")
            .labelled("again")
            .with(span(FRAUD, "Trades ("), "first");

    assertEquals(
        """
        error[CEP2001]: twice
          --> fraud.eventflux:7:13
           |
         1 | CREATE STREAM Trades (
           |               ^^^^^^^^ first
           ...
         7 | INSERT INTO BigTrades
           |             ^^^^^^^^^ again
        """,
        render(FRAUD, duplicate));
  }

  @Test
  void shouldKeepCaretsUnderWideCharactersAndTabs() {
    SourceText text = new SourceText("t", "\ta\t'価格' e\u0301 x");
    int start = text.text().indexOf('x');

    assertEquals(
        """
        error[CEP1001]: here
          --> t:1:12
           |
         1 |     a   '価格' e\u0301 x
           |                  ^
        """,
        render(text, Diagnostic.of(DiagnosticCode.SYNTAX, new Span(start, start + 1), "here")));
  }

  @Test
  void shouldCutLongLinesAroundTheMark() {
    SourceText text = new SourceText("t", "x".repeat(500) + "HERE" + "y".repeat(500));

    String shown = render(text, Diagnostic.of(DiagnosticCode.SYNTAX, new Span(500, 504), "here"));

    String line = shown.lines().filter(each -> each.startsWith(" 1 |")).findFirst().orElseThrow();
    String carets = shown.lines().filter(each -> each.contains("^^^^")).findFirst().orElseThrow();
    assertEquals(line.indexOf("HERE"), carets.indexOf("^^^^"));
    assertEquals(" 1 | ...".length() + 120 + "...".length(), line.length());
  }

  @Test
  void shouldMarkTheFirstLineOfALongPiece() {
    SourceText text = new SourceText("t", "a bc\nd\n");

    assertEquals(
        """
        error[CEP1001]: here
          --> t:1:3
           |
         1 | a bc
           |   ^^
         2 | d
        """,
        render(text, Diagnostic.of(DiagnosticCode.SYNTAX, new Span(2, 6), "here")));
  }

  @Test
  void shouldPointBehindTheLastCharacter() {
    SourceText text = new SourceText("t", "from");

    assertEquals(
        """
        warning[CEP3019]: here
          --> t:1:5
           |
         1 | from
           |     ^
        """,
        render(text, Diagnostic.of(DiagnosticCode.UNTERMINATED_COMMENT, new Span(4, 4), "here")));
  }

  @Test
  void shouldColourForTerminalsOnly() {
    String coloured = DiagnosticRenderer.coloured().render(FRAUD, UNKNOWN_COLUMN);

    assertTrue(coloured.startsWith("\u001b[1;31merror[CEP2103]\u001b[0m"));
    assertEquals(render(FRAUD, UNKNOWN_COLUMN), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void shouldWriteJson() {
    SourceText text = new SourceText("a\"b", "é x\n");

    assertEquals(
        "[{\"code\":\"CEP2103\",\"name\":\"UNKNOWN_ATTRIBUTE\",\"severity\":\"error\",\"message\":\"no\\u00e9\\u000a\","
            + "\"file\":\"a\\\"b\",\"start\":{\"line\":1,\"column\":3,\"offset\":2},\"end\":{\"line\":1,\"column\":4,\"offset\":3},"
            + "\"labels\":[{\"start\":{\"line\":1,\"column\":1,\"offset\":0},\"end\":{\"line\":1,\"column\":2,\"offset\":1},\"text\":\"l\"}],"
            + "\"facts\":[\"f\"],\"suggestion\":\"s\"}]",
        DiagnosticJson.write(
            text,
            List.of(
                Diagnostic.of(DiagnosticCode.UNKNOWN_ATTRIBUTE, new Span(2, 3), "noé\n")
                    .with(new Span(0, 1), "l")
                    .fact("f")
                    .suggest("s"))));
  }

  @Test
  void shouldCarryAllDiagnosticsInAnException() {
    CompileException failure = new CompileException(FRAUD, List.of(UNKNOWN_COLUMN));

    assertEquals(render(FRAUD, UNKNOWN_COLUMN), failure.getMessage());
    assertEquals(List.of(UNKNOWN_COLUMN), failure.diagnostics());
    assertThrows(IllegalArgumentException.class, () -> new CompileException(FRAUD, List.of()));
  }

  private static String render(SourceText text, Diagnostic diagnostic) {
    return DiagnosticRenderer.plain().render(text, diagnostic);
  }

  private static Span span(SourceText text, String piece) {
    int start = text.text().indexOf(piece);
    return new Span(start, start + piece.stripTrailing().length());
  }
}
