package io.eventflux.benchmark.harness;

/**
 * What timed runs do with answers: count the rows and add up the bits of every value. It reads
 * everything and costs little.
 */
public final class AnswerSum implements Answers {
  private long rowCount;
  private long sum;

  @Override
  public void text(String value) {
    sum += value.hashCode();
  }

  @Override
  public void number(long value) {
    sum += value;
  }

  @Override
  public void number(double value) {
    sum += Double.doubleToRawLongBits(value);
  }

  @Override
  public void endRow() {
    rowCount++;
  }

  @Override
  public String toString() {
    return rowCount + " rows, sum " + Long.toHexString(sum);
  }
}
