package io.eventflux.benchmark.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a file of trades through an engine that has no files of its own: a program reads lines,
 * splits them, sends what it found, and writes the answers as CSV. JSON is not parsed in general:
 * members are looked for by name, in the order in which they were written. One thread.
 */
public final class FileTrial {
  private FileTrial() {}

  /**
   * Asks {@link Question#W11}.
   *
   * @param args variant of the contestant, {@code csv} or {@code json}, input file, output file
   * @throws Exception if the engine refuses the question, or a file cannot be read or written
   */
  public static void run(String[] args, Contestant.Factory factory) throws Exception {
    run(args[0], args[1].equals("json"), Path.of(args[2]), Path.of(args[3]), factory);
    // Engines may leave threads behind.
    System.exit(0);
  }

  static void run(String variant, boolean isJson, Path in, Path out, Contestant.Factory factory)
      throws Exception {
    TradeColumns trades = new TradeColumns(TradeReplay.CALL_TRADES);
    try (BufferedReader lines = Files.newBufferedReader(in);
        BufferedWriter rows = Files.newBufferedWriter(out);
        Contestant contestant = factory.start(Question.W11, variant, new CsvAnswers(rows))) {
      long lastMillis = 0;
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isJson) {
          fillFromJson(trades, count, line);
        } else {
          fillFromCsv(trades, count, line);
        }
        lastMillis = trades.times()[count++];
        if (count == trades.count()) {
          contestant.send(trades, 0, count, 0);
          count = 0;
        }
      }
      contestant.send(trades, 0, count, 0);
      contestant.finish(lastMillis + 10_000);
    }
  }

  private static void fillFromCsv(TradeColumns trades, int row, String line) {
    int first = line.indexOf(',');
    int second = line.indexOf(',', first + 1);
    int third = line.indexOf(',', second + 1);
    trades.symbols()[row] = line.substring(0, first);
    trades.prices()[row] = Double.parseDouble(line.substring(first + 1, second));
    trades.volumes()[row] = Long.parseLong(line, second + 1, third, 10);
    trades.times()[row] = Long.parseLong(line, third + 1, line.length(), 10);
  }

  private static void fillFromJson(TradeColumns trades, int row, String line) {
    int symbol = line.indexOf("\"symbol\":\"") + 10;
    int symbolEnd = line.indexOf('"', symbol);
    int price = line.indexOf("\"price\":", symbolEnd) + 8;
    int priceEnd = line.indexOf(',', price);
    int volume = line.indexOf("\"volume\":", priceEnd) + 9;
    int volumeEnd = line.indexOf(',', volume);
    int time = line.indexOf("\"ts\":", volumeEnd) + 5;
    trades.symbols()[row] = line.substring(symbol, symbolEnd);
    trades.prices()[row] = Double.parseDouble(line.substring(price, priceEnd));
    trades.volumes()[row] = Long.parseLong(line, volume, volumeEnd, 10);
    trades.times()[row] = Long.parseLong(line, time, line.indexOf('}', time), 10);
  }

  /** Writes rows as CSV. */
  private static final class CsvAnswers implements Answers {
    private final BufferedWriter out;
    private final StringBuilder row = new StringBuilder();

    CsvAnswers(BufferedWriter out) {
      this.out = out;
    }

    @Override
    public void text(String value) {
      row.append(value).append(',');
    }

    @Override
    public void number(long value) {
      row.append(value).append(',');
    }

    @Override
    public void number(double value) {
      row.append(value).append(',');
    }

    @Override
    public void endRow() {
      row.setCharAt(row.length() - 1, '\n');
      try {
        out.append(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      row.setLength(0);
    }
  }
}
