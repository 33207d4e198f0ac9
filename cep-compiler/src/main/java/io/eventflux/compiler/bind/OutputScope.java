package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a select list in front of the columns of the input: the names that HAVING and
 * ORDER BY see. An output stands for the expression behind it.
 */
final class OutputScope extends ScopeAround {
  private final Scope input;
  private final Map<String, @Nullable RexNode> outputs;

  OutputScope(Scope input, Map<String, @Nullable RexNode> outputs) {
    super(input);
    this.input = input;
    this.outputs = outputs;
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    boolean isOutput =
        reference.qualifier() == null && outputs.containsKey(reference.name().text());
    return isOutput ? outputs.get(reference.name().text()) : super.resolve(reference);
  }

  @Override
  public boolean has(String name) {
    return outputs.containsKey(name) || super.has(name);
  }

  @Override
  public boolean isElement(String name) {
    return !outputs.containsKey(name) && super.isElement(name);
  }

  @Override
  public Scope input() {
    return input;
  }
}
