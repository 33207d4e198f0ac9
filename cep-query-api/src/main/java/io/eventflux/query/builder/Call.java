package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.name;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import org.jspecify.annotations.Nullable;

/** A call of a function or an aggregator, and what may stand behind it. Immutable; any thread. */
public final class Call extends Expr {
  private final Expression.FunctionCall call;

  Call(Expression.FunctionCall call) {
    super(call);
    this.call = call;
  }

  /** {@code name(DISTINCT ..)}. */
  public Call distinct() {
    return with(call.matchRows(), true, call.filter(), call.ignoresNulls());
  }

  /** {@code name(..) FILTER (WHERE condition)}. */
  public Call filter(Object condition) {
    return with(call.matchRows(), call.distinct(), value(condition), call.ignoresNulls());
  }

  /** {@code name(..) IGNORE NULLS}. */
  public Call ignoreNulls() {
    return with(call.matchRows(), call.distinct(), call.filter(), true);
  }

  /** {@code RUNNING name(..)}, in MATCH_RECOGNIZE. */
  public Call running() {
    return with(Expression.MatchRows.RUNNING, call.distinct(), call.filter(), call.ignoresNulls());
  }

  /** {@code FINAL name(..)}, in MATCH_RECOGNIZE. */
  public Call overMatch() {
    return with(Expression.MatchRows.FINAL, call.distinct(), call.filter(), call.ignoresNulls());
  }

  /** {@code name(..) OVER (window)}. */
  public Expr over(OverBuilder window) {
    return new Expr(new Expression.Over(call, null, window.build(), NOWHERE));
  }

  /** {@code name(..) OVER name}: a window that the query defines. */
  public Expr over(String window) {
    return new Expr(new Expression.Over(call, name(window), null, NOWHERE));
  }

  private Call with(
      Expression.MatchRows rows,
      boolean isDistinct,
      @Nullable Expression filter,
      boolean ignoresNulls) {
    return new Call(
        new Expression.FunctionCall(
            rows,
            call.namespace(),
            call.name(),
            isDistinct,
            call.star(),
            call.arguments(),
            filter,
            ignoresNulls,
            NOWHERE));
  }
}
