package io.eventflux.query.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.eventflux.query.text.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DiagnosticCodeTest {
  @Test
  void shouldFindCodesByEitherName() {
    assertEquals(Optional.of(DiagnosticCode.UNKNOWN_ATTRIBUTE), DiagnosticCode.named("cep2103"));
    assertEquals(
        Optional.of(DiagnosticCode.UNKNOWN_ATTRIBUTE), DiagnosticCode.named("UNKNOWN_ATTRIBUTE"));
    assertEquals(Optional.empty(), DiagnosticCode.named("CEP0000"));
  }

  @Test
  void shouldNumberEachCodeOnceInTheRangeOfItsSeverity() {
    List<DiagnosticCode> codes = Arrays.asList(DiagnosticCode.values());

    assertEquals(codes.size(), codes.stream().map(DiagnosticCode::code).distinct().count());
    assertEquals(
        codes.stream().filter(code -> code.severity() == Severity.WARNING).toList(),
        codes.stream().filter(code -> code.code().startsWith("CEP3")).toList());
  }

  @Test
  void shouldSuggestNamesByCaseThenByDistance() {
    assertEquals(
        List.of("price", "prices"),
        NearMatches.of("Price", List.of("volume", "prices", "price", "Price")));
    assertEquals(List.of("volume"), NearMatches.of("vloume", List.of("volume", "symbol")));
    assertEquals(List.of(), NearMatches.of("x", List.of("y", "abc")));
    assertEquals(
        "did you mean 'ab1', 'ab2' or 'ab3'?",
        Diagnostic.of(DiagnosticCode.SYNTAX, Span.NONE, "m")
            .didYouMean("abc", List.of("ab1", "ab2", "ab3", "ab4"))
            .suggestion());
  }

  @Test
  void shouldCollectEachThingOnceInTextOrder() {
    Diagnostics diagnostics = new Diagnostics();
    Diagnostic late = Diagnostic.of(DiagnosticCode.SYNTAX, new Span(9, 10), "late");
    Diagnostic early = Diagnostic.of(DiagnosticCode.UNKNOWN_OPTION, new Span(1, 2), "early");
    diagnostics.add(early.as(Severity.WARNING));
    assertEquals(false, diagnostics.hasErrors());
    diagnostics.addAll(List.of(late, late));

    assertEquals(
        List.of("early", "late"),
        diagnostics.inTextOrder().stream().map(Diagnostic::message).toList());
    assertEquals(true, diagnostics.hasErrors());
  }
}
