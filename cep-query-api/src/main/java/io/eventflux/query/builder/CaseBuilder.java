package io.eventflux.query.builder;

import static io.eventflux.query.builder.Trees.NOWHERE;
import static io.eventflux.query.builder.Trees.value;

import io.eventflux.query.ast.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CASE .. END}. One thread. */
public final class CaseBuilder {
  private final @Nullable Expression operand;
  private final List<Expression.When> branches = new ArrayList<>();

  CaseBuilder(@Nullable Expression operand) {
    this.operand = operand;
  }

  /** {@code WHEN when THEN then}. */
  public CaseBuilder when(@Nullable Object when, @Nullable Object then) {
    branches.add(new Expression.When(value(when), value(then), NOWHERE));
    return this;
  }

  /** {@code ELSE value END}. */
  public Expr otherwise(@Nullable Object value) {
    return new Expr(new Expression.Case(operand, branches, value(value), NOWHERE));
  }

  /** {@code END}: NULL where no branch holds. */
  public Expr end() {
    return new Expr(new Expression.Case(operand, branches, null, NOWHERE));
  }
}
