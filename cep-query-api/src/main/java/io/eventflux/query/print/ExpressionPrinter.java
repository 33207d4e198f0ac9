package io.eventflux.query.print;

import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.text.DurationText;
import io.eventflux.query.text.DurationUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions with as few parentheses as the grammar needs. Every node has a rank, and a
 * place takes nodes of its rank or above; all others get parentheses.
 */
final class ExpressionPrinter implements Expression.Visitor<String>, Literal.Visitor<String> {
  private static final int ANY = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int PREDICATE = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int SIGN = 7;
  private static final int POSTFIX = 8;

  private static final ExpressionPrinter PRINTER = new ExpressionPrinter();

  private ExpressionPrinter() {}

  static String print(Expression expression) {
    return expression.accept(PRINTER);
  }

  static String list(List<Expression> expressions) {
    return expressions.stream().map(ExpressionPrinter::print).collect(Collectors.joining(", "));
  }

  static String arguments(List<Argument> arguments) {
    return arguments.stream()
        .map(
            argument ->
                (argument.name() == null ? "" : Names.name(argument.name()) + " => ")
                    + print(argument.value()))
        .collect(Collectors.joining(", "));
  }

  private static String at(int rank, Expression expression) {
    String text = print(expression);
    return rank(expression) >= rank ? text : "(" + text + ")";
  }

  private static int rank(Expression expression) {
    if (expression instanceof Expression.Logical logical) {
      return logical.operator() == Expression.LogicalOperator.OR ? OR : AND;
    }
    if (expression instanceof Expression.Not) {
      return NOT;
    }
    if (expression instanceof Expression.Arithmetic chain) {
      return chain.rest().get(0).operator().rank() == 1 ? SUM : PRODUCT;
    }
    boolean isPredicate =
        expression instanceof Expression.Comparison
            || expression instanceof Expression.DistinctFrom
            || expression instanceof Expression.Between
            || expression instanceof Expression.Like
            || expression instanceof Expression.InList
            || expression instanceof Expression.InTable
            || expression instanceof Expression.InQuery
            || expression instanceof Expression.SimilarTo
            || expression instanceof Expression.Exists
            || expression instanceof Expression.IsTest;
    if (isPredicate) {
      return PREDICATE;
    }
    boolean isSigned =
        expression instanceof Expression.Sign
            || (expression instanceof Literal literal && print(literal).startsWith("-"));
    return isSigned ? SIGN : POSTFIX;
  }

  private static boolean isNumber(Expression expression) {
    return expression instanceof Literal.IntLiteral
        || expression instanceof Literal.LongLiteral
        || expression instanceof Literal.FloatLiteral
        || expression instanceof Literal.DoubleLiteral;
  }

  // ---- names

  @Override
  public String visitLiteral(Literal literal) {
    return literal.accept((Literal.Visitor<String>) this);
  }

  @Override
  public String visitColumnReference(Expression.ColumnReference reference) {
    Expression.Qualifier qualifier = reference.qualifier();
    if (qualifier == null) {
      return Names.name(reference.name());
    }
    String index = qualifier.index() == null ? "" : index(qualifier.index());
    return Names.stream(qualifier.name()) + index + "." + Names.name(reference.name());
  }

  @Override
  public String visitElementReference(Expression.ElementReference reference) {
    return Names.name(reference.element()) + index(reference.index());
  }

  private static String index(Expression.ElementIndex index) {
    if (!index.fromLast()) {
      return "[" + index.offset() + "]";
    }
    return index.offset() == 0 ? "[last]" : "[last-" + index.offset() + "]";
  }

  @Override
  public String visitFieldAccess(Expression.FieldAccess access) {
    // Without parentheses these would read as a qualifier, perhaps with an index.
    Expression base = access.base();
    // A dot behind a number would belong to the number.
    boolean looksLikeQualifier =
        isNumber(base)
            || base instanceof Expression.ElementReference
            || (base instanceof Expression.ColumnReference column && column.qualifier() == null)
            || (base instanceof Expression.Subscript subscript
                && subscript.base() instanceof Expression.ColumnReference indexed
                && indexed.qualifier() == null);
    String text = looksLikeQualifier ? "(" + print(base) + ")" : at(POSTFIX, base);
    return text + "." + Names.name(access.field());
  }

  @Override
  public String visitSubscript(Expression.Subscript subscript) {
    return at(POSTFIX, subscript.base()) + "[" + print(subscript.index()) + "]";
  }

  @Override
  public String visitSubscriptFromLast(Expression.SubscriptFromLast subscript) {
    // A bare name with this index would be a pattern element.
    Expression base = subscript.base();
    boolean isName = base instanceof Expression.ColumnReference name && name.qualifier() == null;
    String text = isName ? "(" + print(base) + ")" : at(POSTFIX, base);
    return text + (subscript.offset() == 0 ? "[last]" : "[last-" + subscript.offset() + "]");
  }

  // ---- operators

  @Override
  public String visitSign(Expression.Sign sign) {
    // A sign before a bare number would be part of the number.
    String operand = at(isNumber(sign.operand()) ? POSTFIX + 1 : POSTFIX, sign.operand());
    return (sign.negative() ? "-" : "+") + operand;
  }

  @Override
  public String visitNot(Expression.Not not) {
    return "NOT " + at(PREDICATE, not.operand());
  }

  @Override
  public String visitArithmetic(Expression.Arithmetic chain) {
    int operandRank = chain.rest().get(0).operator().rank() == 1 ? PRODUCT : SIGN;
    StringBuilder text = new StringBuilder(at(operandRank, chain.first()));
    for (Expression.Term term : chain.rest()) {
      text.append(' ').append(term.operator().symbol()).append(' ');
      text.append(at(operandRank, term.operand()));
    }
    return text.toString();
  }

  @Override
  public String visitLogical(Expression.Logical logical) {
    int operandRank = logical.operator() == Expression.LogicalOperator.OR ? AND : NOT;
    return logical.operands().stream()
        .map(operand -> at(operandRank, operand))
        .collect(Collectors.joining(" " + logical.operator() + " "));
  }

  @Override
  public String visitComparison(Expression.Comparison comparison) {
    return at(SUM, comparison.left())
        + " "
        + comparison.operator().symbol()
        + " "
        + at(SUM, comparison.right());
  }

  @Override
  public String visitDistinctFrom(Expression.DistinctFrom comparison) {
    return at(SUM, comparison.left())
        + (comparison.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
        + at(SUM, comparison.right());
  }

  @Override
  public String visitBetween(Expression.Between between) {
    return at(SUM, between.value())
        + not(between.negated())
        + " BETWEEN "
        + at(SUM, between.low())
        + " AND "
        + at(SUM, between.high());
  }

  @Override
  public String visitLike(Expression.Like like) {
    return at(SUM, like.value())
        + not(like.negated())
        + " LIKE "
        + at(SUM, like.pattern())
        + (like.escape() == null ? "" : " ESCAPE " + string(like.escape()));
  }

  @Override
  public String visitInList(Expression.InList test) {
    return at(SUM, test.value()) + not(test.negated()) + " IN (" + list(test.candidates()) + ")";
  }

  @Override
  public String visitInTable(Expression.InTable test) {
    return at(SUM, test.value()) + not(test.negated()) + " IN " + Names.name(test.table());
  }

  @Override
  public String visitInQuery(Expression.InQuery test) {
    return at(SUM, test.value()) + not(test.negated()) + " IN " + QueryPrinter.nested(test.query());
  }

  @Override
  public String visitExists(Expression.Exists test) {
    return "EXISTS " + QueryPrinter.nested(test.query());
  }

  @Override
  public String visitSimilarTo(Expression.SimilarTo test) {
    return at(SUM, test.value()) + not(test.negated()) + " SIMILAR TO " + at(SUM, test.pattern());
  }

  @Override
  public String visitIsTest(Expression.IsTest test) {
    return at(SUM, test.value()) + " IS " + (test.negated() ? "NOT " : "") + test.test();
  }

  private static String not(boolean isNegated) {
    return isNegated ? " NOT" : "";
  }

  // ---- calls and constructors

  @Override
  public String visitCase(Expression.Case conditional) {
    StringBuilder text = new StringBuilder("CASE");
    if (conditional.operand() != null) {
      text.append(' ').append(print(conditional.operand()));
    }
    for (Expression.When branch : conditional.branches()) {
      text.append(" WHEN ").append(print(branch.when()));
      text.append(" THEN ").append(print(branch.then()));
    }
    if (conditional.otherwise() != null) {
      text.append(" ELSE ").append(print(conditional.otherwise()));
    }
    return text.append(" END").toString();
  }

  @Override
  public String visitCast(Expression.Cast cast) {
    return "CAST(" + at(ANY, cast.value()) + " AS " + TypePrinter.print(cast.type()) + ")";
  }

  @Override
  public String visitFunctionCall(Expression.FunctionCall call) {
    StringBuilder text = new StringBuilder();
    if (call.matchRows() != Expression.MatchRows.DEFAULT) {
      text.append(call.matchRows()).append(' ');
    }
    if (call.namespace() != null) {
      text.append(Names.name(call.namespace())).append(':');
    }
    // POSITION(a IN T) has a reading of its own.
    boolean isRisky = call.name().is("position") && call.arguments().size() == 1;
    text.append(isRisky ? Names.quoted(call.name().text()) : Names.function(call.name()));
    text.append('(');
    text.append(call.distinct() ? "DISTINCT " : "");
    text.append(call.star() ? "*" : arguments(call.arguments())).append(')');
    if (call.filter() != null) {
      text.append(" FILTER (WHERE ").append(print(call.filter())).append(')');
    }
    return text.append(call.ignoresNulls() ? " IGNORE NULLS" : "").toString();
  }

  @Override
  public String visitAllColumns(Expression.AllColumns columns) {
    return Names.name(columns.source()) + ".*";
  }

  @Override
  public String visitOver(Expression.Over over) {
    String window =
        over.window() != null
            ? QueryPrinter.window(over.window())
            : over.name() == null ? "" : Names.name(over.name());
    return visitFunctionCall(over.function()) + " OVER " + window;
  }

  @Override
  public String visitJsonFunction(Expression.JsonFunction function) {
    return "JSON_"
        + function.kind()
        + "("
        + print(function.json())
        + ", "
        + print(function.path())
        + (function.returning() == null
            ? ""
            : " RETURNING " + TypePrinter.print(function.returning()))
        + fallback(function.onEmpty(), "EMPTY")
        + fallback(function.onError(), "ERROR")
        + ")";
  }

  private static String fallback(Expression.@Nullable JsonFallback fallback, String event) {
    if (fallback == null) {
      return "";
    }
    String value = fallback.value() == null ? "" : " " + print(fallback.value());
    return " " + fallback.kind() + value + " ON " + event;
  }

  @Override
  public String visitSubQuery(Expression.SubQuery query) {
    return QueryPrinter.nested(query.query());
  }

  @Override
  public String visitArrayConstructor(Expression.ArrayConstructor constructor) {
    return "ARRAY[" + list(constructor.elements()) + "]";
  }

  @Override
  public String visitMapConstructor(Expression.MapConstructor constructor) {
    return "MAP[" + list(constructor.keysAndValues()) + "]";
  }

  @Override
  public String visitRowConstructor(Expression.RowConstructor constructor) {
    return "ROW(" + list(constructor.fields()) + ")";
  }

  // ---- constants

  @Override
  public String visitInt(Literal.IntLiteral literal) {
    return literal.text();
  }

  @Override
  public String visitLong(Literal.LongLiteral literal) {
    // Without the letter a large number is a LONG as well, and can stand where a duration is
    // wanted.
    boolean fitsInt = literal.value() == (int) literal.value();
    return literal.text() + (fitsInt ? "L" : "");
  }

  @Override
  public String visitFloat(Literal.FloatLiteral literal) {
    return literal.text() + "f";
  }

  @Override
  public String visitDouble(Literal.DoubleLiteral literal) {
    return literal.text();
  }

  @Override
  public String visitBoolean(Literal.BooleanLiteral literal) {
    return literal.value() ? "TRUE" : "FALSE";
  }

  @Override
  public String visitNull(Literal.NullLiteral literal) {
    return "NULL";
  }

  @Override
  public String visitString(Literal.StringLiteral literal) {
    return string(literal.value());
  }

  /** A text with line breaks has a form of its own; it cannot hold three quotes. */
  static String string(String value) {
    boolean hasBreak = value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
    return hasBreak ? "\"\"\"" + value + "\"\"\"" : "'" + value.replace("'", "''") + "'";
  }

  @Override
  public String visitBinary(Literal.BinaryLiteral literal) {
    return "X'" + literal.hex() + "'";
  }

  @Override
  public String visitTemporal(Literal.TemporalLiteral literal) {
    return literal.kind() + " " + string(literal.value());
  }

  @Override
  public String visitDuration(Literal.DurationLiteral literal) {
    if (!literal.interval()) {
      return DurationText.literal(literal.millis());
    }
    DurationUnit unit = DurationUnit.MILLISECOND;
    for (DurationUnit larger :
        List.of(DurationUnit.SECOND, DurationUnit.MINUTE, DurationUnit.HOUR, DurationUnit.DAY)) {
      unit = literal.millis() != 0 && literal.millis() % larger.millis() == 0 ? larger : unit;
    }
    long count = literal.millis() / unit.millis();
    return "INTERVAL '" + count + "' " + unit.name();
  }
}
