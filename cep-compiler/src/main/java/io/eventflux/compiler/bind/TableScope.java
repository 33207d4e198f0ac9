package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The names in what changes a table: a qualified name is a column of the table or of a source, a
 * bare name is one of the rows that come, or else one of the table. Immutable but for the
 * diagnostics.
 */
final class TableScope implements Scope {
  private final BindContext context;
  private final RowScope rows;
  private final RowScope.Part table;

  /**
   * The columns of both.
   *
   * @param rows what comes
   * @param table what is changed
   * @param alias its name in this statement; null for its own
   */
  TableScope(BindContext context, RowScope rows, Relation table, @Nullable Name alias) {
    this.context = context;
    this.rows = rows;
    this.table =
        new RowScope.Part(
            alias == null ? table.name() : alias.text(),
            table.kind(),
            table.name(),
            table.columns());
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    Expression.Qualifier qualifier = reference.qualifier();
    String name = reference.name().text();
    if (qualifier == null) {
      if (rows.has(name)) {
        return rows.resolve(reference);
      }
      return table.columns() == null || Column.indexOf(table.columns(), name) >= 0
          ? column(name)
          : unknown(reference, both());
    }
    String owner = qualifier.name().name();
    boolean isPlain = qualifier.name().kind() == StreamName.Kind.PLAIN;
    if (isPlain && owner.equals(table.name())) {
      return table.columns() == null || Column.indexOf(table.columns(), name) >= 0
          ? column(name)
          : unknown(reference, List.of(table));
    }
    if (rows.parts().stream().anyMatch(part -> part.name().equals(owner))) {
      return rows.resolve(reference);
    }
    List<String> names =
        both().stream().map(RowScope.Part::name).filter(each -> !each.isEmpty()).toList();
    context.report(
        Diagnostic.of(
                DiagnosticCode.UNKNOWN_STREAM,
                qualifier.name().span(),
                "'" + qualifier.name() + "' is neither the table nor a source of this statement")
            .fact(names.stream().collect(Collectors.joining(", ", "names: ", "")))
            .didYouMean(owner, names));
    return null;
  }

  @Override
  public @Nullable RexNode time(Expression.Qualifier qualifier) {
    if (qualifier.name().name().equals(table.name())) {
      context.report(RowScope.noTime(qualifier, table));
      return null;
    }
    return rows.time(qualifier);
  }

  @Override
  public boolean has(String name) {
    return rows.has(name) || table.columns() == null || Column.indexOf(table.columns(), name) >= 0;
  }

  private List<RowScope.Part> both() {
    List<RowScope.Part> both = new ArrayList<>(rows.parts());
    both.add(table);
    return both;
  }

  private @Nullable RexNode unknown(
      Expression.ColumnReference reference, List<RowScope.Part> searched) {
    context.report(RowScope.unknown(reference, searched));
    return null;
  }

  private @Nullable RexNode column(String name) {
    List<Column> columns = table.columns();
    int index = columns == null ? -1 : Column.indexOf(columns, name);
    Type type = columns == null || index < 0 ? null : columns.get(index).type();
    return type == null ? null : context.opaque(type);
  }
}
