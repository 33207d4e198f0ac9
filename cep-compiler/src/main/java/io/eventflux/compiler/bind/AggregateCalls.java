package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.core.function.AggregateFunction;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds calls of aggregates (language 4.3, 8.7). One thread. */
final class AggregateCalls {
  private static final String NESTED = "an aggregate";

  /** What an incremental aggregation can hold (language 3.8). */
  private static final List<String> MERGEABLE =
      List.of(
          "avg",
          "count",
          "distinctCount",
          "first",
          "last",
          "max",
          "maxForever",
          "min",
          "minForever",
          "stdDev",
          "sum");

  private final BindContext context;
  private final ExpressionBinder binder;

  AggregateCalls(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  /** What {@code call} gives, or null after a report. */
  @Nullable RexNode bind(
      Expression.FunctionCall call, String name, FunctionProvider.Aggregate aggregate) {
    RexNode overEvents = overEvents(call, name, aggregate);
    if (overEvents != null) {
      return overEvents;
    }
    AggregateCollector collector = binder.aggregates();
    if (collector == null) {
      return notAllowed(call, name);
    }
    if (context.surroundings().isMerged()) {
      checkMerging(call, name, aggregate);
    }
    MatchScope match = binder.scope().input() instanceof MatchScope scope ? scope : null;
    if (match != null) {
      match.beginAggregate();
    }
    ExpressionBinder inner = binder.insideAggregate(NESTED);
    List<RexNode> arguments = FunctionBinder.arguments(call, inner);
    if (match != null) {
      match.endAggregate(call);
    }
    RexNode filter =
        call.filter() == null
            ? null
            : binder.insideAggregate("FILTER").condition(call.filter(), "FILTER");
    if (arguments == null || (call.filter() != null && filter == null)) {
      return null;
    }
    if (call.distinct()) {
      collector.noteDistinct(call.span());
      context.notSupported(call.span(), "DISTINCT in an aggregate");
    }
    if (aggregate.descriptor().isComing()) {
      return coming(call, name, aggregate, arguments);
    }
    List<FunctionDescriptor.Signature> signatures =
        aggregate.overloads().stream()
            .map(
                overload ->
                    new FunctionDescriptor.Signature(
                        overload.parameters(), false, overload.returns()))
            .toList();
    int chosen = Overloads.choose(signatures, arguments);
    if (chosen < 0) {
      context.report(Overloads.noOverload(call, name, arguments, signatures));
      return null;
    }
    AggregateFunction function = aggregate.overloads().get(chosen);
    if (call.distinct()) {
      return context.opaque(function.returns());
    }
    List<RexNode> widened = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      widened.add(binder.widen(arguments.get(i), function.parameters().get(i)));
    }
    return collector.add(
        new AggregateItem(function, widened, filter, aggregate.descriptor().retractable()));
  }

  private void checkMerging(
      Expression.FunctionCall call, String name, FunctionProvider.Aggregate aggregate) {
    if (call.namespace() == null && MERGEABLE.stream().anyMatch(aggregate.descriptor()::isCalled)) {
      return;
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.BAD_AGGREGATION,
                call.span(),
                "aggregate '" + name + "' cannot be merged from parts")
            .fact("aggregates that can: " + String.join(", ", MERGEABLE)));
  }

  /** Reports that no aggregate can stand where {@code call} stands. */
  @Nullable RexNode notAllowed(Expression.FunctionCall call, String name) {
    boolean isNested = binder.place().equals(NESTED);
    context.report(
        isNested
            ? Diagnostic.of(
                    DiagnosticCode.NESTED_AGGREGATE,
                    call.span(),
                    "aggregate '" + name + "' stands inside another aggregate")
                .suggest("compute it in a query of its own, and aggregate what that gives")
            : Diagnostic.of(
                    DiagnosticCode.AGGREGATE_NOT_ALLOWED,
                    call.span(),
                    "aggregate '" + name + "' is not allowed in " + binder.place())
                .fact("aggregates may stand in the select list and in HAVING"));
    return null;
  }

  /**
   * An aggregate over the events of a pattern element, as {@code count(e)} and {@code sum(e.x)};
   * null if it is none. It cannot be run yet.
   */
  private @Nullable RexNode overEvents(
      Expression.FunctionCall call, String name, FunctionProvider.Aggregate aggregate) {
    if (call.arguments().size() != 1
        || !(call.arguments().get(0).value() instanceof Expression.ColumnReference reference)) {
      return null;
    }
    Expression.Qualifier qualifier = reference.qualifier();
    String element = qualifier == null ? reference.name().text() : qualifier.name().toString();
    boolean isList =
        binder.scope().isCounted(element) && (qualifier == null || qualifier.index() == null);
    if (!isList) {
      return null;
    }
    if (qualifier == null) {
      if (!name.equalsIgnoreCase("count")) {
        return null;
      }
      context.notSupported(call.span(), "an aggregate over the events of a pattern element");
      return context.opaque(Type.LONG);
    }
    Expression.ElementIndex last = new Expression.ElementIndex(true, 0, qualifier.span());
    RexNode value =
        binder.bind(
            new Expression.ColumnReference(
                new Expression.Qualifier(qualifier.name(), last, qualifier.span()),
                reference.name(),
                reference.span()));
    if (value == null) {
      return context.opaque(Type.LONG);
    }
    List<FunctionDescriptor.Signature> signatures = aggregate.descriptor().signatures();
    int chosen = Overloads.choose(signatures, List.of(value));
    if (chosen < 0) {
      context.report(Overloads.noOverload(call, name, List.of(value), signatures));
      return context.opaque(Type.LONG);
    }
    context.notSupported(call.span(), "an aggregate over the events of a pattern element");
    return context.opaque(signatures.get(chosen).returns());
  }

  /** An aggregate that cannot be run yet: its arguments are checked, and its type is known. */
  private @Nullable RexNode coming(
      Expression.FunctionCall call,
      String name,
      FunctionProvider.Aggregate aggregate,
      List<RexNode> arguments) {
    AggregateCollector collector = binder.aggregates();
    if (collector != null && !aggregate.descriptor().retractable()) {
      collector.noteForwardOnly(call.span(), name);
    }
    if (collector != null && aggregate.descriptor().isCalled("distinctCount")) {
      collector.noteDistinct(call.span());
    }
    List<FunctionDescriptor.Signature> signatures = aggregate.descriptor().signatures();
    int chosen = Overloads.choose(signatures, arguments);
    if (chosen < 0) {
      context.report(Overloads.noOverload(call, name, arguments, signatures));
      return null;
    }
    context.notSupported(call.name().span(), "aggregate '" + name + "'");
    return context.opaque(signatures.get(chosen).returns());
  }
}
