package io.eventflux.compiler;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.compiler.codegen.GeneratedKernels;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.core.plan.AppPlan;
import io.eventflux.query.ast.App;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The straight line from a text to an app that can be run: parse, bind, plan, rewrite, lower,
 * generate. Errors of the text are diagnostics. Immutable; any thread.
 */
public final class EventFluxCompiler {
  private final Catalogs catalogs;
  private final Map<String, String> variables;
  private final Consumer<CompileStep> observer;

  private EventFluxCompiler(
      Catalogs catalogs, Map<String, String> variables, Consumer<CompileStep> observer) {
    this.catalogs = catalogs;
    this.variables = variables;
    this.observer = observer;
  }

  /** A compiler that knows the functions, windows and connectors on the class path. */
  public static EventFluxCompiler installed() {
    return new EventFluxCompiler(Catalogs.installed(), Map.of(), step -> {});
  }

  /** This compiler with other catalogs. */
  public EventFluxCompiler withCatalogs(Catalogs other) {
    return new EventFluxCompiler(other, variables, observer);
  }

  /** What a text can name. */
  public Catalogs catalogs() {
    return catalogs;
  }

  /** This compiler with values for {@code ${NAME}}, asked before properties and environment. */
  public EventFluxCompiler withVariables(Map<String, String> given) {
    return new EventFluxCompiler(catalogs, Map.copyOf(given), observer);
  }

  /**
   * This compiler with somebody who is told of the end of each step, in the thread that compiles:
   * the compiler reads no clock itself.
   */
  public EventFluxCompiler observedBy(Consumer<CompileStep> other) {
    return new EventFluxCompiler(catalogs, variables, other);
  }

  /**
   * Compiles a text, kernels included: what comes out needs no compiler to start.
   *
   * @param name what messages call the text, usually a file name
   */
  public Compilation compile(String name, String text) {
    return compile(new SourceText(name, text));
  }

  /**
   * Compiles a tree, for example one that was built by {@code query.builder}. A tree has no places;
   * so it is printed, and messages point into the printed text, which they show.
   *
   * @param name what messages call the text
   * @param app the tree
   * @throws IllegalArgumentException if a statement of it was refused when it was read, if it is
   *     nested deeper than any text may be, or if no text says what it says
   */
  public Compilation compile(String name, App app) {
    BuiltTree.checkDepth(app);
    SourceText source = new SourceText(name, Printer.print(app));
    ParsedApp parsed = EventFluxParser.parse(source, Variables.of(variables));
    if (parsed.diagnostics().isEmpty()) {
      BuiltTree.checkSame(app, parsed.app());
    }
    return compile(parsed);
  }

  /** As {@link #compile(String, String)}. */
  public Compilation compile(SourceText source) {
    return compile(EventFluxParser.parse(source, Variables.of(variables)));
  }

  private Compilation compile(ParsedApp parsed) {
    observer.accept(CompileStep.PARSE);
    GeneratedKernels kernels = new GeneratedKernels();
    try {
      PlanResult planned = PlanCompiler.plan(parsed, catalogs, observer);
      AppPlan plan = planned.plan();
      if (plan != null) {
        kernels.warm(plan);
        observer.accept(CompileStep.CODE);
      }
      return new Compilation(parsed, catalogs, variables, plan, kernels, planned.diagnostics());
    } catch (StackOverflowError tooDeep) {
      // The parser bounds nesting; what is left are chains of thousands of operators.
      List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
      diagnostics.add(
          Diagnostic.of(
              DiagnosticCode.TOO_COMPLEX,
              Span.NONE,
              "an expression has too many operators in a row to be compiled"));
      return new Compilation(parsed, catalogs, variables, null, kernels, diagnostics);
    }
  }
}
