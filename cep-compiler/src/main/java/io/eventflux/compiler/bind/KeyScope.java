package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The names that GROUP BY sees: columns of the source first, then outputs. An output stands for the
 * expression behind it.
 */
final class KeyScope extends ScopeAround {
  private final RowScope source;
  private final Map<String, @Nullable RexNode> outputs;

  KeyScope(RowScope source, Map<String, @Nullable RexNode> outputs) {
    super(source);
    this.source = source;
    this.outputs = outputs;
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    String name = reference.name().text();
    boolean isOutput =
        reference.qualifier() == null && !source.has(name) && outputs.containsKey(name);
    return isOutput ? outputs.get(name) : super.resolve(reference);
  }

  @Override
  public boolean has(String name) {
    return super.has(name) || outputs.containsKey(name);
  }

  @Override
  public boolean isElement(String name) {
    return !outputs.containsKey(name) && super.isElement(name);
  }
}
