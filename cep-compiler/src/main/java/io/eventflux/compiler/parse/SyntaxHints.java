package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.text.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * What to write where a token stands that could not follow the ones before it: forms of other
 * languages, and easy mistakes that no single change mends. Pure functions.
 */
final class SyntaxHints {
  private static final Set<Integer> COMPARISONS =
      Set.of(
          EventFluxQLParser.LESS,
          EventFluxQLParser.LESS_OR_EQUAL,
          EventFluxQLParser.GREATER,
          EventFluxQLParser.GREATER_OR_EQUAL,
          EventFluxQLParser.EQUAL,
          EventFluxQLParser.NOT_EQUAL);

  private static final Set<Integer> SET_OPERATORS =
      Set.of(EventFluxQLParser.UNION, EventFluxQLParser.INTERSECT, EventFluxQLParser.EXCEPT);

  /** What can follow FROM in a query. */
  private static final Set<Integer> BEHIND_FROM =
      Set.of(
          EventFluxQLParser.WHERE,
          EventFluxQLParser.GROUP,
          EventFluxQLParser.HAVING,
          EventFluxQLParser.ORDER,
          EventFluxQLParser.LIMIT,
          EventFluxQLParser.INSERT,
          EventFluxQLParser.SEMICOLON,
          Token.EOF);

  /** Words of other languages behind a value, and what says the same. */
  private static final Map<String, String> WORDS =
      Map.of(
          "ISNULL", "IS NULL",
          "NOTNULL", "IS NOT NULL",
          "ILIKE", "lower(..) LIKE",
          "RLIKE", "regexp(text, pattern)",
          "REGEXP", "regexp(text, pattern)",
          "STARTSWITH", "LIKE 'start%'",
          "ENDSWITH", "LIKE '%end'",
          "CONTAINS", "LIKE '%part%'",
          "XOR", "!= between conditions in parentheses");

  private static final Set<String> TABLE_FUNCTIONS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

  private static final String CHOICE =
      "write CASE WHEN condition THEN value ELSE value END to choose a value";

  /** Quotes that word processors make of the plain ones. */
  private static final String QUOTES =
      "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u00b4";

  private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212";

  private SyntaxHints() {}

  /** Whether a character is a quote, but none of this language. */
  static boolean isQuote(String character) {
    return QUOTES.contains(character);
  }

  /**
   * What to write in place of a character that begins no token.
   *
   * @return null if nothing is known
   */
  static @Nullable String character(String character) {
    if (isQuote(character)) {
      return "texts stand in plain quotes: 'text'";
    }
    if (DASHES.contains(character)) {
      return "write the plain sign: -";
    }
    if (character.equals("&")) {
      return "write AND between conditions";
    }
    int code = character.codePointAt(0);
    if (VisibleText.isInvisible(code)) {
      return "delete it";
    }
    boolean isWide = code > 0xFF00 && code <= 0xFF5E;
    if (isWide && !Character.isLetter(code)) {
      return "write the plain sign: " + (char) (code - 0xFF00 + ' ');
    }
    return Character.isLetter(code)
        ? "write a name with other letters than a to z in back-ticks"
        : null;
  }

  /**
   * Looks for a form that is known.
   *
   * @param tokens the tokens of the text, the end of the text last
   * @param start index of the first token of the statement
   * @param index index of the first token that no reading of the statement can take
   * @param expected what could have stood there
   * @return what to write; null if nothing is known
   */
  static @Nullable String find(List<Token> tokens, int start, int index, ExpectedTokens expected) {
    Token token = tokens.get(index);
    int type = token.getType();
    int before = index > start ? tokens.get(index - 1).getType() : EventFluxQLParser.SEMICOLON;
    if (COMPARISONS.contains(type) && expected.types().contains(EventFluxQLParser.AND)) {
      return "comparisons do not chain: write a < b AND b < c";
    }
    if (type == EventFluxQLParser.NAMED) {
      return "write >= for greater or equal; => names an argument";
    }
    if (before == EventFluxQLParser.EQUAL && type == EventFluxQLParser.LESS) {
      return "write <= for less or equal";
    }
    if (SET_OPERATORS.contains(type) && hasOrder(tokens.subList(start, index))) {
      return "ORDER BY and LIMIT stand at the end; write this SELECT in parentheses to sort it"
          + " alone";
    }
    if (isText(before) && isText(type)) {
      return "texts side by side are not joined: write || or ',' between them";
    }
    if (type == EventFluxQLParser.QUESTION) {
      return CHOICE;
    }
    if (before == EventFluxQLParser.COLON && type == EventFluxQLParser.COLON) {
      return "write CAST(value AS type) to convert a value";
    }
    boolean isComment =
        (type == EventFluxQLParser.SLASH && next(tokens, index) == EventFluxQLParser.SLASH)
            || (type == EventFluxQLParser.HASH && index == start);
    if (isComment) {
      return "write a comment behind -- or between /* and */";
    }
    if (isInTableFunction(tokens, start, index)) {
      return "example: TUMBLE(TABLE Ride, DESCRIPTOR(ts), INTERVAL '1' MINUTE)";
    }
    if (before == EventFluxQLParser.INTEGER || type == EventFluxQLParser.INTEGER) {
      int top = before == EventFluxQLParser.INTEGER ? index - 2 : index - 1;
      if (top >= start && tokens.get(top).getText().equalsIgnoreCase("TOP")) {
        return "write LIMIT at the end to have some rows only";
      }
    }
    if (index - 2 >= start && tokens.get(index - 2).getType() == EventFluxQLParser.IF) {
      return CHOICE;
    }
    if (isLogical(type) && expected.allTypes().contains(EventFluxQLParser.ARROW)) {
      return "AND and OR do not mix in a pattern: write (e1=A AND e2=B) OR e3=C";
    }
    for (int i = Math.max(start, index - 3); i < index; i++) {
      int behind = tokens.get(i + 1).getType();
      if (tokens.get(i).getType() == EventFluxQLParser.OVER
          && (behind == EventFluxQLParser.PARTITION || behind == EventFluxQLParser.ORDER)) {
        return "write what OVER looks at in parentheses: OVER (PARTITION BY key ORDER BY time)";
      }
    }
    if (type == EventFluxQLParser.COLON && expected.allTypes().contains(EventFluxQLParser.ARROW)) {
      return "write = behind the name of an event: e1=Stream";
    }
    if (before == EventFluxQLParser.IN && isValue(type)) {
      return "write the values in parentheses: IN (a, b)";
    }
    if (BEHIND_FROM.contains(type) && expected.types().contains(EventFluxQLParser.FROM)) {
      return "write FROM and a stream behind the columns";
    }
    String word = WORDS.get(token.getText().toUpperCase(Locale.ROOT));
    return word != null && type == EventFluxQLParser.IDENTIFIER && index > start
        ? "write " + word
        : null;
  }

  /** Whether the arguments of a window table function are wrong, which have a form of their own. */
  private static boolean isInTableFunction(List<Token> tokens, int start, int index) {
    for (int i = index - 1; i > start; i--) {
      int type = tokens.get(i).getType();
      if (type == EventFluxQLParser.LEFT_PAREN) {
        return tokens.get(i - 1).getType() == EventFluxQLParser.IDENTIFIER
            && TABLE_FUNCTIONS.contains(tokens.get(i - 1).getText().toUpperCase(Locale.ROOT));
      }
      if (type == EventFluxQLParser.RIGHT_PAREN) {
        return false;
      }
    }
    return false;
  }

  /**
   * Whether a token stands wrong because a chain, a group or an EVERY is an operand of AND or OR in
   * a pattern: those take single events.
   */
  static boolean isBesideLogical(
      List<Token> tokens, int start, int index, ExpectedTokens expected) {
    int type = tokens.get(index).getType();
    int before = index > start ? tokens.get(index - 1).getType() : EventFluxQLParser.SEMICOLON;
    boolean isInPattern = expected.allTypes().contains(EventFluxQLParser.ARROW);
    if (isLogical(type)) {
      int opening =
          before == EventFluxQLParser.RIGHT_PAREN ? opening(tokens, start, index - 1) : -1;
      return opening >= 0
          && isInPattern
          && tokens.subList(opening, index).stream()
              .anyMatch(
                  token ->
                      token.getType() == EventFluxQLParser.ARROW
                          || token.getType() == EventFluxQLParser.EVERY);
    }
    if (type == EventFluxQLParser.EVERY || (isInPattern && before == EventFluxQLParser.EVERY)) {
      int word = type == EventFluxQLParser.EVERY ? index - 1 : index - 2;
      return word > start && isLogical(tokens.get(word).getType());
    }
    int opening = type == EventFluxQLParser.ARROW ? opening(tokens, start, index) : -1;
    return opening > start && isLogical(tokens.get(opening - 1).getType());
  }

  private static boolean isLogical(int type) {
    return type == EventFluxQLParser.AND || type == EventFluxQLParser.OR;
  }

  /** Index of the parenthesis around a token; -1 if there is none. */
  private static int opening(List<Token> tokens, int start, int index) {
    int depth = 0;
    for (int i = index - 1; i >= start; i--) {
      int type = tokens.get(i).getType();
      if (type == EventFluxQLParser.RIGHT_PAREN) {
        depth++;
      } else if (type == EventFluxQLParser.LEFT_PAREN && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int next(List<Token> tokens, int index) {
    return tokens.get(Math.min(index + 1, tokens.size() - 1)).getType();
  }

  private static boolean isText(int type) {
    return type == EventFluxQLParser.SINGLE_STRING
        || type == EventFluxQLParser.DOUBLE_STRING
        || type == EventFluxQLParser.TRIPLE_STRING;
  }

  private static boolean isValue(int type) {
    return type == EventFluxQLParser.SINGLE_STRING
        || type == EventFluxQLParser.INTEGER
        || type == EventFluxQLParser.DOUBLE_NUMBER;
  }

  private static boolean hasOrder(List<Token> tokens) {
    return tokens.stream()
        .anyMatch(
            token ->
                token.getType() == EventFluxQLParser.ORDER
                    || token.getType() == EventFluxQLParser.LIMIT);
  }
}
