package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;
import static io.eventflux.query.builder.Trees.values;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Expression.ArithmeticOperator;
import io.eventflux.query.ast.Expression.ComparisonOperator;
import io.eventflux.query.ast.Expression.LogicalOperator;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression, with the operators of the language as methods. Precedence is that of the calls:
 * {@code a.plus(b).times(c)} is {@code (a + b) * c}. Immutable; any thread.
 */
public class Expr implements Part<Expression> {
  private final Expression tree;

  /** Whether it is one operand whatever follows. */
  private final boolean isClosed;

  Expr(Expression tree) {
    this(tree, false);
  }

  private Expr(Expression tree, boolean isClosed) {
    this.tree = tree;
    this.isClosed = isClosed;
  }

  /**
   * The expression of a Java value; see the package for what can be one.
   *
   * @throws IllegalArgumentException if there is no constant for it
   */
  public static Expr of(@Nullable Object value) {
    if (value instanceof Expr expr) {
      return expr;
    }
    return new Expr(value instanceof Expression tree ? tree : literal(value));
  }

  private static Literal literal(@Nullable Object value) {
    if (value == null) {
      return new Literal.NullLiteral(NOWHERE);
    }
    if (value instanceof Boolean flag) {
      return new Literal.BooleanLiteral(flag, NOWHERE);
    }
    if (value instanceof Integer number) {
      return new Literal.IntLiteral(number, NOWHERE);
    }
    if (value instanceof Long number) {
      return new Literal.LongLiteral(number, NOWHERE);
    }
    if (value instanceof Float number) {
      return new Literal.FloatLiteral(number, NOWHERE);
    }
    if (value instanceof Double number) {
      return new Literal.DoubleLiteral(number, NOWHERE);
    }
    if (value instanceof String text) {
      return new Literal.StringLiteral(text, NOWHERE);
    }
    if (value instanceof byte[] bytes) {
      return new Literal.BinaryLiteral(HexFormat.of().withUpperCase().formatHex(bytes), NOWHERE);
    }
    return time(value);
  }

  private static Literal time(Object value) {
    if (value instanceof Duration duration) {
      return new Literal.DurationLiteral(duration.isNegative(), millis(duration), NOWHERE);
    }
    if (value instanceof LocalDate date) {
      Instant midnight = date.atStartOfDay().toInstant(ZoneOffset.UTC);
      return new Literal.TemporalLiteral(
          Literal.TemporalKind.DATE, date.toString(), millis(midnight), NOWHERE);
    }
    if (value instanceof LocalTime time) {
      return new Literal.TemporalLiteral(
          Literal.TemporalKind.TIME,
          time.toString(),
          time.getLong(ChronoField.MILLI_OF_DAY),
          NOWHERE);
    }
    if (value instanceof Instant instant) {
      return new Literal.TemporalLiteral(
          Literal.TemporalKind.TIMESTAMP, instant.toString(), millis(instant), NOWHERE);
    }
    throw new IllegalArgumentException(
        "there is no constant for " + value + " of type " + value.getClass().getSimpleName());
  }

  private static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException tooFar) {
      throw new IllegalArgumentException(
          "the milliseconds of this time do not fit a BIGINT: " + instant, tooFar);
    }
  }

  /**
   * The milliseconds of a duration.
   *
   * @throws IllegalArgumentException if the text cannot say them
   */
  static long millis(Duration duration) {
    boolean isWhole = duration.truncatedTo(ChronoUnit.MILLIS).equals(duration);
    if (!isWhole || duration.abs().compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "a duration has whole milliseconds, from -9223372036854775807 to 9223372036854775807: "
              + duration);
    }
    return duration.toMillis();
  }

  /** The tree. */
  public final Expression tree() {
    return tree;
  }

  @Override
  public final Expression build() {
    return tree;
  }

  // ---- arithmetic

  /** {@code this + other}. */
  public final Expr plus(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.ADD, other);
  }

  /** {@code this - other}. */
  public final Expr minus(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.SUBTRACT, other);
  }

  /** {@code this * other}. */
  public final Expr times(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.MULTIPLY, other);
  }

  /** {@code this / other}. */
  public final Expr dividedBy(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.DIVIDE, other);
  }

  /** {@code this % other}. */
  public final Expr modulo(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.MODULO, other);
  }

  /** {@code this || other}, the texts one behind the other. */
  public final Expr concat(@Nullable Object other) {
    return arithmetic(ArithmeticOperator.CONCAT, other);
  }

  /** {@code -this}. */
  public final Expr negated() {
    return new Expr(new Expression.Sign(true, tree, NOWHERE));
  }

  /** {@code +this}. */
  public final Expr signed() {
    return new Expr(new Expression.Sign(false, tree, NOWHERE));
  }

  private Expr arithmetic(ArithmeticOperator operator, @Nullable Object other) {
    Expression.Term term = new Expression.Term(operator, NOWHERE, value(other));
    boolean isChain =
        !isClosed
            && tree instanceof Expression.Arithmetic chain
            && chain.rest().get(0).operator().rank() == operator.rank();
    List<Expression.Term> terms = new ArrayList<>();
    Expression first = tree;
    if (isChain) {
      Expression.Arithmetic chain = (Expression.Arithmetic) tree;
      terms.addAll(chain.rest());
      first = chain.first();
    }
    terms.add(term);
    return new Expr(new Expression.Arithmetic(first, terms, NOWHERE));
  }

  // ---- comparison

  /** {@code this = other}. */
  public final Expr eq(@Nullable Object other) {
    return comparison(ComparisonOperator.EQUAL, other);
  }

  /** {@code this <> other}. */
  public final Expr ne(@Nullable Object other) {
    return comparison(ComparisonOperator.NOT_EQUAL, other);
  }

  /** {@code this < other}. */
  public final Expr lt(@Nullable Object other) {
    return comparison(ComparisonOperator.LESS, other);
  }

  /** {@code this <= other}. */
  public final Expr le(@Nullable Object other) {
    return comparison(ComparisonOperator.LESS_OR_EQUAL, other);
  }

  /** {@code this > other}. */
  public final Expr gt(@Nullable Object other) {
    return comparison(ComparisonOperator.GREATER, other);
  }

  /** {@code this >= other}. */
  public final Expr ge(@Nullable Object other) {
    return comparison(ComparisonOperator.GREATER_OR_EQUAL, other);
  }

  private Expr comparison(ComparisonOperator operator, @Nullable Object other) {
    return new Expr(new Expression.Comparison(operator, NOWHERE, tree, value(other), NOWHERE));
  }

  /** {@code this IS DISTINCT FROM other}: a difference for which NULL is a value. */
  public final Expr isDistinctFrom(@Nullable Object other) {
    return new Expr(new Expression.DistinctFrom(tree, value(other), false, NOWHERE));
  }

  /** {@code this IS NOT DISTINCT FROM other}: equality for which NULL is a value. */
  public final Expr isNotDistinctFrom(@Nullable Object other) {
    return new Expr(new Expression.DistinctFrom(tree, value(other), true, NOWHERE));
  }

  /** {@code this BETWEEN low AND high}, both included. */
  public final Expr between(@Nullable Object low, @Nullable Object high) {
    return new Expr(new Expression.Between(tree, value(low), value(high), false, NOWHERE));
  }

  /** {@code this LIKE pattern}. */
  public final Expr like(Object pattern) {
    return new Expr(new Expression.Like(tree, value(pattern), null, false, NOWHERE));
  }

  /** {@code this LIKE pattern ESCAPE escape}. */
  public final Expr like(Object pattern, String escape) {
    return new Expr(new Expression.Like(tree, value(pattern), escape, false, NOWHERE));
  }

  /** {@code this SIMILAR TO pattern}. */
  public final Expr similarTo(Object pattern) {
    return new Expr(new Expression.SimilarTo(tree, value(pattern), false, NOWHERE));
  }

  /** {@code this IN (candidates)}. */
  public final Expr in(@Nullable Object... candidates) {
    return new Expr(new Expression.InList(tree, values(candidates), false, NOWHERE));
  }

  /** {@code this IN table}: a condition over a table, or a primary key. */
  public final Expr inTable(String table) {
    return new Expr(new Expression.InTable(tree, name(table), false, NOWHERE));
  }

  /** {@code this IN (SELECT ..)}. */
  public final Expr inRows(Part<SelectQuery> rows) {
    return new Expr(new Expression.InQuery(tree, rows.build(), false, NOWHERE));
  }

  /** {@code this IS NULL}. */
  public final Expr isNull() {
    return is(Expression.Test.NULL);
  }

  /** {@code this IS TRUE}, {@code IS UNKNOWN} and so on. */
  public final Expr is(Expression.Test test) {
    return new Expr(new Expression.IsTest(tree, test, false, NOWHERE));
  }

  // ---- logic

  /** {@code this AND other}. */
  public final Expr and(Object other) {
    return logical(LogicalOperator.AND, other);
  }

  /** {@code this OR other}. */
  public final Expr or(Object other) {
    return logical(LogicalOperator.OR, other);
  }

  private Expr logical(LogicalOperator operator, Object other) {
    List<Expression> operands = new ArrayList<>();
    boolean isChain =
        !isClosed && tree instanceof Expression.Logical chain && chain.operator() == operator;
    if (isChain && tree instanceof Expression.Logical logical) {
      operands.addAll(logical.operands());
    } else {
      operands.add(tree);
    }
    operands.add(value(other));
    return new Expr(new Expression.Logical(operator, operands, NOWHERE));
  }

  /**
   * The opposite, in the form of the language: {@code NOT IN}, {@code NOT BETWEEN}, {@code NOT
   * LIKE}, {@code IS NOT NULL}, {@code NOT SIMILAR TO} for a test that has one; {@code NOT this}
   * else.
   */
  public final Expr not() {
    if (isClosed) {
      return new Expr(new Expression.Not(tree, NOWHERE));
    }
    if (tree instanceof Expression.Between t) {
      return new Expr(new Expression.Between(t.value(), t.low(), t.high(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.Like t) {
      return new Expr(
          new Expression.Like(t.value(), t.pattern(), t.escape(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.SimilarTo t) {
      return new Expr(new Expression.SimilarTo(t.value(), t.pattern(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.InList t) {
      return new Expr(new Expression.InList(t.value(), t.candidates(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.InTable t) {
      return new Expr(new Expression.InTable(t.value(), t.table(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.InQuery t) {
      return new Expr(new Expression.InQuery(t.value(), t.query(), !t.negated(), NOWHERE));
    }
    if (tree instanceof Expression.IsTest t) {
      return new Expr(new Expression.IsTest(t.value(), t.test(), !t.negated(), NOWHERE));
    }
    return new Expr(new Expression.Not(tree, NOWHERE));
  }

  /**
   * {@code (this)}: one operand, whatever follows. {@code a.plus(b).plus(c)} is {@code a + b + c};
   * with this behind the first sum it is {@code (a + b) + c}. Behind a test, {@link #not} gives
   * {@code NOT (a IN (1, 2))} and not {@code a NOT IN (1, 2)}.
   */
  public final Expr parenthesized() {
    return new Expr(tree, true);
  }

  // ---- parts of a value

  /** {@code this.name}: a field of a row. */
  public final Expr field(String field) {
    return new Expr(new Expression.FieldAccess(tree, name(field), NOWHERE));
  }

  /** {@code this[index]}: an element of an array, from 1, or the value of a key of a map. */
  public final Expr at(@Nullable Object index) {
    return new Expr(new Expression.Subscript(tree, value(index), NOWHERE));
  }

  /** {@code this[last - offset]}. */
  public final Expr atLast(int offset) {
    return new Expr(new Expression.SubscriptFromLast(tree, offset, NOWHERE));
  }

  /** {@code CAST(this AS type)}. */
  public final Expr cast(Types type) {
    return new Expr(new Expression.Cast(tree, type.build(), NOWHERE));
  }

  // ---- places in a query

  /** {@code this AS name}, an item of a select list. */
  public final SelectItem as(String alias) {
    return new SelectItem.Value(tree, name(alias), NOWHERE);
  }

  /** {@code this}, the smallest first, NULL last. */
  public final SortItem asc() {
    return new SortItem(tree, false, false, NOWHERE);
  }

  /** {@code this DESC}: the largest first, NULL last. */
  public final SortItem desc() {
    return new SortItem(tree, true, false, NOWHERE);
  }

  /** {@code this NULLS FIRST}, or {@code this DESC NULLS FIRST}. */
  public final SortItem nullsFirst(boolean isDescending) {
    return new SortItem(tree, isDescending, true, NOWHERE);
  }

  @Override
  public final String toString() {
    return tree.toString();
  }
}
