package io.eventflux.compiler.parse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of {@code ${NAME}} come from. */
@FunctionalInterface
public interface Variables {
  /**
   * The value of a variable.
   *
   * @param name the name between the braces
   * @return the value, null if there is none
   */
  @Nullable String value(String name);

  /**
   * The variables given at deployment, then system properties, then the environment.
   *
   * @param given values by name
   * @return variables that read properties and environment when they are asked
   */
  static Variables of(Map<String, String> given) {
    Map<String, String> copy = Map.copyOf(given);
    return name -> {
      String value = copy.get(name);
      if (value == null && !name.isEmpty()) {
        value = System.getProperty(name);
      }
      return value != null ? value : System.getenv(name);
    };
  }
}
