package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.EngineTypes;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.compiler.logical.TableJoinRel;
import io.eventflux.core.plan.TablePlan;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds the join that can be run: of a stream, which may be filtered, and a table. One thread. */
final class TableJoinBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final AppCatalog catalog;
  private final SourceBinder sources;
  private final @Nullable Expression where;

  TableJoinBinder(
      BindContext context, AppCatalog catalog, SourceBinder sources, @Nullable Expression where) {
    this.context = context;
    this.expressions = context.expressions();
    this.catalog = catalog;
    this.sources = sources;
    this.where = where;
  }

  /**
   * Binds the join.
   *
   * @param sides the two sides in text order
   * @param relations what they read, a table and a stream
   * @param parts their columns
   */
  BoundSource bind(
      Source.JoinStep step,
      List<Source.Stream> sides,
      List<Relation> relations,
      List<RowScope.Part> parts) {
    boolean tableIsLeft = relations.get(0).isTable();
    int streamSide = tableIsLeft ? 1 : 0;
    int tableSide = 1 - streamSide;
    Relation table = relations.get(tableSide);
    Relation stream = relations.get(streamSide);
    RowScope streamScope = new RowScope(context, List.of(parts.get(streamSide)));
    BoundSource streamRows =
        sources.handlers(sides.get(streamSide).handlers(), stream, streamScope, null);

    // Rows have the columns of the stream first. Names are looked up in the order of the text.
    RowScope rows = new RowScope(context, List.of(parts.get(streamSide), parts.get(tableSide)));
    RexNode condition = new JoinBinder(context, catalog).condition(step, rows);
    boolean outer = isOuter(step, tableIsLeft);
    if (streamRows.rel() == null) {
      return new BoundSource(null, rows, true, false, null);
    }
    TablePlan plan = Objects.requireNonNull(table.table(), "one relation is a table");
    List<String> names = new ArrayList<>(streamRows.rel().getRowType().getFieldNames());
    List<Type> types = new ArrayList<>(EngineTypes.columns(streamRows.rel().getRowType()));
    plan.schema()
        .fields()
        .forEach(
            field -> {
              names.add(field.name());
              types.add(field.type());
            });
    RelNode rel =
        new TableJoinRel(
            streamRows.rel(),
            table.name(),
            plan.primaryKey(),
            outer,
            condition,
            expressions.types().row(names, types));
    if (where != null) {
      RexNode bound = new ExpressionBinder(context, rows, null, "WHERE").condition(where, "WHERE");
      if (bound != null) {
        rel = sources.filtered(rel, List.of(bound));
      }
    }
    return new BoundSource(rel, rows, true, false, null);
  }

  private boolean isOuter(Source.JoinStep step, boolean tableIsLeft) {
    boolean keepsStream =
        switch (step.kind()) {
          case INNER, CROSS -> false;
          case LEFT -> !tableIsLeft;
          case RIGHT -> tableIsLeft;
          case FULL -> true;
        };
    boolean keepsTable =
        switch (step.kind()) {
          case INNER, CROSS -> false;
          case LEFT -> tableIsLeft;
          case RIGHT -> !tableIsLeft;
          case FULL -> true;
        };
    if (keepsTable) {
      context.report(
          Diagnostic.of(
              DiagnosticCode.OUTER_SIDE_NEVER_TRIGGERS,
              step.span(),
              "rows of the table without a partner are never given: a table gives no events"));
    }
    return keepsStream;
  }
}
