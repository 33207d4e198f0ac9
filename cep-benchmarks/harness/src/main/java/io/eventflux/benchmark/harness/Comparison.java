package io.eventflux.benchmark.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs every contestant with every question, one process after the other, and prints what came out
 * as tables in Markdown. How far is this engine from the loop that one would write by hand, and how
 * far are others?
 *
 * <p>All processes have the same options, heap and collector, and where the system can do it they
 * are bound to one core, so that collector and compiler take their time from the same core as the
 * engine. This process waits on another one.
 */
public final class Comparison {
  private static final List<String> JVM_OPTIONS =
      List.of("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-Xshare:auto");

  /** Main classes; that of the loop by hand lives beside the engine whose columns it reads. */
  private static final Map<Entrant.Engine, String> MAIN_CLASSES =
      Map.of(
          Entrant.Engine.BY_HAND, "io.eventflux.benchmark.EngineTrial",
          Entrant.Engine.EVENTFLUX, "io.eventflux.benchmark.EngineTrial",
          Entrant.Engine.SIDDHI, "io.eventflux.benchmark.siddhi.SiddhiTrial",
          Entrant.Engine.ESPER, "io.eventflux.benchmark.esper.EsperTrial");

  private final Options options;
  private final boolean isPinned;
  private final Map<Question, Map<Entrant, TrialReport>> reports = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();

  private Comparison(Options options, boolean isPinned) {
    this.options = options;
    this.isPinned = isPinned;
  }

  /** What the command line says. */
  static final class Options {
    final Map<Entrant.Engine, String> classPaths = new EnumMap<>(Entrant.Engine.class);
    final List<Question> questions = new ArrayList<>();
    int runTrades;
    int runCount = 15;
    int warmupMillis = 4_000;
    int budgetMillis = 6_000;
    int pacedMillis = 5_000;
    int tradesPerSecond = 100_000;
    int core = 1;
    boolean isQuick;
  }

  /** A wrong command line, in one sentence. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /**
   * Runs from the command line.
   *
   * @param args names of questions (default: W1, W2, W3, W5), {@code --events N} trades of a run,
   *     {@code --runs N}, {@code --latency SECONDS} at a fixed rate (0: not at all), {@code --rate
   *     N} trades a second, {@code --core N}, {@code --quick}, and {@code --class-path ENGINE=PATH}
   *     for each engine that takes part
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options;
    try {
      options = parse(args);
    } catch (UsageException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(64);
      return;
    }
    boolean isPinned =
        Runtime.getRuntime().availableProcessors() > options.core && canPin(options.core);
    boolean agree = new Comparison(options, isPinned).run();
    System.exit(agree ? 0 : 1);
  }

  static Options parse(String[] args) {
    Options options = new Options();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      switch (arg) {
        case "--quick" -> {
          options.isQuick = true;
          options.runCount = 7;
          options.warmupMillis = 1_500;
          options.budgetMillis = 1_500;
          options.pacedMillis = 800;
        }
        case "--events" -> options.runTrades = (int) number(args, ++i, 1_000, 100_000_000);
        case "--runs" -> options.runCount = (int) number(args, ++i, 1, 10_000);
        case "--latency" -> options.pacedMillis = (int) number(args, ++i, 0, 3_600) * 1_000;
        case "--rate" -> options.tradesPerSecond = (int) number(args, ++i, 1, 100_000_000);
        case "--core" -> options.core = (int) number(args, ++i, 0, 1_023);
        case "--class-path" -> {
          addClassPath(options.classPaths, value(args, ++i));
        }
        default -> options.questions.add(question(arg));
      }
    }
    if (options.questions.isEmpty()) {
      options.questions.addAll(List.of(Question.W1, Question.W2, Question.W3, Question.W5));
    }
    return options;
  }

  private static void addClassPath(Map<Entrant.Engine, String> classPaths, String text) {
    for (Entrant.Engine engine : Entrant.Engine.values()) {
      String name = engine.name() + "=";
      if (text.regionMatches(true, 0, name, 0, name.length())) {
        classPaths.put(engine, text.substring(name.length()));
        return;
      }
    }
    throw new UsageException("'--class-path' needs ENGINE=PATH, not '" + text + "'");
  }

  private static Question question(String name) {
    for (Question question : Question.values()) {
      if (question.name().equalsIgnoreCase(name)) {
        return question;
      }
    }
    throw new UsageException(
        "there is no option and no workload '"
            + name
            + "'; workloads: "
            + List.of(Question.values())
            + ", options: --quick, --events N, --runs N, --latency SECONDS, --rate N, --core N");
  }

  private static String value(String[] args, int index) {
    if (index >= args.length) {
      throw new UsageException("'" + args[index - 1] + "' needs a value");
    }
    return args[index];
  }

  private static long number(String[] args, int index, long min, long max) {
    String text = value(args, index).replace("_", "");
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "'%s' needs a whole number from %d to %d, not '%s'"
            .formatted(args[index - 1], min, max, args[index]));
  }

  private static boolean canPin(int core) {
    try {
      Process process =
          new ProcessBuilder("taskset", "-c", Integer.toString(core), "true")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns whether all contestants gave the same answers. */
  private boolean run() throws IOException, InterruptedException {
    printConditions();
    boolean agree = true;
    for (Question question : options.questions) {
      Map<Entrant, TrialReport> found = new EnumMap<>(Entrant.class);
      for (Entrant entrant : Entrant.of(question)) {
        if (options.isQuick && question == Question.W5 && entrant == Entrant.SIDDHI_SEND) {
          remarks.add("W5: Siddhi without a partition needs half a minute; not in a quick run.");
          continue;
        }
        String classPath = options.classPaths.get(engineOf(entrant));
        if (classPath == null) {
          continue;
        }
        System.err.println(question + ": " + entrant.title() + " ...");
        TrialReport report = trial(question, entrant, classPath);
        if (report == null) {
          remarks.add(question + ": " + entrant.title() + " did not get to its end.");
          agree = false;
        } else {
          found.put(entrant, report);
        }
      }
      reports.put(question, found);
      agree &= compareAnswers(question, found);
    }
    printCosts();
    printRatios();
    if (options.pacedMillis > 0) {
      printLatencies();
    }
    System.out.println();
    remarks.forEach(remark -> System.out.println("- " + remark));
    return agree;
  }

  /** The loop by hand comes with the engine. */
  private static Entrant.Engine engineOf(Entrant entrant) {
    return entrant.engine() == Entrant.Engine.BY_HAND ? Entrant.Engine.EVENTFLUX : entrant.engine();
  }

  private @Nullable TrialReport trial(Question question, Entrant entrant, String classPath)
      throws IOException, InterruptedException {
    TrialSettings settings =
        new TrialSettings(
            question,
            entrant,
            options.runTrades == 0 ? question.runCount() : options.runTrades,
            options.runCount,
            options.warmupMillis,
            options.budgetMillis,
            entrant.isPaced() ? options.pacedMillis : 0,
            options.tradesPerSecond);
    List<String> command = new ArrayList<>();
    if (isPinned) {
      command.addAll(List.of("taskset", "-c", Integer.toString(options.core)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", classPath, MAIN_CLASSES.get(entrant.engine())));
    command.addAll(List.of(settings.arguments()));
    File errors = File.createTempFile("trial", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors).start();
      TrialReport report;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        report = TrialReport.read(lines);
      }
      if (process.waitFor() != 0 || report == null) {
        System.err.print(Files.readString(errors.toPath()));
        return null;
      }
      return report;
    } finally {
      Files.deleteIfExists(errors.toPath());
    }
  }

  private boolean compareAnswers(Question question, Map<Entrant, TrialReport> found) {
    Map<String, List<String>> byAnswers = new HashMap<>();
    found.forEach(
        (entrant, report) ->
            byAnswers
                .computeIfAbsent(report.answers(), answers -> new ArrayList<>())
                .add(entrant.title()));
    if (byAnswers.size() <= 1) {
      byAnswers.forEach(
          (answers, titles) ->
              remarks.add(
                  String.format(
                      Locale.ROOT,
                      "%s: the same answers to %,d trades from all %d: %s.",
                      question,
                      question.checkCount(),
                      titles.size(),
                      answers)));
      return true;
    }
    byAnswers.forEach(
        (answers, titles) ->
            remarks.add(
                String.format(
                    Locale.ROOT,
                    "%s: ANSWERS DIFFER, %s: %s.",
                    question,
                    answers,
                    String.join("; ", titles))));
    return false;
  }

  private void printConditions() throws IOException {
    System.out.printf(
        Locale.ROOT,
        "Java %s (%s), options `%s`, %s; %s; %d processors, load %s at the start.%n",
        System.getProperty("java.version"),
        System.getProperty("java.vm.vendor"),
        String.join(" ", JVM_OPTIONS),
        isPinned ? "bound to core " + options.core : "not bound to a core",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        load());
    System.out.printf(
        Locale.ROOT,
        "At most %d runs or %.1f s of them, after %.1f s to warm up.%n",
        options.runCount,
        options.budgetMillis / 1e3,
        options.warmupMillis / 1e3);
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    }
    return System.getProperty("os.arch");
  }

  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.isReadable(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
  }

  private void printCosts() {
    System.out.printf(
        "%n| workload | who | ns a trade | on the clock | all threads | million trades a CPU second"
            + " | bytes allocated a trade | runs |%n"
            + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    reports.forEach(
        (question, found) ->
            found.forEach(
                (entrant, report) ->
                    System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s | %s | %s | %d of %,d |%n",
                        question,
                        entrant.title(),
                        report.cpuNanos(),
                        Numbers.rounded(report.clockNanos().median()),
                        Numbers.rounded(report.processNanos()),
                        Numbers.rounded(1_000 / report.cpuNanos().median()),
                        Numbers.rounded(report.bytes()),
                        report.runCount(),
                        report.runTrades())));
  }

  /** Of several ways into a peer the fastest counts. */
  private void printRatios() {
    System.out.printf(
        "%n| workload | bulk / by hand | send / by hand | Siddhi / bulk | Siddhi / send |"
            + " Esper / bulk | Esper / send |%n"
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    reports.forEach(
        (question, found) -> {
          double hand = best(found, Entrant.Engine.BY_HAND);
          double bulk = nanos(found, Entrant.EVENTFLUX_BULK);
          double send = nanos(found, Entrant.EVENTFLUX_SEND);
          double siddhi = best(found, Entrant.Engine.SIDDHI);
          double esper = best(found, Entrant.Engine.ESPER);
          System.out.printf(
              "| %s | %s | %s | %s | %s | %s | %s |%n",
              question,
              ratio(bulk, hand),
              ratio(send, hand),
              ratio(siddhi, bulk),
              ratio(siddhi, send),
              ratio(esper, bulk),
              ratio(esper, send));
        });
  }

  private static double nanos(Map<Entrant, TrialReport> found, Entrant entrant) {
    TrialReport report = found.get(entrant);
    return report == null ? Double.NaN : report.cpuNanos().median();
  }

  private static double best(Map<Entrant, TrialReport> found, Entrant.Engine engine) {
    double best = Double.NaN;
    for (Entrant entrant : found.keySet()) {
      if (entrant.engine() == engine) {
        double nanos = nanos(found, entrant);
        best = Double.isNaN(best) ? nanos : Math.min(best, nanos);
      }
    }
    return best;
  }

  private static String ratio(double nanos, double ofNanos) {
    double ratio = nanos / ofNanos;
    return Double.isNaN(ratio) ? "-" : Numbers.rounded(ratio);
  }

  private void printLatencies() {
    System.out.printf(
        Locale.ROOT,
        "%n%,d trades a second for %.1f s, microseconds from when a trade was due:%n%n"
            + "| workload | who | p50 | p99 | p99.9 | max |%n"
            + "| --- | --- | ---: | ---: | ---: | ---: |%n",
        options.tradesPerSecond,
        options.pacedMillis / 1e3);
    reports.forEach(
        (question, found) ->
            found.forEach(
                (entrant, report) -> {
                  TrialReport.Latency latency = report.latency();
                  if (latency == null) {
                    return;
                  }
                  System.out.printf(
                      "| %s | %s | %s |%n",
                      question,
                      entrant.title(),
                      latency.keptUp()
                          ? String.join(
                              " | ",
                              micros(latency.p50()),
                              micros(latency.p99()),
                              micros(latency.p999()),
                              micros(latency.max()))
                          : "does not keep up | | |");
                }));
  }

  private static String micros(long nanos) {
    return Numbers.rounded(nanos / 1e3);
  }
}
