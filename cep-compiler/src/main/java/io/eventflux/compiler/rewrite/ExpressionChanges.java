package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.GroupWindowRel;
import io.eventflux.compiler.logical.PatternRel;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.compiler.logical.TableJoinRel;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Changes the expressions of a plan, values and conditions apart, and keeps the type of every
 * column: Calcite tells nullable types from others, and readers have the type they were made with.
 */
final class ExpressionChanges {
  private final Expressions expressions;
  private final Change change;

  private ExpressionChanges(Expressions expressions, Change change) {
    this.expressions = expressions;
    this.change = change;
  }

  /** What happens to expressions. */
  interface Change {
    /** The new form of a value. */
    RexNode value(RexNode value);

    /** The new form of a condition, for which UNKNOWN is as good as FALSE. */
    RexNode condition(RexNode condition);
  }

  static RelNode map(RelNode root, Expressions expressions, Change change) {
    return new ExpressionChanges(expressions, change).map(root);
  }

  private RelNode map(RelNode rel) {
    if (rel instanceof LogicalFilter filter) {
      return LogicalFilter.create(map(filter.getInput()), change.condition(filter.getCondition()));
    }
    if (rel instanceof LogicalProject project) {
      return project.copy(
          project.getTraitSet(),
          map(project.getInput()),
          values(project.getProjects()),
          project.getRowType());
    }
    if (rel instanceof StreamAggregate aggregate) {
      return new StreamAggregate(
          map(aggregate.getInput()),
          values(aggregate.keys()),
          items(aggregate.aggregates()),
          values(aggregate.expressions()),
          condition(aggregate.having()),
          aggregate.getRowType());
    }
    if (rel instanceof GroupWindowRel window) {
      return new GroupWindowRel(
          map(window.getInput()),
          window.stream(),
          window.sizeMillis(),
          window.offsetMillis(),
          values(window.keys()),
          items(window.aggregates()),
          values(window.expressions()),
          condition(window.having()),
          window.getRowType());
    }
    if (rel instanceof TableJoinRel join) {
      return new TableJoinRel(
          map(join.getInput()),
          join.table(),
          join.primaryKey(),
          join.outer(),
          condition(join.condition()),
          join.getRowType());
    }
    if (rel instanceof PatternRel pattern) {
      return pattern(pattern);
    }
    List<RelNode> inputs = new ArrayList<>();
    rel.getInputs().forEach(input -> inputs.add(map(input)));
    return inputs.isEmpty() ? rel : rel.copy(rel.getTraitSet(), inputs);
  }

  private RelNode pattern(PatternRel pattern) {
    List<PatternRel.Element> elements = new ArrayList<>();
    for (PatternRel.Element element : pattern.elements()) {
      RexNode changed = condition(element.condition());
      boolean isTrue = changed != null && changed.isAlwaysTrue();
      elements.add(
          new PatternRel.Element(element.alias(), element.input(), isTrue ? null : changed));
    }
    return new PatternRel(
        pattern.getCluster(),
        pattern.getInputs(),
        elements,
        pattern.scopes(),
        pattern.withinMillis(),
        pattern.registers(),
        pattern.getRowType());
  }

  private List<RexNode> values(List<RexNode> values) {
    List<RexNode> changed = new ArrayList<>();
    for (RexNode value : values) {
      changed.add(typed(change.value(value), value));
    }
    return changed;
  }

  private RexNode typed(RexNode changed, RexNode original) {
    return changed.getType().equals(original.getType())
        ? changed
        : expressions.rex().makeAbstractCast(original.getType(), changed, false);
  }

  private @Nullable RexNode condition(@Nullable RexNode condition) {
    return condition == null ? null : change.condition(condition);
  }

  private List<AggregateItem> items(List<AggregateItem> items) {
    List<AggregateItem> changed = new ArrayList<>();
    for (AggregateItem item : items) {
      changed.add(
          new AggregateItem(
              item.function(),
              values(item.arguments()),
              condition(item.filter()),
              item.canRetract()));
    }
    return changed;
  }
}
