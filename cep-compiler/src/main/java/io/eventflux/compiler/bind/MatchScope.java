package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The names inside MATCH_RECOGNIZE: variables of the pattern with the columns of its input, and the
 * functions that go from row to row (language 7.4). One thread.
 */
final class MatchScope implements Scope {
  private static final Set<String> NAVIGATION = Set.of("first", "last", "prev", "next");
  private static final Set<String> FUNCTIONS =
      Set.of("first", "last", "prev", "next", "classifier", "match_number", "match_rowtime");

  private final BindContext context;
  private final Set<String> variables;
  private final RowScope rows;
  private final boolean isCondition;
  private @Nullable Set<String> used;

  /**
   * The names of one clause.
   *
   * @param variables the variables of PATTERN and SUBSET
   * @param rows the columns of the input
   * @param isCondition whether the clause is DEFINE
   */
  MatchScope(BindContext context, Set<String> variables, RowScope rows, boolean isCondition) {
    this.context = context;
    this.variables = variables;
    this.rows = rows;
    this.isCondition = isCondition;
  }

  /** The report of a name that is no variable. */
  static Diagnostic unknown(String name, Span span, Set<String> variables) {
    return Diagnostic.of(
            DiagnosticCode.UNKNOWN_VARIABLE, span, "'" + name + "' is no variable of PATTERN")
        .fact("variables: " + String.join(", ", variables))
        .didYouMean(name, variables);
  }

  @Override
  public @Nullable RexNode resolve(Expression.ColumnReference reference) {
    Expression.Qualifier qualifier = reference.qualifier();
    if (qualifier == null) {
      note("");
      return rows.resolve(reference);
    }
    String name = qualifier.name().name();
    if (!variables.contains(name)) {
      context.report(unknown(name, qualifier.name().span(), variables));
      return null;
    }
    if (qualifier.index() != null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.INDEX_NOT_ALLOWED,
                  qualifier.index().span(),
                  "a variable of PATTERN takes no index")
              .suggest("write FIRST(" + name + "." + reference.name() + ", n), or LAST"));
      return null;
    }
    note(name);
    return rows.resolve(new Expression.ColumnReference(null, reference.name(), reference.span()));
  }

  @Override
  public @Nullable RexNode time(Expression.Qualifier qualifier) {
    String name = qualifier.name().name();
    if (!variables.contains(name)) {
      context.report(unknown(name, qualifier.name().span(), variables));
      return null;
    }
    note(name);
    return context.opaque(Type.LONG);
  }

  @Override
  public boolean has(String name) {
    return rows.has(name);
  }

  /** How many rows a variable has; null if there is no such variable, which has been reported. */
  @Nullable RexNode count(Name variable) {
    if (!variables.contains(variable.text())) {
      context.report(unknown(variable.text(), variable.span(), variables));
      return null;
    }
    note(variable.text());
    return context.opaque(Type.LONG);
  }

  private void note(String variable) {
    if (used != null) {
      used.add(variable);
    }
  }

  /** Notes from here on which variables are used: an aggregate begins. */
  void beginAggregate() {
    used = new TreeSet<>();
  }

  /** Reports an aggregate whose arguments are of several variables. */
  void endAggregate(Expression.FunctionCall call) {
    Set<String> inside = used == null ? Set.of() : used;
    used = null;
    if (inside.size() > 1) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.MIXED_VARIABLES,
                  call.span(),
                  "this aggregate goes over rows of several variables")
              .fact(
                  "variables: "
                      + String.join(
                          ", ",
                          inside.stream()
                              .map(name -> name.isEmpty() ? "all rows (no variable)" : name)
                              .toList()))
              .suggest("write one aggregate for each variable"));
    }
  }

  /** Whether a function goes from row to row here. */
  boolean navigates(String function) {
    return FUNCTIONS.contains(function.toLowerCase(Locale.ROOT));
  }

  /** The value of a function that goes from row to row. */
  @Nullable RexNode navigate(Expression.FunctionCall call, ExpressionBinder binder) {
    String name = call.name().text().toLowerCase(Locale.ROOT);
    int count = call.arguments().size();
    if (!NAVIGATION.contains(name)) {
      call.arguments().stream()
          .filter(argument -> !isVariable(argument.value()))
          .forEach(argument -> binder.bind(argument.value()));
      return context.opaque(
          name.equals("classifier")
              ? Type.STRING
              : name.equals("match_number") ? Type.LONG : Type.TIMESTAMP);
    }
    if (isCondition && name.equals("next")) {
      context.report(
          DiagnosticCode.NEXT_IN_DEFINE,
          call.span(),
          "a condition is decided when its row comes, and the next row is not known then");
    }
    if (count < 1 || count > 2) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.NO_OVERLOAD,
                  call.span(),
                  "'" + call.name() + "' does not take " + RowsBinder.count(count, "argument"))
              .fact("accepted: " + call.name() + "(any [, n])"));
      return null;
    }
    RexNode value = binder.bind(call.arguments().get(0).value());
    if (count == 2) {
      Expression distance = call.arguments().get(1).value();
      RexNode bound = binder.typed(distance);
      RexNode constant = bound == null ? null : context.fold(bound);
      boolean isFit =
          constant == null
              || (Expressions.isConstant(constant) && Expressions.type(constant).isInteger());
      if (!isFit) {
        context.report(
            DiagnosticCode.BAD_ARGUMENT,
            distance.span(),
            "the number of rows must be a constant whole number");
      }
    }
    boolean isTyped = value != null && !ExpressionBinder.isUntypedNull(value);
    return isTyped && value != null ? context.opaque(Expressions.type(value)) : null;
  }

  private boolean isVariable(Expression expression) {
    return expression instanceof Expression.ColumnReference reference
        && reference.qualifier() == null
        && variables.contains(reference.name().text());
  }
}
