package io.eventflux.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SourceTextTest {
  @Test
  void shouldCountLinesAndColumnsAsReadersDo() {
    SourceText text = new SourceText("a.eventflux", "ab\r\n🚀c\rd\n");

    assertEquals(4, text.lineCount());
    assertEquals("🚀c", text.lineText(2));
    assertEquals("", text.lineText(4));
    assertEquals("a.eventflux:1:1", text.place(0));
    assertEquals("a.eventflux:2:1", text.place(4));
    assertEquals("a.eventflux:2:2", text.place(6));
    assertEquals("a.eventflux:3:1", text.place(8));
    assertEquals("a.eventflux:4:1", text.place(10));
  }

  @Test
  void shouldHaveOneLineWhenEmpty() {
    SourceText text = new SourceText("e", "");

    assertEquals(1, text.lineCount());
    assertEquals("e:1:1", text.place(0));
  }

  @Test
  void shouldTreatAllSpansAsEqual() {
    assertEquals(new Span(1, 2), new Span(30, 40));
    assertFalse(new Span(1, 2).covers(new Span(30, 40)));
    assertTrue(new Span(1, 2).to(new Span(30, 40)).covers(new Span(1, 40)));
    assertThrows(IllegalArgumentException.class, () -> new Span(3, 2));
  }
}
