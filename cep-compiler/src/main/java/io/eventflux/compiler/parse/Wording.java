package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.text.VisibleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** How parts of the grammar are called in messages. */
final class Wording {
  private static final int EXPECTED_MAX = 8;
  private static final Vocabulary VOCABULARY = EventFluxQLParser.VOCABULARY;
  private static final Map<Integer, String> RULES = rules();
  private static final Map<String, Integer> KEYWORDS = allKeywords();

  /** Tokens that continue an expression; one phrase stands for all. */
  private static final Set<Integer> OPERATORS =
      Set.of(
          EventFluxQLParser.PLUS,
          EventFluxQLParser.MINUS,
          EventFluxQLParser.STAR,
          EventFluxQLParser.SLASH,
          EventFluxQLParser.PERCENT,
          EventFluxQLParser.CONCAT,
          EventFluxQLParser.AND,
          EventFluxQLParser.OR);

  /** Tokens that are possible nearly everywhere and rarely meant; named only if nothing else is. */
  private static final Set<Integer> RARE =
      Set.of(
          EventFluxQLParser.COLON,
          EventFluxQLParser.DOT,
          EventFluxQLParser.NAMED,
          EventFluxQLParser.OVER,
          EventFluxQLParser.FILTER,
          EventFluxQLParser.IGNORE,
          EventFluxQLParser.FOR,
          EventFluxQLParser.PER,
          EventFluxQLParser.WITHIN,
          EventFluxQLParser.UNIDIRECTIONAL,
          EventFluxQLParser.UNION,
          EventFluxQLParser.INTERSECT,
          EventFluxQLParser.EXCEPT,
          EventFluxQLParser.OFFSET,
          EventFluxQLParser.FETCH,
          EventFluxQLParser.NOT,
          EventFluxQLParser.TIME_UNIT,
          EventFluxQLParser.DAY_COUNT,
          EventFluxQLParser.RECURSIVE,
          EventFluxQLParser.LATERAL,
          Token.EOF);

  private Wording() {}

  /**
   * The name of a rule in messages.
   *
   * @return user words; empty for a rule that is not worth naming, though it speaks for its tokens;
   *     null for a rule that is read through
   */
  static @Nullable String rule(int rule) {
    return RULES.get(rule);
  }

  /** The kinds of things that were expected, as the end of a sentence. */
  static String expected(Set<String> names, IntervalSet types) {
    List<String> common = new ArrayList<>();
    List<String> rare = new ArrayList<>();
    boolean isInExpression =
        names.contains(OPERATOR)
            || (types.contains(EventFluxQLParser.PLUS) && types.contains(EventFluxQLParser.MINUS));
    for (int type : types.toList()) {
      // BETWEEN waits for its AND; where an expression can end, OR is possible as well.
      boolean isOwnAnd = type == EventFluxQLParser.AND && !types.contains(EventFluxQLParser.OR);
      if (OPERATORS.contains(type) && isInExpression && !isOwnAnd) {
        common.add(OPERATOR);
        continue;
      }
      boolean isCall =
          type == EventFluxQLParser.LEFT_PAREN && (isInExpression || names.contains(EXPRESSION));
      (isCall || RARE.contains(type) ? rare : common).add(token(type));
    }
    if (names.contains(STATEMENT)) {
      return STATEMENT;
    }
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(common);
    if (all.isEmpty()) {
      all.addAll(rare);
    }
    List<String> items = new ArrayList<>(all);
    // A phrase reads better in front of marks, and a semicolon last of all.
    items.sort((a, b) -> Integer.compare(order(a), order(b)));
    if (items.size() > EXPECTED_MAX) {
      boolean canEnd = items.contains("';'");
      items = new ArrayList<>(items.subList(0, EXPECTED_MAX - 1));
      items.add(canEnd ? "';'" : "another clause");
    }
    return join(items);
  }

  private static int order(String item) {
    if (item.equals("';'")) {
      return 3;
    }
    if (!item.startsWith("'")) {
      return 0;
    }
    return Character.isLetter(item.charAt(1)) ? 1 : 2;
  }

  private static String join(List<String> items) {
    int last = items.size() - 1;
    if (last == 0) {
      return items.get(0);
    }
    return String.join(", ", items.subList(0, last)) + " or " + items.get(last);
  }

  /** A token of the text, as a message quotes it. */
  static String found(Token token) {
    String text = VisibleText.of(token.getText());
    int length = text.codePointCount(0, text.length());
    return "'"
        + (length > 40 ? text.substring(0, text.offsetByCodePoints(0, 37)) + "..." : text)
        + "'";
  }

  /** The keywords among some tokens. */
  static List<String> words(IntervalSet types) {
    List<String> words = new ArrayList<>();
    for (int type : types.toList()) {
      String literal = type == Token.EOF ? null : VOCABULARY.getLiteralName(type);
      if (literal != null && Character.isLetter(literal.charAt(1))) {
        words.add(literal.substring(1, literal.length() - 1).toUpperCase(Locale.ROOT));
      }
    }
    return words;
  }

  /** All keywords of the language, in capitals. */
  static Set<String> keywords() {
    return KEYWORDS.keySet();
  }

  /** Whether a kind of token is a keyword. */
  static boolean isKeyword(int type) {
    return KEYWORDS.containsValue(type);
  }

  /** The type of a keyword. */
  static int keyword(String word) {
    return Objects.requireNonNull(KEYWORDS.get(word), word);
  }

  private static Map<String, Integer> allKeywords() {
    Map<String, Integer> keywords = new LinkedHashMap<>();
    for (int type = 1; type <= VOCABULARY.getMaxTokenType(); type++) {
      for (String word : words(IntervalSet.of(type))) {
        keywords.put(word, type);
      }
    }
    return keywords;
  }

  /** What a kind of token is called, in quotes if it is a mark or a keyword. */
  static String token(int type) {
    if (type == Token.EOF) {
      return "the end of the text";
    }
    String literal = VOCABULARY.getLiteralName(type);
    if (literal != null) {
      return literal.toUpperCase(Locale.ROOT);
    }
    if (type == EventFluxQLParser.TIME_UNIT) {
      return "a unit of time";
    }
    if (type == EventFluxQLParser.INTEGER) {
      return "a whole number";
    }
    if (type == EventFluxQLParser.EQUAL) {
      return "'='";
    }
    if (type == EventFluxQLParser.NOT_EQUAL) {
      return "'<>'";
    }
    return "a name";
  }

  private static final String STATEMENT = "a statement (DEFINE, CREATE, FROM, SELECT, INSERT, ...)";
  private static final String EXPRESSION = "an expression";
  private static final String OPERATOR = "an operator";

  private static Map<Integer, String> rules() {
    Map<Integer, String> rules = new HashMap<>();
    put(rules, STATEMENT, EventFluxQLParser.RULE_statement);
    put(rules, "an annotation", EventFluxQLParser.RULE_annotation);
    put(rules, "the name of an annotation", EventFluxQLParser.RULE_annotationName);
    put(rules, "an option", EventFluxQLParser.RULE_option);
    put(rules, "the name of an option", EventFluxQLParser.RULE_optionKey);
    put(rules, "a text, number, boolean or duration", EventFluxQLParser.RULE_optionValue);
    put(rules, "a column", EventFluxQLParser.RULE_column);
    put(rules, "a type", EventFluxQLParser.RULE_type);
    put(
        rules,
        "a list of columns",
        EventFluxQLParser.RULE_columns,
        EventFluxQLParser.RULE_nameList);
    put(rules, "a condition", EventFluxQLParser.RULE_condition);
    put(
        rules,
        EXPRESSION,
        EventFluxQLParser.RULE_expression,
        EventFluxQLParser.RULE_additive,
        EventFluxQLParser.RULE_multiplicative,
        EventFluxQLParser.RULE_negation,
        EventFluxQLParser.RULE_conjunction,
        EventFluxQLParser.RULE_postfix,
        EventFluxQLParser.RULE_sortItem,
        EventFluxQLParser.RULE_groupItem);
    put(rules, OPERATOR, EventFluxQLParser.RULE_predicateTail);
    put(rules, "", EventFluxQLParser.RULE_suffix);
    put(rules, "a column name, '*' or a function call", EventFluxQLParser.RULE_selectItem);
    put(rules, "'AS'", EventFluxQLParser.RULE_selectAlias, EventFluxQLParser.RULE_alias);
    put(rules, "a stream name or a pattern", EventFluxQLParser.RULE_source);
    put(
        rules,
        "a stream name",
        EventFluxQLParser.RULE_sourceName,
        EventFluxQLParser.RULE_streamName,
        EventFluxQLParser.RULE_targetName,
        EventFluxQLParser.RULE_joinSide);
    put(
        rules,
        "a pattern element",
        EventFluxQLParser.RULE_patternStep,
        EventFluxQLParser.RULE_patternOperand);
    put(rules, "a pattern", EventFluxQLParser.RULE_patternChain);
    put(rules, "", EventFluxQLParser.RULE_count);
    put(rules, "a filter or window ('[', '#')", EventFluxQLParser.RULE_handler);
    put(rules, "'WINDOW'", EventFluxQLParser.RULE_windowClause);
    put(rules, "a window name", EventFluxQLParser.RULE_windowCall);
    put(rules, "'JOIN'", EventFluxQLParser.RULE_joinOperator);
    put(rules, "'INSERT'", EventFluxQLParser.RULE_target, EventFluxQLParser.RULE_insert);
    put(rules, "'OUTPUT'", EventFluxQLParser.RULE_outputRate);
    put(rules, "'EMIT'", EventFluxQLParser.RULE_emit);
    put(
        rules,
        "",
        EventFluxQLParser.RULE_namedWindows,
        EventFluxQLParser.RULE_onConflict,
        EventFluxQLParser.RULE_matchRecognize);
    put(rules, "", EventFluxQLParser.RULE_commonTables);
    put(rules, "a duration", EventFluxQLParser.RULE_duration, EventFluxQLParser.RULE_timeLiteral);
    put(rules, "a text in quotes", EventFluxQLParser.RULE_string);
    put(rules, "a number", EventFluxQLParser.RULE_number);
    put(rules, "a constant", EventFluxQLParser.RULE_constant);
    put(rules, "'('", EventFluxQLParser.RULE_arguments);
    put(
        rules,
        "an argument",
        EventFluxQLParser.RULE_argument,
        EventFluxQLParser.RULE_tableFunctionInput);
    put(
        rules,
        "a name",
        EventFluxQLParser.RULE_anyName,
        EventFluxQLParser.RULE_anyWord,
        EventFluxQLParser.RULE_bareName,
        EventFluxQLParser.RULE_functionName,
        EventFluxQLParser.RULE_namespace,
        EventFluxQLParser.RULE_definedName);
    put(rules, "a row in parentheses", EventFluxQLParser.RULE_row);
    return rules;
  }

  private static void put(Map<Integer, String> rules, String name, int... named) {
    for (int rule : named) {
      rules.put(rule, name);
    }
  }
}
