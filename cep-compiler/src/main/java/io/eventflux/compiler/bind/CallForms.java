package io.eventflux.compiler.bind;

import io.eventflux.core.function.CalendarUnit;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ways to write a call that stand for another one: {@code EXTRACT(YEAR FROM ts)} is {@code
 * year(ts)}, {@code FLOOR(ts TO HOUR)} is {@code date_trunc('HOUR', ts)}, and the unit of {@code
 * TIMESTAMPADD(DAY, 1, ts)} is no column. Pure functions.
 */
final class CallForms {
  /** The function of a part of a time, by the word behind EXTRACT; large units first. */
  private static final Map<String, String> PARTS = parts();

  /** What can be extracted, for messages. */
  static final String PART_LIST = String.join(", ", PARTS.keySet()).toUpperCase(Locale.ROOT);

  private static final Set<String> KEYWORDS =
      Set.of("current_timestamp", "localtimestamp", "current_date", "current_time");

  private CallForms() {}

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("year", "year");
    parts.put("quarter", "quarter");
    parts.put("month", "month");
    parts.put("week", "week");
    parts.put("day", "day");
    parts.put("dow", "dayofweek");
    parts.put("doy", "dayofyear");
    parts.put("hour", "hour");
    parts.put("minute", "minute");
    parts.put("second", "second");
    parts.put("millisecond", "millisecond");
    parts.put("epoch", "epoch");
    return parts;
  }

  /** Whether a bare name is a function without parentheses, unless a column has this name. */
  static boolean isKeyword(Name name) {
    return KEYWORDS.contains(folded(name));
  }

  /** The call that such a name stands for. */
  static Expression.FunctionCall keyword(Name name) {
    return call(name, List.of(), name.span());
  }

  /** The event that an argument names, as {@code e1} or {@code e1[last]}; null if it names none. */
  static Expression.@Nullable Qualifier event(Expression argument) {
    if (argument instanceof Expression.ColumnReference name && name.qualifier() == null) {
      return qualifier(name.name(), null, name.span());
    }
    if (argument instanceof Expression.ElementReference element) {
      return qualifier(element.element(), element.index(), element.span());
    }
    if (argument instanceof Expression.Subscript subscript
        && subscript.base() instanceof Expression.ColumnReference name
        && name.qualifier() == null
        && subscript.index() instanceof Literal.IntLiteral index) {
      return qualifier(
          name.name(),
          new Expression.ElementIndex(false, index.value(), index.span()),
          subscript.span());
    }
    return null;
  }

  private static Expression.Qualifier qualifier(
      Name name, Expression.@Nullable ElementIndex index, Span span) {
    return new Expression.Qualifier(
        new StreamName(StreamName.Kind.PLAIN, name.text(), name.span()), index, span);
  }

  /** The call that SIMILAR TO stands for. */
  static Expression.FunctionCall similarTo(Expression.SimilarTo test) {
    return call(
        new Name("similar_to", test.span()),
        List.of(
            new Argument(null, test.value(), test.value().span()),
            new Argument(null, test.pattern(), test.pattern().span())),
        test.span());
  }

  private static Expression.FunctionCall call(Name name, List<Argument> arguments, Span span) {
    return new Expression.FunctionCall(
        Expression.MatchRows.DEFAULT, null, name, false, false, arguments, null, false, span);
  }

  /** The call that {@code call} stands for, often itself; null for an EXTRACT of no known part. */
  static Expression.@Nullable FunctionCall resolved(Expression.FunctionCall call, Scope scope) {
    if (call.namespace() != null) {
      return call;
    }
    List<Argument> arguments = call.arguments();
    return switch (folded(call.name())) {
      case "extract" -> extract(call);
      case "floor" -> arguments.size() == 2 ? swapped(call, "date_trunc") : call;
      case "ceil", "ceiling" -> arguments.size() == 2 ? swapped(call, "date_ceil") : call;
      case "timestampadd", "timestampdiff" -> withUnit(call, scope);
      default -> call;
    };
  }

  private static Expression.@Nullable FunctionCall extract(Expression.FunctionCall call) {
    if (call.arguments().size() != 2
        || !(call.arguments().get(0).value() instanceof Literal.StringLiteral unit)) {
      return null;
    }
    String function = PARTS.get(unit.value().toLowerCase(Locale.ROOT));
    return function == null ? null : changed(call, function, call.arguments().subList(1, 2));
  }

  private static Expression.FunctionCall swapped(Expression.FunctionCall call, String function) {
    return changed(call, function, List.of(call.arguments().get(1), call.arguments().get(0)));
  }

  private static Expression.FunctionCall withUnit(Expression.FunctionCall call, Scope scope) {
    boolean isBare =
        !call.arguments().isEmpty()
            && call.arguments().get(0).value() instanceof Expression.ColumnReference reference
            && reference.qualifier() == null
            && (CalendarUnit.of(reference.name().text()) != null
                || !scope.has(reference.name().text()));
    if (!isBare) {
      return call;
    }
    Expression word = call.arguments().get(0).value();
    String unit = ((Expression.ColumnReference) word).name().text();
    List<Argument> arguments = new ArrayList<>(call.arguments());
    arguments.set(0, new Argument(null, new Literal.StringLiteral(unit, word.span()), word.span()));
    return changed(call, call.name().text(), arguments);
  }

  private static Expression.FunctionCall changed(
      Expression.FunctionCall call, String name, List<Argument> arguments) {
    return new Expression.FunctionCall(
        call.matchRows(),
        null,
        new Name(name, call.name().span()),
        call.distinct(),
        call.star(),
        arguments,
        call.filter(),
        call.ignoresNulls(),
        call.span());
  }

  private static String folded(Name name) {
    return name.text().toLowerCase(Locale.ROOT);
  }
}
