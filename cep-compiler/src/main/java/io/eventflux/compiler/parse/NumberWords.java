package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Words that begin as a number and are none: {@code 1.5L}, {@code 0x1F}, {@code 1_000}, {@code
 * 1.2.3}. The lexer cuts each of them into a number and something else, which would make a name of
 * the rest: {@code 5x} would be 5 with the name x. Pure functions.
 */
final class NumberWords {
  private static final Set<Integer> NUMBERS =
      Set.of(
          EventFluxQLParser.INTEGER,
          EventFluxQLParser.LONG_NUMBER,
          EventFluxQLParser.FLOAT_NUMBER,
          EventFluxQLParser.DOUBLE_NUMBER,
          EventFluxQLParser.BAD_NUMBER);

  private static final String UNIT = "(?:" + String.join("|", DurationUnit.allWords()) + ")";
  private static final String DECIMAL = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:e[+-]?\\d+)?";

  private static final Pattern WITH_PREFIX = Pattern.compile("0(x[0-9a-f_]+|b[01_]+|o[0-7_]+)");
  private static final Pattern GROUPED = Pattern.compile("[0-9._]*_[0-9._]*[ldf]?");
  private static final Pattern NUMBER = Pattern.compile("\\d+l|" + DECIMAL + "[df]?");
  private static final Pattern SEVERAL_POINTS = Pattern.compile("[0-9]*\\.[0-9]*\\.[0-9.]*");
  private static final Pattern LONG = Pattern.compile("(" + DECIMAL + ")l");
  private static final Pattern DURATION = Pattern.compile("(?:\\d+" + UNIT + ")+");
  private static final Pattern PART = Pattern.compile("(\\d+)([a-z]+)");
  private static final Pattern FRACTION = Pattern.compile("\\d*\\.\\d+(" + UNIT + ")");
  private static final Pattern OPEN_POINT = Pattern.compile("\\d+\\.(e[+-]?\\d+)?");
  private static final Pattern OPEN_EXPONENT = Pattern.compile(".*\\de[+-]?");
  private static final Pattern BEGIN = Pattern.compile(DECIMAL);
  private static final Pattern NAME = Pattern.compile("\\w+");

  private NumberWords() {}

  /**
   * Adds a token to those before it, or joins the two if they are one word that is no number. A
   * keyword behind a number stays one ({@code 1and}), and so does the unit of a time literal
   * ({@code 5min}).
   *
   * @param tokens the tokens in front of it
   * @param token the next one of the same text
   */
  static void add(List<Token> tokens, Token token) {
    int last = tokens.size() - 1;
    if (last < 0 || !isOneWord(tokens.get(last), token)) {
      tokens.add(token);
      return;
    }
    CommonToken word = new CommonToken(tokens.get(last));
    word.setType(EventFluxQLParser.BAD_NUMBER);
    word.setStopIndex(token.getStopIndex());
    tokens.set(last, word);
  }

  private static boolean isOneWord(Token number, Token next) {
    if (next.getStartIndex() != number.getStopIndex() + 1) {
      return false;
    }
    if (number.getType() == EventFluxQLParser.DAY_COUNT) {
      return next.getType() == EventFluxQLParser.IDENTIFIER
          || next.getType() == EventFluxQLParser.TIME_UNIT;
    }
    if (!NUMBERS.contains(number.getType())) {
      return false;
    }
    boolean isUnit = next.getType() == EventFluxQLParser.TIME_UNIT;
    return isUnit
        ? number.getType() != EventFluxQLParser.INTEGER
        : next.getType() == EventFluxQLParser.IDENTIFIER || NUMBERS.contains(next.getType());
  }

  /**
   * What is wrong with a word that is no number.
   *
   * @param text the word as it was written
   * @param shown the same for a message
   * @param span where it stands
   */
  static Diagnostic explain(String text, String shown, Span span) {
    String word = text.toLowerCase(Locale.ROOT);
    Diagnostic asDuration = explainDuration(word, shown, span);
    if (asDuration != null) {
      return asDuration;
    }
    if (OPEN_EXPONENT.matcher(word).matches() && NUMBER.matcher(word + "0").matches()) {
      return bad(span, shown, "is not finished; expected: digits after the exponent");
    }
    if (OPEN_POINT.matcher(word).matches()) {
      return bad(span, shown, "is not finished; expected: a digit after the point");
    }
    Matcher prefixed = WITH_PREFIX.matcher(word);
    if (prefixed.matches()) {
      int base = word.charAt(1) == 'x' ? 16 : word.charAt(1) == 'b' ? 2 : 8;
      String digits = word.substring(2).replace("_", "");
      Diagnostic plain = bad(span, shown, "is not decimal");
      if (base == 16) {
        plain = plain.fact("bytes are written as X'0AFF'");
      }
      return digits.isEmpty() ? plain : plain.suggest("write " + new BigInteger(digits, base));
    }
    if (GROUPED.matcher(word).matches()) {
      String plain = text.replace("_", "");
      Diagnostic grouped = bad(span, shown, "has '_' in it");
      return NUMBER.matcher(plain.toLowerCase(Locale.ROOT)).matches()
          ? grouped.suggest("write " + plain)
          : grouped;
    }
    if (SEVERAL_POINTS.matcher(word).matches()) {
      return bad(span, shown, "has several points")
          .suggest("write a text in quotes: '" + text + "'");
    }
    Matcher whole = LONG.matcher(word);
    if (whole.matches()) {
      String value = whole.group(1);
      String suffix = text.substring(value.length());
      return bad(span, shown, "is not whole, and '" + suffix + "' stands behind whole numbers only")
          .suggest(
              value.endsWith(".")
                  ? "write " + value.replace(".", suffix)
                  : "write " + value + " for a DOUBLE");
    }
    Matcher begin = BEGIN.matcher(word);
    int end = begin.lookingAt() ? begin.end() : 0;
    Diagnostic plain =
        bad(span, shown, "goes on with '" + text.substring(end) + "'")
            .fact("behind a number may stand L for BIGINT, f for FLOAT or d for DOUBLE");
    return NAME.matcher(word).matches()
        ? plain.fact("a name that begins with a digit stands in back-ticks: `" + text + "`")
        : plain;
  }

  /** What is wrong with a time literal; null if the word is something else. */
  private static @Nullable Diagnostic explainDuration(String word, String shown, Span span) {
    if (DURATION.matcher(word).matches()) {
      String parts = PART.matcher(word).replaceAll("$1 $2 ").strip();
      return Diagnostic.of(
              DiagnosticCode.BAD_TIME_LITERAL,
              span,
              "the time literal " + shown + " has no blanks between its parts")
          .suggest("write " + parts);
    }
    Matcher fraction = FRACTION.matcher(word);
    boolean isSuffix = fraction.matches() && fraction.group(1).equals("d");
    return fraction.matches() && !isSuffix
        ? Diagnostic.of(
                DiagnosticCode.BAD_TIME_LITERAL,
                span,
                "the time literal " + shown + " has a number that is not whole")
            .fact("example: 1 min 30 sec")
        : null;
  }

  private static Diagnostic bad(Span span, String shown, String problem) {
    return Diagnostic.of(DiagnosticCode.BAD_NUMBER, span, "the number " + shown + " " + problem);
  }
}
