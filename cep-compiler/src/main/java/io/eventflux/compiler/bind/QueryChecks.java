package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.core.plan.OutputKind;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Emit;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Handler;
import io.eventflux.query.ast.OutputRate;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * What a query says that is not allowed in its place, or legal and probably not meant. One instance
 * a query, one thread.
 */
final class QueryChecks {
  private final BindContext context;
  private final AppCatalog catalog;
  private final Query query;
  private final SelectQuery rows;
  private final SelectBody.Block block;
  private final BoundSource source;
  private final AggregateCollector aggregates;

  /** The checks of one query, of which source and selector have been bound. */
  QueryChecks(
      BindContext context,
      AppCatalog catalog,
      Query query,
      SelectQuery rows,
      SelectBody.Block block,
      BoundSource source,
      AggregateCollector aggregates) {
    this.context = context;
    this.catalog = catalog;
    this.query = query;
    this.rows = rows;
    this.block = block;
    this.source = source;
    this.aggregates = aggregates;
  }

  /**
   * Reports what is not allowed or not wise.
   *
   * @param isGroupWindow whether the query gives a row for each window and group
   * @param isGrouped whether it has keys or aggregates
   * @param limit its LIMIT; negative: none
   * @param kind which of its events are given
   */
  void check(boolean isGroupWindow, boolean isGrouped, long limit, OutputKind kind) {
    checkEmit(isGroupWindow);
    warnOfUnits(isGrouped || isGroupWindow, limit);
    checkRetraction();
    checkOver(isGrouped);
    checkSession(isGroupWindow);
    warnOfDistinct();
    checkOutputRate();
    warnOfKind(kind);
  }

  private void warnOfKind(OutputKind kind) {
    if (kind == OutputKind.EXPIRED && block.source() instanceof Source.Pattern) {
      context.report(
          DiagnosticCode.NEVER_EMITS, query.target().span(), "a pattern has no expired events");
    }
    if (kind == OutputKind.EXPIRED
        && block.source() instanceof Source.Stream stream
        && stream.handlers().stream().allMatch(Handler.Filter.class::isInstance)
        && isPlainStream(stream)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NEVER_EMITS,
                  query.target().span(),
                  "'" + stream.stream() + "' has no window, so no event of it ever expires")
              .suggest("give it a window, as in " + stream.stream() + "#window.time(5 sec)"));
    }
  }

  private boolean isPlainStream(Source.Stream stream) {
    Relation relation = catalog.known(stream.stream().name());
    return relation != null
        && (relation.form() == Relation.Form.STREAM || relation.form() == Relation.Form.TRIGGER);
  }

  private void checkEmit(boolean isGroupWindow) {
    Emit emit = rows.emit();
    boolean readsWindowTable = block.source() instanceof Source.WindowTable;
    if (emit != null && !isGroupWindow && (source.tumble() != null || !readsWindowTable)) {
      context.report(DiagnosticCode.EMIT_NOT_ALLOWED, emit.span(), "EMIT needs a group window");
    }
  }

  private void checkOver(boolean isGrouped) {
    Span over = aggregates.over();
    if (over == null) {
      return;
    }
    boolean isWindowed = source.sliding() || (source.batch() && source.tumble() == null);
    if (isGrouped || isWindowed) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.OVER_MIXED,
                  over,
                  "OVER goes over single rows and cannot stand beside "
                      + (isWindowed
                          ? "a window of the source"
                          : block.groupBy().isEmpty() ? "an aggregate without OVER" : "GROUP BY"))
              .suggest("write two queries, one behind the other"));
    }
  }

  private void checkSession(boolean isGroupWindow) {
    boolean isSession =
        block.source() instanceof Source.WindowTable table && table.function().is("session");
    if (isSession && !isGroupWindow && source.tumble() != null && source.width() > 0) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.SESSION_NEEDS_GROUP,
                  block.source().span(),
                  "where a session ends is known only when it is over, so SESSION needs GROUP BY")
              .suggest("write GROUP BY window_start, window_end and the keys"));
    }
  }

  private void warnOfDistinct() {
    boolean isBounded =
        source.batch()
            || source.sliding()
            || source.tumble() != null
            || source.isStored()
            || context.surroundings().isMerged();
    Span span = block.select().distinct() ? block.select().span() : aggregates.distinct();
    if (span != null && !isBounded) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNBOUNDED_STATE,
                  span,
                  "this remembers every different value that ever came")
              .suggest("give the source a window"));
    }
  }

  private void checkOutputRate() {
    OutputRate rate = query.outputRate();
    if (rate == null) {
      return;
    }
    if (rate.events() && rate.mode() == OutputRate.Mode.SNAPSHOT) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.BAD_OUTPUT_RATE,
                  rate.span(),
                  "a snapshot is taken by time, not by a count of events")
              .suggest("write OUTPUT SNAPSHOT EVERY and a duration"));
      return;
    }
    RexNode value =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "OUTPUT")
            .typed(rate.interval());
    RexNode constant = value == null ? null : context.fold(value);
    boolean isPositive =
        constant == null
            || (Expressions.isConstant(constant)
                && Expressions.value(constant) instanceof Number number
                && number.longValue() > 0);
    if (!isPositive) {
      context.report(
          DiagnosticCode.BAD_OUTPUT_RATE,
          rate.interval().span(),
          "OUTPUT EVERY needs a constant "
              + (rate.events() ? "count of events" : "duration")
              + " that is greater than zero");
    }
  }

  private void warnOfUnits(boolean isGrouped, long limit) {
    boolean isBatch = source.batch() || isGrouped || block.source() instanceof Source.Join;
    if (isBatch || query.dialect() == Dialect.CLASSIC) {
      return;
    }
    if (isByEventTime()) {
      context.notSupported(rows.orderBy().get(0).span(), "ORDER BY the event time of a stream");
    } else if (!rows.orderBy().isEmpty()) {
      context.report(
          DiagnosticCode.ORDER_WITHOUT_BATCH,
          rows.orderBy().get(0).span(),
          "ORDER BY sorts the rows of one unit, and here each event is one");
    }
    if (rows.limit() != null && limit >= 0) {
      context.report(
          DiagnosticCode.LIMIT_PER_UNIT,
          rows.limit().span(),
          "LIMIT counts the rows of one unit, and here each event is one");
    }
  }

  /** Whether rows are to be sorted as the watermark goes on, over all units. */
  private boolean isByEventTime() {
    SortItem first = rows.orderBy().isEmpty() ? null : rows.orderBy().get(0);
    Column time = TimeOrder.timeColumn(source.scope(), catalog);
    return first != null
        && time != null
        && !first.descending()
        && first.value() instanceof Expression.ColumnReference reference
        && reference.name().text().equals(time.name());
  }

  private void checkRetraction() {
    if (!source.sliding()) {
      return;
    }
    aggregates.items().stream()
        .filter(item -> !item.canRetract())
        .forEach(
            item ->
                context.report(
                    DiagnosticCode.NOT_RETRACTABLE,
                    block.select().span(),
                    "aggregate '"
                        + item.function().name()
                        + "' cannot go back when events leave a sliding window"));
    aggregates
        .forwardOnly()
        .forEach(
            (name, span) ->
                context.report(
                    Diagnostic.of(
                            DiagnosticCode.NOT_RETRACTABLE,
                            span,
                            "aggregate '"
                                + name
                                + "' cannot go back when events leave a sliding window")
                        .suggest("use a batch window, or none")));
  }
}
