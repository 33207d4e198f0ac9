package io.eventflux.query.ast;

import io.eventflux.query.text.Span;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed from events. Depth is bounded by the parser (256), so recursive visitors
 * are safe. Conditions are expressions of type BOOL; the binder checks that.
 */
public sealed interface Expression extends Node
    permits Literal,
        Expression.ColumnReference,
        Expression.ElementReference,
        Expression.FieldAccess,
        Expression.Subscript,
        Expression.Sign,
        Expression.Not,
        Expression.Arithmetic,
        Expression.Logical,
        Expression.Comparison,
        Expression.DistinctFrom,
        Expression.Between,
        Expression.Like,
        Expression.InList,
        Expression.InTable,
        Expression.IsTest,
        Expression.Case,
        Expression.Cast,
        Expression.FunctionCall,
        Expression.AllColumns,
        Expression.Over,
        Expression.JsonFunction,
        Expression.SubQuery,
        Expression.Exists,
        Expression.InQuery,
        Expression.SimilarTo,
        Expression.SubscriptFromLast,
        Expression.ArrayConstructor,
        Expression.MapConstructor,
        Expression.RowConstructor {
  /**
   * Calls the method of the visitor for this case.
   *
   * @param <R> what the visitor returns
   * @param visitor has one method per case
   * @return what that method returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * A name that stands for a value: {@code price}, {@code s.price}, {@code e1[0].x}, {@code
   * e1[last-1].x}. What the qualifier is (source, alias, pattern element, a row-typed column) is
   * resolved by the binder. {@code S.x} inside a partition may be {@code #S.x}.
   *
   * @param qualifier what stands before the dot; null if nothing does
   * @param name the last part
   * @param span where it stands
   */
  record ColumnReference(@Nullable Qualifier qualifier, Name name, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitColumnReference(this);
    }
  }

  /**
   * The part of a column reference before its last dot.
   *
   * @param name a source, an alias or a pattern element
   * @param index which event of a counting pattern element; null if not said
   * @param span where it stands
   */
  record Qualifier(StreamName name, @Nullable ElementIndex index, Span span) implements Node {}

  /**
   * Which of several events of a pattern element is meant: {@code [2]}, {@code [last]}, {@code
   * [last-1]}.
   *
   * @param fromLast true to count back from the last event
   * @param offset distance from the first or the last event, from 0
   * @param span where it stands
   */
  record ElementIndex(boolean fromLast, int offset, Span span) implements Node {
    /** Checks the distance. */
    public ElementIndex {
      Require.that(offset >= 0, "an index is not negative");
    }
  }

  /**
   * A pattern element with an index that counts from its end and without a column, as in {@code
   * e1[last] IS NULL}. With a constant index the same is written as a {@link Subscript} of a column
   * reference, and without an index as a column reference: the text does not tell.
   *
   * @param element the alias of the element
   * @param index which of its events
   * @param span where it stands
   */
  record ElementReference(Name element, ElementIndex index, Span span) implements Expression {
    /** Checks that the index counts from the end. */
    public ElementReference {
      Require.that(index.fromLast(), "an event with an index from the first is a subscript");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitElementReference(this);
    }
  }

  /**
   * {@code base.field} where the base is more than a name, or a name with a qualifier.
   *
   * @param base a value with fields
   * @param field the name of the field
   * @param span where it stands
   */
  record FieldAccess(Expression base, Name field, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFieldAccess(this);
    }
  }

  /**
   * {@code base[index]}: an element of an array (from 1), a value of a map, or, for the alias of a
   * pattern element, one of its events (from 0).
   *
   * @param base what is indexed
   * @param index the index or key
   * @param span where it stands
   */
  record Subscript(Expression base, Expression index, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSubscript(this);
    }
  }

  /**
   * {@code base[last]}, {@code base[last-1]} where the base is more than a name.
   *
   * @param base what is indexed
   * @param offset distance from the last element, from 0
   * @param span where it stands
   */
  record SubscriptFromLast(Expression base, int offset, Span span) implements Expression {
    /** Checks the distance. */
    public SubscriptFromLast {
      Require.that(offset >= 0, "an index is not negative");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSubscriptFromLast(this);
    }
  }

  /**
   * {@code -x} or {@code +x}. A minus before a number literal belongs to the literal and is not a
   * sign.
   *
   * @param negative true for minus
   * @param operand what the sign applies to
   * @param span where it stands
   */
  record Sign(boolean negative, Expression operand, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSign(this);
    }
  }

  /**
   * {@code NOT x}.
   *
   * @param operand the condition
   * @param span where it stands
   */
  record Not(Expression operand, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNot(this);
    }
  }

  /**
   * A chain of operators of one rank, applied from left to right: {@code a + b - c || d} or {@code
   * a * b / c}. A chain is flat, so that its length costs no depth: start with {@code first} and
   * fold in each of {@code rest}. All operators of a chain have one {@link
   * ArithmeticOperator#rank}.
   *
   * @param first the leftmost operand
   * @param rest the other operands with the operator before each; at least one
   * @param span where it stands
   */
  record Arithmetic(Expression first, List<Term> rest, Span span) implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public Arithmetic {
      rest = List.copyOf(rest);
      if (rest.isEmpty()) {
        throw new IllegalArgumentException("a chain has at least one operator");
      }
      int rank = rest.get(0).operator().rank();
      Require.that(
          rest.stream().allMatch(term -> term.operator().rank() == rank),
          "all operators of a chain have one rank");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitArithmetic(this);
    }
  }

  /**
   * One operator of a chain with its right operand.
   *
   * @param operator the operator
   * @param operatorSpan where the operator stands
   * @param operand what stands to its right
   */
  record Term(ArithmeticOperator operator, Span operatorSpan, Expression operand) implements Node {
    @Override
    public Span span() {
      return operatorSpan.to(operand.span());
    }
  }

  /**
   * Operands joined by {@code AND}, or by {@code OR}. Flat, like {@link Arithmetic}.
   *
   * @param operator which of the two
   * @param operands at least two conditions, in text order
   * @param span where it stands
   */
  record Logical(LogicalOperator operator, List<Expression> operands, Span span)
      implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public Logical {
      operands = List.copyOf(operands);
      if (operands.size() < 2) {
        throw new IllegalArgumentException("a logical operator has at least two operands");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLogical(this);
    }
  }

  /**
   * {@code left < right} and its kind. {@code ==} is {@code =}; {@code !=} is {@code <>}.
   *
   * @param operator the operator
   * @param operatorSpan where the operator stands
   * @param left left operand
   * @param right right operand
   * @param span where it stands
   */
  record Comparison(
      ComparisonOperator operator, Span operatorSpan, Expression left, Expression right, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComparison(this);
    }
  }

  /**
   * {@code left IS [NOT] DISTINCT FROM right}: comparison that treats NULL as a value.
   *
   * @param left left operand
   * @param right right operand
   * @param negated true for {@code IS NOT DISTINCT FROM}
   * @param span where it stands
   */
  record DistinctFrom(Expression left, Expression right, boolean negated, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDistinctFrom(this);
    }
  }

  /**
   * {@code value [NOT] BETWEEN low AND high}, both ends included.
   *
   * @param value what is tested
   * @param low lower end
   * @param high upper end
   * @param negated true for {@code NOT BETWEEN}
   * @param span where it stands
   */
  record Between(Expression value, Expression low, Expression high, boolean negated, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBetween(this);
    }
  }

  /**
   * {@code value [NOT] LIKE pattern [ESCAPE 'c']}.
   *
   * @param value what is tested
   * @param pattern the pattern
   * @param escape the text after {@code ESCAPE}; null if there is none
   * @param negated true for {@code NOT LIKE}
   * @param span where it stands
   */
  record Like(
      Expression value, Expression pattern, @Nullable String escape, boolean negated, Span span)
      implements Expression {
    /** Checks that quotes could hold the text. */
    public Like {
      if (escape != null) {
        Require.text(escape);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLike(this);
    }
  }

  /**
   * {@code value [NOT] IN (a, b, ...)}.
   *
   * @param value what is looked for
   * @param candidates at least one
   * @param negated true for {@code NOT IN}
   * @param span where it stands
   */
  record InList(Expression value, List<Expression> candidates, boolean negated, Span span)
      implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public InList {
      candidates = Require.some(candidates, "IN has at least one candidate");
      Require.that(
          candidates.size() > 1 || !(candidates.get(0) instanceof SubQuery),
          "a query as the only candidate is the query to look in");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInList(this);
    }
  }

  /**
   * {@code value [NOT] IN (SELECT ..)}.
   *
   * @param value what is looked for
   * @param query what gives the candidates
   * @param negated true for {@code NOT IN}
   * @param span where it stands
   */
  record InQuery(Expression value, SelectQuery query, boolean negated, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInQuery(this);
    }
  }

  /**
   * {@code EXISTS (SELECT ..)}.
   *
   * @param query what gives the rows
   * @param span where it stands
   */
  record Exists(SelectQuery query, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExists(this);
    }
  }

  /**
   * {@code (SELECT ..)} as a value.
   *
   * @param query what gives one row of one column
   * @param span where it stands
   */
  record SubQuery(SelectQuery query, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSubQuery(this);
    }
  }

  /**
   * {@code value [NOT] SIMILAR TO pattern}.
   *
   * @param value what is tested
   * @param pattern the regular expression
   * @param negated true for {@code NOT SIMILAR TO}
   * @param span where it stands
   */
  record SimilarTo(Expression value, Expression pattern, boolean negated, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSimilarTo(this);
    }
  }

  /**
   * {@code value [NOT] IN Table}: a condition that some row satisfies, or a key that some row has.
   *
   * @param value the condition or key
   * @param table the table
   * @param negated true for {@code NOT IN}
   * @param span where it stands
   */
  record InTable(Expression value, Name table, boolean negated, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInTable(this);
    }
  }

  /**
   * {@code value IS [NOT] NULL | TRUE | FALSE | UNKNOWN | JSON}.
   *
   * @param value what is tested; may be the alias of a pattern element
   * @param test the word after {@code IS}
   * @param negated true for {@code IS NOT}
   * @param span where it stands
   */
  record IsTest(Expression value, Test test, boolean negated, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIsTest(this);
    }
  }

  /**
   * {@code CASE [operand] WHEN .. THEN .. [ELSE ..] END}.
   *
   * @param operand the value that is compared; null for the form with conditions
   * @param branches at least one
   * @param otherwise the value after {@code ELSE}; null if there is none
   * @param span where it stands
   */
  record Case(
      @Nullable Expression operand, List<When> branches, @Nullable Expression otherwise, Span span)
      implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public Case {
      branches = Require.some(branches, "CASE has at least one WHEN");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCase(this);
    }
  }

  /**
   * One branch of a {@code CASE}.
   *
   * @param when a condition, or a value to compare the operand with
   * @param then the result
   * @param span where it stands
   */
  record When(Expression when, Expression then, Span span) implements Node {}

  /**
   * {@code CAST(value AS type)}, {@code TRY_CAST(..)}, {@code cast(value, 'type')} and {@code
   * convert(value, 'type')}: all mean the same. A classic call whose second argument is no string
   * constant stays a {@link FunctionCall}.
   *
   * @param value what is converted
   * @param type the wanted type
   * @param span where it stands
   */
  record Cast(Expression value, TypeName type, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCast(this);
    }
  }

  /**
   * {@code a.*} as the only argument of a function, as in {@code COUNT(a.*)}.
   *
   * @param source the source or the variable of a row pattern
   * @param span where it stands
   */
  record AllColumns(Name source, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAllColumns(this);
    }
  }

  /**
   * {@code [RUNNING | FINAL] [namespace:]name([DISTINCT] arguments | *) [FILTER (WHERE ..)] [IGNORE
   * NULLS]}. Functions of a special spelling come out in this form too: {@code EXTRACT(YEAR FROM
   * t)} is {@code extract('YEAR', t)}, {@code SUBSTRING(s FROM a FOR b)} is {@code substring(s, a,
   * b)}, {@code POSITION(a IN b)} is {@code position(a, b)}, {@code TRIM(LEADING c FROM s)} is
   * {@code ltrim(s, c)}, {@code FLOOR(t TO DAY)} is {@code floor(t, 'DAY')}, {@code JSON_OBJECT(KEY
   * k VALUE v)} is {@code json_object(k, v)}.
   *
   * @param matchRows the word before the function, inside a {@code MATCH_RECOGNIZE}
   * @param namespace the part before the colon or dot; null if there is none
   * @param name the function
   * @param distinct true if {@code DISTINCT} stands before the arguments
   * @param star true for {@code count(*)}; there are no arguments then
   * @param arguments in text order
   * @param filter the condition of {@code FILTER}; null if there is none
   * @param ignoresNulls true for {@code IGNORE NULLS}
   * @param span where it stands
   */
  record FunctionCall(
      MatchRows matchRows,
      @Nullable Name namespace,
      Name name,
      boolean distinct,
      boolean star,
      List<Argument> arguments,
      @Nullable Expression filter,
      boolean ignoresNulls,
      Span span)
      implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public FunctionCall {
      arguments = List.copyOf(arguments);
      Require.that(!star || (arguments.isEmpty() && !distinct), "(*) stands for all arguments");
      Require.that(!distinct || !arguments.isEmpty(), "DISTINCT stands before an argument");
      Require.that(
          arguments.stream().noneMatch(each -> each.value() instanceof AllColumns)
              || (arguments.size() == 1 && arguments.get(0).name() == null && !distinct),
          "all columns of a source are the only argument");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunctionCall(this);
    }
  }

  /**
   * {@code function OVER name}, {@code function OVER (..)}.
   *
   * @param function what is computed
   * @param name a window of the {@code WINDOW} clause; null if it is written out
   * @param window the window; null if it is named
   * @param span where it stands
   */
  record Over(FunctionCall function, @Nullable Name name, @Nullable OverWindow window, Span span)
      implements Expression {
    /** Checks the parts. */
    public Over {
      if ((name == null) == (window == null)) {
        throw new IllegalArgumentException("a window is named or written out");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOver(this);
    }
  }

  /**
   * {@code JSON_VALUE(json, path RETURNING INT NULL ON EMPTY)} and its kind, with at least one
   * clause. Without clauses they are a {@link FunctionCall}.
   *
   * @param kind which function
   * @param json the text
   * @param path what is looked for in it
   * @param returning the wanted type; null if not said
   * @param onEmpty what happens if there is nothing; null if not said
   * @param onError what happens if the text is no JSON; null if not said
   * @param span where it stands
   */
  record JsonFunction(
      JsonKind kind,
      Expression json,
      Expression path,
      @Nullable TypeName returning,
      @Nullable JsonFallback onEmpty,
      @Nullable JsonFallback onError,
      Span span)
      implements Expression {
    /** Checks that there is a clause. */
    public JsonFunction {
      Require.that(
          returning != null || onEmpty != null || onError != null,
          "without clauses it is a call as any other");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitJsonFunction(this);
    }
  }

  /**
   * {@code NULL | ERROR | DEFAULT value} of a {@link JsonFunction}.
   *
   * @param kind which of them
   * @param value the value after {@code DEFAULT}; null for the others
   * @param span where it stands
   */
  record JsonFallback(JsonFallbackKind kind, @Nullable Expression value, Span span)
      implements Node {
    /** Checks the parts. */
    public JsonFallback {
      if ((kind == JsonFallbackKind.DEFAULT) != (value != null)) {
        throw new IllegalArgumentException("a value belongs to DEFAULT");
      }
    }
  }

  /**
   * {@code ARRAY[a, b, ...]}.
   *
   * @param elements in text order
   * @param span where it stands
   */
  record ArrayConstructor(List<Expression> elements, Span span) implements Expression {
    /** Copies the list. */
    public ArrayConstructor {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitArrayConstructor(this);
    }
  }

  /**
   * {@code MAP[key, value, ...]}.
   *
   * @param keysAndValues keys and values in turn; the binder checks that their count is even
   * @param span where it stands
   */
  record MapConstructor(List<Expression> keysAndValues, Span span) implements Expression {
    /** Copies the list. */
    public MapConstructor {
      keysAndValues = List.copyOf(keysAndValues);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMapConstructor(this);
    }
  }

  /**
   * {@code ROW(a, b, ...)}.
   *
   * @param fields in text order, at least one
   * @param span where it stands
   */
  record RowConstructor(List<Expression> fields, Span span) implements Expression {
    /** Copies the list and checks that it holds what it must. */
    public RowConstructor {
      fields = Require.some(fields, "a row has at least one field");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRowConstructor(this);
    }
  }

  /** Which rows of a match a {@link FunctionCall} looks at. */
  enum MatchRows {
    /** Not said. */
    DEFAULT,
    /** Those up to the current row. */
    RUNNING,
    /** All. */
    FINAL
  }

  /** Which function a {@link JsonFunction} is. */
  enum JsonKind {
    /** {@code JSON_VALUE}: a scalar. */
    VALUE,
    /** {@code JSON_QUERY}: an object or array as text. */
    QUERY,
    /** {@code JSON_EXISTS}: whether there is anything. */
    EXISTS
  }

  /** What a {@link JsonFallback} gives. */
  enum JsonFallbackKind {
    /** NULL. */
    NULL,
    /** An error. */
    ERROR,
    /** A value. */
    DEFAULT
  }

  /** Operators of an {@link Arithmetic} chain. */
  enum ArithmeticOperator {
    /** Addition. */
    ADD("+", 1),
    /** Subtraction. */
    SUBTRACT("-", 1),
    /** Concatenation of strings. */
    CONCAT("||", 1),
    /** Multiplication. */
    MULTIPLY("*", 2),
    /** Division. */
    DIVIDE("/", 2),
    /** Remainder, with the sign of the dividend. */
    MODULO("%", 2);

    private final String symbol;
    private final int rank;

    ArithmeticOperator(String symbol, int rank) {
      this.symbol = symbol;
      this.rank = rank;
    }

    /**
     * How the operator is written.
     *
     * @return one or two characters
     */
    public String symbol() {
      return symbol;
    }

    /**
     * Operators of a higher rank bind tighter.
     *
     * @return 1 for {@code + - ||}, 2 for {@code * / %}
     */
    public int rank() {
      return rank;
    }
  }

  /** Operators of {@link Logical}. */
  enum LogicalOperator {
    /** True if all operands are. */
    AND,
    /** True if any operand is. */
    OR
  }

  /** Operators of {@link Comparison}. */
  enum ComparisonOperator {
    /** Equal. */
    EQUAL("="),
    /** Not equal. */
    NOT_EQUAL("<>"),
    /** Less. */
    LESS("<"),
    /** Less or equal. */
    LESS_OR_EQUAL("<="),
    /** Greater. */
    GREATER(">"),
    /** Greater or equal. */
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    /**
     * How the operator is written in SQL.
     *
     * @return one or two characters
     */
    public String symbol() {
      return symbol;
    }
  }

  /** What {@link IsTest} asks. */
  enum Test {
    /** Is there no value. */
    NULL,
    /** Is the condition true. */
    TRUE,
    /** Is the condition false. */
    FALSE,
    /** Is the condition neither. */
    UNKNOWN,
    /** Is the text JSON. */
    JSON
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
     * A constant of any kind.
     *
     * @param literal the node
     * @return the visitor's answer
     */
    R visitLiteral(Literal literal);

    /**
     * A name.
     *
     * @param reference the node
     * @return the visitor's answer
     */
    R visitColumnReference(ColumnReference reference);

    /**
     * A pattern element with an index from its end.
     *
     * @param reference the node
     * @return the visitor's answer
     */
    R visitElementReference(ElementReference reference);

    /**
     * A field of a value.
     *
     * @param access the node
     * @return the visitor's answer
     */
    R visitFieldAccess(FieldAccess access);

    /**
     * An element of a value.
     *
     * @param subscript the node
     * @return the visitor's answer
     */
    R visitSubscript(Subscript subscript);

    /**
     * A sign.
     *
     * @param sign the node
     * @return the visitor's answer
     */
    R visitSign(Sign sign);

    /**
     * A negation.
     *
     * @param not the node
     * @return the visitor's answer
     */
    R visitNot(Not not);

    /**
     * A chain of arithmetic operators.
     *
     * @param chain the node
     * @return the visitor's answer
     */
    R visitArithmetic(Arithmetic chain);

    /**
     * Conditions joined by AND or OR.
     *
     * @param logical the node
     * @return the visitor's answer
     */
    R visitLogical(Logical logical);

    /**
     * A comparison.
     *
     * @param comparison the node
     * @return the visitor's answer
     */
    R visitComparison(Comparison comparison);

    /**
     * A comparison that treats NULL as a value.
     *
     * @param comparison the node
     * @return the visitor's answer
     */
    R visitDistinctFrom(DistinctFrom comparison);

    /**
     * A range test.
     *
     * @param between the node
     * @return the visitor's answer
     */
    R visitBetween(Between between);

    /**
     * A text pattern.
     *
     * @param like the node
     * @return the visitor's answer
     */
    R visitLike(Like like);

    /**
     * A list test.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitInList(InList test);

    /**
     * A table test.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitInTable(InTable test);

    /**
     * A test by IS.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitIsTest(IsTest test);

    /**
     * A CASE.
     *
     * @param conditional the node
     * @return the visitor's answer
     */
    R visitCase(Case conditional);

    /**
     * A conversion.
     *
     * @param cast the node
     * @return the visitor's answer
     */
    R visitCast(Cast cast);

    /**
     * All columns of a source, as an argument.
     *
     * @param columns the node
     * @return the visitor's answer
     */
    R visitAllColumns(AllColumns columns);

    /**
     * A call of a scalar function, an aggregate or a stream-dependent function.
     *
     * @param call the node
     * @return the visitor's answer
     */
    R visitFunctionCall(FunctionCall call);

    /**
     * A function over a window of rows.
     *
     * @param over the node
     * @return the visitor's answer
     */
    R visitOver(Over over);

    /**
     * A JSON function with clauses.
     *
     * @param function the node
     * @return the visitor's answer
     */
    R visitJsonFunction(JsonFunction function);

    /**
     * A query as a value.
     *
     * @param query the node
     * @return the visitor's answer
     */
    R visitSubQuery(SubQuery query);

    /**
     * A test for rows.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitExists(Exists test);

    /**
     * A test against the rows of a query.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitInQuery(InQuery test);

    /**
     * A test by a regular expression.
     *
     * @param test the node
     * @return the visitor's answer
     */
    R visitSimilarTo(SimilarTo test);

    /**
     * An element of a value, counted from its end.
     *
     * @param subscript the node
     * @return the visitor's answer
     */
    R visitSubscriptFromLast(SubscriptFromLast subscript);

    /**
     * An array.
     *
     * @param constructor the node
     * @return the visitor's answer
     */
    R visitArrayConstructor(ArrayConstructor constructor);

    /**
     * A map.
     *
     * @param constructor the node
     * @return the visitor's answer
     */
    R visitMapConstructor(MapConstructor constructor);

    /**
     * A row.
     *
     * @param constructor the node
     * @return the visitor's answer
     */
    R visitRowConstructor(RowConstructor constructor);
  }
}
