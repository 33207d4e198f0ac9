package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Small changes that make a statement right that follows no rule: what was left out, stands there
 * once too often, is misspelt, or is written so in other languages. A change is proposed only if
 * the whole statement follows its rule with it; so what is proposed can be read, though it may not
 * be what was meant. One object a text; it takes a bounded number of steps for all of its
 * statements.
 */
final class Repairs {
  /**
   * Steps for the proposals of one text, and of one statement; without them nothing is proposed.
   */
  private static final int STEP_COUNT_MAX = 2_000_000;

  private static final int STATEMENT_STEP_COUNT_MAX = 200_000;

  /** So many words may stand in places of names in one statement. */
  private static final int RESERVED_NAME_MAX = 8;

  /** So many commas can be missing in one statement. */
  private static final int LEFT_OUT_MAX = 8;

  /** A word can be taken for a keyword for so many tokens, until it turns out to be a name. */
  private static final int RESERVED_REACH = 12;

  /** What other languages write for an operator, blanks removed, and what may be meant here. */
  private static final Map<String, List<Integer>> FOREIGN_OPERATORS =
      Map.ofEntries(
          Map.entry("===", List.of(EventFluxQLParser.EQUAL)),
          Map.entry(":=", List.of(EventFluxQLParser.EQUAL)),
          Map.entry("!==", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("=!", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("><", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("!=", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("=<", List.of(EventFluxQLParser.LESS_OR_EQUAL)),
          Map.entry("<=", List.of(EventFluxQLParser.LESS_OR_EQUAL)),
          Map.entry("!>", List.of(EventFluxQLParser.LESS_OR_EQUAL)),
          Map.entry(
              "=>",
              List.of(
                  EventFluxQLParser.GREATER_OR_EQUAL,
                  EventFluxQLParser.ARROW,
                  EventFluxQLParser.EQUAL)),
          Map.entry(">=", List.of(EventFluxQLParser.GREATER_OR_EQUAL)),
          Map.entry("!<", List.of(EventFluxQLParser.GREATER_OR_EQUAL)),
          Map.entry("->", List.of(EventFluxQLParser.ARROW)),
          Map.entry("-->", List.of(EventFluxQLParser.ARROW)),
          Map.entry("==>", List.of(EventFluxQLParser.ARROW)),
          Map.entry("!", List.of(EventFluxQLParser.NOT)),
          Map.entry(":", List.of(EventFluxQLParser.EQUAL)),
          Map.entry("EQ", List.of(EventFluxQLParser.EQUAL)),
          Map.entry("EQUALS", List.of(EventFluxQLParser.EQUAL)),
          Map.entry("NE", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("GT", List.of(EventFluxQLParser.GREATER)),
          Map.entry("GE", List.of(EventFluxQLParser.GREATER_OR_EQUAL)),
          Map.entry("LT", List.of(EventFluxQLParser.LESS)),
          Map.entry("LE", List.of(EventFluxQLParser.LESS_OR_EQUAL)),
          Map.entry("MOD", List.of(EventFluxQLParser.PERCENT)),
          Map.entry("DIV", List.of(EventFluxQLParser.SLASH)),
          Map.entry("IS", List.of(EventFluxQLParser.EQUAL)),
          Map.entry("ISNOT", List.of(EventFluxQLParser.NOT_EQUAL)),
          Map.entry("INTO", List.of(EventFluxQLParser.INTO)));

  private static final Map<String, String> TWO_WORDS =
      Map.of(
          "GROUPBY", "GROUP BY",
          "ORDERBY", "ORDER BY",
          "PARTITIONBY", "PARTITION BY",
          "INSERTINTO", "INSERT INTO");

  /** What is easily left out in front of the token that cannot stand where it stands. */
  private static final List<Integer> LEFT_OUT =
      List.of(
          EventFluxQLParser.AS,
          EventFluxQLParser.COMMA,
          EventFluxQLParser.RIGHT_PAREN,
          EventFluxQLParser.RIGHT_BRACKET,
          EventFluxQLParser.RIGHT_BRACE,
          EventFluxQLParser.END,
          EventFluxQLParser.LEFT_PAREN,
          EventFluxQLParser.INTO,
          EventFluxQLParser.FROM,
          EventFluxQLParser.BY,
          EventFluxQLParser.EVERY,
          EventFluxQLParser.EVENTS,
          EventFluxQLParser.BEGIN,
          EventFluxQLParser.STREAM,
          EventFluxQLParser.EQUAL);

  /** What is easily left out one token before, which could have been something else without it. */
  private static final List<Integer> LEFT_OUT_BEFORE =
      List.of(
          EventFluxQLParser.FROM,
          EventFluxQLParser.TABLE,
          EventFluxQLParser.IS,
          EventFluxQLParser.COMMA);

  /** In front of the name of something new, or of a stream. */
  private static final Set<Integer> BEFORE_NAME =
      Set.of(
          EventFluxQLParser.STREAM,
          EventFluxQLParser.TABLE,
          EventFluxQLParser.TRIGGER,
          EventFluxQLParser.AGGREGATION,
          EventFluxQLParser.VIEW,
          EventFluxQLParser.INDEX,
          EventFluxQLParser.EXISTS,
          EventFluxQLParser.FROM,
          EventFluxQLParser.INTO,
          EventFluxQLParser.AS);

  /** Keywords that are likely in a name of several words. */
  private static final Set<Integer> NAME_PARTS =
      Set.of(
          EventFluxQLParser.STREAM,
          EventFluxQLParser.TABLE,
          EventFluxQLParser.EVENTS,
          EventFluxQLParser.VIEW,
          EventFluxQLParser.DATE,
          EventFluxQLParser.TIME,
          EventFluxQLParser.KEY,
          EventFluxQLParser.VALUE);

  private static final Map<Integer, Integer> BRACKETS =
      Map.of(
          EventFluxQLParser.RIGHT_PAREN, EventFluxQLParser.RIGHT_BRACKET,
          EventFluxQLParser.RIGHT_BRACKET, EventFluxQLParser.RIGHT_PAREN,
          EventFluxQLParser.RIGHT_BRACE, EventFluxQLParser.RIGHT_PAREN);

  private final List<Token> tokens;
  private final Places places;
  private final int rule;
  private int stepCount;
  private int statementStepCount;

  /**
   * For one text.
   *
   * @param rule the rule that every statement should follow
   */
  Repairs(List<Token> tokens, Places places, int rule) {
    this.tokens = tokens;
    this.places = places;
    this.rule = rule;
  }

  /**
   * A statement that follows no rule.
   *
   * @param start index of its first token
   * @param wrong index of the first token that no reading of it can take
   * @param next index behind its last token
   * @param expected what could have stood there
   */
  record Broken(int start, int wrong, int next, ExpectedTokens expected) {}

  /**
   * The reserved words that are used as names, if that is all that is wrong: of two that would do,
   * the first one.
   *
   * @return indexes of tokens in text order; empty if quoting does not help
   */
  List<Integer> reservedNames(Broken broken) {
    statementStepCount = 0;
    List<Integer> names = new ArrayList<>();
    List<Token> changed = statement(broken.start, broken.next);
    int wrong = broken.wrong;
    while (names.size() < RESERVED_NAME_MAX) {
      int first = -1;
      int furthest = -1;
      int reached = wrong;
      for (int i = wrong; i >= Math.max(broken.start, wrong - RESERVED_REACH); i--) {
        if (!isReserved(tokens.get(i)) || names.contains(i) || i >= broken.next) {
          continue;
        }
        ExpectedTokens read = read(replaced(changed, i - broken.start, 1, List.of(name())));
        if (read.isComplete()) {
          first = i;
        } else if (!read.hasGivenUp() && broken.start + read.index() > reached) {
          furthest = i;
          reached = broken.start + read.index();
        }
      }
      if (first >= 0) {
        names.add(first);
        return names.stream().sorted().toList();
      }
      if (furthest < 0) {
        return List.of();
      }
      names.add(furthest);
      changed = replaced(changed, furthest - broken.start, 1, List.of(name()));
      wrong = Math.min(reached, tokens.size() - 1);
    }
    return List.of();
  }

  static boolean isReserved(Token token) {
    return token.getType() >= EventFluxQLParser.SELECT && token.getType() <= EventFluxQLParser.SET;
  }

  /** Whether what begins at a token is a statement up to its semicolon. */
  boolean isStatement(int start, int next) {
    statementStepCount = 0;
    return completes(statement(start, next));
  }

  /**
   * What is said in place of {@code plain}; null if no small change helps. A suggestion that it has
   * comes before the changes that need no operator.
   *
   * @param plain says what stands wrong and what was expected
   */
  @Nullable Diagnostic find(Broken broken, Diagnostic plain) {
    statementStepCount = 0;
    if (broken.next == broken.start) {
      return null;
    }
    List<Supplier<@Nullable Diagnostic>> kinds =
        List.of(
            () -> foreignOperator(broken),
            () -> conditionsJoinedByBars(broken),
            () -> misspelt(broken, plain),
            () -> cutInTwo(broken),
            () -> plain.suggestion() == null ? null : plain,
            () -> tooMuch(broken),
            () -> leftOut(broken),
            () -> quotedName(broken));
    for (Supplier<@Nullable Diagnostic> kind : kinds) {
      Diagnostic found = kind.get();
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  // ---- operators

  private @Nullable Diagnostic foreignOperator(Broken broken) {
    if ("JSON_OBJECT".equals(SyntaxHints.callAround(tokens, broken.start, broken.wrong))) {
      return null; // A colon between name and value stands for no operator.
    }
    int last = Math.min(broken.wrong + 1, broken.next - 1);
    for (int end = last; end >= Math.max(broken.start, broken.wrong - 1); end--) {
      for (int length = 1; length <= 3 && end - length + 1 >= broken.start; length++) {
        int from = end - length + 1;
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= end; i++) {
          text.append(tokens.get(i).getText().toUpperCase(Locale.ROOT));
        }
        for (int meant : FOREIGN_OPERATORS.getOrDefault(text.toString(), List.of())) {
          boolean isSame = length == 1 && tokens.get(from).getType() == meant;
          if (!isSame && completesWith(broken, from, length, token(meant))) {
            return Diagnostic.of(
                    DiagnosticCode.SYNTAX,
                    span(from, end),
                    quoted(written(from, end)) + " cannot stand here")
                .suggest("write " + Wording.token(meant).replace("'", ""));
          }
        }
      }
    }
    return null;
  }

  /** {@code a > 1 || b > 2}: all bars of the statement are replaced, because each may be wrong. */
  private @Nullable Diagnostic conditionsJoinedByBars(Broken broken) {
    List<Token> changed = statement(broken.start, broken.next);
    int first = -1;
    for (int i = broken.start; i < broken.next; i++) {
      if (tokens.get(i).getType() == EventFluxQLParser.CONCAT) {
        changed.set(i - broken.start, token(EventFluxQLParser.OR));
        first = i < broken.wrong ? i : first;
      }
    }
    return first >= 0 && completes(changed)
        ? Diagnostic.of(
                DiagnosticCode.SYNTAX,
                span(first, first),
                "'||' joins texts and cannot stand between conditions")
            .suggest("write OR")
        : null;
  }

  // ---- words

  private @Nullable Diagnostic misspelt(Broken broken, Diagnostic plain) {
    int first = Math.max(broken.start, broken.wrong - 2);
    for (int i = Math.min(broken.wrong, broken.next - 1); i >= first; i--) {
      Token word = tokens.get(i);
      if (word.getType() != EventFluxQLParser.IDENTIFIER || word.getText().length() < 3) {
        continue;
      }
      List<String> meant = new ArrayList<>();
      if (completesWith(broken, i, 1, token(EventFluxQLParser.TIME_UNIT))) {
        meant.addAll(NearMatches.of(word.getText(), DurationUnit.allWords()));
      }
      for (String near : NearMatches.of(word.getText(), Wording.keywords())) {
        if (completesWith(broken, i, 1, token(Wording.keyword(near)))) {
          meant.add(near);
        }
      }
      Diagnostic here = i == broken.wrong ? plain : cannotStand(i);
      if (!meant.isEmpty()) {
        return here.didYouMean(word.getText(), meant);
      }
      String two = TWO_WORDS.get(word.getText().toUpperCase(Locale.ROOT));
      if (two != null) {
        Token[] words =
            Arrays.stream(two.split(" "))
                .map(each -> token(Wording.keyword(each)))
                .toArray(Token[]::new);
        if (completesWith(broken, i, 1, words)) {
          return here.suggest("did you mean '" + two + "'?");
        }
      }
    }
    return null;
  }

  private @Nullable Diagnostic quotedName(Broken broken) {
    int wrong = broken.wrong;
    if (wrong >= broken.next) {
      return null;
    }
    if (tokens.get(wrong).getType() == EventFluxQLParser.SINGLE_STRING
        && completesWith(broken, wrong, 1, name())) {
      return cannotStand(wrong)
          .fact("single quotes make a text, back-ticks a name")
          .suggest("write it in back-ticks: `" + Places.content(tokens.get(wrong)) + "`");
    }
    for (int length = 2; length <= 4; length++) {
      for (int from = wrong; from > wrong - length && from > broken.start; from--) {
        boolean isName =
            from + length <= broken.next
                && BEFORE_NAME.contains(tokens.get(from - 1).getType())
                && tokens.subList(from, from + length).stream().allMatch(Repairs::isPartOfName);
        if (isName && completesWith(broken, from, length, name())) {
          Span span = span(from, from + length - 1);
          return Diagnostic.of(
                  DiagnosticCode.SYNTAX,
                  span,
                  quoted(written(from, from + length - 1)) + " is no name as it stands")
              .suggest(
                  "write a name with other characters than letters, digits and _ in back-ticks: `"
                      + written(from, from + length - 1)
                      + "`");
        }
      }
    }
    return null;
  }

  private static boolean isPartOfName(Token token) {
    return token.getType() == EventFluxQLParser.MINUS
        || token.getType() == EventFluxQLParser.IDENTIFIER
        || NAME_PARTS.contains(token.getType());
  }

  // ---- what is missing and what is too much

  /** A semicolon in the middle of a statement. */
  private @Nullable Diagnostic cutInTwo(Broken broken) {
    int wrong = broken.wrong;
    int end = semicolon(broken.next);
    if (tokens.get(wrong).getType() != EventFluxQLParser.SEMICOLON || broken.next >= end) {
      return null;
    }
    List<Token> joined = statement(broken.start, end);
    joined.remove(wrong - broken.start);
    return completes(joined)
        ? Diagnostic.of(
            DiagnosticCode.SYNTAX,
            span(wrong, wrong),
            "';' ends the statement too early; it goes on with "
                + Wording.found(tokens.get(broken.next)))
        : null;
  }

  private @Nullable Diagnostic tooMuch(Broken broken) {
    int wrong = broken.wrong;
    // The token behind it may have been taken for a name.
    for (int i = wrong - 1; i > broken.start && i >= wrong - 2; i--) {
      if (tokens.get(i).getType() == EventFluxQLParser.COMMA && completesWith(broken, i, 1)) {
        return Diagnostic.of(
            DiagnosticCode.SYNTAX, span(i, i), "',' is one too many; nothing follows it");
      }
    }
    int last = wrong > broken.start ? tokens.get(wrong - 1).getType() : EventFluxQLParser.SEMICOLON;
    boolean isLogical = last == EventFluxQLParser.AND || last == EventFluxQLParser.OR;
    if (isLogical && completesWith(broken, wrong - 1, 1)) {
      return tooMany(wrong - 1);
    }
    if (wrong >= broken.next) {
      return null;
    }
    int type = tokens.get(wrong).getType();
    Integer other = BRACKETS.get(type);
    if (other != null && completesWith(broken, wrong, 1, token(other))) {
      return cannotStand(wrong).suggest("write " + Wording.token(other));
    }
    boolean isMark =
        other != null || type == EventFluxQLParser.COMMA || type == EventFluxQLParser.COLON;
    return isMark && completesWith(broken, wrong, 1) ? tooMany(wrong) : null;
  }

  private Diagnostic tooMany(int index) {
    return Diagnostic.of(
        DiagnosticCode.SYNTAX,
        span(index, index),
        Wording.found(tokens.get(index)) + " is one too many");
  }

  private @Nullable Diagnostic leftOut(Broken broken) {
    int wrong = broken.wrong;
    if (wrong == broken.start) {
      return null;
    }
    int before = wrong - 1;
    boolean isAlone =
        before - 1 > broken.start
            && (tokens.get(before - 1).getType() == EventFluxQLParser.DOT
                || tokens.get(before - 1).getType() == EventFluxQLParser.COLON);
    if (isAlone && completesWith(broken, before, 0, name())) {
      return missing("a name", before);
    }
    if (tokens.get(before).getType() == EventFluxQLParser.INTO
        && isLeftOut(broken, EventFluxQLParser.INSERT, before)) {
      return missing(Wording.token(EventFluxQLParser.INSERT), before);
    }
    // "sum(" belongs together.
    boolean isCall =
        tokens.get(Math.min(wrong, tokens.size() - 1)).getType() == EventFluxQLParser.LEFT_PAREN;
    if (isCall && isLeftOut(broken, EventFluxQLParser.COMMA, before)) {
      return missing(Wording.token(EventFluxQLParser.COMMA), before);
    }
    for (int type : LEFT_OUT) {
      // Between values any operator could be missing, and "sum, (" is never meant.
      boolean isGuess =
          (type == EventFluxQLParser.EQUAL
                  && (isReserved(tokens.get(before))
                      || broken.expected.allTypes().contains(EventFluxQLParser.PLUS)))
              || (type == EventFluxQLParser.COMMA && isCall);
      if (!isGuess && broken.expected.allTypes().contains(type) && isLeftOut(broken, type, wrong)) {
        return missing(Wording.token(type), wrong);
      }
    }
    Token follower = tokens.get(before);
    for (int type : LEFT_OUT_BEFORE) {
      boolean isMeant =
          type == EventFluxQLParser.IS
              ? follower.getType() == EventFluxQLParser.NOT
              : follower.getType() == EventFluxQLParser.IDENTIFIER
                  || follower.getType() == EventFluxQLParser.QUOTED_IDENTIFIER;
      if (isMeant && before > broken.start && isLeftOut(broken, type, before)) {
        return missing(Wording.token(type), before);
      }
    }
    if (broken.expected.names().contains("a name") && completesWith(broken, wrong, 0, name())) {
      return missing("a name", wrong);
    }
    Diagnostic everywhere = leftOutOften(broken, EventFluxQLParser.AS);
    return everywhere != null || isCall
        ? everywhere
        : leftOutOften(broken, EventFluxQLParser.COMMA);
  }

  /** The same thing was left out in several places: the first is told, the others are marked. */
  private @Nullable Diagnostic leftOutOften(Broken broken, int type) {
    boolean couldBeName = Wording.isKeyword(type) && completesWith(broken, broken.wrong, 0, name());
    if (couldBeName || !broken.expected.allTypes().contains(type)) {
      return null;
    }
    List<Token> changed = statement(broken.start, broken.next);
    List<Integer> places = new ArrayList<>();
    int wrong = broken.wrong - broken.start;
    while (places.size() < LEFT_OUT_MAX) {
      changed = replaced(changed, wrong, 0, List.of(token(type)));
      places.add(broken.start + wrong - places.size());
      ExpectedTokens read = read(changed);
      if (read.isComplete()) {
        Diagnostic said = missing(Wording.token(type), places.get(0));
        for (int other : places.subList(1, places.size())) {
          int end = this.places.span(tokens.get(other - 1)).end();
          said = said.with(new Span(end, end), "here too");
        }
        return said;
      }
      // Behind what was put in, at least one token has to fit.
      if (read.hasGivenUp() || read.index() <= wrong + 1) {
        return null;
      }
      wrong = read.index();
    }
    return null;
  }

  /** A keyword where a name would do as well would not have been left out. */
  private boolean isLeftOut(Broken broken, int type, int index) {
    if (!completesWith(broken, index, 0, token(type))) {
      return false;
    }
    if (!Wording.isKeyword(type)) {
      return true;
    }
    ExpectedTokens named =
        read(
            replaced(
                statement(broken.start, broken.next), index - broken.start, 0, List.of(name())));
    return !named.isComplete() && !named.hasGivenUp();
  }

  private Diagnostic missing(String what, int before) {
    int end = places.span(tokens.get(before - 1)).end();
    Token follower = tokens.get(Math.min(before, tokens.size() - 1));
    boolean isLast = follower.getType() == Token.EOF;
    return Diagnostic.of(
        DiagnosticCode.SYNTAX,
        new Span(end, end),
        what + " is missing " + (isLast ? "at the end" : "before " + Wording.found(follower)));
  }

  // ---- trying

  private Diagnostic cannotStand(int index) {
    return Diagnostic.of(
        DiagnosticCode.SYNTAX,
        span(index, index),
        Wording.found(tokens.get(index)) + " cannot stand here");
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private String written(int first, int last) {
    return Places.text(tokens.get(first), tokens.get(last));
  }

  private Span span(int first, int last) {
    return places.span(tokens.get(first)).to(places.span(tokens.get(last)));
  }

  private int semicolon(int from) {
    int index = from;
    while (index < tokens.size() - 1
        && tokens.get(index).getType() != EventFluxQLParser.SEMICOLON) {
      index++;
    }
    return Math.min(index + 1, tokens.size() - 1);
  }

  /** The tokens of a statement and the end of a text behind them. */
  private List<Token> statement(int start, int next) {
    List<Token> copy = new ArrayList<>(tokens.subList(start, next));
    copy.add(token(Token.EOF));
    return copy;
  }

  private static List<Token> replaced(
      List<Token> statement, int index, int length, List<Token> others) {
    List<Token> changed = new ArrayList<>(statement.subList(0, index));
    changed.addAll(others);
    changed.addAll(statement.subList(index + length, statement.size()));
    return changed;
  }

  private boolean completesWith(Broken broken, int index, int length, Token... others) {
    return completes(
        replaced(
            statement(broken.start, broken.next), index - broken.start, length, List.of(others)));
  }

  private boolean completes(List<Token> statement) {
    return read(statement).isComplete();
  }

  private ExpectedTokens read(List<Token> statement) {
    int left = Math.min(STEP_COUNT_MAX - stepCount, STATEMENT_STEP_COUNT_MAX - statementStepCount);
    ExpectedTokens read = ExpectedTokens.read(statement, rule, Math.max(0, left));
    stepCount += read.stepCount();
    statementStepCount += read.stepCount();
    return read;
  }

  private static Token name() {
    return token(EventFluxQLParser.IDENTIFIER);
  }

  private static Token token(int type) {
    return new CommonToken(type);
  }
}
