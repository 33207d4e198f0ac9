package io.eventflux.compiler.bind;

import io.eventflux.compiler.logical.Expressions;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Name;
import io.eventflux.query.catalog.WindowDescriptor;
import io.eventflux.query.catalog.WindowDescriptor.Kind;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Windows of language 4.4: names, signatures and arguments. One thread. */
final class WindowBinder {
  private final BindContext context;

  WindowBinder(BindContext context) {
    this.context = context;
  }

  /** A window with arguments that fit. */
  record Bound(
      WindowDescriptor descriptor, List<RexNode> arguments, Span name, String written, Span span) {
    /** Whether it looks at the clock. */
    boolean isTimed() {
      return descriptor.signatures().stream()
          .anyMatch(signature -> signature.stream().anyMatch(p -> p.kind() == Kind.DURATION));
    }
  }

  /** The window, or null after a report. */
  @Nullable Bound bind(
      @Nullable Name namespace, Name name, List<Argument> arguments, Span span, Scope scope) {
    String written = (namespace == null ? "" : namespace.text() + ":") + name.text();
    // With a slide it is another window.
    boolean hops = written.equalsIgnoreCase("sliding") && arguments.size() > 1;
    WindowDescriptor descriptor = context.catalogs().windows().window(hops ? "hopping" : written);
    if (descriptor == null) {
      context.report(unknown(namespace, name, written, span));
      return null;
    }
    boolean isNamed = false;
    for (Argument argument : arguments) {
      if (argument.name() != null) {
        isNamed = true;
        context.report(
            DiagnosticCode.NO_OVERLOAD,
            argument.name().span(),
            "the arguments of window '" + written + "' have places, not names");
      }
    }
    List<RexNode> values = values(arguments, scope);
    if (isNamed) {
      return null;
    }
    return values == null ? null : fit(descriptor, name, written, arguments, values, span);
  }

  /** Says that there is no such window; without {@code window.} it may be a stream function. */
  private Diagnostic unknown(@Nullable Name namespace, Name name, String written, Span span) {
    String whole = context.source().slice(span).toLowerCase(Locale.ROOT).replace(" ", "");
    boolean isWindow = !whole.startsWith("#") || whole.startsWith("#window.");
    Diagnostic unknown =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_WINDOW,
            isWindow || namespace == null ? name.span() : namespace.span().to(name.span()),
            "there is no window " + (isWindow ? "" : "or stream function ") + "'" + written + "'");
    if (written.equalsIgnoreCase("window")) {
      return unknown.suggest("say which window: #window.length(10), #window.time(5 sec)");
    }
    List<String> known = new ArrayList<>(context.catalogs().windows().names());
    if (isWindow) {
      return unknown.didYouMean(written, known);
    }
    if (namespace != null && context.catalogs().windows().window(name.text()) != null) {
      return unknown.suggest("did you mean '#window." + name.text() + "'?");
    }
    context.catalogs().functions().streamFunctions().forEach(each -> known.add(each.name()));
    List<String> elsewhere =
        known.stream()
            .filter(each -> each.toLowerCase(Locale.ROOT).endsWith(":" + lower(name)))
            .map(each -> "'" + each + "'")
            .toList();
    if (namespace == null && !elsewhere.isEmpty()) {
      return unknown.suggest("did you mean " + String.join(" or ", elsewhere) + "?");
    }
    return unknown.didYouMean(written, known);
  }

  private static String lower(Name name) {
    return name.text().toLowerCase(Locale.ROOT);
  }

  private @Nullable List<RexNode> values(List<Argument> arguments, Scope scope) {
    ExpressionBinder binder = new ExpressionBinder(context, scope, null, "a window parameter");
    List<RexNode> values = new ArrayList<>();
    for (Argument argument : arguments) {
      RexNode value = binder.typed(argument.value());
      if (value != null) {
        values.add(context.fold(value));
      }
    }
    return values.size() < arguments.size() ? null : values;
  }

  private @Nullable Bound fit(
      WindowDescriptor descriptor,
      Name name,
      String written,
      List<Argument> arguments,
      List<RexNode> values,
      Span span) {
    for (List<WindowDescriptor.Parameter> signature : descriptor.signatures()) {
      if (fits(signature, values)) {
        List<RexNode> checked = checked(descriptor, signature, arguments, values);
        return checked == null ? null : new Bound(descriptor, checked, name.span(), written, span);
      }
    }
    String given =
        values.stream()
            .map(value -> Expressions.type(value).sqlName())
            .collect(Collectors.joining(", ", "(", ")"));
    String accepted =
        descriptor.signatures().stream()
            .map(signature -> written + list(signature))
            .collect(Collectors.joining(", "));
    context.report(
        Diagnostic.of(
                DiagnosticCode.NO_OVERLOAD, span, "window '" + written + "' does not take " + given)
            .fact("accepted: " + accepted));
    return null;
  }

  private static String list(List<WindowDescriptor.Parameter> signature) {
    return signature.stream()
        .map(parameter -> parameter.name() + " " + parameter.kind().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static boolean fits(List<WindowDescriptor.Parameter> signature, List<RexNode> values) {
    boolean isRepeated = !signature.isEmpty() && signature.get(signature.size() - 1).repeated();
    if (isRepeated ? values.size() < signature.size() : values.size() != signature.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      Type type = Expressions.type(values.get(i));
      boolean fits =
          switch (parameter(signature, i).kind()) {
            case COUNT -> type.isInteger();
            case DURATION, START -> type.isInteger() || type == Type.INTERVAL;
            case FLAG -> type == Type.BOOL;
            case TEXT -> type == Type.STRING;
            case NUMBER -> type.isNumeric();
            case ATTRIBUTE, VALUE -> true;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static WindowDescriptor.Parameter parameter(
      List<WindowDescriptor.Parameter> signature, int index) {
    return signature.get(Math.min(index, signature.size() - 1));
  }

  private @Nullable List<RexNode> checked(
      WindowDescriptor descriptor,
      List<WindowDescriptor.Parameter> signature,
      List<Argument> arguments,
      List<RexNode> values) {
    List<RexNode> checked = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      RexNode value =
          argument(descriptor, parameter(signature, i), arguments.get(i).value(), values.get(i));
      if (value != null) {
        checked.add(value);
      }
    }
    return checked.size() < values.size() ? null : checked;
  }

  private @Nullable RexNode argument(
      WindowDescriptor descriptor,
      WindowDescriptor.Parameter parameter,
      Expression expression,
      RexNode value) {
    if (parameter.kind() == Kind.ATTRIBUTE) {
      if (!(value instanceof RexInputRef)) {
        context.report(
            DiagnosticCode.NO_OVERLOAD,
            expression.span(),
            "parameter '" + parameter.name() + "' must be a column");
        return null;
      }
      return value;
    }
    if (parameter.kind() == Kind.VALUE) {
      return value;
    }
    if (!Expressions.isConstant(value)) {
      context.report(
          DiagnosticCode.WINDOW_PARAM_NOT_CONSTANT,
          expression.span(),
          "parameter '" + parameter.name() + "' must be a constant");
      return null;
    }
    Object constant = Expressions.value(value);
    if (descriptor.name().equals("cron") && constant instanceof String text) {
      OtherDefinitions.reportCron(context, text, expression.span());
    }
    if (parameter.kind() == Kind.FLAG || parameter.kind() == Kind.TEXT) {
      return value;
    }
    if (!(constant instanceof Number number) || number.longValue() < 0) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          expression.span(),
          "parameter '" + parameter.name() + "' must not be negative");
      return null;
    }
    // A batch that ends as soon as it begins would flush for ever.
    boolean isEmpty =
        parameter.kind() == Kind.DURATION && !descriptor.sliding() && number.longValue() == 0;
    boolean isHuge = parameter.kind() == Kind.COUNT && number.longValue() > Integer.MAX_VALUE;
    if (isEmpty || isHuge) {
      context.report(
          DiagnosticCode.BAD_WINDOW_PARAM,
          expression.span(),
          "parameter '"
              + parameter.name()
              + (isEmpty ? "' must be greater than zero" : "' is greater than 2147483647"));
      return null;
    }
    return context.expressions().constant(number.longValue(), Type.LONG);
  }
}
