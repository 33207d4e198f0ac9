package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.AggregateItem;
import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The aggregates of one selector, each once, as columns behind those of the input. One thread. */
final class AggregateCollector {
  private final Expressions expressions;
  private final int firstColumn;
  private final List<AggregateItem> items = new ArrayList<>();
  private final Map<String, OverWindow> overWindows = new LinkedHashMap<>();
  private final Map<String, Type> groupFunctions = new HashMap<>();
  private final Map<String, Span> forwardOnly = new LinkedHashMap<>();
  private @Nullable Span over;
  private @Nullable Span distinct;

  AggregateCollector(Expressions expressions, int firstColumn) {
    this.expressions = expressions;
    this.firstColumn = firstColumn;
  }

  /** The column that holds the result. */
  RexNode add(AggregateItem item) {
    int index = items.indexOf(item);
    if (index < 0) {
      index = items.size();
      items.add(item);
    }
    return expressions.column(firstColumn + index, item.function().returns());
  }

  /** Adds a window that OVER can name. */
  void addOverWindow(String name, OverWindow window) {
    overWindows.putIfAbsent(name, window);
  }

  @Nullable OverWindow overWindow(String name) {
    return overWindows.get(name);
  }

  Set<String> overWindows() {
    return overWindows.keySet();
  }

  /** Notes that the selector has an OVER. */
  void noteOver(Span span) {
    over = over == null ? span : over;
  }

  /** Where the first OVER stands; null if there is none. */
  @Nullable Span over() {
    return over;
  }

  /** Notes an aggregate that cannot take back events. */
  void noteForwardOnly(Span span, String name) {
    forwardOnly.putIfAbsent(name, span);
  }

  /** Where aggregates that cannot take back events stand, by their names. */
  Map<String, Span> forwardOnly() {
    return Map.copyOf(forwardOnly);
  }

  /** Notes that an aggregate remembers which values it has seen. */
  void noteDistinct(Span span) {
    distinct = distinct == null ? span : distinct;
  }

  /** Where the first aggregate over different values stands; null if there is none. */
  @Nullable Span distinct() {
    return distinct;
  }

  /** Allows a function that has a meaning with the GROUP BY of this selector only. */
  void allow(String function, Type returns) {
    groupFunctions.put(function, returns);
  }

  /** The type of a function that GROUP BY allows, in lower case; null if it does not. */
  @Nullable Type groupFunction(String function) {
    return groupFunctions.get(function);
  }

  List<AggregateItem> items() {
    return List.copyOf(items);
  }
}
