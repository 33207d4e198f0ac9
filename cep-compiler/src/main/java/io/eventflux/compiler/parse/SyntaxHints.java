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
      Map.ofEntries(
          Map.entry("ISNULL", "IS NULL"),
          Map.entry("NOTNULL", "IS NOT NULL"),
          Map.entry("ILIKE", "lower(..) LIKE"),
          Map.entry("RLIKE", "regexp(text, pattern)"),
          Map.entry("REGEXP", "regexp(text, pattern)"),
          Map.entry("STARTSWITH", "LIKE 'start%'"),
          Map.entry("ENDSWITH", "LIKE '%end'"),
          Map.entry("CONTAINS", "LIKE '%part%'"),
          Map.entry("XOR", "!= between conditions in parentheses"),
          Map.entry("ASCENDING", "ASC"),
          Map.entry("DESCENDING", "DESC"));

  /** Calls with words between their arguments, and how they are written. */
  private static final Map<String, String> CALLS =
      Map.of(
          "JSON_OBJECT", "JSON_OBJECT(KEY 'name' VALUE value, ...)",
          "JSON_VALUE", "JSON_VALUE(text, '$.path' RETURNING type NULL ON EMPTY)",
          "SUBSTRING", "SUBSTRING(text FROM start FOR length)",
          "EXTRACT", "EXTRACT(unit FROM time)",
          "POSITION", "POSITION(part IN text)",
          "TRIM", "TRIM(LEADING 'x' FROM text)");

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
    if (character.equals("~")) {
      return "write regexp(text, pattern)";
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
    if (type == EventFluxQLParser.COLON && (before == type || next(tokens, index) == type)) {
      return "write CAST(value AS type) to convert a value";
    }
    boolean isComment =
        (type == EventFluxQLParser.SLASH && next(tokens, index) == EventFluxQLParser.SLASH)
            || (type == EventFluxQLParser.HASH && index == start);
    if (isComment) {
      return "write a comment behind -- or between /* and */";
    }
    String call = callAround(tokens, start, index);
    if (call != null && CALLS.containsKey(call)) {
      return "write " + CALLS.get(call);
    }
    String form = form(tokens, start, index, expected);
    if (form != null) {
      return form;
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

  /**
   * The whole form of which a word is missing or wrong just before a token; null: none is known.
   */
  private static @Nullable String form(
      List<Token> tokens, int start, int index, ExpectedTokens expected) {
    int type = tokens.get(index).getType();
    String before = word(tokens, start, index - 1);
    String second = word(tokens, start, index - 2);
    if (second.equals("FROM") && (before.equals("PATTERN") || before.equals("SEQUENCE"))) {
      return "write the events in parentheses: " + before + " (e1=A -> e2=B)";
    }
    for (int i = index - 1; i >= Math.max(start, index - 2); i--) {
      if (word(tokens, start, i).equals("[") && word(tokens, start, i - 1).equals("PATTERN")) {
        return "write the events in parentheses: PATTERN (e1=A -> e2=B)";
      }
    }
    if (second.equals("EVERY") && before.equals("EVERY")) {
      return "write EVERY once";
    }
    if (type == EventFluxQLParser.AS && second.equals("WATERMARK")) {
      return "write WATERMARK FOR column AS expression";
    }
    if (before.equals("ROLLUP") || before.equals("CUBE")) {
      return "write the keys in parentheses: " + before + " (a, b)";
    }
    if (second.equals("#") && before.equals("SELECT")) {
      return "say which window or function: #window.length(10)";
    }
    if (before.equals("SELECT")
        && second.equals("(")
        && word(tokens, start, start).equals("WITH")
        && index - 3 > start) {
      return "write AS in front of the parenthesis: WITH name AS (SELECT ...)";
    }
    String own = word(tokens, start, index);
    if (second.equals("INSERT") && before.equals("OR") && own.equals("UPDATE")) {
      return "write UPDATE OR INSERT INTO";
    }
    if (before.equals("ON") && second.equals("EMIT") && own.equals("WINDOW")) {
      return "write EMIT ON CLOSE";
    }
    if (before.equals("IF") && own.equals("EXISTS")) {
      return "write IF NOT EXISTS";
    }
    if (before.equals("DEFAULT") || (second.equals("DEFAULT") && isOperator(type))) {
      return "DEFAULT takes a constant";
    }
    if (second.equals("INTERVAL") && before.startsWith("'")) {
      return "write the unit behind the text: INTERVAL '5' SECOND";
    }
    if (own.equals("IN") && isCompared(tokens, start, index)) {
      return "write the condition in parentheses: (Table.a == a) IN Table";
    }
    if (before.equals("INTO") && word(tokens, start, start).equals("SELECT")) {
      return "write INSERT INTO and the name in front of SELECT";
    }
    if (own.equals("NOT") && word(tokens, start, index + 1).equals("ENFORCED")) {
      return "leave NOT ENFORCED out";
    }
    if (type == EventFluxQLParser.DOT && second.equals("FROM")) {
      return "write # in front of a window: Stream#window.time(5 sec)";
    }
    if (type == EventFluxQLParser.ARROW && expected.types().contains(EventFluxQLParser.PLUS)) {
      return "write JSON_VALUE(text, '$.key') for a part of a JSON text";
    }
    int opening = opening(tokens, start, index);
    if (COMPARISONS.contains(type) && word(tokens, start, opening - 2).equals("FROM")) {
      return "write a filter in brackets: Stream[price > 5]";
    }
    boolean isPower = own.equals("^") || (own.equals("*") && before.equals("*"));
    return isPower && expected.types().contains(EventFluxQLParser.PLUS)
        ? "write power(x, y)"
        : null;
  }

  /** Whether a value just before a token is compared with another one already. */
  private static boolean isCompared(List<Token> tokens, int start, int index) {
    for (int i = index - 1; i > start && i >= index - 4; i--) {
      if (COMPARISONS.contains(tokens.get(i).getType())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOperator(int type) {
    return type == EventFluxQLParser.PLUS
        || type == EventFluxQLParser.MINUS
        || type == EventFluxQLParser.STAR
        || type == EventFluxQLParser.SLASH
        || type == EventFluxQLParser.CONCAT;
  }

  /** The text of a token in upper case; empty outside of the statement. */
  private static String word(List<Token> tokens, int start, int index) {
    return index < start ? "" : tokens.get(index).getText().toUpperCase(Locale.ROOT);
  }

  /**
   * The name in front of the parentheses around a token, in upper case; null if there is none, or
   * if they are not closed in this statement.
   */
  static @Nullable String callAround(List<Token> tokens, int start, int index) {
    int opening = opening(tokens, start, index);
    if (opening <= start) {
      return null;
    }
    int depth = 0;
    for (int i = opening; i < tokens.size() - 1; i++) {
      int type = tokens.get(i).getType();
      if (type == EventFluxQLParser.SEMICOLON) {
        return null;
      }
      if (type == EventFluxQLParser.LEFT_PAREN) {
        depth++;
      } else if (type == EventFluxQLParser.RIGHT_PAREN && --depth == 0) {
        return word(tokens, start, opening - 1);
      }
    }
    return null;
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
