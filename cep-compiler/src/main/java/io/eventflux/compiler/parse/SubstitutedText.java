package io.eventflux.compiler.parse;

import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with its variables replaced, and the way back from its characters to the user's text. A
 * character that came out of a variable belongs to the whole {@code ${..}} that stands for it.
 *
 * <p>Places on this side count code points, as the lexer does; places in the user's text count
 * UTF-16 units, as everybody else does. Immutable.
 */
final class SubstitutedText {
  private final String text;
  private final int userLength;

  /** For every code point, where its origin starts and ends; null while both texts are the same. */
  private final int @Nullable [] starts;

  private final int @Nullable [] ends;

  private final List<Span> unresolved;

  private SubstitutedText(
      String text,
      int userLength,
      int @Nullable [] starts,
      int @Nullable [] ends,
      List<Span> unresolved) {
    this.unresolved = unresolved;
    this.text = text;
    this.userLength = userLength;
    this.starts = starts;
    this.ends = ends;
  }

  /** The text for the lexer. */
  String text() {
    return text;
  }

  /**
   * The origin of a piece of this text.
   *
   * @param first index of the first code point
   * @param last index of the last code point; before {@code first} for an empty piece
   */
  Span origin(int first, int last) {
    int start = start(first);
    return new Span(start, last < first ? start : Math.max(start, end(last)));
  }

  /**
   * Whether a variable that is wrong or without a value stands inside a piece of the user's text.
   */
  boolean isUnresolved(Span span) {
    // In text order, and there may be as many as statements.
    int low = 0;
    int high = unresolved.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (unresolved.get(middle).start() < span.start()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < unresolved.size() && unresolved.get(low).start() < span.end();
  }

  private int start(int index) {
    if (starts == null) {
      return Math.min(index, userLength);
    }
    return index < starts.length ? starts[index] : userLength;
  }

  private int end(int index) {
    if (ends == null) {
      return Math.min(index + 1, userLength);
    }
    return index < ends.length ? ends[index] : userLength;
  }

  /**
   * Replaces variables everywhere, strings and comments included, with or without a default after a
   * colon. A second dollar sign before a variable makes it plain text. Values are not searched
   * again. An opening without a name, or without a closing brace on its line, is an error.
   *
   * @param user the text as the user wrote it
   * @param variables the values
   * @param lengthMax stop when the result gets longer than this; the caller refuses such a text
   * @param diagnostics takes an error for every variable without value and default, and for what
   *     opens like a variable and is none
   */
  static SubstitutedText of(
      String user, Variables variables, int lengthMax, Diagnostics diagnostics) {
    boolean isPlain =
        !user.contains("${") && user.codePointCount(0, user.length()) == user.length();
    if (isPlain) {
      return new SubstitutedText(user, user.length(), null, null, List.of());
    }
    Builder builder = new Builder(user.length());
    List<Span> unresolved = new ArrayList<>();
    // Up to here no brace closes what was opened on this line; said once a line, not once a
    // dollar.
    int unclosed = 0;
    int i = 0;
    while (i < user.length() && builder.text.length() <= lengthMax) {
      if (user.startsWith("$${", i)) {
        builder.add("$", i, i + 2);
        builder.add("{", i + 2, i + 3);
        i += 3;
        continue;
      }
      boolean isOpening = i >= unclosed && user.startsWith("${", i);
      int close = isOpening ? closingBrace(user, i + 2) : -1;
      if (close < 0) {
        if (isOpening) {
          unclosed = lineEnd(user, i);
          Span opening = new Span(i, nameEnd(user, i + 2));
          unresolved.add(opening);
          diagnostics.add(
              bad(opening, "'" + user.substring(i, opening.end()) + "' is not closed on its line")
                  .suggest("close it with }"));
        }
        int size = Character.charCount(user.codePointAt(i));
        builder.add(user.substring(i, i + size), i, i + size);
        i += size;
        continue;
      }
      Span whole = new Span(i, close + 1);
      String inside = user.substring(i + 2, close);
      int colon = inside.indexOf(':');
      String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
      Diagnostic problem = null;
      String value = "";
      if (hasVariable(inside)) {
        problem = bad(whole, "a variable cannot stand inside of another one");
      } else if (name.isEmpty()) {
        problem = bad(whole, "'" + user.substring(i, close + 1) + "' names no variable");
      } else {
        String given = variables.value(name);
        if (given != null) {
          value = given;
        } else if (colon >= 0) {
          value = inside.substring(colon + 1);
        } else {
          problem =
              Diagnostic.of(
                      DiagnosticCode.UNRESOLVED_VARIABLE,
                      whole,
                      "variable '" + name + "' has no value")
                  .suggest(
                      "set it when the app is deployed, or write a default: ${" + name + ":...}");
        }
      }
      if (problem != null) {
        unresolved.add(whole);
        diagnostics.add(problem);
      }
      builder.add(value, i, close + 1);
      i = close + 1;
    }
    return builder.build(user.length(), unresolved);
  }

  private static Diagnostic bad(Span span, String problem) {
    return Diagnostic.of(DiagnosticCode.SYNTAX, span, problem)
        .fact("a variable is ${NAME} or ${NAME:default}; $${ stands for the characters ${");
  }

  /** Whether a variable opens in the inside of another one. */
  private static boolean hasVariable(String inside) {
    return inside.replace("$${", "").contains("${");
  }

  /** Behind the characters that names of variables usually have. */
  private static int nameEnd(String user, int from) {
    int end = from;
    while (end < user.length()
        && (Character.isLetterOrDigit(user.charAt(end)) || "_.-".indexOf(user.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static int lineEnd(String user, int from) {
    int end = from;
    while (end < user.length() && user.charAt(end) != '\n' && user.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static int closingBrace(String user, int from) {
    for (int i = from; i < user.length(); i++) {
      char c = user.charAt(i);
      if (c == '}') {
        return i;
      }
      if (c == '\n' || c == '\r') {
        return -1;
      }
    }
    return -1;
  }

  /** Grows both texts in step. */
  private static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private int[] starts;
    private int[] ends;
    private int count;

    Builder(int capacity) {
      starts = new int[capacity];
      ends = new int[capacity];
    }

    void add(String piece, int start, int end) {
      text.append(piece);
      int size = piece.codePointCount(0, piece.length());
      if (count + size > starts.length) {
        int capacity = Math.max(count + size, starts.length * 2);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
      }
      for (int i = 0; i < size; i++) {
        starts[count] = start;
        ends[count] = end;
        count++;
      }
    }

    SubstitutedText build(int userLength, List<Span> unresolved) {
      return new SubstitutedText(
          text.toString(),
          userLength,
          Arrays.copyOf(starts, count),
          Arrays.copyOf(ends, count),
          unresolved);
    }
  }
}
