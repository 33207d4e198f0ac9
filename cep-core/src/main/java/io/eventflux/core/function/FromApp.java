package io.eventflux.core.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks a parameter of a function that the user does not write: the app gives it. Such parameters
 * come behind a {@link CallMemory} and in front of all others, and are never NULL.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface FromApp {
  /** What the app gives. */
  Fact value();

  /** What an app can tell a function. */
  enum Fact {
    /** The clock of the app (language 3.2), a {@code long} of epoch milliseconds. */
    CLOCK,
    /**
     * The time zone of the app, a {@code String} that {@link java.time.ZoneId} reads. Where an
     * overload takes a DATE or TIME, which have no zone, it is UTC.
     */
    TIME_ZONE
  }

  /** Reads what is marked. */
  final class Parameters {
    private Parameters() {}

    /** What {@code method} wants to be told, in the order of its parameters. */
    public static List<Fact> of(Method method) {
      List<Fact> facts = new ArrayList<>();
      for (java.lang.annotation.Annotation[] annotations : method.getParameterAnnotations()) {
        for (java.lang.annotation.Annotation annotation : annotations) {
          if (annotation instanceof FromApp fromApp) {
            facts.add(fromApp.value());
          }
        }
      }
      return List.copyOf(facts);
    }

    /** How many Java parameters stand in front of those that the user writes. */
    public static int countBeforeWritten(Method method) {
      return CallMemory.count(method) + of(method).size();
    }
  }
}
