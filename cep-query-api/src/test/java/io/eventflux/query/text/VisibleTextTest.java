package io.eventflux.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class VisibleTextTest {
  @Test
  void shouldLeaveWhatAReaderSees() {
    String text = "größe 漢字 🚀 👩\u200D🚀 -- 'it''s'";

    assertEquals(text, VisibleText.of(text));
  }

  @Test
  void shouldKeepTheTextOnOneLine() {
    assertEquals("a b  c d", VisibleText.of("a\nb\r\nc\td"));
  }

  @Test
  void shouldNameWhatNobodySees() {
    assertEquals(
        "aU+0000U+001BbU+200BU+2028U+00A0U+202EcU+E000U+FEFFU+D83D",
        VisibleText.of("a\0\u001Bb\u200B\u2028\u00A0\u202Ec\uE000\uFEFF\uD83D"));
  }
}
