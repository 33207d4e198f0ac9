package io.eventflux.benchmark.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of trades, and what engines have made of them. Commands:
 *
 * <pre>
 *   make csv|json FILE MEGABYTES   trades of the same seed, again and again, each round later; no header
 *   digest FILE                    rows and digest of answers in CSV, to be compared
 * </pre>
 */
public final class TradeFiles {
  private static final long SEED = 42;
  private static final int ROUND_COUNT = 1_000_000;

  private TradeFiles() {}

  /** Does what {@code args} say. */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "make" -> make(args[1].equals("json"), Path.of(args[2]), Long.parseLong(args[3]));
      case "digest" -> System.out.println(digest(Path.of(args[1])));
      default -> throw new IllegalArgumentException("there is no command '" + args[0] + "'");
    }
  }

  /** Writes lines until there are {@code megabytes} times 10^6 bytes. */
  static void make(boolean isJson, Path path, long megabytes) throws IOException {
    TradeColumns trades = TradeColumns.generate(ROUND_COUNT, SEED);
    long left = megabytes * 1_000_000;
    long shiftMillis = 0;
    StringBuilder line = new StringBuilder();
    try (BufferedWriter out = Files.newBufferedWriter(path)) {
      for (int i = 0; left > 0; i++) {
        if (i == ROUND_COUNT) {
          i = 0;
          shiftMillis += ROUND_COUNT / TradeColumns.TRADES_PER_MILLI;
        }
        line.setLength(0);
        String symbol = trades.symbols()[i];
        double price = trades.prices()[i];
        long volume = trades.volumes()[i];
        long time = trades.times()[i] + shiftMillis;
        if (isJson) {
          line.append("{\"symbol\":\"").append(symbol).append("\",\"price\":").append(price);
          line.append(",\"volume\":").append(volume).append(",\"ts\":").append(time).append('}');
        } else {
          line.append(symbol).append(',').append(price).append(',');
          line.append(volume).append(',').append(time);
        }
        line.append('\n');
        out.append(line);
        left -= line.length();
      }
    }
  }

  /** The digest of rows {@code symbol,trades,volume,mean,low,high}, in any order. */
  static AnswerDigest digest(Path path) throws IOException {
    AnswerDigest digest = new AnswerDigest();
    try (BufferedReader in = Files.newBufferedReader(path)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(",", -1);
        digest.text(fields[0]);
        digest.number(Long.parseLong(fields[1]));
        digest.number(Long.parseLong(fields[2]));
        digest.number(Double.parseDouble(fields[3]));
        digest.number(Double.parseDouble(fields[4]));
        digest.number(Double.parseDouble(fields[5]));
        digest.endRow();
      }
    }
    return digest;
  }
}
