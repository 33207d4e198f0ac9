package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * A text cut into words, which have a meaning, and comments, which have none: for tools that show
 * texts. Places count UTF-16 units, as spans do. Immutable.
 *
 * @param text the text
 * @param words tokens in text order
 * @param comments comments in text order
 */
public record Lexed(String text, List<Word> words, List<Comment> comments) {
  /** The type of a word that is the body of a script, braces included. */
  public static final int SCRIPT = -2;

  /**
   * A token.
   *
   * @param type its type in the lexer
   * @param start offset of its first character
   * @param end offset behind its last character
   */
  public record Word(int type, int start, int end) {}

  /**
   * A comment.
   *
   * @param text as it was written, closed if it was not
   * @param start offset of its first character
   * @param end offset behind its last character
   */
  public record Comment(String text, int start, int end) {
    /**
     * Whether it ends with its line.
     *
     * @return false for a block comment
     */
    public boolean isLine() {
      return text.startsWith("--");
    }
  }

  /** Copies the lists. */
  public Lexed {
    words = List.copyOf(words);
    comments = List.copyOf(comments);
  }

  /**
   * Cuts a text.
   *
   * @param text a text without variables that the parser has read without errors
   * @return its words and comments
   */
  public static Lexed of(String text) {
    int[] offsets = offsets(text);
    EventFluxQLLexer lexer = new EventFluxQLLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    List<Word> words = new ArrayList<>();
    List<Comment> comments = new ArrayList<>();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      int start = offsets[token.getStartIndex()];
      int end = offsets[token.getStopIndex() + 1];
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        words.add(new Word(token.getType(), start, end));
      } else if (token.getType() != EventFluxQLLexer.WHITESPACE) {
        String written = text.substring(start, end).stripTrailing();
        boolean isOpen = token.getType() == EventFluxQLLexer.UNTERMINATED_COMMENT;
        comments.add(new Comment(isOpen ? written + " */" : written, start, end));
      }
    }
    return new Lexed(text, words, comments);
  }

  /** From code points, which the lexer counts, to UTF-16 units. */
  private static int[] offsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    int offset = 0;
    for (int i = 0; i < offsets.length - 1; i++) {
      offsets[i] = offset;
      offset += Character.charCount(text.codePointAt(offset));
    }
    offsets[offsets.length - 1] = text.length();
    return offsets;
  }

  /**
   * This text with each script of its app as one word. What looks like a comment inside is none.
   *
   * @param app the tree of this text
   * @return words and comments
   */
  public Lexed withScripts(App app) {
    Lexed result = this;
    for (Statement statement : app.statements()) {
      if (statement instanceof Definition.Function function && function.parameters() == null) {
        result = result.withScript(function);
      }
    }
    return result;
  }

  private Lexed withScript(Definition.Function function) {
    int end = function.span().end();
    int from = function.returnType().span().end();
    List<Word> merged = new ArrayList<>();
    int start = -1;
    for (Word word : words) {
      boolean opens =
          word.type() == EventFluxQLLexer.LEFT_BRACE
              || word.type() == EventFluxQLLexer.LEFT_EXCLUSION;
      if (start < 0 && opens && word.start() >= from && word.end() <= end) {
        start = word.start();
        merged.add(new Word(SCRIPT, start, end));
      } else if (start < 0 || word.start() >= end) {
        merged.add(word);
      }
    }
    int first = start;
    return new Lexed(
        text,
        merged,
        comments.stream()
            .filter(each -> first < 0 || each.start() < first || each.start() >= end)
            .toList());
  }

  /**
   * The characters of a word.
   *
   * @param word one of the words
   * @return as they stand
   */
  public String textOf(Word word) {
    return text.substring(word.start(), word.end());
  }

  /**
   * How many lines end between two places.
   *
   * @param from offset of the first character
   * @param to offset behind the last character
   * @return 0 if both are on one line
   */
  public int breaks(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean isCrLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !isCrLf)) {
        count++;
      }
    }
    return count;
  }

  /**
   * The first word that starts at or behind a place.
   *
   * @param offset the place
   * @return its index; the count of words if there is none
   */
  public int wordFrom(int offset) {
    int low = 0;
    int high = words.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (words.get(middle).start() >= offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The first comment that starts at or behind a place.
   *
   * @param offset the place
   * @return its index; the count of comments if there is none
   */
  public int commentFrom(int offset) {
    int low = 0;
    int high = comments.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (comments.get(middle).start() >= offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
