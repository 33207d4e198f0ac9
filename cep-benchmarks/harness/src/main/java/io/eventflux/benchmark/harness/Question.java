package io.eventflux.benchmark.harness;

/** What is asked of every contestant. Each writes it in its own language. */
public enum Question {
  /** Filter and arithmetic projection: {@code symbol, price * volume, volume}. */
  W1("filter and arithmetic projection, half of the rows pass", 200_000, 1_000_000),
  /** A row for each trade: {@code symbol, average price}. */
  W2("average per symbol over the last 1,000 trades", 200_000, 1_000_000),
  /**
   * Rows when a second ends: {@code symbol, count, sum of volumes, average, minimum and maximum
   * price}.
   */
  W3("count, sum, average, minimum, maximum per symbol and second", 200_000, 1_000_000),
  /** A row a match: {@code symbol, first price, second price}. */
  W5("a price above 300, then 1 percent more, same symbol, within 5 s", 100_000, 1_000_000),
  /** {@link #W3} over the trades with a volume above 500; what files.sh does from file to file. */
  W11("W3 behind the filter of W1", 200_000, 1_000_000);

  private final String title;
  private final int checkCount;
  private final int runCount;

  Question(String title, int checkCount, int runCount) {
    this.title = title;
    this.checkCount = checkCount;
    this.runCount = runCount;
  }

  /** What is computed, in one line. */
  public String title() {
    return title;
  }

  /** Trades over which the answers of contestants are compared. */
  public int checkCount() {
    return checkCount;
  }

  /** Trades of one timed run, unless told otherwise. */
  public int runCount() {
    return runCount;
  }
}
