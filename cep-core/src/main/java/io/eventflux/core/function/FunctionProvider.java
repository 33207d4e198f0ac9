package io.eventflux.core.function;

import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds functions and aggregates; found by {@link java.util.ServiceLoader}. Stateless; any thread.
 */
public interface FunctionProvider {
  /** The scalar functions. */
  List<ScalarFunction> functions();

  /** The aggregate functions. */
  List<Aggregate> aggregates();

  /**
   * A scalar function and the code behind it.
   *
   * @param methods one public static method per signature of the descriptor, in its order; see
   *     {@code FunctionBinding} for how arguments and results are passed. Where a signature says
   *     OBJECT and the method takes a String, any value is passed as its text
   * @param strict any NULL argument gives NULL without a call
   * @param fallible whether the methods may throw; the row is then set aside
   * @param checks what constant arguments must be like
   */
  record ScalarFunction(
      FunctionDescriptor descriptor,
      List<Method> methods,
      boolean strict,
      boolean fallible,
      List<ConstantCheck> checks) {
    /** Copies the lists. */
    public ScalarFunction {
      methods = List.copyOf(methods);
      checks = List.copyOf(checks);
    }
  }

  /**
   * A demand on an argument that the compiler makes where the argument is constant and not NULL.
   *
   * @param overload the signature it holds for, from 0; {@link #ALL}: every one
   * @param argument which one, from 0
   * @param problem gives a sentence for the user about a value that cannot work, or null; other
   *     overloads may pass values of other types
   */
  record ConstantCheck(int overload, int argument, Function<Object, @Nullable String> problem) {
    /** In place of one overload. */
    public static final int ALL = -1;

    /** Whether it is about argument {@code index} of signature {@code chosen}. */
    public boolean isFor(int chosen, int index) {
      return (overload == ALL || overload == chosen) && argument == index;
    }
  }

  /**
   * An aggregate and the code behind it: one {@link AggregateFunction} per signature of the
   * descriptor, in its order.
   */
  record Aggregate(AggregateDescriptor descriptor, List<AggregateFunction> overloads) {
    /** Copies the list. */
    public Aggregate {
      overloads = List.copyOf(overloads);
    }
  }
}
