package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds conditions that no row fits: comparisons of one column with constants that exclude each
 * other. Others are not found, and nothing else is said to be one.
 */
final class Contradictions {
  /** The values of a column that are left: from low to high, ends excluded or not. */
  private static final class Range {
    private double low = Double.NEGATIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;
    private boolean isLowExcluded;
    private boolean isHighExcluded;

    void add(Expression.ComparisonOperator operator, double value) {
      switch (operator) {
        case EQUAL -> {
          low(value, false);
          high(value, false);
        }
        case LESS -> high(value, true);
        case LESS_OR_EQUAL -> high(value, false);
        case GREATER -> low(value, true);
        case GREATER_OR_EQUAL -> low(value, false);
        case NOT_EQUAL -> {}
      }
    }

    private void low(double value, boolean excluded) {
      isLowExcluded = value > low ? excluded : isLowExcluded || (value == low && excluded);
      low = Math.max(low, value);
    }

    private void high(double value, boolean excluded) {
      isHighExcluded = value < high ? excluded : isHighExcluded || (value == high && excluded);
      high = Math.min(high, value);
    }

    boolean isEmpty() {
      return low > high || (low == high && (isLowExcluded || isHighExcluded));
    }
  }

  private Contradictions() {}

  /** Whether a condition is never TRUE. */
  static boolean isNeverTrue(Expression condition) {
    List<Expression> operands = new ArrayList<>();
    conjunction(condition, operands);
    Map<String, Range> ranges = new HashMap<>();
    for (Expression operand : operands) {
      if (operand instanceof Expression.Comparison comparison
          && comparison.left() instanceof Expression.ColumnReference column
          && (column.qualifier() == null || column.qualifier().index() == null)) {
        Double value = number(comparison.right());
        if (value != null) {
          String owner = column.qualifier() == null ? "" : column.qualifier().name().toString();
          Range range = ranges.computeIfAbsent(owner + "." + column.name(), key -> new Range());
          range.add(comparison.operator(), value);
          if (range.isEmpty()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void conjunction(Expression condition, List<Expression> operands) {
    if (condition instanceof Expression.Logical logical
        && logical.operator() == Expression.LogicalOperator.AND) {
      logical.operands().forEach(operand -> conjunction(operand, operands));
    } else {
      operands.add(condition);
    }
  }

  private static @Nullable Double number(Expression expression) {
    if (expression instanceof Literal.IntLiteral value) {
      return (double) value.value();
    }
    if (expression instanceof Literal.LongLiteral value) {
      return (double) value.value();
    }
    return expression instanceof Literal.DoubleLiteral value ? (Double) value.value() : null;
  }
}
