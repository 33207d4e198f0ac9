package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Conversions;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds joins that cannot be run yet, for their columns and errors: of two streams, of three and
 * more sources, with anything but streams and tables. One instance a join, one thread.
 */
final class JoinBinder {
  private final BindContext context;
  private final Expressions expressions;
  private final SourceBinder sources;

  JoinBinder(BindContext context, AppCatalog catalog) {
    this.context = context;
    this.expressions = context.expressions();
    this.sources = new SourceBinder(context, catalog, null);
  }

  /**
   * One side.
   *
   * @param relation what it reads; null if that is no relation, or not known
   * @param givesEvents whether events come from it
   */
  private record Side(
      Source.JoinSide tree, BoundSource rows, @Nullable Relation relation, boolean givesEvents) {

    boolean hasWindow() {
      return rows.batch() || rows.sliding() || tree.source() instanceof Source.WindowTable;
    }
  }

  BoundSource bind(Source.Join join, boolean readsAggregation) {
    List<RowScope.Part> parts = new ArrayList<>();
    List<Side> sides = new ArrayList<>();
    boolean isNamed = true;
    for (int i = -1; i < join.steps().size(); i++) {
      Source.JoinSide tree = i < 0 ? join.first() : join.steps().get(i).side();
      Side side = side(tree, parts);
      sides.add(side);
      for (RowScope.Part part : side.rows().scope().parts()) {
        isNamed &= isNew(part, parts, tree.span());
        parts.add(part);
      }
      if (i >= 0 && isNamed) {
        condition(join.steps().get(i), new RowScope(context, parts));
        warnOfOuter(join.steps().get(i), sides);
      }
    }
    if (!isNamed) {
      return BoundSource.broken(context, parts);
    }
    checkTriggers(join, sides);
    checkAggregations(sides, readsAggregation);
    refuse(join, sides);
    boolean isStored = sides.stream().noneMatch(Side::givesEvents);
    return new BoundSource(null, new RowScope(context, parts), true, false, null, isStored);
  }

  private Side side(Source.JoinSide tree, List<RowScope.Part> before) {
    if (tree.asOf() != null) {
      RowScope earlier = new RowScope(context, before);
      new ExpressionBinder(context, earlier, null, "AS OF").typed(tree.asOf());
    }
    if (tree.source() instanceof Source.Stream stream) {
      Relation relation = sources.relation(stream.stream());
      if (tree.asOf() != null && relation != null && !relation.isTable()) {
        context.report(
            DiagnosticCode.NOT_A_TABLE,
            stream.stream().span(),
            relation.kind()
                + " '"
                + relation.name()
                + "' keeps no rows of earlier times; AS OF needs a table");
      }
      RowScope scope =
          new RowScope(
              context, List.of(SourceBinder.part(stream.stream(), stream.alias(), relation)));
      BoundSource rows = sources.handlers(stream.handlers(), relation, scope, null);
      if (relation != null
          && sources.isViewOfTables(relation)
          && !context.surroundings().readsStored()) {
        context.report(SourceBinder.viewOfTables(relation, stream.stream()));
        return new Side(tree, rows, null, true);
      }
      return new Side(tree, rows, relation, relation == null || relation.givesEvents());
    }
    if (tree.source() instanceof Source.Unnest unnest) {
      return new Side(tree, sources.unnest(unnest, new RowScope(context, before)), null, false);
    }
    BoundSource rows =
        context.within(context.surroundings().stored(), () -> tree.source().accept(sources));
    return new Side(tree, rows, null, !rows.isStored());
  }

  private boolean isNew(RowScope.Part part, List<RowScope.Part> earlier, Span span) {
    boolean isNew =
        part.name().isEmpty()
            || earlier.stream().noneMatch(other -> other.name().equals(part.name()));
    if (!isNew) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MISSING_ALIAS,
                  span,
                  (earlier.size() == 1 ? "both sides" : "two sides")
                      + " of the join are called '"
                      + part.name()
                      + "'")
              .suggest("give each side a name with AS"));
    }
    return isNew;
  }

  // ---- which side gives rows

  private void checkTriggers(Source.Join join, List<Side> sides) {
    Side only = null;
    for (Side side : sides) {
      if (!side.tree().unidirectional()) {
        continue;
      }
      if (!side.givesEvents()) {
        context.report(
            DiagnosticCode.NO_TRIGGER_SIDE,
            side.tree().span(),
            word(side) + " gives no events and cannot be the only side that does");
      } else if (only != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BOTH_UNIDIRECTIONAL,
                    side.tree().span(),
                    "two sides are UNIDIRECTIONAL, and each would be the only one that gives rows")
                .with(only.tree().span(), "the other one")
                .suggest("drop UNIDIRECTIONAL on both, or keep it on one"));
      } else {
        only = side;
      }
    }
    boolean isStored = sides.stream().noneMatch(Side::givesEvents);
    if (isStored && !context.surroundings().readsStored()) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_TRIGGER_SIDE,
                  join.span(),
                  sides.size() == 2
                      ? "neither '"
                          + name(sides.get(0))
                          + "' nor '"
                          + name(sides.get(1))
                          + "' gives events"
                      : "no side of this join gives events")
              .suggest("join a table with a stream"));
    }
    List<Side> streams = sides.stream().filter(Side::givesEvents).toList();
    boolean isKept =
        streams.stream()
            .anyMatch(
                side ->
                    side.hasWindow()
                        || side.relation() == null
                        || side.relation().form() == Relation.Form.WINDOW
                        || side.relation().watermark() != null);
    if (streams.size() > 1 && !isKept) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NEVER_EMITS,
                  join.span(),
                  "no side of this join has a window, so no event is kept until another one comes")
              .suggest("give the side that has to wait a window"));
    }
  }

  private static String name(Side side) {
    return side.relation() == null ? "the query" : side.relation().name();
  }

  private static String word(Side side) {
    return side.relation() == null
        ? "this side"
        : side.relation().kind() + " '" + side.relation().name() + "'";
  }

  /** Warns of a side that is preserved and gives no events. */
  private void warnOfOuter(Source.JoinStep step, List<Side> sides) {
    List<Side> before = sides.subList(0, sides.size() - 1);
    Side last = sides.get(sides.size() - 1);
    boolean keepsBefore =
        step.kind() == Source.JoinKind.LEFT || step.kind() == Source.JoinKind.FULL;
    boolean keepsLast = step.kind() == Source.JoinKind.RIGHT || step.kind() == Source.JoinKind.FULL;
    boolean isBeforeSilent = before.stream().noneMatch(Side::givesEvents);
    boolean isOneSilent = isBeforeSilent != !last.givesEvents();
    if (isOneSilent && ((keepsBefore && isBeforeSilent) || (keepsLast && !last.givesEvents()))) {
      context.report(
          DiagnosticCode.OUTER_SIDE_NEVER_TRIGGERS,
          step.span(),
          "rows of the table without a partner are never given: a table gives no events");
    }
  }

  private void checkAggregations(List<Side> sides, boolean readsAggregation) {
    for (Side side : sides) {
      boolean isAggregation =
          side.relation() != null && side.relation().form() == Relation.Form.AGGREGATION;
      if (isAggregation && !readsAggregation) {
        context.report(AggregationReads.missingPer(word(side), side.tree().span()));
      }
    }
  }

  // ---- what is not built

  private void refuse(Source.Join join, List<Side> sides) {
    boolean readsTable = sides.stream().anyMatch(side -> !side.givesEvents());
    for (Side side : sides) {
      if (side.tree().source() instanceof Source.WindowTable) {
        context.notSupported(side.tree().source().span(), "a table function in a join");
      }
      if (!(side.tree().source() instanceof Source.Stream stream)) {
        continue;
      }
      for (Handler handler : stream.handlers()) {
        if (!side.givesEvents()) {
          context.notSupported(handler.span(), "a filter or window on the table of a join");
        } else if (readsTable && !(handler instanceof Handler.Filter)) {
          context.notSupported(handler.span(), "a window on the stream of a join");
        }
      }
    }
    boolean isKnown =
        sides.stream()
            .allMatch(side -> side.relation() != null && side.relation().columns() != null);
    if (isKnown && sides.size() == 2 && !readsTable) {
      context.notSupported(join.span(), "a join of two streams");
    }
  }

  // ---- conditions

  /** The condition of a step over the columns of all sides so far; null if there is none. */
  @Nullable RexNode condition(Source.JoinStep step, RowScope rows) {
    if (step.on() != null) {
      return new ExpressionBinder(context, rows, null, "ON").condition(step.on(), "ON");
    }
    List<RexNode> equalities = new ArrayList<>();
    for (Name name : step.using()) {
      RexNode equality = using(name, rows);
      if (equality != null) {
        equalities.add(equality);
      }
    }
    return equalities.isEmpty() ? null : expressions.and(equalities);
  }

  private @Nullable RexNode using(Name name, RowScope rows) {
    List<RexNode> values = new ArrayList<>();
    int last = rows.parts().size() - 1;
    int first = firstWith(name, rows, last);
    for (int i : new int[] {first, last}) {
      List<Column> columns = rows.parts().get(i).columns();
      int index = columns == null ? -1 : Column.indexOf(columns, name.text());
      RexNode value = index < 0 ? null : rows.column(i, index);
      if (index < 0 && columns != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_ATTRIBUTE,
                    name.span(),
                    "column '"
                        + name
                        + "' does not exist in '"
                        + rows.parts().get(i).original()
                        + "'")
                .fact("columns: " + Column.list(columns))
                .didYouMean(name.text(), columns.stream().map(Column::name).toList()));
      }
      if (value != null) {
        values.add(value);
      }
    }
    if (values.size() < 2) {
      return null;
    }
    Span span = name.span();
    Type a = Expressions.type(values.get(0));
    Type b = Expressions.type(values.get(1));
    if (!Conversions.equatable(a, b)) {
      context.report(
          DiagnosticCode.TYPE_MISMATCH,
          span,
          "cannot compare " + a.sqlName() + " with " + b.sqlName());
      return null;
    }
    return new ExpressionBinder(context, rows, null, "USING")
        .comparisons()
        .equality(values.get(0), span, values.get(1), span);
  }

  /** The first side with a column; the first of all if none has it. */
  private static int firstWith(Name name, RowScope rows, int end) {
    for (int i = 0; i < end; i++) {
      List<Column> columns = rows.parts().get(i).columns();
      if (columns != null && Column.indexOf(columns, name.text()) >= 0) {
        return i;
      }
    }
    return 0;
  }
}
