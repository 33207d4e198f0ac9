package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Checks {@code WITHIN .. PER ..} behind a join with an aggregation (language 3.8). */
final class AggregationReads {
  private final BindContext context;
  private final AppCatalog catalog;

  AggregationReads(BindContext context, AppCatalog catalog) {
    this.context = context;
    this.catalog = catalog;
  }

  /** The report of an aggregation that is read without a granularity. */
  static Diagnostic missingPer(String what, Span span) {
    return Diagnostic.of(
            DiagnosticCode.MISSING_PER,
            span,
            what + " is read with a granularity, and none is given")
        .suggest("add PER 'hours', or another unit that it keeps");
  }

  /** The fact of a report that says what an aggregation keeps. */
  static String kept(List<DurationUnit> kept) {
    return "granularities: "
        + kept.stream().map(each -> each.word() + "s").collect(Collectors.joining(", "));
  }

  /** Reports what is wrong with the period and the granularity. */
  void check(Source.AggregationRead read, Source.@Nullable Join join, RowScope scope) {
    Relation aggregation = null;
    boolean isKnown = true;
    List<Source> sides = new ArrayList<>();
    if (join == null) {
      sides.add(read.source());
    } else {
      sides.add(join.first().source());
      join.steps().forEach(step -> sides.add(step.side().source()));
    }
    for (Source side : sides) {
      Relation relation =
          side instanceof Source.Stream stream ? catalog.known(stream.stream().name()) : null;
      if (relation != null && relation.form() == Relation.Form.AGGREGATION) {
        aggregation = relation;
      }
      isKnown &= relation != null && relation.columns() != null;
    }
    ExpressionBinder binder = new ExpressionBinder(context, scope, null, "WITHIN");
    for (Expression bound : read.within()) {
      RexNode value = binder.typed(bound);
      Type type = value == null ? null : Expressions.type(value);
      if (type != null
          && type != Type.LONG
          && type != Type.INT
          && type != Type.STRING
          && type != Type.TIMESTAMP) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    bound.span(),
                    "WITHIN takes times as BIGINT, TIMESTAMP or VARCHAR, not " + type.sqlName())
                .labelled(type.sqlName()));
      }
    }
    if (aggregation == null) {
      Expression period =
          read.per() == null && !read.within().isEmpty() ? read.within().get(0) : read.per();
      if (isKnown && period != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_GRANULARITY,
                    period.span(),
                    "WITHIN and PER ask an aggregation, and this source is none")
                .suggest("leave them out, or define an aggregation"));
      }
      return;
    }
    if (read.per() == null) {
      context.report(missingPer("aggregation '" + aggregation.name() + "'", read.span()));
      return;
    }
    granularity(aggregation, read.per(), binder);
  }

  private void granularity(Relation aggregation, Expression per, ExpressionBinder binder) {
    RexNode value = binder.typed(per);
    if (value == null) {
      return;
    }
    if (Expressions.type(value) != Type.STRING) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.TYPE_MISMATCH,
                  per.span(),
                  "PER takes the name of a unit as VARCHAR, not "
                      + Expressions.type(value).sqlName())
              .labelled(Expressions.type(value).sqlName()));
      return;
    }
    List<DurationUnit> kept = catalog.granularities(aggregation.name());
    RexNode constant = context.fold(value);
    if (kept.isEmpty() || !Expressions.isConstant(constant)) {
      return;
    }
    String word = String.valueOf(Expressions.value(constant));
    Optional<DurationUnit> unit = DurationUnit.of(word.trim().toLowerCase(Locale.ROOT));
    if (unit.isEmpty() || !kept.contains(unit.get())) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_GRANULARITY,
                  per.span(),
                  "aggregation '" + aggregation.name() + "' does not keep '" + word + "'")
              .fact(kept(kept)));
    }
  }
}
