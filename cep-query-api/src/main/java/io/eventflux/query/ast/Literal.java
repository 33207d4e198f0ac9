package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import org.jspecify.annotations.NullUnmarked;

/** A constant. */
public sealed interface Literal extends Expression {
  @Override
  default <R> R accept(Expression.Visitor<R> visitor) {
    return visitor.visitLiteral(this);
  }

  /**
   * The value as option text: the content of a string, the digits of a number, {@code true}, {@code
   * false}, {@code null}, the milliseconds of a duration.
   *
   * @return the text, without quotes
   */
  String text();

  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * An INT.
   *
   * @param value the number
   * @param span where it stands
   */
  record IntLiteral(int value, Span span) implements Literal {
    @Override
    public String text() {
      return Integer.toString(value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInt(this);
    }
  }

  /**
   * A LONG.
   *
   * @param value the number
   * @param span where it stands
   */
  record LongLiteral(long value, Span span) implements Literal {
    @Override
    public String text() {
      return Long.toString(value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLong(this);
    }
  }

  /**
   * A FLOAT.
   *
   * @param value the number
   * @param span where it stands
   */
  record FloatLiteral(float value, Span span) implements Literal {
    /** Checks that there is such a constant. */
    public FloatLiteral {
      Require.that(Float.isFinite(value), "there is no constant for " + value);
    }

    @Override
    public String text() {
      return Float.toString(value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFloat(this);
    }
  }

  /**
   * A DOUBLE.
   *
   * @param value the number
   * @param span where it stands
   */
  record DoubleLiteral(double value, Span span) implements Literal {
    /** Checks that there is such a constant. */
    public DoubleLiteral {
      Require.that(Double.isFinite(value), "there is no constant for " + value);
    }

    @Override
    public String text() {
      return Double.toString(value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDouble(this);
    }
  }

  /**
   * {@code TRUE} or {@code FALSE}.
   *
   * @param value the truth value
   * @param span where it stands
   */
  record BooleanLiteral(boolean value, Span span) implements Literal {
    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBoolean(this);
    }
  }

  /**
   * {@code NULL}, without a type.
   *
   * @param span where it stands
   */
  record NullLiteral(Span span) implements Literal {
    @Override
    public String text() {
      return "null";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNull(this);
    }
  }

  /**
   * A STRING.
   *
   * @param value the content, quotes resolved
   * @param span where it stands
   */
  record StringLiteral(String value, Span span) implements Literal {
    /** Checks that quotes could hold the text. */
    public StringLiteral {
      Require.text(value);
    }

    @Override
    public String text() {
      return value;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitString(this);
    }
  }

  /**
   * {@code X'0AFF'}.
   *
   * @param hex an even count of upper-case hexadecimal digits
   * @param span where it stands
   */
  record BinaryLiteral(String hex, Span span) implements Literal {
    /** Checks the digits. */
    public BinaryLiteral {
      Require.that(
          hex.matches("([0-9A-F]{2})*"), "a binary constant has pairs of hexadecimal digits");
    }

    @Override
    public String text() {
      return hex;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinary(this);
    }
  }

  /**
   * {@code DATE '..'}, {@code TIME '..'}, {@code TIMESTAMP '..'}.
   *
   * @param kind the word
   * @param value the text as written
   * @param millis epoch milliseconds (UTC), or milliseconds of the day for a TIME
   * @param span where it stands
   */
  record TemporalLiteral(TemporalKind kind, String value, long millis, Span span)
      implements Literal {
    /** Checks that quotes could hold the text. */
    public TemporalLiteral {
      Require.text(value);
    }

    @Override
    public String text() {
      return value;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTemporal(this);
    }
  }

  /**
   * A time literal ({@code 1 min 30 sec}, a LONG) or an interval ({@code INTERVAL '90' SECOND}).
   *
   * @param interval true if it was written as an interval
   * @param millis its length in milliseconds; negative only for an interval
   * @param span where it stands
   */
  record DurationLiteral(boolean interval, long millis, Span span) implements Literal {
    /** Checks the sign. */
    public DurationLiteral {
      Require.that(interval || millis >= 0, "only an interval can be negative");
      Require.that(millis > Long.MIN_VALUE, "the smallest BIGINT is no interval");
    }

    @Override
    public String text() {
      return Long.toString(millis);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDuration(this);
    }
  }

  /** The word before a date or time text. */
  enum TemporalKind {
    /** Midnight UTC of a day. */
    DATE,
    /** A time of day. */
    TIME,
    /** An instant. */
    TIMESTAMP
  }

  /**
   * One method per case.
   *
   * <p>Whether a result may be null is for the visitor to say; the null checker cannot follow a
   * type variable on Java 17, so it takes each visitor's word.
   *
   * @param <R> what the methods return
   */
  @NullUnmarked
  interface Visitor<R> {
    /**
     * An INT.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitInt(IntLiteral literal);

    /**
     * A LONG.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitLong(LongLiteral literal);

    /**
     * A FLOAT.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitFloat(FloatLiteral literal);

    /**
     * A DOUBLE.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitDouble(DoubleLiteral literal);

    /**
     * {@code TRUE} or {@code FALSE}.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitBoolean(BooleanLiteral literal);

    /**
     * {@code NULL}, without a type.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitNull(NullLiteral literal);

    /**
     * A STRING.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitString(StringLiteral literal);

    /**
     * {@code X'0AFF'}.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitBinary(BinaryLiteral literal);

    /**
     * {@code DATE '..'}, {@code TIME '..'}, {@code TIMESTAMP '..'}.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitTemporal(TemporalLiteral literal);

    /**
     * A time literal ({@code 1 min 30 sec}, a LONG) or an interval ({@code INTERVAL '90' SECOND}).
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitDuration(DurationLiteral literal);
  }
}
