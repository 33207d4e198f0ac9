package io.eventflux.query.builder;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.text.Span;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what callers write to nodes. */
final class Trees {
  /** There is no text. */
  static final Span NOWHERE = Span.NONE;

  private Trees() {}

  static Name name(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one character");
    }
    return new Name(text, NOWHERE);
  }

  static @Nullable Name nameOrNull(@Nullable String text) {
    return text == null ? null : name(text);
  }

  static List<Name> names(String... texts) {
    return Arrays.stream(texts).map(Trees::name).toList();
  }

  /** The part in front of the colon of {@code ns:name}; null if there is none. */
  static @Nullable Name namespace(String qualified) {
    int colon = colon(qualified);
    return colon < 0 ? null : name(unquoted(qualified.substring(0, colon)));
  }

  static Name local(String qualified) {
    return name(unquoted(qualified.substring(colon(qualified) + 1)));
  }

  /** Where the first colon stands that is not between back-ticks; -1 if there is none. */
  private static int colon(String qualified) {
    boolean isQuoted = false;
    for (int i = 0; i < qualified.length(); i++) {
      char c = qualified.charAt(i);
      isQuoted ^= c == '`';
      if (c == ':' && !isQuoted) {
        return i;
      }
    }
    return -1;
  }

  /** A name that stands in back-ticks is taken as it stands, as in a text. */
  static String unquoted(String text) {
    return text.matches("(?s)`([^`]|``)+`")
        ? text.substring(1, text.length() - 1).replace("``", "`")
        : text;
  }

  static Expression value(@Nullable Object value) {
    return Expr.of(value).tree();
  }

  static @Nullable Expression valueOrNull(@Nullable Object value) {
    return value == null ? null : value(value);
  }

  /** A duration, or a number of milliseconds; a text writes the number without a letter. */
  static Expression duration(Object value) {
    return value instanceof Long millis && millis == millis.intValue()
        ? value(millis.intValue())
        : value(value);
  }

  static List<Expression> values(@Nullable Object... values) {
    return Arrays.stream(values).map(Trees::value).toList();
  }

  /** A column for a text, as in lists of columns. */
  static Expression column(Object value) {
    return value instanceof String name ? Syntax.col(name).tree() : value(value);
  }

  static List<Expression> columns(Object... values) {
    return Arrays.stream(values).map(Trees::column).toList();
  }

  static List<SortItem> sort(Object... items) {
    return Arrays.stream(items).map(Trees::sortItem).toList();
  }

  private static SortItem sortItem(Object item) {
    return item instanceof SortItem sorted
        ? sorted
        : new SortItem(column(item), false, false, NOWHERE);
  }
}
