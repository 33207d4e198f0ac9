package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Another scope, in which a subclass gives some names another meaning. */
abstract class ScopeAround implements Scope {
  private final Scope inner;

  ScopeAround(Scope inner) {
    this.inner = inner;
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    return inner.resolve(reference);
  }

  @Override
  public @Nullable RexNode time(Expression.Qualifier qualifier) {
    return inner.time(qualifier);
  }

  @Override
  public boolean has(String name) {
    return inner.has(name);
  }

  @Override
  public boolean isElement(String name) {
    return inner.isElement(name);
  }

  @Override
  public boolean isPatternAlias(String name) {
    return inner.isPatternAlias(name);
  }

  @Override
  public boolean isColumn(String name) {
    return inner.isColumn(name);
  }

  @Override
  public boolean isCounted(String name) {
    return inner.isCounted(name);
  }
}
