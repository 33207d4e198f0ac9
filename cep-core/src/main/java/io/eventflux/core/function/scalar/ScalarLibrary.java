package io.eventflux.core.function.scalar;

import io.eventflux.core.function.FunctionProvider;
import java.util.ArrayList;
import java.util.List;

/** All scalar functions of the house. Stateless; any thread. */
public final class ScalarLibrary implements FunctionProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ScalarLibrary() {}

  @Override
  public List<ScalarFunction> functions() {
    List<ScalarFunction> functions = new ArrayList<>();
    functions.addAll(StringFunctions.functions());
    functions.addAll(NumberFunctions.functions());
    functions.addAll(ExtremeFunctions.functions());
    functions.addAll(TextFunctions.functions());
    functions.addAll(RegexFunctions.functions());
    functions.addAll(MathFunctions.functions());
    functions.addAll(BinaryFunctions.functions());
    functions.addAll(ListFunctions.functions());
    functions.addAll(MapFunctions.functions());
    functions.addAll(JsonFunctions.functions());
    functions.addAll(TimeFunctions.functions());
    functions.addAll(DateTextFunctions.functions());
    return List.copyOf(functions);
  }

  @Override
  public List<Aggregate> aggregates() {
    return List.of();
  }
}
