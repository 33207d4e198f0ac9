package io.eventflux.benchmark.harness;

/**
 * Answers to a few trades, for the tests of contestants: each engine has a class path of its own,
 * so that a test cannot ask two of them. The loops by hand gave them, and tests keep it so.
 */
public final class KnownAnswers {
  /** Trades that are sent. */
  public static final int TRADE_COUNT = 30_000;

  /** Trades that are made: the last third of those sent is the first third of these again. */
  public static final int ROUND_COUNT = 20_000;

  private static final long SEED = 7;

  private KnownAnswers() {}

  /** Count and digest, as {@link Trial#check} gives them. */
  public static String to(Question question) {
    return switch (question) {
      case W1 -> "15043 rows, digest 902e063f33fb0915";
      case W2 -> "30000 rows, digest 909d1ce47bb56883";
      case W3 -> "2736 rows, digest 29f7c3f776cf94e7";
      case W5 -> "6491 rows, digest 4ac2996b1f8c86d0";
      case W11 -> "2274 rows, digest a16ebbed5cb3847a";
    };
  }

  /**
   * What a contestant answers.
   *
   * @throws Exception if the engine refuses the question
   */
  public static String of(Question question, Entrant entrant, Contestant.Factory factory)
      throws Exception {
    TradeColumns trades = TradeColumns.generate(ROUND_COUNT, SEED);
    return Trial.check(question, entrant, factory, trades, TRADE_COUNT);
  }
}
