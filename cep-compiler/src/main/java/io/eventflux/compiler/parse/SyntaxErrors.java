package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Explains statements that follow no rule of the grammar, and finds where the next one starts. */
final class SyntaxErrors {
  /**
   * Words with which a statement can start; one of them on a new line means that a semicolon is
   * missing.
   */
  private static final Set<Integer> STARTS =
      Set.of(
          EventFluxQLParser.DEFINE,
          EventFluxQLParser.CREATE,
          EventFluxQLParser.FROM,
          EventFluxQLParser.SELECT,
          EventFluxQLParser.INSERT,
          EventFluxQLParser.PARTITION,
          EventFluxQLParser.AT_SIGN);

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

  /** Shorter words are near to too many others: a column {@code a} is no misspelt AS. */
  private static final int MISSPELT_LENGTH_MIN = 3;

  /**
   * Steps for the explanations of one text. Broken statements beyond that are reported without what
   * could have stood there.
   */
  private static final int STEP_COUNT_MAX = 500_000;

  private final List<Token> tokens;
  private final Places places;
  private final Diagnostics diagnostics;
  private final int rule;
  private int stepCount;

  /**
   * For one text.
   *
   * @param rule the rule that every statement should follow
   */
  SyntaxErrors(List<Token> tokens, Places places, Diagnostics diagnostics, int rule) {
    this.tokens = tokens;
    this.places = places;
    this.diagnostics = diagnostics;
    this.rule = rule;
  }

  /**
   * Reports what is wrong with a statement: pieces that are no tokens if there are any, else the
   * first token that no reading of the statement can take.
   *
   * @param start index of the first token of the statement
   * @param failed index of the token at which the parser gave up; used for endless statements only
   * @return index of the first token of the next statement
   */
  int report(int start, int failed) {
    ExpectedTokens expected = ExpectedTokens.at(tokens, start, rule, STEP_COUNT_MAX - stepCount);
    stepCount = Math.min(STEP_COUNT_MAX, stepCount + expected.stepCount());
    int wrong = Math.min(expected.hasGivenUp() ? failed : expected.index(), tokens.size() - 1);
    int next = nextStatement(start, wrong);
    boolean isExplained = false;
    for (int i = start; i < next; i++) {
      boolean isRepeated = i > start && isUnknown(tokens.get(i)) && isUnknown(tokens.get(i - 1));
      boolean isNoToken = !isRepeated && reportNoToken(tokens.get(i));
      isExplained |= isNoToken && i <= wrong;
    }
    if (isExplained) {
      return next;
    }
    Diagnostic known = wrong - start > 1 ? null : OtherSql.refused(tokens, start, places);
    if (known != null) {
      diagnostics.add(known);
      return next;
    }
    if (isMissingSemicolon(expected, wrong)) {
      Token before = tokens.get(wrong - 1);
      int end = places.span(before).end();
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.SYNTAX,
              new Span(end, end),
              "';' is missing before " + Wording.found(tokens.get(wrong))));
      return wrong;
    }
    Token token = tokens.get(wrong);
    if (isReserved(token) && !expected.hasGivenUp() && fitsWithName(start, wrong)) {
      diagnostics.add(
          Diagnostic.of(
                  DiagnosticCode.RESERVED_WORD,
                  places.span(token),
                  Wording.found(token) + " is a reserved word")
              .suggest("write it in back-ticks to use it as a name: `" + token.getText() + "`"));
      return next;
    }
    ClauseOrder.Collision collision = ClauseOrder.find(tokens, start, wrong);
    if (collision != null && collision.isRepeated()) {
      diagnostics.add(repeated(collision, expected));
      return next;
    }
    Diagnostic unexpected = unexpected(token, start, wrong, expected);
    diagnostics.add(
        collision == null || unexpected.suggestion() != null
            ? unexpected
            : unexpected.suggest(
                collision.clause() + " stands in front of " + collision.otherClause()));
    return next;
  }

  private Diagnostic repeated(ClauseOrder.Collision collision, ExpectedTokens expected) {
    Token word = tokens.get(collision.index());
    Diagnostic repeated =
        Diagnostic.of(
                DiagnosticCode.DUPLICATE_CLAUSE,
                places.span(word),
                collision.clause() + " stands twice")
            .with(places.span(tokens.get(collision.other())), "the first one");
    boolean isCondition =
        word.getType() == EventFluxQLParser.WHERE
            || word.getType() == EventFluxQLParser.HAVING
            || word.getType() == EventFluxQLParser.ON;
    if (isCondition) {
      return repeated.suggest("join the conditions with AND");
    }
    boolean canStart =
        STARTS.contains(word.getType()) && expected.types().contains(EventFluxQLParser.SEMICOLON);
    return canStart ? repeated.suggest("write ';' where a new statement begins") : repeated;
  }

  private boolean fitsWithName(int start, int name) {
    ExpectedTokens walk =
        ExpectedTokens.withName(tokens, start, rule, name, STEP_COUNT_MAX - stepCount);
    stepCount = Math.min(STEP_COUNT_MAX, stepCount + walk.stepCount());
    return walk.isComplete();
  }

  private Diagnostic unexpected(Token token, int start, int index, ExpectedTokens expected) {
    String kinds = "";
    if (!expected.hasGivenUp()) {
      kinds = "; expected: " + Wording.expected(expected.names(), expected.types());
    }
    if (token.getType() == Token.EOF) {
      // The place behind the last word says more than the end of the file.
      Span span = places.span(token);
      if (index > 0) {
        int end = places.span(tokens.get(index - 1)).end();
        span = new Span(end, end);
      }
      return Diagnostic.of(DiagnosticCode.SYNTAX, span, "the text ends too early" + kinds);
    }
    Diagnostic plain =
        Diagnostic.of(
            DiagnosticCode.SYNTAX,
            places.span(token),
            Wording.found(token) + " cannot stand here" + kinds);
    if (COMPARISONS.contains(token.getType()) && expected.types().contains(EventFluxQLParser.AND)) {
      return plain.suggest("comparisons do not chain: write a < b AND b < c");
    }
    if (token.getType() == EventFluxQLParser.NAMED) {
      return plain.suggest("write >= for greater or equal; => names an argument");
    }
    boolean isBehindEqual =
        index > start && tokens.get(index - 1).getType() == EventFluxQLParser.EQUAL;
    if (isBehindEqual && token.getType() == EventFluxQLParser.LESS) {
      return plain.suggest("write <= for less or equal");
    }
    if (SET_OPERATORS.contains(token.getType()) && hasOrder(start, index)) {
      return plain.suggest(
          "ORDER BY and LIMIT stand at the end; write this SELECT in parentheses to sort it alone");
    }
    // Inside an expression any word could be a name, so a misspelt keyword is not likely.
    boolean isMisspelt =
        token.getType() == EventFluxQLParser.IDENTIFIER
            && token.getText().length() >= MISSPELT_LENGTH_MIN
            && !expected.allTypes().contains(EventFluxQLParser.IDENTIFIER);
    return isMisspelt
        ? plain.didYouMean(
            token.getText(),
            Wording.words(expected.allTypes()).stream()
                .filter(word -> word.length() >= MISSPELT_LENGTH_MIN)
                .toList())
        : plain;
  }

  private boolean hasOrder(int start, int end) {
    return tokens.subList(start, end).stream()
        .anyMatch(
            token ->
                token.getType() == EventFluxQLParser.ORDER
                    || token.getType() == EventFluxQLParser.LIMIT);
  }

  private boolean isMissingSemicolon(ExpectedTokens expected, int wrong) {
    return wrong > 0
        && expected.types().contains(EventFluxQLParser.SEMICOLON)
        && STARTS.contains(tokens.get(wrong).getType())
        && tokens.get(wrong).getLine() > tokens.get(wrong - 1).getLine();
  }

  private static boolean isReserved(Token token) {
    return token.getType() >= EventFluxQLParser.SELECT && token.getType() <= EventFluxQLParser.SET;
  }

  /** Behind the next semicolon; a partition holds semicolons of its own and ends with its END. */
  private int nextStatement(int start, int wrong) {
    int end = wrong;
    if (isInPartition(start, firstSemicolon(wrong))) {
      int caseDepth = 0;
      for (int i = start; i < tokens.size() - 1; i++) {
        int type = tokens.get(i).getType();
        if (type == EventFluxQLParser.CASE) {
          caseDepth++;
        } else if (type == EventFluxQLParser.END && caseDepth-- == 0) {
          end = Math.max(wrong, i);
          break;
        }
      }
    }
    while (end < tokens.size() - 1 && tokens.get(end).getType() != EventFluxQLParser.SEMICOLON) {
      end++;
    }
    return Math.min(end + 1, tokens.size() - 1);
  }

  /** A partition that is wrong in front of its BEGIN has its body behind what is wrong. */
  private int firstSemicolon(int from) {
    int index = from;
    while (index < tokens.size() - 1
        && tokens.get(index).getType() != EventFluxQLParser.SEMICOLON) {
      index++;
    }
    return index;
  }

  private boolean isInPartition(int start, int wrong) {
    boolean hasPartition = false;
    for (int i = start; i < wrong; i++) {
      int type = tokens.get(i).getType();
      hasPartition |= type == EventFluxQLParser.PARTITION;
      if (hasPartition && type == EventFluxQLParser.BEGIN) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnknown(Token token) {
    return token.getType() == EventFluxQLParser.UNKNOWN_CHARACTER;
  }

  private boolean reportNoToken(Token token) {
    Span span = places.span(token);
    switch (token.getType()) {
      case EventFluxQLParser.UNTERMINATED_STRING -> {
        boolean isName = token.getText().startsWith("\"");
        diagnostics.add(
            Diagnostic.of(
                    DiagnosticCode.UNTERMINATED_STRING, span, "the quote is not closed on its line")
                .fact(
                    "a quote inside a text is written twice: "
                        + (isName ? "\"say \"\"yes\"\"\"" : "'it''s'")));
      }
      case EventFluxQLParser.UNTERMINATED_TRIPLE_STRING -> {
        Span opening = new Span(span.start(), Math.min(span.end(), span.start() + 3));
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.UNTERMINATED_STRING, opening, "the quotes \"\"\" are not closed"));
      }
      case EventFluxQLParser.UNTERMINATED_NAME ->
          diagnostics.add(
              Diagnostic.of(
                  DiagnosticCode.UNTERMINATED_STRING,
                  span,
                  "the back-tick is not closed on its line"));
      case EventFluxQLParser.BAD_NUMBER -> {
        boolean hasExponent = token.getText().toLowerCase(Locale.ROOT).contains("e");
        String missing = hasExponent ? "digits after the exponent" : "a digit after the point";
        diagnostics.add(
            Diagnostic.of(
                DiagnosticCode.BAD_NUMBER,
                span,
                "the number " + Wording.found(token) + " is not finished; expected: " + missing));
      }
      case EventFluxQLParser.UNKNOWN_CHARACTER -> {
        Diagnostic plain =
            Diagnostic.of(
                DiagnosticCode.SYNTAX,
                span,
                "the character " + Wording.found(token) + " means nothing here");
        diagnostics.add(
            Character.isLetter(token.getText().codePointAt(0))
                ? plain.suggest("write a name with other letters than a to z in back-ticks")
                : plain);
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
