package io.eventflux.core.function.aggregate;

import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;

/**
 * The exact sum of any doubles, as a fixed-point number that spans their whole range: the small
 * superaccumulator of R. M. Neal, "Fast exact summation using small and large superaccumulators",
 * 2015, section 2. Adding costs a few operations, whatever the values; rounding is linear in the
 * limbs between the smallest and the greatest bit.
 *
 * <pre>
 *   value = sum of limbs[i] * 2^(32 i - 1074)       limbs are signed and may overlap until carried
 * </pre>
 *
 * NaNs and infinities are counted apart, so that they can leave again.
 */
final class ExactSum {
  /** 2046 bit positions of the smallest bit, 53 bits above, and room for the carry of 2^63 sums. */
  private static final int LIMB_COUNT = 68;

  private static final int LOWEST_EXPONENT = 1074;
  private static final int LIMB_OF_ONE = LOWEST_EXPONENT / 32;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;

  /** Each addition changes a limb by less than 2^32, so a limb cannot overflow before this many. */
  private static final int ADDITIONS_MAX = 1 << 30;

  private final long[] limbs = new long[LIMB_COUNT];

  /** Limbs outside of [lowest, highest] are zero. */
  private int lowest = LIMB_OF_ONE;

  private int highest = LIMB_OF_ONE;
  private int additions;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  /**
   * Adds {@code value}, or takes it away.
   *
   * @param direction 1 or -1
   */
  void add(double value, int direction) {
    if (Double.isNaN(value)) {
      nans += direction;
    } else if (value == Double.POSITIVE_INFINITY) {
      positiveInfinities += direction;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negativeInfinities += direction;
    } else if (value != 0.0) {
      addFinite(value, direction);
    }
  }

  private void addFinite(double value, int direction) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
    int position = 0;
    if (exponent != 0) {
      mantissa |= 0x10_0000_0000_0000L;
      position = exponent - 1;
    }
    int limb = position >> 5;
    int shift = position & 31;
    long sign = bits < 0 ? -direction : direction;
    limbs[limb] += sign * (mantissa << shift & LIMB_MASK);
    limbs[limb + 1] += sign * (mantissa >>> (32 - shift) & LIMB_MASK);
    limbs[limb + 2] += sign * (mantissa >>> 32 >>> (32 - shift));
    lowest = Math.min(lowest, limb);
    highest = Math.max(highest, limb + 2);
    if (++additions == ADDITIONS_MAX) {
      carry();
    }
  }

  /** The double nearest to the sum, ties to even. */
  double value() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    if (positiveInfinities > 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (negativeInfinities > 0) {
      return Double.NEGATIVE_INFINITY;
    }
    carry();
    if (limbs[highest] >= 0) {
      return magnitude();
    }
    negate();
    carry();
    double magnitude = magnitude();
    negate();
    return -magnitude;
  }

  /** Rounds a sum that is not negative and has been carried. */
  private double magnitude() {
    int top = highest;
    while (limbs[top] == 0) {
      if (top-- == lowest) {
        return 0.0;
      }
    }
    int bitCount = 64 - Long.numberOfLeadingZeros(limbs[top]);
    long below = top >= 2 ? limbs[top - 2] : 0;
    long leading =
        (limbs[top] << 32 | (top >= 1 ? limbs[top - 1] : 0)) << (32 - bitCount)
            | below >>> bitCount;
    long mantissa = leading >>> 11;
    long rest = leading & 0x7FF;
    if (rest > 0x400
        || (rest == 0x400
            && ((mantissa & 1) != 0
                || (below & (1L << bitCount) - 1) != 0
                || hasBitsBelow(top - 2)))) {
      mantissa++;
    }
    // All sums are multiples of the smallest double, so scaling rounds no second time.
    return Math.scalb((double) mantissa, 32 * top + bitCount - 53 - LOWEST_EXPONENT);
  }

  private boolean hasBitsBelow(int limb) {
    for (int i = lowest; i < limb; i++) {
      if (limbs[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Brings all limbs but the highest into [0, 2^32); that one carries the sign, in 32 bits. */
  private void carry() {
    additions = 0;
    long carry = 0;
    for (int i = lowest; i < highest; i++) {
      long limb = limbs[i] + carry;
      limbs[i] = limb & LIMB_MASK;
      carry = limb >> 32;
    }
    long top = limbs[highest] + carry;
    if (top != (int) top) {
      limbs[highest++] = top & LIMB_MASK;
      top >>= 32;
    }
    limbs[highest] = top;
  }

  private void negate() {
    for (int i = lowest; i <= highest; i++) {
      limbs[i] = -limbs[i];
    }
  }

  void snapshot(StateWriter writer) {
    carry();
    for (long limb : limbs) {
      writer.putLong(limb);
    }
    writer.putInt(lowest);
    writer.putInt(highest);
    writer.putLong(nans);
    writer.putLong(positiveInfinities);
    writer.putLong(negativeInfinities);
  }

  void restore(StateReader reader) {
    for (int i = 0; i < LIMB_COUNT; i++) {
      limbs[i] = reader.getLong();
    }
    lowest = reader.getInt();
    highest = reader.getInt();
    if (lowest < 0 || highest < 0 || lowest >= LIMB_COUNT || highest >= LIMB_COUNT) {
      throw new StateFormatException("an exact sum of limbs " + lowest + " to " + highest);
    }
    nans = reader.getLong();
    positiveInfinities = reader.getLong();
    negativeInfinities = reader.getLong();
    additions = 0;
  }
}
