package io.eventflux.core.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern ready to match (language 2.6): {@code %} stands for any run of characters, {@code
 * _} for one code point, everything else for itself, and so does whatever follows the escape
 * character. Immutable; any thread.
 *
 * <p>The pattern is cut at {@code %} into pieces. The first piece is tried at the start of the
 * text, the last at its end, those between as far left as possible, one after the other and without
 * ever going back: linear in the text for a given pattern.
 */
public final class LikePattern {
  /** Stands for {@code _} in a piece; no code point has this value. */
  private static final int ANY = -1;

  private enum Shape {
    EXACT,
    PREFIX,
    SUFFIX,
    CONTAINS,
    GENERAL
  }

  private final Shape shape;

  /** The only text of a pattern without {@code _} whose shape is not GENERAL. */
  private final String literal;

  /**
   * Pieces between the {@code %}; code points or {@link #ANY}. A pattern without {@code %} has one.
   */
  private final int[][] pieces;

  private LikePattern(int[][] pieces) {
    this.pieces = pieces;
    this.shape = shape(pieces);
    this.literal = shape == Shape.GENERAL ? "" : literal(pieces);
  }

  /** The matcher for {@code pattern} without an escape character. */
  public static LikePattern of(String pattern) {
    return new LikePattern(pieces(pattern, ANY));
  }

  /**
   * The matcher for {@code pattern}.
   *
   * @param escape exactly one code point
   * @return null if {@code escape} is anything else, or if {@code pattern} ends with it
   */
  public static @Nullable LikePattern of(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) != 1) {
      return null;
    }
    int[][] pieces = pieces(pattern, escape.codePointAt(0));
    return pieces.length == 0 ? null : new LikePattern(pieces);
  }

  /** No piece at all for a pattern that ends with its escape character. */
  private static int[][] pieces(String pattern, int escape) {
    List<int[]> pieces = new ArrayList<>();
    int[] piece = new int[pattern.length()];
    int length = 0;
    int i = 0;
    while (i < pattern.length()) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == escape) {
        if (i == pattern.length()) {
          return new int[0][];
        }
        c = pattern.codePointAt(i);
        i += Character.charCount(c);
        piece[length++] = c;
      } else if (c == '%') {
        pieces.add(Arrays.copyOf(piece, length));
        length = 0;
      } else {
        piece[length++] = c == '_' ? ANY : c;
      }
    }
    pieces.add(Arrays.copyOf(piece, length));
    return pieces.toArray(int[][]::new);
  }

  private static Shape shape(int[][] pieces) {
    int filledCount = 0;
    for (int[] piece : pieces) {
      filledCount += piece.length > 0 ? 1 : 0;
      for (int c : piece) {
        if (c == ANY) {
          return Shape.GENERAL;
        }
      }
    }
    if (pieces.length == 1) {
      return Shape.EXACT;
    }
    if (filledCount > 1) {
      return Shape.GENERAL;
    }
    if (pieces[0].length > 0) {
      return Shape.PREFIX;
    }
    return pieces[pieces.length - 1].length > 0 ? Shape.SUFFIX : Shape.CONTAINS;
  }

  private static String literal(int[][] pieces) {
    StringBuilder text = new StringBuilder();
    for (int[] piece : pieces) {
      for (int c : piece) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  /** Whether the whole of {@code text} fits the pattern. */
  public boolean matches(String text) {
    return switch (shape) {
      case EXACT -> text.equals(literal);
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case CONTAINS -> text.contains(literal);
      case GENERAL -> matchesPieces(text);
    };
  }

  private boolean matchesPieces(String text) {
    int[] first = pieces[0];
    int at = endOfPiece(first, text, 0);
    if (at < 0) {
      return false;
    }
    if (pieces.length == 1) {
      return at == text.length();
    }
    int[] last = pieces[pieces.length - 1];
    int end = startOfSuffix(text, last.length);
    if (end < at || endOfPiece(last, text, end) != text.length()) {
      return false;
    }
    for (int p = 1; p < pieces.length - 1; p++) {
      at = endOfLeftmost(pieces[p], text, at);
      if (at < 0 || at > end) {
        return false;
      }
    }
    return true;
  }

  /** The index behind {@code piece} if it stands at {@code from}, else -1. */
  private static int endOfPiece(int[] piece, String text, int from) {
    int at = from;
    for (int wanted : piece) {
      if (at >= text.length()) {
        return -1;
      }
      int c = text.codePointAt(at);
      if (wanted != ANY && wanted != c) {
        return -1;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private static int endOfLeftmost(int[] piece, String text, int from) {
    for (int at = from; ; at += Character.charCount(text.codePointAt(at))) {
      int end = endOfPiece(piece, text, at);
      if (end >= 0 || at >= text.length()) {
        return end;
      }
    }
  }

  /** Where the last {@code count} code points of {@code text} start, or -1 if it has fewer. */
  private static int startOfSuffix(String text, int count) {
    int at = text.length();
    for (int i = 0; i < count; i++) {
      if (at == 0) {
        return -1;
      }
      at -= Character.charCount(text.codePointBefore(at));
    }
    return at;
  }
}
