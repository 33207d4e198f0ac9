package io.eventflux.compiler.parse;

import io.eventflux.core.function.Times;
import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.ConstantContext;
import io.eventflux.grammar.EventFluxQLParser.DurationContext;
import io.eventflux.grammar.EventFluxQLParser.IntervalContext;
import io.eventflux.grammar.EventFluxQLParser.NumberContext;
import io.eventflux.grammar.EventFluxQLParser.TimeLiteralContext;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Reads the values of constants. */
final class LiteralReader {
  private static final int NUMBER_LENGTH_MAX = 1_000;

  private final Places places;

  LiteralReader(Places places) {
    this.places = places;
  }

  Literal constant(ConstantContext tree) {
    Span span = places.span(tree);
    if (tree.timeLiteral() != null) {
      return timeLiteral(tree.timeLiteral());
    }
    if (tree.number() != null) {
      return number(tree.number(), false, span);
    }
    if (tree.interval() != null) {
      return interval(tree.interval());
    }
    if (tree.string() != null) {
      String content = Places.content(tree.string().getStart());
      Token word = tree.getStart();
      return switch (word.getType()) {
        case EventFluxQLParser.DATE -> temporal(Literal.TemporalKind.DATE, content, span);
        case EventFluxQLParser.TIME -> temporal(Literal.TemporalKind.TIME, content, span);
        case EventFluxQLParser.TIMESTAMP -> temporal(Literal.TemporalKind.TIMESTAMP, content, span);
        default -> new Literal.StringLiteral(content, span);
      };
    }
    if (tree.BINARY_LITERAL() != null) {
      return binary(tree.BINARY_LITERAL().getText(), span);
    }
    if (tree.NULL() != null) {
      return new Literal.NullLiteral(span);
    }
    return new Literal.BooleanLiteral(tree.TRUE() != null, span);
  }

  /**
   * A number.
   *
   * @param isNegative whether a minus stands before it
   * @param span number and sign
   */
  Literal number(NumberContext tree, boolean isNegative, Span span) {
    Token token = tree.getStart();
    String text = token.getText().toLowerCase(Locale.ROOT);
    String digits = (isNegative ? "-" : "") + text;
    if (text.length() > NUMBER_LENGTH_MAX) {
      throw badNumber(span, "the number has more than " + NUMBER_LENGTH_MAX + " characters");
    }
    switch (token.getType()) {
      case EventFluxQLParser.FLOAT_NUMBER -> {
        float value = Float.parseFloat(digits);
        if (Float.isInfinite(value)) {
          throw badNumber(span, "the number does not fit a FLOAT");
        }
        return new Literal.FloatLiteral(value, span);
      }
      case EventFluxQLParser.DOUBLE_NUMBER -> {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
          throw badNumber(span, "the number does not fit a DOUBLE");
        }
        return new Literal.DoubleLiteral(value, span);
      }
      default -> {
        boolean isLong = token.getType() == EventFluxQLParser.LONG_NUMBER;
        long value = integer(isLong ? digits.substring(0, digits.length() - 1) : digits, span);
        boolean fitsInt = value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
        return !isLong && fitsInt
            ? new Literal.IntLiteral((int) value, span)
            : new Literal.LongLiteral(value, span);
      }
    }
  }

  private static long integer(String digits, Span span) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      throw new StatementRefused(
          Diagnostic.of(DiagnosticCode.BAD_NUMBER, span, "the number does not fit a BIGINT")
              .fact("largest: " + Long.MAX_VALUE + ", smallest: " + Long.MIN_VALUE));
    }
  }

  /** Whether a number without sign is an INT. */
  boolean fitsInt(Token token) {
    return integer(token.getText(), places.span(token)) <= Integer.MAX_VALUE;
  }

  /** A count that is part of the grammar, such as a number of events. */
  int count(Token token) {
    long value = integer(token.getText(), places.span(token));
    if (value > Integer.MAX_VALUE) {
      throw badNumber(places.span(token), "the number does not fit an INT");
    }
    return (int) value;
  }

  Literal.DurationLiteral timeLiteral(TimeLiteralContext tree) {
    long sum = 0;
    DurationUnit previous = null;
    int next = 0;
    while (next < tree.getChildCount()) {
      // A number and its unit; "10days" without a blank is one token.
      Token number = (Token) tree.getChild(next).getPayload();
      boolean isOneToken = number.getType() == EventFluxQLParser.DAY_COUNT;
      Token word = isOneToken ? number : (Token) tree.getChild(next + 1).getPayload();
      next += isOneToken ? 1 : 2;
      DurationUnit unit = isOneToken ? DurationUnit.DAY : unit(word);
      if (previous != null && unit.compareTo(previous) <= 0) {
        String problem =
            unit == previous
                ? "a time literal has each unit once"
                : "a time literal goes from large to small units";
        throw new StatementRefused(
            Diagnostic.of(DiagnosticCode.BAD_TIME_LITERAL, places.span(word), problem)
                .fact("units: year, month, week, day, hour, min, sec, millisec"));
      }
      Span span = places.span(number).to(places.span(word));
      String digits = number.getText().replaceFirst("\\D+$", "");
      sum = plus(sum, integer(digits, span), unit, places.span(tree));
      previous = unit;
    }
    return new Literal.DurationLiteral(false, sum, places.span(tree));
  }

  static DurationUnit unit(Token word) {
    return DurationUnit.of(word.getText())
        .orElseThrow(() -> new AssertionError("the lexer takes units only: " + word.getText()));
  }

  private static long plus(long sum, long count, DurationUnit unit, Span span) {
    try {
      return Math.addExact(sum, Math.multiplyExact(count, unit.millis()));
    } catch (ArithmeticException overflow) {
      throw badNumber(span, "the duration does not fit a BIGINT of milliseconds");
    }
  }

  Literal.DurationLiteral interval(IntervalContext tree) {
    Span span = places.span(tree);
    DurationUnit from = unit(tree.TIME_UNIT(0).getSymbol());
    DurationUnit to = tree.TIME_UNIT().size() > 1 ? unit(tree.TIME_UNIT(1).getSymbol()) : from;
    String text =
        tree.INTEGER() != null
            ? tree.INTEGER().getText()
            : Places.content(tree.string().getStart()).strip();
    boolean isNegative = text.startsWith("-");
    String magnitude = isNegative || text.startsWith("+") ? text.substring(1) : text;
    List<DurationUnit> units = range(from, to, span);
    Matcher fields = Pattern.compile(fieldsPattern(units)).matcher(magnitude);
    if (!fields.matches()) {
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.BAD_TIME_LITERAL,
                  span,
                  "'" + text + "' is no interval of this kind")
              .fact("example: " + example(units)));
    }
    long sum = 0;
    for (int i = 0; i < units.size(); i++) {
      String field = fields.group(i + 1);
      if (i > 0) {
        checkField(units.get(i - 1), units.get(i), field, places.span(tree.string()));
      }
      try {
        BigDecimal millis =
            new BigDecimal(field).multiply(BigDecimal.valueOf(units.get(i).millis()));
        sum = Math.addExact(sum, millis.toBigInteger().longValueExact());
      } catch (ArithmeticException overflow) {
        throw badNumber(span, "the duration does not fit a BIGINT of milliseconds");
      }
    }
    return new Literal.DurationLiteral(true, isNegative ? -sum : sum, span);
  }

  /** A field behind another one is less than one unit of that. */
  private static void checkField(
      DurationUnit before, DurationUnit unit, String field, Span literal) {
    int count = unitCount(before, unit);
    if (new BigDecimal(field).compareTo(BigDecimal.valueOf(count)) >= 0) {
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.BAD_TIME_LITERAL,
                  literal,
                  unit.name()
                      + " must be less than "
                      + count
                      + " behind "
                      + before.name()
                      + ", and is "
                      + field)
              .fact("the first field of an interval may be any number"));
    }
  }

  /** How many units there are in one of the next larger unit of a range. */
  private static int unitCount(DurationUnit larger, DurationUnit unit) {
    // A year of an interval has 365 days, of which twelve months are 360.
    return unit == DurationUnit.MONTH ? 12 : (int) (larger.millis() / unit.millis());
  }

  /** The fields of {@code from TO to}; weeks are not part of a range. */
  private static List<DurationUnit> range(DurationUnit from, DurationUnit to, Span span) {
    List<DurationUnit> units = new ArrayList<>();
    for (DurationUnit unit : DurationUnit.values()) {
      boolean isInside = unit.compareTo(from) >= 0 && unit.compareTo(to) <= 0;
      if (isInside && (from == to || unit != DurationUnit.WEEK)) {
        units.add(unit);
      }
    }
    boolean isYearToMonth = from == DurationUnit.YEAR && to == DurationUnit.MONTH;
    boolean isDayToSecond =
        from.compareTo(DurationUnit.DAY) >= 0
            && from.compareTo(to) < 0
            && to != DurationUnit.MILLISECOND;
    if (from != to && !isYearToMonth && !isDayToSecond) {
      throw new StatementRefused(
          Diagnostic.of(DiagnosticCode.BAD_TIME_LITERAL, span, "these units make no interval")
              .fact(
                  "ranges: YEAR TO MONTH, and from DAY, HOUR or MINUTE to a smaller unit down to"
                      + " SECOND"));
    }
    return units;
  }

  private static String fieldsPattern(List<DurationUnit> units) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < units.size(); i++) {
      DurationUnit unit = units.get(i);
      if (i > 0) {
        boolean isDate = unit == DurationUnit.MONTH;
        boolean isAfterDay = units.get(i - 1) == DurationUnit.DAY;
        pattern.append(isDate ? "-" : isAfterDay ? " +" : ":");
      }
      boolean hasFraction = unit == DurationUnit.SECOND;
      pattern.append(hasFraction ? "(\\d{1,19}(?:\\.\\d{0,9})?)" : "(\\d{1,19})");
    }
    return pattern.toString();
  }

  private static String example(List<DurationUnit> units) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < units.size(); i++) {
      String separator =
          i == 0
              ? ""
              : units.get(i) == DurationUnit.MONTH
                  ? "-"
                  : units.get(i - 1) == DurationUnit.DAY ? " " : ":";
      boolean isSmall = i == 0 || units.get(i) == DurationUnit.MONTH;
      value.append(separator).append(isSmall ? "2" : "12");
    }
    DurationUnit last = units.get(units.size() - 1);
    return "INTERVAL '"
        + value
        + "' "
        + units.get(0).name()
        + (units.size() > 1 ? " TO " + last.name() : "");
  }

  /** A time literal, an interval or a bare number of milliseconds. */
  Literal duration(DurationContext tree) {
    if (tree.timeLiteral() != null) {
      return timeLiteral(tree.timeLiteral());
    }
    if (tree.interval() != null) {
      return interval(tree.interval());
    }
    Span span = places.span(tree);
    long value = integer(tree.getText(), span);
    return value <= Integer.MAX_VALUE
        ? new Literal.IntLiteral((int) value, span)
        : new Literal.LongLiteral(value, span);
  }

  private static Literal binary(String text, Span span) {
    String hex = text.substring(2, text.length() - 1).toUpperCase(Locale.ROOT);
    if (hex.length() % 2 != 0 || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw badNumber(span, "a binary constant has pairs of hexadecimal digits");
    }
    return new Literal.BinaryLiteral(hex, span);
  }

  private static Literal temporal(Literal.TemporalKind kind, String text, Span span) {
    Type type =
        switch (kind) {
          case DATE -> Type.DATE;
          case TIME -> Type.TIME;
          case TIMESTAMP -> Type.TIMESTAMP;
        };
    Long millis = Times.parseConstant(text, type);
    if (millis == null) {
      String example =
          switch (kind) {
            case DATE -> "DATE '2025-03-01'";
            case TIME -> "TIME '10:15:00'";
            case TIMESTAMP -> "TIMESTAMP '2025-03-01 10:15:00.250'";
          };
      throw new StatementRefused(
          Diagnostic.of(
                  DiagnosticCode.BAD_TIME_LITERAL,
                  span,
                  "'" + text + "' is no " + kind.name().toLowerCase(Locale.ROOT))
              .fact("example: " + example));
    }
    return new Literal.TemporalLiteral(kind, text, millis, span);
  }

  private static StatementRefused badNumber(Span span, String message) {
    return new StatementRefused(DiagnosticCode.BAD_NUMBER, span, message);
  }
}
