package io.eventflux.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the command as a person meets it: from the start of the script to the first row and to
 * the end, with and without an archive of classes. Where the time between goes is read from a
 * second series of runs, in which Java notes when it loads the first class of each stage.
 *
 * <p>Runs from its source, see {@code startup.sh}.
 */
public final class StartUp {
  /** The first class of a stage, and what has been done when it is loaded. */
  private static final Map<String, String> STAGES = new LinkedHashMap<>();

  static {
    STAGES.put("io.eventflux.runner.EventFluxCommand", "Java is at main");
    STAGES.put("io.eventflux.compiler.EventFluxCompiler", "command line is read");
    STAGES.put("io.eventflux.compiler.bind.Binder", "app is parsed");
    STAGES.put("io.eventflux.compiler.codegen.KernelText", "app is planned");
    STAGES.put("io.eventflux.runner.OutputSelection", "kernels are compiled");
  }

  /** Of a release that does not exist, so that its archive replaces no other. */
  private static final String NO_JAVA = "99";

  private final Path home;
  private final String java;
  private final String file;
  private final int runCount;
  private final Path temp;

  private StartUp(Path home, String java, String file, int runCount, Path temp) {
    this.home = home;
    this.java = java;
    this.file = file;
    this.runCount = runCount;
    this.temp = temp;
  }

  /**
   * Prints medians and quartiles in milliseconds.
   *
   * @param args {@code --home FOLDER}, the working copy; {@code --runs N}; {@code --java HOME}; an
   *     app that ends by itself and prints rows
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Path.of("").toAbsolutePath();
    String java = System.getProperty("java.home");
    String file = null;
    int runCount = 20;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--home" -> home = Path.of(args[++i]).toRealPath();
        case "--java" -> java = args[++i];
        case "--runs" -> runCount = Integer.parseInt(args[++i]);
        default -> file = args[i];
      }
    }
    if (file == null) {
      file = home.resolve("examples/fraud/fraud.eventflux").toString();
    }
    Path temp = Files.createTempDirectory("eventflux-startup");
    try {
      new StartUp(home, java, file, runCount, temp).measure();
    } finally {
      delete(temp);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path found : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(found);
      }
    }
  }

  private void measure() throws IOException, InterruptedException {
    // Builds, makes the archive, and brings files into memory.
    run(java, "now", "", new double[2]);
    System.out.printf("%s, %d runs, milliseconds: median (quartiles)%n", file, runCount);
    System.out.printf("%-40s %s%n", "the script alone", of(scriptAlone()));
    for (String archive : List.of("off", "auto")) {
      System.out.println(archive.equals("off") ? "without an archive" : "with an archive");
      double[] firstRows = new double[runCount];
      double[] ends = new double[runCount];
      for (int i = 0; i < runCount; i++) {
        double[] times = new double[2];
        run(java, archive, "", times);
        firstRows[i] = times[0];
        ends[i] = times[1];
      }
      for (Map.Entry<String, double[]> stage : stages(archive).entrySet()) {
        System.out.printf(
            "%-40s %s%n", "  from Java's start: " + stage.getKey(), of(stage.getValue()));
      }
      System.out.printf("%-40s %s%n", "  from the script's start: first row", of(firstRows));
      System.out.printf("%-40s %s%n", "  from the script's start: end", of(ends));
    }
  }

  /** The script with a Java that does nothing. */
  private double[] scriptAlone() throws IOException, InterruptedException {
    Path fake = Files.createDirectories(temp.resolve("jdk/bin")).resolve("java");
    Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"" + NO_JAVA + "\"\n");
    Files.writeString(
        fake,
        """
        #!/bin/sh
        for a in "$@"; do
          case $a in -XX:AOTCacheOutput=*) printf archive > "${a#*=}" ;; esac
        done
        """);
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
    String jdk = temp.resolve("jdk").toString();
    try {
      run(jdk, "now", "", new double[2]);
      double[] ends = new double[runCount];
      for (int i = 0; i < runCount; i++) {
        double[] times = new double[2];
        run(jdk, "auto", "", times);
        ends[i] = times[1];
      }
      return ends;
    } finally {
      try (Stream<Path> files = Files.list(home.resolve(".eventflux"))) {
        for (Path kept : files.toList()) {
          if (kept.getFileName().toString().startsWith("classes-" + NO_JAVA)) {
            Files.delete(kept);
          }
        }
      }
    }
  }

  private Map<String, double[]> stages(String archive) throws IOException, InterruptedException {
    Map<String, double[]> stages = new LinkedHashMap<>();
    STAGES.values().forEach(stage -> stages.put(stage, new double[runCount]));
    Path log = temp.resolve("classes.log");
    for (int i = 0; i < runCount; i++) {
      run(java, archive, "-Xlog:class+load:file=" + log + ":uptimenanos", new double[2]);
      for (String line : Files.readAllLines(log)) {
        // [12345678ns] io.eventflux.Some source: ...
        String[] words = line.split(" ", 3);
        String stage = words.length < 3 ? null : STAGES.get(words[1]);
        double[] times = stage == null ? null : stages.get(stage);
        if (times != null) {
          times[i] = Long.parseLong(words[0].replaceAll("\\D", "")) / 1e6;
        }
      }
    }
    return stages;
  }

  /** Runs the command once; {@code times}: milliseconds to the first byte and to the end. */
  private void run(String javaHome, String archive, String options, double[] times)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("eventflux").toString()));
    command.addAll(List.of("run", "--quiet", file));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("EVENTFLUX_JAVA");
    builder.environment().put("JAVA_HOME", javaHome);
    builder.environment().put("EVENTFLUX_ARCHIVE", archive);
    builder.environment().put("EVENTFLUX_OPTS", options);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      out.read();
      times[0] = (System.nanoTime() - start) / 1e6;
      out.readAllBytes();
    }
    int exitCode = process.waitFor();
    times[1] = (System.nanoTime() - start) / 1e6;
    if (exitCode != 0) {
      throw new IOException("the command ended with " + exitCode);
    }
  }

  private static String of(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f to %.0f)",
        sorted[last / 2],
        sorted[last / 4],
        sorted[last - last / 4]);
  }
}
