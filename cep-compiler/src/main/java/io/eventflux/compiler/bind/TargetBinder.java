package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EmitRel;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.query.ast.EventKind;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.Target;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The target of a query: whether it takes rows, and which output goes to which of its columns, by
 * position or by name. One thread.
 */
final class TargetBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final DefinitionBinder definitions;
  private final Query query;
  private final SelectList outputs;
  private final Span span;

  /**
   * A binder for the target of one query.
   *
   * @param outputs what the query gives, bound
   * @param span where the query says what it gives
   */
  TargetBinder(
      BindContext context,
      AppCatalog catalog,
      DefinitionBinder definitions,
      Query query,
      SelectList outputs,
      Span span) {
    this.context = context;
    this.expressions = context.expressions();
    this.catalog = catalog;
    this.definitions = definitions;
    this.query = query;
    this.outputs = outputs;
    this.span = span;
  }

  private int size() {
    return outputs.outputs().size();
  }

  private List<String> names() {
    return outputs.outputs().stream().map(SelectList.Output::name).toList();
  }

  private EventKind kind() {
    return query
        .target()
        .accept(
            new Target.Visitor<EventKind>() {
              @Override
              public EventKind visitInsert(Target.Insert target) {
                return target.kind();
              }

              @Override
              public EventKind visitReplace(Target.Replace target) {
                return EventKind.CURRENT;
              }

              @Override
              public EventKind visitUpdate(Target.Update target) {
                return target.kind();
              }

              @Override
              public EventKind visitUpdateOrInsert(Target.UpdateOrInsert target) {
                return target.kind();
              }

              @Override
              public EventKind visitDelete(Target.Delete target) {
                return target.kind();
              }

              @Override
              public EventKind visitCallback(Target.Callback target) {
                return target.kind();
              }
            });
  }

  /** Which events of the query go to the target. */
  OutputKind outputKind() {
    return switch (kind()) {
      case CURRENT -> OutputKind.CURRENT;
      case EXPIRED -> OutputKind.EXPIRED;
      case ALL -> OutputKind.ALL;
    };
  }

  /** The relation that rows go to; null if there is none, or if this query gives it its columns. */
  private @Nullable Relation target() {
    if (query.target() instanceof Target.Replace replace) {
      Relation table = changes().table(replace.table());
      if (table != null) {
        changes().checkKey(table, replace.table().span(), "REPLACE");
      }
      return table;
    }
    if (!(query.target() instanceof Target.Insert insert)) {
      return null;
    }
    String target = insert.name().toString();
    if (context.surroundings().isOnDemand() && insert.name().kind() == StreamName.Kind.PLAIN) {
      return changes().table(new Name(target, insert.name().span()));
    }
    if (catalog.definesColumns(target, query)) {
      return null;
    }
    Relation relation =
        switch (insert.name().kind()) {
          case PLAIN -> catalog.find(target, insert.name().span());
          case INNER -> catalog.findInner(target, insert.name().span());
          case FAULT -> catalog.findFault(insert.name());
        };
    if (relation != null && insert.onConflict() != null && !relation.isTable()) {
      return changes().table(new Name(insert.name().name(), insert.name().span()));
    }
    return relation != null && takesRows(context, relation, insert.name().span()) ? relation : null;
  }

  private TableChangeBinder changes() {
    return new TableChangeBinder(context, catalog, definitions);
  }

  /** Whether rows can be inserted; otherwise that is reported at {@code span}. */
  static boolean takesRows(BindContext context, Relation relation, Span span) {
    boolean takesRows =
        switch (relation.form()) {
          case STREAM, TABLE, WINDOW -> true;
          case KEPT_WINDOW, TRIGGER, AGGREGATION, VIEW, TABLE_VIEW -> false;
        };
    if (!takesRows) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_STREAM,
                  span,
                  relation.kind() + " '" + relation.name() + "' takes no rows")
              .with(relation.span(), "defined here")
              .suggest("insert into a stream, a table or a named window"));
    }
    return takesRows;
  }

  /**
   * Gives the outputs the types of the columns that they go to.
   *
   * @return where they go; null after a report, or if they go to nobody or to a change of a table
   */
  EmitRel.@Nullable Target bind() {
    Relation target = target();
    if (query.target() instanceof Target.Callback) {
      outputs.typeNulls();
      return null;
    }
    if (query.target() instanceof Target.Replace replace) {
      return target == null ? null : assign(target, replace.columns());
    }
    if (!(query.target() instanceof Target.Insert insert)) {
      changes().target(query.target(), outputs.columns(), span);
      return null;
    }
    if (target == null) {
      return catalog.definesColumns(insert.name().toString(), query) ? inferred(insert) : null;
    }
    if (insert.onConflict() != null) {
      changes().conflict(insert.onConflict(), target, outputs.columns());
    }
    return assign(target, insert.columns());
  }

  private EmitRel.@Nullable Target assign(Relation target, List<Name> listed) {
    List<Column> columns = target.columns();
    if (columns == null || outputs.hasUnknownStar()) {
      return null;
    }
    List<String> names = columns.stream().map(Column::name).toList();
    return listed.isEmpty()
        ? byPosition(target, columns, names)
        : byName(listed, target, columns, names);
  }

  /** The target is a stream that gets its columns from here. */
  private EmitRel.@Nullable Target inferred(Target.Insert insert) {
    outputs.typeNulls();
    if (!insert.columns().isEmpty() && !outputs.hasUnknownStar()) {
      if (insert.columns().size() != size()) {
        wrongCount(insert.columns().size(), insert.columns().get(0).span(), insert.name().name());
        return null;
      }
      for (int i = 0; i < size(); i++) {
        outputs.rename(i, insert.columns().get(i).text());
      }
    }
    return new EmitRel.Target(insert.name().toString(), false, null, names());
  }

  private void wrongCount(int wanted, Span span, String target) {
    context.report(
        DiagnosticCode.WRONG_COLUMN_COUNT,
        span,
        "'"
            + target
            + "' takes "
            + RowsBinder.count(wanted, "value")
            + ", the query gives "
            + size());
  }

  private EmitRel.@Nullable Target byPosition(
      Relation target, List<Column> columns, List<String> names) {
    if (columns.size() != size()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.WRONG_COLUMN_COUNT,
                  span,
                  target.kind()
                      + " '"
                      + target.name()
                      + "' has "
                      + RowsBinder.count(columns.size(), "column")
                      + ", the query gives "
                      + size())
              .fact("columns: " + Column.list(columns)));
      return null;
    }
    warnOfOrder(target, names);
    boolean isFine = true;
    for (int i = 0; i < columns.size(); i++) {
      isFine &= assign(i, columns.get(i), target);
    }
    return isFine ? new EmitRel.Target(target.name(), target.isTable(), null, names) : null;
  }

  private void warnOfOrder(Relation target, List<String> names) {
    List<String> given = names();
    if (!given.equals(names) && new HashSet<>(given).equals(new HashSet<>(names))) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.COLUMNS_REORDERED,
                  span,
                  "the columns of '" + target.name() + "' stand in another order")
              .fact("columns: " + String.join(", ", names))
              .suggest("values are taken by position; name the columns to choose another order"));
    }
  }

  /** Gives an output the type of the column that it goes to. */
  private boolean assign(int output, Column column, Relation target) {
    SelectList.Output given = outputs.outputs().get(output);
    Type type = column.type();
    if (type == null) {
      return false;
    }
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "INSERT");
    Expression empty = outputs.emptyCollection(output);
    RexNode value =
        empty == null
            ? binder.assigned(given.value(), given.span(), type, target.words(column))
            : binder.assigned(empty, type, target.words(column));
    outputs.assign(output, value);
    return value != null;
  }

  private EmitRel.@Nullable Target byName(
      List<Name> listed, Relation target, List<Column> columns, List<String> names) {
    if (listed.size() != size()) {
      wrongCount(listed.size(), listed.get(0).span(), target.name());
      return null;
    }
    List<RexNode> fills = new ArrayList<>();
    List<@Nullable Object> defaults = definitions.defaults(target.name());
    for (int i = 0; i < columns.size(); i++) {
      Type type = columns.get(i).type();
      Object value = i < defaults.size() ? defaults.get(i) : null;
      fills.add(expressions.constant(value, type == null ? Type.LONG : type));
    }
    boolean isFine = true;
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < size(); i++) {
      Name column = listed.get(i);
      int index = names.indexOf(column.text());
      if (index < 0) {
        context.report(target.unknownColumn(column, columns));
        isFine = false;
      } else if (!seen.add(index)) {
        context.report(
            DiagnosticCode.DUPLICATE_ATTRIBUTE,
            column.span(),
            "column '" + column + "' is listed twice");
        isFine = false;
      } else if (assign(i, columns.get(index), target)) {
        Type type = columns.get(index).type();
        fills.set(index, expressions.column(i, type == null ? Type.LONG : type));
      } else {
        isFine = false;
      }
    }
    return isFine ? new EmitRel.Target(target.name(), target.isTable(), fills, names) : null;
  }
}
