package io.eventflux.benchmark;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.CompileStep;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.codegen.GeneratedKernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long does an app of many queries take to compile: the first time in a process, again in the
 * same process, and another app of other columns and expressions after that? Each process answers
 * once; medians of several are printed, by step, in milliseconds.
 */
final class CompileTimes {
  private static final List<String> ROUNDS =
      List.of("first", "same text again", "another text", "a third text");

  private CompileTimes() {}

  /**
   * Runs the benchmark.
   *
   * @param args {@code --queries N} of an app (100), {@code --processes N} (7); {@code --cpu} for
   *     the processor time of the thread that compiles, which a busy machine changes less than the
   *     time on the clock; {@code --one} to measure in this process, {@code --print} to print the
   *     app and compile nothing
   */
  static void run(String[] args) throws IOException {
    int queryCount = 100;
    int processCount = 7;
    boolean isCpu = false;
    boolean isOne = false;
    boolean isPrinted = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--queries" -> queryCount = Integer.parseInt(args[++i]);
        case "--processes" -> processCount = Integer.parseInt(args[++i]);
        case "--cpu" -> isCpu = true;
        case "--one" -> isOne = true;
        case "--print" -> isPrinted = true;
        default -> throw new IllegalArgumentException("unknown option '" + args[i] + "'");
      }
    }
    if (isPrinted) {
      System.out.print(app(queryCount, 0));
    } else if (isOne) {
      measure(queryCount, isCpu);
    } else {
      summarise(queryCount, processCount, isCpu);
    }
  }

  private static void measure(int queryCount, boolean isCpu) {
    LongSupplier clock =
        isCpu ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime : System::nanoTime;
    String[] texts = {
      app(queryCount, 0), app(queryCount, 0), app(queryCount, 1), app(queryCount, 2)
    };
    EventFluxCompiler compiler = EventFluxCompiler.installed();
    for (int round = 0; round < texts.length; round++) {
      long classCount = GeneratedKernels.compiledClassCount();
      Times times = new Times(clock);
      Compilation compilation = compiler.observedBy(times).compile("app", texts[round]);
      if (!compilation.diagnostics().isEmpty()) {
        throw new IllegalStateException(compilation.diagnostics().toString());
      }
      StringBuilder line = new StringBuilder(ROUNDS.get(round));
      for (CompileStep step : CompileStep.values()) {
        line.append('\t').append(times.nanos.getOrDefault(step, 0L) / 1e6);
      }
      line.append('\t').append(GeneratedKernels.compiledClassCount() - classCount);
      System.out.println(line);
    }
  }

  private static final class Times implements Consumer<CompileStep> {
    private final Map<CompileStep, Long> nanos = new EnumMap<>(CompileStep.class);
    private final LongSupplier clock;
    private long last;

    Times(LongSupplier clock) {
      this.clock = clock;
      this.last = clock.getAsLong();
    }

    @Override
    public void accept(CompileStep step) {
      long now = clock.getAsLong();
      nanos.put(step, now - last);
      last = now;
    }
  }

  private static void summarise(int queryCount, int processCount, boolean isCpu)
      throws IOException {
    Map<String, List<double[]>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < processCount; i++) {
      for (String line : answer(queryCount, isCpu).lines().toList()) {
        String[] cells = line.split("\t", -1);
        double[] numbers = new double[cells.length];
        for (int c = 1; c < cells.length; c++) {
          numbers[c - 1] = Double.parseDouble(cells[c]);
          numbers[cells.length - 1] += c < cells.length - 1 ? numbers[c - 1] : 0;
        }
        rounds.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(numbers);
      }
    }
    System.out.printf(
        "%d queries, medians of %d processes, milliseconds %s%n%n",
        queryCount, processCount, isCpu ? "of processor time" : "on the clock");
    System.out.println("| compilation | parse | bind | plan | code | all | classes made |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (Map.Entry<String, List<double[]>> round : rounds.entrySet()) {
      List<double[]> runs = round.getValue();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.0f | %.0f | %.0f (%.0f to %.0f) | %.0f |%n",
          round.getKey(),
          quantile(runs, 0, 0.5),
          quantile(runs, 1, 0.5),
          quantile(runs, 2, 0.5),
          quantile(runs, 3, 0.5),
          quantile(runs, 5, 0.5),
          quantile(runs, 5, 0),
          quantile(runs, 5, 1),
          quantile(runs, 4, 0.5));
    }
  }

  private static double quantile(List<double[]> runs, int column, double part) {
    double[] sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
    return sorted[(int) Math.round(part * (sorted.length - 1))];
  }

  private static String answer(int queryCount, boolean isCpu) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Benchmarks.class.getName());
    command.addAll(Arrays.asList("compile", "--one", "--queries", Integer.toString(queryCount)));
    if (isCpu) {
      command.add("--cpu");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Filters, computations, windows, groups, table joins and patterns in turn. */
  static String app(int queryCount, int variant) {
    String type = List.of("DOUBLE", "INT", "BIGINT").get(variant);
    StringBuilder text = new StringBuilder();
    text.append("CREATE STREAM Trades (symbol VARCHAR, price ").append(type);
    text.append(", volume INT, ok BOOLEAN);\n");
    text.append("CREATE TABLE Limits (symbol VARCHAR PRIMARY KEY, most ").append(type);
    text.append(");\n");
    for (int i = 0; i < queryCount; i++) {
      text.append("INSERT INTO Out").append(i).append(' ').append(query(i, variant)).append(";\n");
    }
    return text.toString();
  }

  private static String query(int i, int variant) {
    // Sums of other lengths are other classes, not other constants of the same class.
    String sum = " + volume".repeat(1 + i / 6 + variant);
    return switch (i % 6) {
      case 0 -> "SELECT symbol, price" + sum + " AS p FROM Trades WHERE price > " + i;
      case 1 ->
          "SELECT symbol, sum(price"
              + sum
              + ") AS s, count() AS n FROM Trades#window.length(100) GROUP BY symbol";
      case 2 ->
          "SELECT upper(symbol) AS u, CASE WHEN ok THEN price"
              + sum
              + " ELSE 0 END AS p FROM Trades WHERE symbol LIKE 'A%'";
      case 3 ->
          "SELECT avg(price"
              + sum
              + ") AS a, max(volume) AS m FROM Trades#window.timeBatch(1 sec) HAVING max(volume) > "
              + i;
      case 4 ->
          "SELECT Trades.symbol AS symbol, price"
              + sum
              + " AS p FROM Trades JOIN Limits ON Trades.symbol = Limits.symbol WHERE price > most";
      default ->
          "SELECT a.symbol AS symbol, b.price - a.price AS rise FROM PATTERN (EVERY a=Trades[price"
              + sum
              + " > "
              + i
              + "] -> b=Trades[symbol = a.symbol AND price > a.price] WITHIN 5 SECONDS)";
    };
  }
}
