package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import io.eventflux.query.text.SourceText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said about each code is so: its bad text gives it, its good text gives nothing. */
class ExplanationTest {
  private static final EventFluxCompiler COMPILER = EventFluxCompiler.installed();

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheCodeForTheBadTextOnly(DiagnosticCode code) {
    Explanation explanation = Explanation.of(code);
    List<Diagnostic> bad = bad(explanation);
    List<Diagnostic> good = COMPILER.compile("good", explanation.good()).diagnostics();

    assertFalse(explanation.meaning().isEmpty(), "it says something");
    if (explanation.isReported()) {
      assertEquals(
          List.of(code),
          codes(bad).stream().filter(each -> each == code || !isComing(each)).toList(),
          bad::toString);
    } else {
      assertNotEquals(List.of(code), codes(bad), "it is reported: unmark it");
      assertTrue(
          codes(bad).stream().allMatch(each -> each == code || isComing(each)), bad::toString);
    }
    if (explanation.isGoodSupported()) {
      assertEquals(List.of(), good);
    } else {
      assertNotEquals(List.of(), good, "the good text runs: unmark it");
      assertTrue(codes(good).stream().allMatch(ExplanationTest::isComing), good::toString);
    }
  }

  /** The last statement of a text about on-demand queries is one. */
  private static List<Diagnostic> bad(Explanation explanation) {
    String text = explanation.bad();
    if (explanation.code() != DiagnosticCode.STREAM_ON_DEMAND) {
      return COMPILER.compile("bad", text).diagnostics();
    }
    int query = text.lastIndexOf('\n', text.length() - 2) + 1;
    return COMPILER
        .compile("bad", text.substring(0, query))
        .checkOnDemand(new SourceText("bad", text.substring(query)));
  }

  private static boolean isComing(DiagnosticCode code) {
    return code == DiagnosticCode.NOT_SUPPORTED_YET;
  }

  private static List<DiagnosticCode> codes(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(Diagnostic::code).toList();
  }
}
