package io.eventflux.core.state;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Equality of objects as keys: by value, decimals without regard to trailing zeros, byte strings by
 * content.
 */
final class KeyValues {
  private KeyValues() {}

  static int hash(Object value) {
    if (value instanceof String text) {
      return text.hashCode();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? 0 : decimal.stripTrailingZeros().hashCode();
    }
    return value.hashCode();
  }

  static boolean equal(Object value, @Nullable Object other) {
    if (value instanceof String text) {
      return text.equals(other);
    }
    if (value instanceof BigDecimal decimal && other instanceof BigDecimal otherDecimal) {
      return decimal.compareTo(otherDecimal) == 0;
    }
    return value.equals(other);
  }
}
