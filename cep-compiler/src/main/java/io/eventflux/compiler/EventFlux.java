package io.eventflux.compiler;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.FunctionTable;
import io.eventflux.query.ast.App;
import io.eventflux.query.diagnostic.CompileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The engine inside a Java program. Settings first, then any number of apps:
 *
 * <pre>{@code
 * EventFlux engine = EventFlux.engine().register(MyFunctions.class);
 * try (EventFluxApp app = engine.compile(text)) {
 *   app.subscribe("Alerts", row -> System.out.println(row.text("symbol")));
 *   app.start();
 *   app.input("Trades").send("IBM", 12.5, 100L);
 * }
 * }</pre>
 *
 * Settings made after an app was compiled hold for later ones. One thread at a time; the apps are
 * independent of each other.
 */
public final class EventFlux {
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Class<?>> functionOwners = new HashMap<>();
  private final List<FunctionProvider.ScalarFunction> functions = new ArrayList<>();
  private RuntimeOptions options = RuntimeOptions.defaults();

  private EventFlux() {}

  /**
   * An engine with the functions, windows and connectors on the class path. Its apps run on the
   * thread that sends, and {@code send} returns after all its effects.
   */
  public static EventFlux engine() {
    return new EventFlux();
  }

  /**
   * Makes every public static method of {@code owner} a function under its own name, in any case.
   * Overloads are one function. Types are boolean, int, long, float, double, their boxes, String
   * and {@link java.math.BigDecimal}; a method with a boxed or {@code @Nullable} parameter sees
   * NULL as null, any other is not called for NULL and gives NULL. A null result is NULL. A method
   * that throws sets its event aside.
   *
   * @throws IllegalArgumentException with one sentence if a method cannot be a function, or another
   *     registered class has one of the same name
   */
  public EventFlux register(Class<?> owner) {
    List<FunctionProvider.ScalarFunction> added = FunctionTable.ofUserClass(owner);
    for (FunctionProvider.ScalarFunction function : added) {
      String name = function.descriptor().name();
      Class<?> other = functionOwners.get(name.toLowerCase(Locale.ROOT));
      if (other != null) {
        throw new IllegalArgumentException(
            "function '"
                + name
                + "' of class "
                + owner.getName()
                + " is registered already, by class "
                + other.getName());
      }
    }
    for (FunctionProvider.ScalarFunction function : added) {
      functionOwners.put(function.descriptor().name().toLowerCase(Locale.ROOT), owner);
    }
    functions.addAll(added);
    return this;
  }

  /** Gives {@code ${name}} in texts a value; it goes before properties and environment. */
  public EventFlux variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Changes how apps run: threads, clock, ring size, error listener. */
  public EventFlux options(UnaryOperator<RuntimeOptions> change) {
    options = change.apply(options);
    return this;
  }

  /**
   * Compiles a text and makes its app ready to start.
   *
   * @throws CompileException if the text has errors; its message shows all of them with their
   *     places
   * @throws IllegalArgumentException with one sentence if a connector refuses its options
   */
  public EventFluxApp compile(String text) {
    return new EventFluxApp(compiler().compile("app.eventflux", text), options);
  }

  /**
   * Compiles a tree that was built in Java, see {@link io.eventflux.query.builder.Syntax}, and
   * makes its app ready to start.
   *
   * @throws CompileException if the app has errors; its message shows all of them in the text that
   *     the tree prints as
   * @throws IllegalArgumentException with one sentence if a connector refuses its options
   */
  public EventFluxApp compile(App app) {
    return new EventFluxApp(compiler().compile("app.eventflux", app), options);
  }

  /**
   * Compiles a file; relative paths in it count from its folder.
   *
   * @throws IOException if it cannot be read
   * @throws CompileException if the text has errors; its message shows all of them with their
   *     places
   * @throws IllegalArgumentException with one sentence if a connector refuses its options
   */
  public EventFluxApp compile(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    RuntimeOptions inFolder = folder == null ? options : options.withFolder(folder);
    Path name = file.getFileName();
    return new EventFluxApp(
        compiler().compile(name == null ? "" : name.toString(), Files.readString(file)), inFolder);
  }

  /** The compiler with these settings. */
  public EventFluxCompiler compiler() {
    EventFluxCompiler compiler = EventFluxCompiler.installed().withVariables(variables);
    if (functions.isEmpty()) {
      return compiler;
    }
    Catalogs catalogs = compiler.catalogs();
    return compiler.withCatalogs(
        catalogs.withFunctions(catalogs.functions().with(new UserFunctions(functions))));
  }

  /** What the user registered. */
  private record UserFunctions(List<ScalarFunction> functions) implements FunctionProvider {
    UserFunctions {
      functions = List.copyOf(functions);
    }

    @Override
    public List<Aggregate> aggregates() {
      return List.of();
    }
  }
}
