package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * One {@code key = value} of a {@code WITH} clause or an annotation.
 *
 * @param key the dotted key as written, without quotes ({@code buffer.size}); null for a bare
 *     value, in annotations only
 * @param value a string, number, boolean or duration
 * @param span key and value
 */
public record Option(@Nullable Name key, Literal value, Span span) implements Node {
  /**
   * Whether this option has the given key. Case does not matter, and a dotted key may be written
   * with underscores.
   *
   * @param wanted the key in its documented spelling, for example {@code buffer.size}
   * @return true if the key is that one
   */
  public boolean is(String wanted) {
    return key != null && (key.is(wanted) || key.is(wanted.replace('.', '_')));
  }

  /**
   * The value as text: the content of a string, the digits of a number, {@code true} or {@code
   * false}, the milliseconds of a duration.
   *
   * @return the text that connectors are given
   */
  public String text() {
    return value.text();
  }
}
