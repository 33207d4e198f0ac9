package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Select;
import io.eventflux.query.ast.SelectItem;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The select list of a query: names and values, and the types that the columns of its target give
 * them. One thread.
 */
final class SelectList {
  private final BindContext context;
  private final List<Output> outputs = new ArrayList<>();

  /** What an output was before it got the type of its target column, by position. */
  private final Map<Integer, RexNode> unassigned = new HashMap<>();

  /**
   * The outputs that are {@code ARRAY[]} or {@code MAP[]}, by position. As an untyped NULL, which
   * stands for them, they get their type from the target.
   */
  private final Map<Integer, Expression> empty = new HashMap<>();

  SelectList(BindContext context) {
    this.context = context;
  }

  /** One output; its value is null after an error. */
  record Output(String name, @Nullable RexNode value, Span span) {
    /** Whether it stands for columns that are not known, after an error. */
    boolean isUnknownStar() {
      return name.equals("*") && value == null;
    }
  }

  /** The outputs in the order of the text. */
  List<Output> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** Whether it is not known how many outputs there are, because of a reported error. */
  boolean hasUnknownStar() {
    return outputs.stream().anyMatch(Output::isUnknownStar);
  }

  /** Whether an error has been reported for an output. */
  boolean isBroken() {
    return outputs.stream().anyMatch(output -> output.value() == null);
  }

  /** Binds the items of a list, once. */
  void bind(Select select, RowScope scope, AggregateCollector aggregates, Dialect dialect) {
    ExpressionBinder binder = new ExpressionBinder(context, scope, aggregates, "the select list");
    for (SelectItem item : select.items()) {
      if (item instanceof SelectItem.All all) {
        star(scope, all);
        continue;
      }
      SelectItem.Value value = (SelectItem.Value) item;
      boolean isEmpty = CollectionBinder.isEmpty(value.value());
      if (isEmpty) {
        empty.put(outputs.size(), value.value());
      }
      RexNode bound = isEmpty ? context.expressions().untypedNull() : binder.bind(value.value());
      outputs.add(new Output(name(value, dialect), bound, value.value().span()));
    }
  }

  private void star(RowScope scope, SelectItem.All all) {
    int from = 0;
    int to = scope.parts().size();
    Name qualifier = all.qualifier();
    if (qualifier != null) {
      StreamName wanted = new StreamName(StreamName.Kind.PLAIN, qualifier.text(), qualifier.span());
      from = scope.part(new Expression.Qualifier(wanted, null, qualifier.span()));
      if (from < 0) {
        outputs.add(new Output("*", null, all.span()));
        return;
      }
      to = from + 1;
    }
    for (int part = from; part < to; part++) {
      if (scope.isAbsent(part)) {
        continue;
      }
      List<Column> columns = scope.parts().get(part).columns();
      if (columns == null) {
        outputs.add(new Output("*", null, all.span()));
        continue;
      }
      for (int i = 0; i < columns.size(); i++) {
        outputs.add(new Output(columns.get(i).name(), scope.column(part, i), all.span()));
      }
    }
  }

  private String name(SelectItem.Value item, Dialect dialect) {
    if (item.alias() != null) {
      return item.alias().text();
    }
    if (item.value() instanceof Expression.ColumnReference reference) {
      return reference.name().text();
    }
    if (dialect == Dialect.CLASSIC) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_ALIAS, item.value().span(), "this expression needs a name")
              .suggest("write '... as name'"));
    }
    return "_col" + outputs.size();
  }

  /** Reports outputs of the same name; whether there are none. */
  boolean checkNames() {
    Map<String, Output> seen = new HashMap<>();
    boolean isFree = true;
    for (Output output : outputs) {
      Output first = seen.putIfAbsent(output.name(), output);
      if (first == null || output.name().equals("*")) {
        continue;
      }
      isFree = false;
      Diagnostic diagnostic =
          Diagnostic.of(
              DiagnosticCode.DUPLICATE_ATTRIBUTE,
              output.span(),
              "two outputs are called '" + output.name() + "'");
      context.report(
          first.span().covers(output.span())
              ? diagnostic.suggest("list the columns and rename one with AS")
              : diagnostic.with(first.span(), "the first one"));
    }
    return isFree;
  }

  /** The outputs by name; null after an error. */
  Map<String, @Nullable RexNode> values() {
    Map<String, @Nullable RexNode> values = new LinkedHashMap<>();
    for (Output output : outputs) {
      values.putIfAbsent(output.name(), output.value());
    }
    return values;
  }

  /** The names and types of the outputs; null as soon as one name is unknown. */
  @Nullable List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Output output : outputs) {
      if (output.isUnknownStar()) {
        return null;
      }
      RexNode value = output.value();
      Type type =
          value == null || ExpressionBinder.isUntypedNull(value) ? null : Expressions.type(value);
      columns.add(new Column(output.name(), type));
    }
    return columns;
  }

  /** The values without those that an error has been reported for. */
  List<RexNode> selected() {
    List<RexNode> values = new ArrayList<>();
    for (Output output : outputs) {
      if (output.value() != null) {
        values.add(output.value());
      }
    }
    return values;
  }

  /** The position of the output that has a value, by its type before {@link #assign}; or -1. */
  int outputOf(RexNode value) {
    for (int i = 0; i < outputs.size(); i++) {
      RexNode output = outputs.get(i).value();
      if (value.equals(unassigned.getOrDefault(i, output))) {
        return i;
      }
    }
    return -1;
  }

  // ---- what the target makes of it

  /** The empty ARRAY or MAP that an output is; null if it is a value of its own. */
  @Nullable Expression emptyCollection(int output) {
    return empty.get(output);
  }

  /** Gives an output the form that its target column takes; null if there is none. */
  void assign(int output, @Nullable RexNode value) {
    Output given = outputs.get(output);
    if (given.value() != null) {
      unassigned.put(output, given.value());
    }
    outputs.set(output, new Output(given.name(), value, given.span()));
  }

  /** Gives an output the name that the target lists for it. */
  void rename(int output, String name) {
    Output given = outputs.get(output);
    outputs.set(output, new Output(name, given.value(), given.span()));
  }

  /** Reports each NULL, ARRAY[] and MAP[] that has no type, where no target gives it one. */
  void typeNulls() {
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "the select list");
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      if (output.value() == null || !ExpressionBinder.isUntypedNull(output.value())) {
        continue;
      }
      Expression collection = empty.get(i);
      if (collection != null) {
        binder.bind(collection);
      } else {
        context.report(
            Diagnostic.of(DiagnosticCode.NULL_TYPE_UNKNOWN, output.span(), "this NULL has no type")
                .suggest("write CAST(NULL AS INT), or the type that is meant"));
      }
      outputs.set(i, new Output(output.name(), null, output.span()));
    }
  }
}
