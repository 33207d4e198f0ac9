package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Diagnostics;
import io.eventflux.query.text.Span;
import io.eventflux.query.text.VisibleText;
import java.util.List;
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
  private final Repairs repairs;
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
    this.repairs = new Repairs(tokens, places, rule);
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
    boolean isQuoted = false;
    for (int i = start; i < next; i++) {
      boolean isRepeated = i > start && isUnknown(tokens.get(i)) && isUnknown(tokens.get(i - 1));
      // What opens was reported; what closes belongs to it.
      boolean isQuote = isUnknown(tokens.get(i)) && SyntaxHints.isQuote(tokens.get(i).getText());
      boolean isClosing = isQuote && isQuoted;
      isQuoted ^= isQuote;
      boolean isNoToken = !isRepeated && !isClosing && reportNoToken(tokens.get(i));
      isExplained |= isNoToken && (i <= wrong || isBehindApostrophe(i, start, wrong));
    }
    if (isExplained) {
      return next;
    }
    Diagnostic known = wrong - start > 1 ? null : OtherSql.refused(tokens, start, places);
    if (known != null) {
      diagnostics.add(known);
      return next;
    }
    if (SyntaxHints.isBesideLogical(tokens, start, wrong, expected)) {
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.BAD_LOGICAL_OPERAND,
              places.span(tokens.get(wrong)),
              "beside AND and OR in a pattern stand single events, without counts, chains and"
                  + " EVERY"));
      return next;
    }
    ClauseOrder.Collision collision = ClauseOrder.find(tokens, start, wrong);
    if (isMissingSemicolon(expected, wrong, next, collision)) {
      Token before = tokens.get(wrong - 1);
      int end = places.span(before).end();
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.SYNTAX,
              new Span(end, end),
              "';' is missing before " + Wording.found(tokens.get(wrong))));
      return wrong;
    }
    Repairs.Broken broken = new Repairs.Broken(start, wrong, next, expected);
    List<Integer> names = expected.hasGivenUp() ? List.of() : repairs.reservedNames(broken);
    if (!names.isEmpty()) {
      names.forEach(name -> diagnostics.add(reserved(name, wrong, expected)));
      return next;
    }
    if (collision != null && collision.isRepeated()) {
      diagnostics.add(repeated(collision, expected));
      return next;
    }
    Diagnostic unexpected = unexpected(tokens.get(wrong), start, wrong, expected);
    if (collision != null && unexpected.suggestion() == null) {
      diagnostics.add(
          unexpected.suggest(
              collision.clause() + " stands in front of " + collision.otherClause()));
      return next;
    }
    Diagnostic repaired = expected.hasGivenUp() ? null : repairs.find(broken, unexpected);
    diagnostics.add(repaired == null ? unexpected : repaired);
    return next;
  }

  /** {@code 'it's'}: the quote that is not closed says it all, also of the word in the middle. */
  private boolean isBehindApostrophe(int index, int start, int wrong) {
    return tokens.get(index).getType() == EventFluxQLParser.UNTERMINATED_STRING
        && wrong > start
        && tokens.get(wrong - 1).getType() == EventFluxQLParser.SINGLE_STRING
        && tokens.get(wrong - 1).getStopIndex() + 1 == tokens.get(wrong).getStartIndex();
  }

  private Diagnostic reserved(int index, int wrong, ExpectedTokens expected) {
    Token word = tokens.get(index);
    Diagnostic reserved =
        Diagnostic.of(
                DiagnosticCode.RESERVED_WORD,
                places.span(word),
                Wording.found(word) + " is a reserved word")
            .suggest("write it in back-ticks to use it as a name: `" + word.getText() + "`");
    return index < wrong
        ? reserved.fact(
            "as a keyword it goes on with: " + Wording.expected(expected.names(), expected.types()))
        : reserved;
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
    String hint = SyntaxHints.find(tokens, start, index, expected);
    if (hint != null) {
      return plain.suggest(hint);
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

  /**
   * A statement that begins on a new line is one; on the same line it has to be whole, and its
   * first clause no second one of the statement before.
   */
  private boolean isMissingSemicolon(
      ExpectedTokens expected, int wrong, int next, ClauseOrder.@Nullable Collision collision) {
    boolean canStart =
        wrong > 0
            && expected.types().contains(EventFluxQLParser.SEMICOLON)
            && STARTS.contains(tokens.get(wrong).getType());
    if (!canStart || tokens.get(wrong).getLine() > tokens.get(wrong - 1).getLine()) {
      return canStart;
    }
    boolean isSecond =
        collision != null
            && tokens.subList(collision.other(), wrong).stream()
                .noneMatch(token -> token.getType() == EventFluxQLParser.INTO);
    return !isSecond && repairs.isStatement(wrong, next);
  }

  /** Behind the next semicolon; a partition holds semicolons of its own and ends with its END. */
  private int nextStatement(int start, int wrong) {
    int end = firstSemicolon(wrong);
    int begin = beginOfPartition(start, end);
    if (begin >= 0) {
      end = firstSemicolon(Math.max(wrong, endOfPartition(begin, wrong)));
    } else if (has(EventFluxQLParser.PARTITION, start, wrong)) {
      end = loneEnd(end);
    }
    return Math.min(end + 1, tokens.size() - 1);
  }

  /** Index of the END that belongs to a BEGIN; {@code otherwise} if there is none. */
  private int endOfPartition(int begin, int otherwise) {
    int caseDepth = 0;
    for (int i = begin; i < tokens.size() - 1; i++) {
      int type = tokens.get(i).getType();
      if (type == EventFluxQLParser.CASE) {
        caseDepth++;
      } else if (type == EventFluxQLParser.END && caseDepth-- == 0) {
        return i;
      }
    }
    return otherwise;
  }

  /** The END between semicolons that a partition without BEGIN left behind; else {@code from}. */
  private int loneEnd(int from) {
    for (int i = from + 1; i < tokens.size() - 1; i++) {
      boolean isFirst = tokens.get(i - 1).getType() == EventFluxQLParser.SEMICOLON;
      int type = tokens.get(i).getType();
      if (isFirst && type == EventFluxQLParser.END) {
        return i + 1;
      }
      if (isFirst && type == EventFluxQLParser.PARTITION) {
        return from;
      }
    }
    return from;
  }

  private boolean has(int type, int start, int end) {
    return tokens.subList(start, end).stream().anyMatch(token -> token.getType() == type);
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

  /** Index of the BEGIN of a partition; -1 if there is none between two tokens. */
  private int beginOfPartition(int start, int end) {
    boolean hasPartition = false;
    for (int i = start; i < end; i++) {
      int type = tokens.get(i).getType();
      hasPartition |= type == EventFluxQLParser.PARTITION;
      if (hasPartition && type == EventFluxQLParser.BEGIN) {
        return i;
      }
    }
    return -1;
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
      case EventFluxQLParser.EMPTY_NAME ->
          diagnostics.add(
              Diagnostic.of(DiagnosticCode.SYNTAX, span, "a name has at least one character"));
      case EventFluxQLParser.BAD_NUMBER ->
          diagnostics.add(NumberWords.explain(token.getText(), Wording.found(token), span));
      case EventFluxQLParser.UNKNOWN_CHARACTER -> {
        int code = token.getText().codePointAt(0);
        String shown =
            VisibleText.isInvisible(code)
                ? "invisible character " + VisibleText.name(code)
                : "character " + Wording.found(token);
        Diagnostic plain =
            Diagnostic.of(DiagnosticCode.SYNTAX, span, "the " + shown + " means nothing here");
        String hint = SyntaxHints.character(token.getText());
        diagnostics.add(hint == null ? plain : plain.suggest(hint));
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
