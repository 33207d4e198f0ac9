package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.RowPattern;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds MATCH_RECOGNIZE, which cannot be run yet, for its columns and errors. One thread. */
final class MatchBinder {
  private final BindContext context;
  private final AppCatalog catalog;
  private final SourceBinder sources;
  private final Map<String, Name> variables = new LinkedHashMap<>();

  MatchBinder(BindContext context, AppCatalog catalog, SourceBinder sources) {
    this.context = context;
    this.catalog = catalog;
    this.sources = sources;
  }

  BoundSource bind(Source.MatchRecognize source) {
    BoundSource input = source.input().accept(new SourceBinder(context, catalog, null));
    RowScope rows = input.scope();
    List<Column> columns = new ArrayList<>(partition(source, rows));
    checkOrder(source, rows);
    collect(source.pattern());
    TreeSet<String> names = new TreeSet<>(variables.keySet());
    for (Source.Subset subset : source.subsets()) {
      subset.variables().forEach(name -> check(name, names));
    }
    source.subsets().forEach(subset -> names.add(subset.name().text()));
    if (source.skip().variable() != null) {
      check(source.skip().variable(), names);
    }
    for (Source.VariableDefinition definition : source.definitions()) {
      check(definition.name(), new TreeSet<>(variables.keySet()));
      binder(new MatchScope(context, names, rows, true), "DEFINE")
          .condition(definition.condition(), "DEFINE");
    }
    List<Column> measures = new ArrayList<>();
    for (Source.Measure measure : source.measures()) {
      RexNode value =
          binder(new MatchScope(context, names, rows, false), "MEASURES").typed(measure.value());
      measures.add(
          new Column(measure.alias().text(), value == null ? null : Expressions.type(value)));
    }
    checkWithin(source);
    warnOfOpenEnd(source);
    List<Column> all = rows.parts().size() == 1 ? rows.parts().get(0).columns() : null;
    if (source.rowsPerMatch() != Source.RowsPerMatch.ONE) {
      columns = all == null ? null : new ArrayList<>(all);
    }
    if (columns != null) {
      columns.addAll(measures);
    }
    String name = source.alias() == null ? "MATCH_RECOGNIZE" : source.alias().text();
    return sources.derived(name, "the matches of", columns, source.handlers(), false);
  }

  private ExpressionBinder binder(MatchScope scope, String clause) {
    AggregateCollector aggregates = new AggregateCollector(context.expressions(), 0);
    return new ExpressionBinder(context, scope, aggregates, clause);
  }

  private void check(Name name, Set<String> names) {
    if (!names.contains(name.text())) {
      context.report(MatchScope.unknown(name.text(), name.span(), names));
    }
  }

  private List<Column> partition(Source.MatchRecognize source, RowScope rows) {
    List<Column> columns = new ArrayList<>();
    ExpressionBinder binder = new ExpressionBinder(context, rows, null, "PARTITION BY");
    for (Expression key : source.partitionBy()) {
      RexNode value = binder.typed(key);
      if (key instanceof Expression.ColumnReference reference) {
        columns.add(
            new Column(reference.name().text(), value == null ? null : Expressions.type(value)));
      }
    }
    return columns;
  }

  private void checkOrder(Source.MatchRecognize source, RowScope rows) {
    ExpressionBinder binder = new ExpressionBinder(context, rows, null, "ORDER BY");
    List<@Nullable RexNode> values = new ArrayList<>();
    for (SortItem item : source.orderBy()) {
      values.add(binder.typed(item.value()));
    }
    if (values.isEmpty() || values.get(0) == null) {
      return;
    }
    SortItem first = source.orderBy().get(0);
    TimeOrder order = TimeOrder.of(first, values.get(0), rows, catalog);
    if (order != TimeOrder.FITS) {
      context.report(
          order.explain(
              Diagnostic.of(
                  DiagnosticCode.BAD_MATCH_ORDER,
                  first.span(),
                  "MATCH_RECOGNIZE goes through its rows in the order of time"),
              rows,
              catalog));
    }
  }

  private void checkWithin(Source.MatchRecognize source) {
    if (source.within() == null) {
      return;
    }
    RexNode value =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "WITHIN")
            .typed(source.within());
    if (value == null) {
      return;
    }
    RexNode constant = context.fold(value);
    Type type = Expressions.type(constant);
    boolean isDuration = type.isInteger() || type == Type.INTERVAL;
    if (!isDuration || !Expressions.isConstant(constant)) {
      context.report(
          DiagnosticCode.TYPE_MISMATCH, source.within().span(), "WITHIN needs a constant duration");
    }
  }

  // ---- the pattern

  private void collect(RowPattern pattern) {
    if (pattern instanceof RowPattern.Variable variable) {
      variables.putIfAbsent(variable.name().text(), variable.name());
    } else if (pattern instanceof RowPattern.Sequence sequence) {
      sequence.parts().forEach(this::collect);
    } else if (pattern instanceof RowPattern.Alternatives choice) {
      choice.alternatives().forEach(this::collect);
    } else if (pattern instanceof RowPattern.Repeated repeated) {
      collect(repeated.part());
    } else if (pattern instanceof RowPattern.Excluded excluded) {
      collect(excluded.part());
    } else if (pattern instanceof RowPattern.Permuted permuted) {
      permuted.parts().forEach(this::collect);
    } else if (pattern instanceof RowPattern.Anchor anchor && !anchor.isStart()) {
      context.report(
          DiagnosticCode.UNSUPPORTED_SQL,
          anchor.span(),
          "'$' waits for the last row, and a stream has none");
    }
  }

  private void warnOfOpenEnd(Source.MatchRecognize source) {
    if (source.within() == null && isOpenEnded(source.pattern())) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.OPEN_ENDED_MATCH,
                  source.pattern().span(),
                  "a match can always take one more row, and comes out when a row does not fit")
              .suggest("add WITHIN and a duration behind the pattern"));
    }
  }

  private static boolean isOpenEnded(RowPattern pattern) {
    if (pattern instanceof RowPattern.Sequence sequence) {
      List<RowPattern> parts = sequence.parts();
      return !parts.isEmpty() && isOpenEnded(parts.get(parts.size() - 1));
    }
    if (pattern instanceof RowPattern.Alternatives choice) {
      return choice.alternatives().stream().anyMatch(MatchBinder::isOpenEnded);
    }
    if (pattern instanceof RowPattern.Excluded excluded) {
      return isOpenEnded(excluded.part());
    }
    return pattern instanceof RowPattern.Repeated repeated
        && ((repeated.max() == null && !repeated.isReluctant()) || isOpenEnded(repeated.part()));
  }
}
