package io.eventflux.compiler.rewrite;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.GroupWindowRel;
import io.eventflux.compiler.logical.PatternRel;
import io.eventflux.compiler.logical.StreamAggregate;
import io.eventflux.compiler.logical.WindowRel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Columns that nobody reads are not carried through windows and patterns, which would keep them for
 * every row or run they hold. A row keeps at least one column.
 */
final class PruneColumns implements RewriteRule {
  @Override
  public RelNode apply(RelNode root, Expressions expressions) {
    return prune(root, all(root)).rel;
  }

  /**
   * A plan that gives fewer columns.
   *
   * @param positions the new position of each column, -1 if it is gone
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Pruned(RelNode rel, int[] positions) {
    /** Expressions over the old columns as expressions over the new ones. */
    RexShuttle shuttle() {
      return new RexShuttle() {
        @Override
        public RexNode visitInputRef(RexInputRef column) {
          return new RexInputRef(positions[column.getIndex()], column.getType());
        }
      };
    }

    /** The same with columns behind that belong to somebody else, as aggregates do. */
    RexShuttle shuttle(int width) {
      int shift = rel.getRowType().getFieldCount() - width;
      return new RexShuttle() {
        @Override
        public RexNode visitInputRef(RexInputRef column) {
          int index = column.getIndex();
          return new RexInputRef(
              index < width ? positions[index] : index + shift, column.getType());
        }
      };
    }
  }

  private static BitSet all(RelNode rel) {
    BitSet all = new BitSet();
    all.set(0, rel.getRowType().getFieldCount());
    return all;
  }

  private static Pruned whole(RelNode rel) {
    int[] positions = new int[rel.getRowType().getFieldCount()];
    Arrays.setAll(positions, index -> index);
    return new Pruned(rel, positions);
  }

  private static void addColumns(@Nullable RexNode expression, BitSet columns) {
    if (expression != null) {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef column) {
              columns.set(column.getIndex());
              return null;
            }
          });
    }
  }

  private static Pruned prune(RelNode rel, BitSet used) {
    if (rel instanceof LogicalFilter filter) {
      return filter(filter, used);
    }
    if (rel instanceof LogicalProject project) {
      return project(project, used);
    }
    if (rel instanceof WindowRel window) {
      return window(window, used);
    }
    if (rel instanceof StreamAggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof GroupWindowRel window) {
      return groupWindow(window);
    }
    if (rel instanceof PatternRel pattern) {
      return pattern(pattern, used);
    }
    List<RelNode> inputs = new ArrayList<>();
    rel.getInputs().forEach(input -> inputs.add(prune(input, all(input)).rel));
    return whole(inputs.isEmpty() ? rel : rel.copy(rel.getTraitSet(), inputs));
  }

  private static Pruned filter(LogicalFilter filter, BitSet used) {
    BitSet read = (BitSet) used.clone();
    addColumns(filter.getCondition(), read);
    Pruned input = plain(prune(filter.getInput(), read));
    return new Pruned(
        LogicalFilter.create(input.rel, filter.getCondition().accept(input.shuttle())),
        input.positions);
  }

  /** Reads through a projection that computes nothing. */
  private static Pruned plain(Pruned input) {
    if (!(input.rel instanceof LogicalProject project) || !isPlain(project)) {
      return input;
    }
    int[] positions = new int[input.positions.length];
    for (int i = 0; i < positions.length; i++) {
      int position = input.positions[i];
      positions[i] =
          position < 0 ? -1 : ((RexInputRef) project.getProjects().get(position)).getIndex();
    }
    return new Pruned(project.getInput(), positions);
  }

  private static boolean isPlain(LogicalProject project) {
    return project.getProjects().stream().allMatch(value -> value instanceof RexInputRef);
  }

  private static Pruned project(LogicalProject project, BitSet used) {
    BitSet read = new BitSet();
    List<Integer> kept = atLeastOne(used);
    kept.forEach(index -> addColumns(project.getProjects().get(index), read));
    Pruned input = prune(project.getInput(), read);
    List<RexNode> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] positions = new int[project.getProjects().size()];
    Arrays.fill(positions, -1);
    for (int index : kept) {
      positions[index] = values.size();
      values.add(project.getProjects().get(index).accept(input.shuttle()));
      names.add(project.getRowType().getFieldNames().get(index));
    }
    return new Pruned(
        LogicalProject.create(input.rel, List.of(), values, names, Set.of()), positions);
  }

  private static List<Integer> atLeastOne(BitSet used) {
    List<Integer> kept = new ArrayList<>(used.stream().boxed().toList());
    if (kept.isEmpty()) {
      kept.add(0);
    }
    return kept;
  }

  private static Pruned window(WindowRel window, BitSet used) {
    BitSet read = (BitSet) used.clone();
    window.arguments().forEach(argument -> addColumns(argument, read));
    List<Integer> kept = atLeastOne(read);
    Pruned input = prune(window.getInput(), read);
    if (input.rel.getRowType().getFieldCount() > kept.size()) {
      input = narrowed(input, kept);
    }
    RexShuttle shuttle = input.shuttle();
    List<RexNode> arguments =
        window.arguments().stream().map(argument -> argument.accept(shuttle)).toList();
    return new Pruned(new WindowRel(input.rel, window.window(), arguments), input.positions);
  }

  /** A projection onto some columns. */
  private static Pruned narrowed(Pruned input, List<Integer> kept) {
    List<RexNode> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] positions = new int[input.positions.length];
    Arrays.fill(positions, -1);
    for (int index : kept) {
      int position = input.positions[index];
      RelDataTypeField field = input.rel.getRowType().getFieldList().get(position);
      positions[index] = values.size();
      values.add(new RexInputRef(position, field.getType()));
      names.add(field.getName());
    }
    return new Pruned(
        LogicalProject.create(input.rel, List.of(), values, names, Set.of()), positions);
  }

  private static Pruned aggregate(StreamAggregate aggregate) {
    int width = aggregate.getInput().getRowType().getFieldCount();
    BitSet read = new BitSet();
    aggregate.keys().forEach(key -> addColumns(key, read));
    aggregate.aggregates().forEach(item -> addColumns(item, read));
    aggregate.expressions().forEach(value -> addColumns(value, read));
    addColumns(aggregate.having(), read);
    read.clear(width, read.length() + width);
    Pruned input = plain(prune(aggregate.getInput(), read));
    RexShuttle own = input.shuttle();
    RexShuttle virtual = input.shuttle(width);
    RexNode having = aggregate.having();
    return whole(
        new StreamAggregate(
            input.rel,
            aggregate.keys().stream().map(key -> key.accept(own)).toList(),
            aggregate.aggregates().stream().map(item -> item.accept(own)).toList(),
            aggregate.expressions().stream().map(value -> value.accept(virtual)).toList(),
            having == null ? null : having.accept(virtual),
            aggregate.getRowType()));
  }

  private static void addColumns(AggregateItem item, BitSet columns) {
    item.arguments().forEach(argument -> addColumns(argument, columns));
    addColumns(item.filter(), columns);
  }

  private static Pruned groupWindow(GroupWindowRel window) {
    BitSet read = new BitSet();
    window.keys().forEach(key -> addColumns(key, read));
    window.aggregates().forEach(item -> addColumns(item, read));
    Pruned input = plain(prune(window.getInput(), read));
    return whole(window.over(input.rel, input.shuttle()));
  }

  private static Pruned pattern(PatternRel pattern, BitSet used) {
    BitSet read = (BitSet) used.clone();
    for (PatternRel.Element element : pattern.elements()) {
      int width = width(pattern, element);
      BitSet columns = new BitSet();
      addColumns(element.condition(), columns);
      columns.stream()
          .filter(column -> column >= width)
          .forEach(column -> read.set(column - width));
    }
    List<Integer> kept = atLeastOne(read);
    int[] positions = new int[pattern.registers().size()];
    Arrays.fill(positions, -1);
    List<PatternRel.Register> registers = new ArrayList<>();
    List<RelDataTypeField> fields = new ArrayList<>();
    for (int register : kept) {
      positions[register] = registers.size();
      registers.add(pattern.registers().get(register));
      fields.add(pattern.getRowType().getFieldList().get(register));
    }
    List<PatternRel.Element> elements = new ArrayList<>();
    for (PatternRel.Element element : pattern.elements()) {
      elements.add(renumbered(element, width(pattern, element), positions));
    }
    return new Pruned(
        new PatternRel(
            pattern.getCluster(),
            pattern.getInputs(),
            elements,
            pattern.scopes(),
            pattern.withinMillis(),
            registers,
            pattern.getCluster().getTypeFactory().createStructType(fields)),
        positions);
  }

  private static int width(PatternRel pattern, PatternRel.Element element) {
    return pattern.getInputs().get(element.input()).getRowType().getFieldCount();
  }

  private static PatternRel.Element renumbered(
      PatternRel.Element element, int width, int[] positions) {
    RexNode condition = element.condition();
    if (condition == null) {
      return element;
    }
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            int index = column.getIndex();
            return index < width
                ? column
                : new RexInputRef(width + positions[index - width], column.getType());
          }
        };
    return new PatternRel.Element(element.alias(), element.input(), condition.accept(shuttle));
  }
}
