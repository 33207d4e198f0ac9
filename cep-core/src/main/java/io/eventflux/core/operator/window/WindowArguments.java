package io.eventflux.core.operator.window;

import io.eventflux.core.plan.PlanExpr;
import java.util.List;

/** Reads the constant arguments of a window, which the binder has checked. */
final class WindowArguments {
  private final List<PlanExpr> arguments;

  WindowArguments(List<PlanExpr> arguments) {
    this.arguments = arguments;
  }

  /** Whether there is an argument at {@code index} and it is a number or a time. */
  boolean hasNumber(int index) {
    return index < arguments.size() && value(index) instanceof Number;
  }

  /** The number or milliseconds at {@code index}. */
  long number(int index) {
    if (value(index) instanceof Number number) {
      return number.longValue();
    }
    throw new AssertionError("argument " + index + " of a window is not a number");
  }

  /** The flag that stands last, or false when the last argument is no flag. */
  boolean lastFlag() {
    return !arguments.isEmpty() && Boolean.TRUE.equals(value(arguments.size() - 1));
  }

  private Object value(int index) {
    if (arguments.get(index) instanceof PlanExpr.Constant constant && constant.value() != null) {
      return constant.value();
    }
    throw new AssertionError("argument " + index + " of a window is not a constant");
  }
}
