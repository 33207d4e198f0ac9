package io.eventflux.core.plan;

import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A static Java method behind a function name. A parameter of primitive Java type is never given
 * SQL NULL: with a NULL argument the call is skipped and the result is NULL (the strict rule).
 * Where {@code strict} is false parameters are boxed or references, and SQL NULL arrives as Java
 * null. A Java null result is SQL NULL. A first Java parameter that is a {@link
 * io.eventflux.core.function.CallMemory} is no argument: each call in a kernel passes its own.
 *
 * @param name the function name for messages
 * @param method a public static method of a public class
 * @param parameters SQL types of the parameters; the last one repeats when the method is variadic
 *     (takes an array)
 * @param returns SQL type of the result
 * @param strict true: any NULL argument gives NULL without a call
 * @param fallible true: the method may throw, and a row for which it does is reported and left out
 */
public record FunctionBinding(
    String name,
    Method method,
    List<Type> parameters,
    Type returns,
    boolean strict,
    boolean fallible) {
  /** Copies the parameter list. */
  public FunctionBinding {
    parameters = List.copyOf(parameters);
  }
}
