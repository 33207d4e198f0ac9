package io.eventflux.benchmark.harness;

/**
 * A digest of rows that does not depend on their order: the sum of a 64-bit hash of each row, over
 * all bits of its values. Too slow for timed runs; for the check before them.
 */
public final class AnswerDigest implements Answers {
  private long rowCount;
  private long sum;
  private long row;

  @Override
  public void text(String value) {
    mix(value.hashCode());
  }

  @Override
  public void number(long value) {
    mix(value);
  }

  @Override
  public void number(double value) {
    mix(Double.doubleToRawLongBits(value));
  }

  @Override
  public void endRow() {
    mix(0x656E_64L);
    sum += row;
    row = 0;
    rowCount++;
  }

  /** One step of a multiplicative hash; the shift brings high bits down, where doubles differ. */
  private void mix(long bits) {
    long mixed = (row ^ bits) * 0x9E37_79B9_7F4A_7C15L;
    row = mixed ^ (mixed >>> 29);
  }

  /** Count and digest, to be compared. */
  @Override
  public String toString() {
    return rowCount + " rows, digest " + Long.toHexString(sum);
  }
}
