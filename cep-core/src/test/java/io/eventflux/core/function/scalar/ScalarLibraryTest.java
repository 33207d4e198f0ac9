package io.eventflux.core.function.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.eventflux.core.function.FunctionProvider;
import java.math.BigDecimal;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Borders of the scalar functions; what a function is for stands in its examples. */
final class ScalarLibraryTest {
  private static final String FACE = "\uD83D\uDE00";

  @Test
  void shouldBeFoundAsService() {
    boolean isFound =
        ServiceLoader.load(FunctionProvider.class).stream()
            .anyMatch(provider -> provider.type() == ScalarLibrary.class);

    assertEquals(true, isFound);
  }

  @Test
  void shouldGiveEveryFunctionAnExampleAndASentence() {
    assertEquals(
        "",
        new ScalarLibrary()
            .functions().stream()
                .map(FunctionProvider.ScalarFunction::descriptor)
                .filter(f -> f.examples().isEmpty() || !f.summary().endsWith("."))
                .map(f -> f.name())
                .collect(Collectors.joining(", ")));
  }

  @Test
  void shouldCountCodePoints() {
    assertEquals(2, StringFunctions.length(FACE + "a"));
    assertEquals("a" + FACE, StringFunctions.reverse(FACE + "a"));
    assertEquals(FACE, StringFunctions.left(FACE + "ab", 1));
    assertEquals(FACE, StringFunctions.right("ab" + FACE, 1));
    assertEquals("b", StringFunctions.substring(FACE + "ab", 3, 1));
  }

  @Test
  void shouldTakePartsAtAnyPosition() {
    assertEquals("abc", StringFunctions.substring("abc", 0));
    assertEquals("abc", StringFunctions.substring("abc", 1));
    assertEquals("", StringFunctions.substring("abc", 4));
    assertEquals("", StringFunctions.substring("abc", Integer.MAX_VALUE));
    assertEquals("c", StringFunctions.substring("abc", -1));
    assertEquals("abc", StringFunctions.substring("abc", -9));
    assertEquals("abc", StringFunctions.substring("abc", Integer.MIN_VALUE));
    assertEquals("ab", StringFunctions.substring("abc", 0, 2));
    assertEquals("bc", StringFunctions.substring("abc", 2, Integer.MAX_VALUE));
    assertEquals("", StringFunctions.substring("abc", 2, 0));
    assertNull(StringFunctions.substring("abc", 2, -1));
    assertEquals("", StringFunctions.left("abc", -1));
    assertEquals("abc", StringFunctions.left("abc", 9));
    assertEquals("", StringFunctions.right("abc", -1));
    assertEquals("abc", StringFunctions.right("abc", 9));
  }

  @Test
  void shouldTrimAndReplace() {
    assertEquals("a", StringFunctions.trim("\u2003a\t"));
    assertEquals("", StringFunctions.trim("xyx", "xy"));
    assertEquals("axy", StringFunctions.trimStart("xyaxy", "xy"));
    assertEquals("xya", StringFunctions.trimEnd("xyaxy", "xy"));
    assertEquals("abc", StringFunctions.replace("abc", "", "x"));
    assertEquals("", StringFunctions.concat((String) null));
    assertEquals("", StringFunctions.concatWithSeparator("-", (String) null));
    assertNull(StringFunctions.concatWithSeparator(null, "a"));
  }

  @Test
  void shouldRoundHalfAwayFromZero() {
    assertEquals(3.0, NumberFunctions.round(2.5));
    assertEquals(-3.0, NumberFunctions.round(-2.5));
    assertEquals(0.0, NumberFunctions.round(0.49999999999999994));
    assertEquals(0.0, NumberFunctions.round(-0.3));
    assertEquals(0x1p60, NumberFunctions.round(0x1p60));
    assertEquals(Double.NaN, NumberFunctions.round(Double.NaN));
    assertEquals(Double.NEGATIVE_INFINITY, NumberFunctions.round(Double.NEGATIVE_INFINITY));
    assertEquals(2.68, NumberFunctions.round(2.675, 2));
    assertEquals(1.5, NumberFunctions.round(1.5, Integer.MAX_VALUE));
    assertEquals(0.0, NumberFunctions.round(1e300, Integer.MIN_VALUE));
    assertEquals(0.1f, NumberFunctions.round(0.1f, 1));
    assertEquals(-1300, NumberFunctions.round(-1250, -2));
    assertEquals(7, NumberFunctions.round(7, 3));
    assertNull(NumberFunctions.round(Integer.MAX_VALUE, -1));
    assertNull(NumberFunctions.round(Long.MAX_VALUE, -1));
    assertEquals(new BigDecimal("2.70"), NumberFunctions.round(new BigDecimal("2.65"), 1));
    assertEquals(-20, NumberFunctions.trunc(-29, -1));
    assertEquals(-2.6, NumberFunctions.trunc(-2.67, 1));
  }

  @Test
  void shouldGiveNullOutsideTheDomain() {
    assertNull(NumberFunctions.sqrt(-1));
    assertNull(NumberFunctions.ln(0));
    assertNull(NumberFunctions.log10(-1));
    assertNull(NumberFunctions.power(-8, 1.0 / 3));
    assertNull(NumberFunctions.power(0, -1));
    assertNull(NumberFunctions.mod(1.0, -0.0));
    assertNull(NumberFunctions.sign(Double.NaN));
    assertEquals(Double.NaN, NumberFunctions.sqrt(Double.NaN));
    assertEquals(Double.NaN, NumberFunctions.power(Double.NaN, 2));
  }

  @Test
  void shouldOrderExtremesAsTheLanguageDoes() {
    assertEquals(Double.NaN, ExtremeFunctions.greatest(1.0, Double.NaN, 2.0));
    assertEquals(1.0, ExtremeFunctions.least(Double.NaN, 1.0));
    assertEquals(-3, ExtremeFunctions.maximum(-5, null, -3));
    assertNull(ExtremeFunctions.minimum((Long) null));
    assertEquals(FACE, ExtremeFunctions.greatest("\uE000", FACE));
    assertNotEquals(FACE, ExtremeFunctions.least("\uE000", FACE));
  }
}
