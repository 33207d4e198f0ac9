package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Binds OVER (language 7.3), which cannot be run yet, for its type and errors. One thread. */
final class OverBinder {
  private static final Set<String> NUMBERING = Set.of("row_number", "rank", "dense_rank");
  private static final Set<String> NAVIGATION =
      Set.of("lag", "first_value", "last_value", "nth_value");

  private final BindContext context;
  private final ExpressionBinder binder;

  OverBinder(BindContext context, ExpressionBinder binder) {
    this.context = context;
    this.binder = binder;
  }

  @Nullable RexNode bind(Expression.Over over) {
    AggregateCollector selector = binder.aggregates();
    if (selector == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.FUNCTION_NOT_HERE,
                  over.span(),
                  "OVER has no meaning in " + binder.place())
              .fact("OVER may stand in the select list and in ORDER BY"));
      return null;
    }
    OverWindow window = over.window();
    if (over.name() != null) {
      window = selector.overWindow(over.name().text());
      if (window == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.UNKNOWN_WINDOW,
                    over.name().span(),
                    "there is no window '" + over.name() + "' behind WINDOW")
                .didYouMean(over.name().text(), selector.overWindows()));
      }
    }
    String name = over.function().name().text().toLowerCase(Locale.ROOT);
    if (window != null) {
      check(window, name);
    }
    selector.noteOver(over.span());
    Type type = type(over.function(), name);
    return type == null ? null : context.opaque(type);
  }

  // ---- the window

  private void check(OverWindow window, String function) {
    ExpressionBinder inner = binder.insideAggregate("OVER");
    window.partitionBy().forEach(inner::typed);
    boolean isTop = function.equals("row_number") && isPerWindow(window.partitionBy());
    for (int i = 0; i < window.orderBy().size(); i++) {
      SortItem item = window.orderBy().get(i);
      boolean isClock =
          item.value() instanceof Expression.FunctionCall call && call.name().is("proctime");
      RexNode value = isClock ? context.opaque(Type.TIMESTAMP) : inner.typed(item.value());
      if (i == 0 && value != null && !isTop && binder.scope().input() instanceof RowScope rows) {
        checkOrder(item, value, rows);
      }
    }
    if (window.frame() != null) {
      check(window.frame(), inner);
    }
  }

  private void checkOrder(SortItem item, RexNode value, RowScope rows) {
    AppCatalog catalog = context.rows().catalog();
    TimeOrder order = TimeOrder.of(item, value, rows, catalog);
    if (order != TimeOrder.FITS) {
      context.report(
          order.explain(
              Diagnostic.of(
                  DiagnosticCode.OVER_ORDER,
                  item.span(),
                  "OVER goes through its rows in the order of time"),
              rows,
              catalog));
    }
  }

  /** The keys of the greatest rows of each window, which may be in any order. */
  private static boolean isPerWindow(List<Expression> keys) {
    return Set.of("window_start", "window_end").stream()
        .allMatch(
            border ->
                keys.stream()
                    .anyMatch(
                        key ->
                            key instanceof Expression.ColumnReference reference
                                && reference.name().is(border)));
  }

  private void check(OverWindow.Frame frame, ExpressionBinder inner) {
    for (OverWindow.Bound bound : List.of(frame.start(), frame.end())) {
      boolean isAhead =
          bound.kind() == OverWindow.BoundKind.FOLLOWING
              || bound.kind() == OverWindow.BoundKind.UNBOUNDED_FOLLOWING;
      if (isAhead) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.OVER_FOLLOWING,
                    bound.span(),
                    "rows that follow are not known when a row is given")
                .suggest("end the frame with CURRENT ROW"));
      }
      RexNode distance = bound.distance() == null ? null : inner.typed(bound.distance());
      if (distance == null || bound.distance() == null) {
        continue;
      }
      RexNode constant = context.fold(distance);
      Type type = Expressions.type(constant);
      boolean isRows = frame.unit() == OverWindow.FrameUnit.ROWS;
      boolean isFit = type.isInteger() || (!isRows && type == Type.INTERVAL);
      if (!isFit || !Expressions.isConstant(constant)) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.TYPE_MISMATCH,
                    bound.distance().span(),
                    isRows
                        ? "ROWS counts rows by a constant whole number"
                        : "RANGE measures time by a constant duration")
                .labelled(type.sqlName()));
      }
    }
  }

  // ---- the function

  private @Nullable Type type(Expression.FunctionCall call, String name) {
    if (call.namespace() == null && name.equals("lead")) {
      call.arguments().forEach(argument -> binder.insideAggregate("OVER").bind(argument.value()));
      context.report(
          Diagnostic.of(
                  DiagnosticCode.OVER_FOLLOWING,
                  call.span(),
                  "LEAD would need a row that is still to come")
              .suggest("LAG looks at a row that has come"));
      return null;
    }
    if (call.namespace() == null && NUMBERING.contains(name)) {
      call.arguments().forEach(argument -> binder.insideAggregate("OVER").bind(argument.value()));
      return isCount(call, 0, 0, name + "()") ? Type.LONG : null;
    }
    if (call.namespace() == null && NAVIGATION.contains(name)) {
      return navigated(call, name);
    }
    if (context.catalogs().functions().aggregate(call.name().text()) == null) {
      call.arguments().forEach(argument -> binder.insideAggregate("OVER").bind(argument.value()));
      context.report(
          DiagnosticCode.FUNCTION_NOT_HERE,
          call.span(),
          "'" + call.name() + "' is no aggregate and cannot stand before OVER");
      return null;
    }
    AggregateCollector own = new AggregateCollector(context.expressions(), 0);
    RexNode value = new ExpressionBinder(context, binder.scope(), own, "OVER").bind(call);
    return value == null ? null : Expressions.type(value);
  }

  private @Nullable Type navigated(Expression.FunctionCall call, String name) {
    ExpressionBinder inner = binder.insideAggregate("OVER");
    RexNode first = null;
    List<Argument> arguments = call.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      RexNode value = inner.bind(arguments.get(i).value());
      first = i == 0 ? value : first;
    }
    int min = name.equals("nth_value") ? 2 : 1;
    int max = name.equals("lag") ? 3 : min;
    String form =
        switch (name) {
          case "lag" -> "lag(any [, n [, any]])";
          case "nth_value" -> "nth_value(any, n)";
          default -> name + "(any)";
        };
    boolean isTyped = first != null && !ExpressionBinder.isUntypedNull(first);
    return isCount(call, min, max, form) && isTyped && first != null
        ? Expressions.type(first)
        : null;
  }

  private boolean isCount(Expression.FunctionCall call, int min, int max, String form) {
    int count = call.arguments().size();
    if (count >= min && count <= max) {
      return true;
    }
    context.report(
        Diagnostic.of(
                DiagnosticCode.NO_OVERLOAD,
                call.span(),
                "'" + call.name() + "' does not take " + RowsBinder.count(count, "argument"))
            .fact("accepted: " + form));
    return false;
  }
}
