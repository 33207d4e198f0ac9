package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * Expressions whose text does not tell that they mean an element of a pattern (language 5.4): with
 * a constant index an element looks like an array, and behind the alias of a pattern like a column.
 */
final class PatternNames {
  private PatternNames() {}

  /** The element that {@code expression} stands for as a whole; null if it is none. */
  static Expression.@Nullable Qualifier element(Expression expression, Scope scope) {
    if (expression instanceof Expression.ElementReference element) {
      return scope.isElement(element.element().text())
          ? qualifier(element.element(), element.index(), expression)
          : null;
    }
    Expression base = base(expression);
    boolean isElement =
        base instanceof Expression.ColumnReference reference
            && reference.qualifier() == null
            && scope.isElement(reference.name().text());
    return isElement && base instanceof Expression.ColumnReference reference
        ? qualifier(reference.name(), index(expression), expression)
        : null;
  }

  /**
   * {@code alias.e1.x} and {@code alias.e1[0].x} without the alias; null if it is something else.
   */
  static Expression.@Nullable ColumnReference withoutAlias(
      Expression.FieldAccess access, Scope scope) {
    boolean isAliased =
        base(access.base()) instanceof Expression.ColumnReference reference
            && reference.qualifier() != null
            && reference.qualifier().index() == null
            && scope.isPatternAlias(reference.qualifier().name().name());
    return isAliased && base(access.base()) instanceof Expression.ColumnReference reference
        ? new Expression.ColumnReference(
            qualifier(reference.name(), index(access.base()), access.base()),
            access.field(),
            access.span())
        : null;
  }

  private static Expression.Qualifier qualifier(
      Name element, Expression.@Nullable ElementIndex index, Expression whole) {
    return new Expression.Qualifier(
        new StreamName(StreamName.Kind.PLAIN, element.text(), element.span()), index, whole.span());
  }

  /** What an index stands behind, or the whole if there is none that could choose an event. */
  private static Expression base(Expression expression) {
    if (expression instanceof Expression.Subscript subscript
        && subscript.index() instanceof Literal.IntLiteral number
        && number.value() >= 0) {
      return subscript.base();
    }
    return expression instanceof Expression.SubscriptFromLast subscript
        ? subscript.base()
        : expression;
  }

  private static Expression.@Nullable ElementIndex index(Expression expression) {
    if (expression instanceof Expression.Subscript subscript
        && subscript.index() instanceof Literal.IntLiteral number
        && number.value() >= 0) {
      return new Expression.ElementIndex(false, number.value(), number.span());
    }
    return expression instanceof Expression.SubscriptFromLast subscript
        ? new Expression.ElementIndex(true, subscript.offset(), subscript.span())
        : null;
  }
}
