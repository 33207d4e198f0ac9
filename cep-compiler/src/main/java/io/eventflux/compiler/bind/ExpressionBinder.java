package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.column.ByteString;
import io.eventflux.core.function.Times;
import io.eventflux.core.plan.PlanOperator;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Types one expression: resolves its names in a scope, chooses overloads, writes out every
 * conversion. A null result means that an error has been reported, here or for a name that the
 * expression uses; nothing that follows from it is reported again. One thread.
 */
final class ExpressionBinder implements Expression.Visitor<@Nullable RexNode> {
  private final BindContext context;
  private final Expressions expressions;
  private final Scope scope;
  private final @Nullable AggregateCollector aggregates;
  private final String place;
  private final ArithmeticBinder arithmetic;
  private final ComparisonBinder comparisons;
  private final FunctionBinder functions;
  private final CollectionBinder collections;
  private final JsonBinder json;

  /**
   * A binder for the expressions of one clause.
   *
   * @param aggregates where aggregates go; null if the clause cannot have any
   * @param place the clause in messages, as {@code WHERE} or {@code a filter}
   */
  ExpressionBinder(
      BindContext context, Scope scope, @Nullable AggregateCollector aggregates, String place) {
    this.context = context;
    this.expressions = context.expressions();
    this.scope = scope;
    this.aggregates = aggregates;
    this.place = place;
    this.arithmetic = new ArithmeticBinder(context, this);
    this.comparisons = new ComparisonBinder(context, this);
    this.functions = new FunctionBinder(context, this);
    this.collections = new CollectionBinder(context, this);
    this.json = new JsonBinder(context, this);
  }

  @Nullable AggregateCollector aggregates() {
    return aggregates;
  }

  String place() {
    return place;
  }

  Scope scope() {
    return scope;
  }

  /**
   * For what stands inside an aggregate: no other aggregates, and names mean columns of the input,
   * also in HAVING, where a bare name is an output first.
   */
  ExpressionBinder insideAggregate(String clause) {
    return new ExpressionBinder(context, scope.input(), null, clause);
  }

  // ---- entry points

  /** A value; NULL may have no type yet, see {@link #isUntypedNull}. */
  @Nullable RexNode bind(Expression expression) {
    return expression.accept(this);
  }

  /** A value whose type must be known. */
  @Nullable RexNode typed(Expression expression) {
    RexNode value = bind(expression);
    if (value != null && isUntypedNull(value)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NULL_TYPE_UNKNOWN, expression.span(), "this NULL has no type")
              .suggest("write CAST(NULL AS INT), or the type that is meant"));
      return null;
    }
    return value;
  }

  /** A condition. */
  @Nullable RexNode condition(Expression expression, String clause) {
    RexNode value = bind(expression);
    if (value == null) {
      return null;
    }
    if (isJoinedText(expression) && Expressions.type(value) != Type.BOOL) {
      context.report(
          noCondition(value, expression.span(), clause)
              .suggest("'||' joins texts; write OR between conditions"));
      return null;
    }
    return condition(value, expression.span(), clause);
  }

  private static boolean isJoinedText(Expression expression) {
    return expression instanceof Expression.Arithmetic chain
        && chain.rest().stream()
            .anyMatch(term -> term.operator() == Expression.ArithmeticOperator.CONCAT);
  }

  /** As {@link #condition(Expression, String)} of a value that is bound already. */
  @Nullable RexNode condition(RexNode value, Span span, String clause) {
    if (isUntypedNull(value)) {
      return expressions.constant(null, Type.BOOL);
    }
    if (Expressions.type(value) != Type.BOOL) {
      context.report(noCondition(value, span, clause));
      return null;
    }
    return value;
  }

  private static Diagnostic noCondition(RexNode value, Span span, String clause) {
    return Diagnostic.of(
            DiagnosticCode.NOT_BOOLEAN,
            span,
            clause + " must be a condition, but this is " + name(value))
        .labelled(name(value));
  }

  /**
   * A value in the type of a column that it is assigned to.
   *
   * @param what the column for messages, as {@code column 'price'}
   * @return null if it does not fit, which has been reported
   */
  @Nullable RexNode assigned(@Nullable RexNode value, Span span, Type target, String what) {
    if (value == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    RexNode time = timeText(value, span, target);
    if (time != null) {
      return time;
    }
    Type type = Expressions.type(value);
    if (isTimeText(value, target)) {
      return null;
    }
    if (!Conversions.widens(type, target)) {
      Diagnostic diagnostic =
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  span,
                  what + " is " + target.sqlName() + " and cannot take " + type.sqlName())
              .labelled(type.sqlName());
      context.report(
          Casts.isAllowed(type, target)
              ? diagnostic.suggest("write CAST(" + text(span) + " AS " + target.sqlName() + ")")
              : diagnostic);
      return null;
    }
    return widen(value, target);
  }

  /**
   * As above of an expression that is not bound yet; an empty ARRAY or MAP becomes one of the
   * target.
   */
  @Nullable RexNode assigned(Expression expression, Type target, String what) {
    RexNode empty = collections.empty(expression, target);
    return empty == null ? assigned(bind(expression), expression.span(), target, what) : empty;
  }

  static boolean isUntypedNull(RexNode value) {
    return value.getType().getSqlTypeName() == SqlTypeName.NULL;
  }

  private RexNode untypedNull() {
    return expressions.untypedNull();
  }

  /** The type of a value for messages. */
  static String name(RexNode value) {
    return isUntypedNull(value) ? "NULL" : Expressions.type(value).sqlName();
  }

  /** The text of a piece of the program, for suggestions; short ones only. */
  String text(Span span) {
    String slice = context.source().slice(span);
    return slice.length() <= 40 && slice.indexOf('\n') < 0 ? slice : "...";
  }

  // ---- conversions

  /** Widens by 2.2; the types have been checked. */
  RexNode widen(RexNode value, Type target) {
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    Type type = Expressions.type(value);
    boolean isTime = target == Type.TIMESTAMP || target == Type.INTERVAL;
    return isTime && type == Type.INT
        ? expressions.cast(expressions.cast(value, Type.LONG), target)
        : expressions.cast(value, target);
  }

  /** Whether a text constant stands where a time is wanted. */
  static boolean isTimeText(RexNode value, Type target) {
    boolean isPoint = target == Type.TIMESTAMP || target == Type.DATE || target == Type.TIME;
    return isPoint
        && Expressions.isConstant(value)
        && Expressions.type(value) == Type.STRING
        && Expressions.value(value) != null;
  }

  /** A text constant as a time; null if it is not one, which is reported if it had to be. */
  @Nullable RexNode timeText(RexNode value, Span span, Type target) {
    if (!isTimeText(value, target)) {
      return null;
    }
    String text = String.valueOf(Expressions.value(value));
    Long millis = Times.parseConstant(text, target);
    if (millis == null) {
      String example =
          target == Type.TIME
              ? "10:15:00"
              : target == Type.DATE ? "2025-03-01" : "2025-03-01 10:15:00";
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_ARGUMENT, span, "'" + text + "' is no " + target.sqlName())
              .fact("example: '" + example + "'"));
      return null;
    }
    return expressions.constant(millis, target);
  }

  // ---- names and literals

  @Override
  public @Nullable RexNode visitLiteral(Literal literal) {
    return literal.accept(
        new Literal.Visitor<@Nullable RexNode>() {
          @Override
          public RexNode visitInt(Literal.IntLiteral value) {
            return expressions.constant(value.value(), Type.INT);
          }

          @Override
          public RexNode visitLong(Literal.LongLiteral value) {
            return expressions.constant(value.value(), Type.LONG);
          }

          @Override
          public RexNode visitFloat(Literal.FloatLiteral value) {
            return expressions.constant(value.value(), Type.FLOAT);
          }

          @Override
          public RexNode visitDouble(Literal.DoubleLiteral value) {
            return expressions.constant(value.value(), Type.DOUBLE);
          }

          @Override
          public RexNode visitBoolean(Literal.BooleanLiteral value) {
            return expressions.constant(value.value());
          }

          @Override
          public RexNode visitNull(Literal.NullLiteral value) {
            return untypedNull();
          }

          @Override
          public RexNode visitString(Literal.StringLiteral value) {
            return expressions.constant(value.value(), Type.STRING);
          }

          @Override
          public @Nullable RexNode visitBinary(Literal.BinaryLiteral value) {
            ByteString bytes = ByteString.ofHex(value.hex());
            if (bytes == null) {
              context.report(
                  DiagnosticCode.BAD_NUMBER,
                  value.span(),
                  "a BINARY literal is pairs of hexadecimal digits, as X'0AFF'");
              return null;
            }
            return expressions.constant(bytes, Type.BINARY);
          }

          @Override
          public RexNode visitTemporal(Literal.TemporalLiteral value) {
            Type type =
                switch (value.kind()) {
                  case DATE -> Type.DATE;
                  case TIME -> Type.TIME;
                  case TIMESTAMP -> Type.TIMESTAMP;
                };
            return expressions.constant(value.millis(), type);
          }

          @Override
          public RexNode visitDuration(Literal.DurationLiteral value) {
            return expressions.constant(
                value.millis(), value.interval() ? Type.INTERVAL : Type.LONG);
          }
        });
  }

  @Override
  public @Nullable RexNode visitColumnReference(Expression.ColumnReference reference) {
    if (reference.qualifier() == null
        && CallForms.isKeyword(reference.name())
        && !scope.has(reference.name().text())) {
      return functions.bind(CallForms.keyword(reference.name()));
    }
    Expression.Qualifier element = PatternNames.element(reference, scope);
    if (element != null) {
      return eventAsValue(element);
    }
    Expression.Qualifier qualifier = reference.qualifier();
    if (qualifier == null || !scope.isColumn(qualifier.name().name())) {
      return scope.resolve(reference);
    }
    // What looks like a source is a column with parts: r.x and a[1].x.
    Name column = new Name(qualifier.name().name(), qualifier.name().span());
    RexNode base =
        scope.resolve(
            new Expression.ColumnReference(null, column, /* span= */ qualifier.name().span()));
    Expression.ElementIndex index = qualifier.index();
    if (index != null && !index.fromLast()) {
      RexNode position = expressions.constant(index.offset(), Type.INT);
      base = collections.part(base, qualifier.name().span(), position, index.span());
    } else if (index != null) {
      return refuse(index.span(), "an index from the end of anything but a pattern element");
    }
    return collections.field(base, qualifier.span(), reference.name());
  }

  @Override
  public @Nullable RexNode visitElementReference(Expression.ElementReference reference) {
    Expression.Qualifier element = PatternNames.element(reference, scope);
    return element == null
        ? refuse(reference.span(), "an event as a value")
        : eventAsValue(element);
  }

  @Override
  public @Nullable RexNode visitFieldAccess(Expression.FieldAccess access) {
    Expression.ColumnReference ofElement = PatternNames.withoutAlias(access, scope);
    if (ofElement != null) {
      return bind(ofElement);
    }
    return collections.field(bind(access.base()), access.base().span(), access.field());
  }

  @Override
  public @Nullable RexNode visitSubscript(Expression.Subscript subscript) {
    Expression.Qualifier element = PatternNames.element(subscript, scope);
    if (element != null) {
      return eventAsValue(element);
    }
    Expression.Qualifier base = PatternNames.element(subscript.base(), scope);
    if (base != null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.INDEX_NOT_ALLOWED,
                  subscript.index().span(),
                  "an event of '" + base.name() + "' is chosen by a whole number")
              .fact("indexes: [0] for the first, [last], [last - 1] and so on"));
      return null;
    }
    return collections.part(
        bind(subscript.base()),
        subscript.base().span(),
        bind(subscript.index()),
        subscript.index().span());
  }

  private @Nullable RexNode eventAsValue(Expression.Qualifier element) {
    context.report(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_ATTRIBUTE,
                element.span(),
                "'" + element.name() + "' is an event of the pattern, and a value is wanted here")
            .suggest("name one of its columns behind a dot: " + element.name() + ".column"));
    return null;
  }

  /** A function takes its own form of it; elsewhere the grammar has no place for it. */
  @Override
  public @Nullable RexNode visitAllColumns(Expression.AllColumns columns) {
    context.report(
        DiagnosticCode.UNSUPPORTED_SQL,
        columns.span(),
        "'" + columns.source() + ".*' is no value; only COUNT takes it");
    return null;
  }

  // ---- what cannot be run yet has errors and a type

  @Override
  public @Nullable RexNode visitOver(Expression.Over over) {
    return new OverBinder(context, this).bind(over);
  }

  @Override
  public @Nullable RexNode visitJsonFunction(Expression.JsonFunction function) {
    return json.search(function);
  }

  @Override
  public @Nullable RexNode visitSubQuery(Expression.SubQuery query) {
    return new UnbuiltExpressions(context, this).subQuery(query);
  }

  @Override
  public @Nullable RexNode visitExists(Expression.Exists test) {
    return new UnbuiltExpressions(context, this).exists(test);
  }

  @Override
  public @Nullable RexNode visitInQuery(Expression.InQuery test) {
    return new UnbuiltExpressions(context, this).inQuery(test);
  }

  @Override
  public @Nullable RexNode visitSubscriptFromLast(Expression.SubscriptFromLast subscript) {
    bind(subscript.base());
    return refuse(subscript.span(), "an index from the end of anything but a pattern element");
  }

  @Override
  public @Nullable RexNode visitArrayConstructor(Expression.ArrayConstructor constructor) {
    return collections.array(constructor);
  }

  @Override
  public @Nullable RexNode visitMapConstructor(Expression.MapConstructor constructor) {
    return collections.map(constructor);
  }

  @Override
  public @Nullable RexNode visitRowConstructor(Expression.RowConstructor constructor) {
    return collections.row(constructor);
  }

  @Override
  public @Nullable RexNode visitInTable(Expression.InTable test) {
    return new TableTestBinder(context, this).bind(test);
  }

  private @Nullable RexNode refuse(Span span, String what) {
    context.notSupported(span, what);
    return null;
  }

  // ---- arithmetic and comparisons

  @Override
  public @Nullable RexNode visitSign(Expression.Sign sign) {
    return arithmetic.sign(sign);
  }

  @Override
  public @Nullable RexNode visitArithmetic(Expression.Arithmetic chain) {
    return arithmetic.chain(chain);
  }

  @Override
  public @Nullable RexNode visitComparison(Expression.Comparison comparison) {
    return comparisons.comparison(comparison);
  }

  @Override
  public @Nullable RexNode visitDistinctFrom(Expression.DistinctFrom comparison) {
    return comparisons.distinctFrom(comparison);
  }

  @Override
  public @Nullable RexNode visitBetween(Expression.Between between) {
    return comparisons.between(between);
  }

  @Override
  public @Nullable RexNode visitLike(Expression.Like like) {
    return comparisons.like(like);
  }

  @Override
  public @Nullable RexNode visitInList(Expression.InList test) {
    return comparisons.inList(test);
  }

  // ---- conditions

  @Override
  public @Nullable RexNode visitNot(Expression.Not not) {
    warnOfPrecedence(not);
    RexNode operand = condition(not.operand(), "the operand of NOT");
    return operand == null ? null : expressions.condition(PlanOperator.NOT, operand);
  }

  /** {@code not a == b} with two conditions, which older dialects read as {@code (not a) == b}. */
  private void warnOfPrecedence(Expression.Not not) {
    if (!(not.operand() instanceof Expression.Comparison comparison)
        || not.span().end() > context.source().text().length()) {
      return;
    }
    String between =
        context
            .source()
            .text()
            .substring(
                not.span().start(), Math.max(not.span().start(), comparison.left().span().start()));
    boolean isEquality =
        comparison.operator() == Expression.ComparisonOperator.EQUAL
            || comparison.operator() == Expression.ComparisonOperator.NOT_EQUAL;
    if (between.contains("(") || !isEquality) {
      return;
    }
    if (comparison.left() instanceof Expression.ColumnReference) {
      RexNode left = bind(comparison.left());
      if (left != null && Expressions.type(left) == Type.BOOL) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.NOT_PRECEDENCE,
                    not.span(),
                    "NOT applies to the whole comparison")
                .suggest(
                    "write (NOT "
                        + text(comparison.left().span())
                        + ") "
                        + comparison.operator().symbol()
                        + " ... if the first value is meant"));
      }
    }
  }

  @Override
  public @Nullable RexNode visitLogical(Expression.Logical logical) {
    List<RexNode> operands = new ArrayList<>();
    boolean isBroken = false;
    for (Expression operand : logical.operands()) {
      RexNode bound = condition(operand, "an operand of " + logical.operator());
      isBroken |= bound == null;
      if (bound != null) {
        operands.add(bound);
      }
    }
    if (isBroken) {
      return null;
    }
    return logical.operator() == Expression.LogicalOperator.AND
        ? expressions.and(operands)
        : expressions.or(operands);
  }

  /** A condition, or its opposite. */
  RexNode negated(RexNode condition, boolean negated) {
    return negated ? expressions.condition(PlanOperator.NOT, condition) : condition;
  }

  @Override
  public @Nullable RexNode visitSimilarTo(Expression.SimilarTo test) {
    RexNode value = functions.bind(CallForms.similarTo(test));
    return value == null ? null : negated(value, test.negated());
  }

  @Override
  public @Nullable RexNode visitIsTest(Expression.IsTest test) {
    if (test.test() == Expression.Test.JSON) {
      RexNode isJson = json.isJson(test.value());
      return isJson == null ? null : negated(isJson, test.negated());
    }
    Expression.Qualifier element =
        test.test() == Expression.Test.NULL ? PatternNames.element(test.value(), scope) : null;
    if (element != null) {
      RexNode time = scope.time(element);
      boolean isUnbound = time != null && Expressions.isConstant(time);
      // An element of a chain that has been reached is bound.
      return time == null ? null : expressions.constant(isUnbound != test.negated());
    }
    RexNode value =
        test.test() == Expression.Test.NULL
            ? bind(test.value())
            : condition(test.value(), "the operand of IS " + test.test());
    if (value == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(!test.negated());
    }
    PlanOperator operator =
        switch (test.test()) {
          case NULL, UNKNOWN -> test.negated() ? PlanOperator.IS_NOT_NULL : PlanOperator.IS_NULL;
          case TRUE -> test.negated() ? PlanOperator.IS_NOT_TRUE : PlanOperator.IS_TRUE;
          case FALSE -> test.negated() ? PlanOperator.IS_NOT_FALSE : PlanOperator.IS_FALSE;
          case JSON -> throw new AssertionError("answered above");
        };
    return expressions.condition(operator, value);
  }

  // ---- CASE, CAST, calls

  @Override
  public @Nullable RexNode visitCase(Expression.Case conditional) {
    Expression searched = conditional.operand();
    RexNode operand = searched == null ? null : bind(searched);
    boolean isBroken = searched != null && operand == null;
    List<RexNode> whens = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (Expression.When branch : conditional.branches()) {
      RexNode when = searched == null ? condition(branch.when(), "WHEN") : bind(branch.when());
      RexNode then = bind(branch.then());
      isBroken |= when == null || then == null;
      if (when != null && then != null) {
        whens.add(when);
        values.add(then);
        spans.add(branch.then().span());
      }
    }
    RexNode otherwise =
        conditional.otherwise() == null ? untypedNull() : bind(conditional.otherwise());
    if (otherwise == null || isBroken) {
      return null;
    }
    spans.add(
        conditional.otherwise() == null ? conditional.span() : conditional.otherwise().span());
    String what = "the branches of CASE";
    if (searched == null || operand == null) {
      return choice(whens, values, otherwise, spans, what);
    }
    return context.once(
        operand,
        once -> {
          List<RexNode> equalities = new ArrayList<>();
          for (int i = 0; i < whens.size(); i++) {
            Expression.When branch = conditional.branches().get(i);
            Span gap = new Span(branch.span().start(), branch.span().start());
            RexNode equality =
                comparisons.compare(
                    PlanOperator.EQUAL,
                    once,
                    searched.span(),
                    gap,
                    whens.get(i),
                    branch.when().span());
            if (equality != null) {
              equalities.add(equality);
            }
          }
          return equalities.size() < whens.size()
              ? null
              : choice(equalities, values, otherwise, spans, what);
        });
  }

  /**
   * CASE over values that get a common type.
   *
   * @param spans one per value, and one for {@code otherwise}
   * @param what the values for messages
   */
  @Nullable RexNode choice(
      List<RexNode> conditions,
      List<RexNode> values,
      RexNode otherwise,
      List<Span> spans,
      String what) {
    List<RexNode> all = new ArrayList<>(values);
    all.add(otherwise);
    if (all.stream().allMatch(ExpressionBinder::isUntypedNull)) {
      return untypedNull();
    }
    Type type = common(all, spans, what);
    return type == null
        ? null
        : expressions.conditional(
            conditions,
            values.stream().map(value -> widen(value, type)).toList(),
            widen(otherwise, type),
            type);
  }

  /**
   * The type that all values widen to; null if there is none, which has been reported.
   *
   * @param values one at least is no untyped NULL
   * @param spans one per value
   * @param what the values for messages
   */
  @Nullable Type common(List<RexNode> values, List<Span> spans, String what) {
    Type common = null;
    int first = -1;
    for (int i = 0; i < values.size(); i++) {
      if (isUntypedNull(values.get(i))) {
        continue;
      }
      Type type = Expressions.type(values.get(i));
      if (common == null) {
        common = type;
        first = i;
        continue;
      }
      Optional<Type> wider = Conversions.common(common, type);
      if (wider.isEmpty()) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    spans.get(i),
                    what + " have no common type: " + common.sqlName() + " and " + type.sqlName())
                .labelled(type.sqlName())
                .with(spans.get(first), common.sqlName()));
        return null;
      }
      common = wider.get();
    }
    return Objects.requireNonNull(common, "one value has a type");
  }

  @Override
  public @Nullable RexNode visitCast(Expression.Cast cast) {
    Type target = new TypeBinder(context).bind(cast.type());
    RexNode empty = target == null ? null : collections.empty(cast.value(), target);
    if (empty != null) {
      return empty;
    }
    RexNode value = bind(cast.value());
    if (value == null || target == null) {
      return null;
    }
    if (isUntypedNull(value)) {
      return expressions.constant(null, target);
    }
    Type type = Expressions.type(value);
    if (!Casts.isAllowed(type, target)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_CAST,
                  cast.span(),
                  type.sqlName() + " cannot be converted to " + target.sqlName())
              .fact(type.sqlName() + " can be converted to " + Casts.targets(type)));
      return null;
    }
    return Casts.isWidening(type, target) ? widen(value, target) : expressions.cast(value, target);
  }

  @Override
  public @Nullable RexNode visitFunctionCall(Expression.FunctionCall call) {
    return functions.bind(call);
  }

  /** Comparisons, for functions that are defined by them. */
  ComparisonBinder comparisons() {
    return comparisons;
  }

  /** Constructors and access, for functions that are another way to write them. */
  CollectionBinder collections() {
    return collections;
  }

  /** Functions of JSON that are more than a call. */
  JsonBinder json() {
    return json;
  }
}
