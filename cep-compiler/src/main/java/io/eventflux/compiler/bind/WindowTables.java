package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Source;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The arguments of window table functions (language 7.2) that cannot be run yet. */
final class WindowTables {
  private static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "tumble", List.of("size", "offset"),
          "hop", List.of("slide", "size", "offset"),
          "cumulate", List.of("step", "max", "offset"),
          "session", List.of("gap"));

  /** The names of all of them, in lower case. */
  static final List<String> NAMES = List.of("tumble", "hop", "cumulate", "session");

  private final BindContext context;

  WindowTables(BindContext context) {
    this.context = context;
  }

  /** Reports what is wrong with the arguments and keys of a function that exists. */
  void check(Source.WindowTable source, RowScope rows) {
    String function = source.function().text().toLowerCase(Locale.ROOT);
    List<String> names = PARAMETERS.getOrDefault(function, List.of());
    ExpressionBinder keys = new ExpressionBinder(context, rows, null, "PARTITION BY");
    source.partitionBy().forEach(keys::typed);
    int requiredCount = names.contains("offset") ? names.size() - 1 : names.size();
    List<@Nullable Argument> given = new ArrayList<>(Collections.nCopies(names.size(), null));
    boolean isFit = source.arguments().size() <= names.size();
    for (int i = 0; isFit && i < source.arguments().size(); i++) {
      Argument argument = source.arguments().get(i);
      int place =
          argument.name() == null
              ? i
              : names.indexOf(argument.name().text().toLowerCase(Locale.ROOT));
      isFit = place >= 0 && given.set(place, argument) == null;
    }
    if (!isFit || given.subList(0, requiredCount).contains(null)) {
      String upper = function.toUpperCase(Locale.ROOT);
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  source.span(),
                  upper + " takes " + String.join(", ", names.subList(0, requiredCount)))
              .fact(
                  "accepted: "
                      + upper
                      + "(TABLE stream, DESCRIPTOR(column), "
                      + String.join(", ", names.subList(0, requiredCount))
                      + (requiredCount < names.size() ? " [, offset])" : ")")));
      return;
    }
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Argument argument = given.get(i);
      millis.add(argument == null ? 0L : millis(argument, names.get(i)));
    }
    Argument last = given.get(1 < given.size() ? 1 : 0);
    boolean isUneven =
        function.equals("cumulate")
            && millis.get(0) > 0
            && millis.get(1) > 0
            && millis.get(1) % millis.get(0) != 0;
    if (isUneven && last != null) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          last.value().span(),
          "the largest window must be a multiple of the step");
    }
  }

  /** Milliseconds of a parameter; -1 after a report. */
  private long millis(Argument argument, String parameter) {
    ExpressionBinder binder =
        new ExpressionBinder(context, new RowScope(context, List.of()), null, "a window parameter");
    RexNode value = binder.typed(argument.value());
    if (value == null) {
      return -1;
    }
    RexNode constant = context.fold(value);
    Type type = Expressions.type(constant);
    boolean isDuration = type.isInteger() || type == Type.INTERVAL;
    if (!isDuration || !Expressions.isConstant(constant)) {
      context.report(
          isDuration ? DiagnosticCode.WINDOW_PARAM_NOT_CONSTANT : DiagnosticCode.NO_OVERLOAD,
          argument.value().span(),
          "'" + parameter + "' must be a constant duration");
      return -1;
    }
    long millis = Expressions.value(constant) instanceof Number number ? number.longValue() : 0;
    if (millis <= 0 && !parameter.equals("offset")) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          argument.value().span(),
          "'" + parameter + "' must be greater than zero");
      return -1;
    }
    return millis;
  }
}
