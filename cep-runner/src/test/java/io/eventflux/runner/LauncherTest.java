package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@code eventflux} script, copied into a working copy of its own with a Java and a Maven that
 * only write down what they are asked.
 */
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "eventflux");
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path temp;

  private Path home;
  private Path tools;

  /** What a process left behind. */
  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void makeWorkingCopy() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    // As the script sees it: without links.
    home = Files.createDirectory(temp.resolve("a home")).toRealPath();
    tools = Files.createDirectory(home.resolveSibling("tools"));
    Files.copy(SCRIPT, home.resolve("eventflux"));
    for (String module :
        List.of(
            "grammar",
            "cep-query-api",
            "cep-core",
            "cep-compiler",
            "cep-persistence",
            "cep-extensions",
            "cep-runner")) {
      write(home.resolve(module).resolve("src/main/java/Some.java"), "");
      write(home.resolve(module).resolve("src/test/java/SomeTest.java"), "");
    }
    write(home.resolve("pom.xml"), "");
    java("17.0.15");
    script(
        tools.resolve("mvn"),
        """
        mkdir -p cep-runner/target/dist/lib cep-core/target
        printf '%s\\n' "$*" >> maven-calls
        printf 'said by Maven\\n'
        : > cep-runner/target/dist/lib/agrona.jar
        : > cep-runner/target/dist/lib/cep-runner-1.jar
        exit ${MAVEN_EXIT:-0}
        """);
  }

  private void java(String version) throws IOException {
    write(tools.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(
        tools.resolve("jdk/bin/java"),
        """
        for argument in "$@"; do printf '%s\\n' "$argument"; done
        """);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended launch(Map<String, String> environment, Path script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("EVENTFLUX_JAVA", "EVENTFLUX_OPTS"));
    // Nothing goes on behind a test that does not ask for it.
    builder.environment().put("EVENTFLUX_ARCHIVE", "off");
    builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
    builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS), "the script ends");
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Ended launch(String... arguments) throws IOException, InterruptedException {
    return launch(Map.of(), home.resolve("eventflux"), arguments);
  }

  private List<String> mavenCalls() throws IOException {
    return Files.readAllLines(home.resolve("maven-calls"));
  }

  /** Moves everything into the past, so that what is touched next is newer on any file system. */
  private void age() throws IOException {
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
  }

  @Test
  void shouldBuildOnFirstUseAndHandOverToJava() throws IOException, InterruptedException {
    Ended ended =
        launch(
            Map.of("EVENTFLUX_OPTS", "-Xmx1g -Dx=y"),
            home.resolve("eventflux"),
            "run",
            "two words",
            "*");

    Path lib = home.resolve("cep-runner/target/dist/lib");
    assertEquals(
        new Ended(
            0,
            String.join(
                "\n",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dsun.net.httpserver.nodelay=true",
                "-Djdk.serialFilter=!*",
                "-Deventflux.stdout.terminal=false",
                "-Deventflux.stderr.terminal=false",
                "-Deventflux.columns=0",
                "-XX:Tier4InvocationThreshold=40000",
                "-XX:Tier4MinInvocationThreshold=4800",
                "-XX:Tier4CompileThreshold=120000",
                "-Xmx1g",
                "-Dx=y",
                "-cp",
                lib.resolve("agrona.jar") + ":" + lib.resolve("cep-runner-1.jar"),
                "io.eventflux.runner.EventFluxCommand",
                "run",
                "two words",
                "*",
                ""),
            "building EventFlux (first use, about a minute)...\n"),
        ended);
    assertEquals(
        List.of("-B -q -DskipTests -Deventflux.revision=unknown -pl cep-runner -am package"),
        mavenCalls());
  }

  @ParameterizedTest
  @CsvSource({
    "512MiB, 320, true",
    "256 mib, 96, true",
    "1GiB, 768, false",
    "1073741824, 768, false",
    "2 GB, 1540, false",
    "0000600m, 397, true"
  })
  void shouldDivideAMemoryLimit(String limit, int heapMebibytes, boolean isSmall) throws Exception {
    for (String[] arguments :
        List.of(
            new String[] {"run", "--memory-limit", limit, "x.eventflux"},
            new String[] {"--memory-limit=" + limit, "x.eventflux"})) {
      List<String> options = launch(arguments).out().lines().toList();

      assertTrue(options.contains("-Xmx" + heapMebibytes + "m"), options::toString);
      assertTrue(options.contains("-XX:MaxDirectMemorySize=32m"), options::toString);
      assertEquals(isSmall, options.contains("-XX:+UseSerialGC"), options::toString);
    }
    assertEquals(
        heapMebibytes, MemoryLimit.of(limit).heapBytes() >> 20, "the command has the same rule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "12 miles", "255MiB", "99999999999999999999", "1 2 MiB"})
  void shouldLeaveALimitThatIsNoneToTheCommand(String limit) throws Exception {
    String out = launch("run", "--memory-limit", limit, "x.eventflux").out();

    assertFalse(out.contains("-Xmx"), out);
    CommandException refusal = assertThrows(CommandException.class, () -> MemoryLimit.of(limit));
    assertEquals(ExitCode.USAGE, refusal.exitCode());
  }

  @Test
  void shouldReadNoOptionBehindTwoDashes() throws IOException, InterruptedException {
    String behind = launch("run", "--", "--memory-limit=512MiB", "--memory-limit", "1GiB").out();
    String inFront = launch("run", "--memory-limit", "512MiB", "--", "--memory-limit=1GiB").out();

    assertFalse(behind.contains("-Xmx"), behind);
    assertTrue(inFront.contains("-Xmx320m\n"), inFront);
  }

  @Test
  void shouldBuildAgainOnlyWhenAMainSourceHasChanged() throws IOException, InterruptedException {
    launch();
    age();

    Ended unchanged = launch();
    write(home.resolve("cep-core/src/test/java/SomeTest.java"), "// changed");
    write(home.resolve("cep-core/target/Some.class"), "");
    Ended testChanged = launch();
    write(home.resolve("cep-core/src/main/java/Some.java"), "// changed");
    Ended mainChanged = launch();

    assertEquals("", unchanged.err());
    assertEquals("", testChanged.err());
    assertEquals("building EventFlux (sources have changed)...\n", mainChanged.err());
    assertEquals(2, mavenCalls().size());
  }

  @Test
  void shouldUseWhatMavenAloneHasBuilt() throws IOException, InterruptedException {
    write(home.resolve("cep-runner/target/dist/lib/cep-runner-1.jar"), "");

    assertEquals("", launch().err());
  }

  @Test
  void shouldShowTheLogAndTryAgainWhenTheBuildFails() throws IOException, InterruptedException {
    Ended ended = launch(Map.of("MAVEN_EXIT", "1"), home.resolve("eventflux"));

    assertEquals(
        new Ended(
            70,
            "",
            "building EventFlux (first use, about a minute)...\n"
                + "said by Maven\n"
                + "error: EventFlux does not build; the log above is in '"
                + home.resolve(".eventflux/build.log")
                + "'\n"),
        ended);
    launch();
    assertEquals(2, mavenCalls().size());
  }

  @Test
  void shouldStartFromNothingWhenABuildOverAnOlderOneFails()
      throws IOException, InterruptedException {
    launch();
    age();
    write(home.resolve("cep-core/src/main/java/Some.java"), "// changed");

    launch(Map.of("MAVEN_EXIT", "1"), home.resolve("eventflux"));

    assertEquals(
        List.of("package", "package", "clean package"),
        mavenCalls().stream().map(call -> call.replaceAll(".* -am ", "")).toList());
  }

  @Test
  void shouldTakeOverTheLockOfABuildThatDied() throws IOException, InterruptedException {
    // A process number that no system gives out.
    write(home.resolve(".eventflux/lock/pid"), "99999999\n");

    assertEquals(0, launch().exitCode());
    assertEquals(1, mavenCalls().size());
  }

  @Test
  void shouldReadNothingFromAClosedInput() throws IOException, InterruptedException {
    launch("build");
    script(tools.resolve("jdk/bin/java"), "cat\nprintf 'ended\\n'\n");

    Ended ended =
        launch(
            Map.of(),
            Path.of("/bin/sh"),
            "-c",
            "exec \"$0\" run <&-",
            home.resolve("eventflux").toString());

    assertEquals(new Ended(0, "ended\n", ""), ended);
  }

  @Test
  void shouldWorkThroughLinks() throws IOException, InterruptedException {
    Path link = temp.resolve("a link");
    Files.createSymbolicLink(temp.resolve("direct"), home.resolve("eventflux"));
    Files.createSymbolicLink(link, Path.of("direct"));

    assertEquals(0, launch(Map.of(), link).exitCode());
    assertEquals(1, mavenCalls().size());
  }

  @Test
  void shouldRefuseAnOldJava() throws IOException, InterruptedException {
    java("11.0.2");
    Path java = tools.resolve("jdk/bin/java");

    assertEquals(
        new Ended(
            69,
            "",
            "error: Java 17 or later is needed, but '" + java + "' (from JAVA_HOME) is Java 11\n"),
        launch());
    java("1.8.0_292");
    assertEquals(
        "error: Java 17 or later is needed, but '" + java + "' (from EVENTFLUX_JAVA) is Java 8\n",
        launch(Map.of("EVENTFLUX_JAVA", java.toString()), home.resolve("eventflux")).err());
  }

  @Test
  void shouldStartWhatEndsAtOnceWithOneCompilerAndNoThreadsForMemory()
      throws IOException, InterruptedException {
    List<String> check = launch("check", "a.eventflux").out().lines().toList();
    List<String> own =
        launch(
                Map.of("EVENTFLUX_OPTS", "-XX:+UseZGC"),
                home.resolve("eventflux"),
                "check",
                "a.eventflux")
            .out()
            .lines()
            .toList();

    assertTrue(
        check.containsAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")), check::toString);
    assertFalse(own.contains("-XX:+UseSerialGC"), own::toString);
  }

  /** A Java that makes archives of a few bytes and notes it, or fails with {@code exitCode}. */
  private void archivingJava(int exitCode) throws IOException {
    script(
        tools.resolve("jdk/bin/java"),
        """
        for argument in "$@"; do
          case $argument in
            -Xshare:dump | -XX:AOTCacheOutput=*)
              printf 'made\\n' >> '%s'
              for file in "$@"; do
                case $file in
                  -XX:SharedArchiveFile=* | -XX:AOTCacheOutput=*) printf 'classes' > "${file#*=}" ;;
                esac
              done
              exit %d ;;
            -XX:DumpLoadedClassList=*) printf 'list' > "${argument#*=}"; exit 0 ;;
          esac
          printf '%%s\\n' "$argument"
        done
        """
            .formatted(tools.resolve("archives"), exitCode));
  }

  private Ended launchWithArchive(String mode) throws IOException, InterruptedException {
    return launch(Map.of("EVENTFLUX_ARCHIVE", mode), home.resolve("eventflux"), "version");
  }

  private static List<String> usedArchives(Ended ended) {
    return ended
        .out()
        .lines()
        .filter(argument -> argument.matches("-XX:(SharedArchiveFile|AOTCache)=.*"))
        .map(argument -> argument.replaceAll(".*/", ""))
        .toList();
  }

  private List<String> keptFiles() throws IOException {
    try (var files = Files.list(home.resolve(".eventflux"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !List.of("build.log", "stamp").contains(name))
          .sorted()
          .toList();
    }
  }

  private long archivesMade() throws IOException {
    Path notes = tools.resolve("archives");
    return Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
  }

  @Test
  void shouldMakeAnArchiveOnceAndStartFromIt() throws IOException, InterruptedException {
    for (String version : List.of("17.0.15", "25.0.3")) {
      java(version);
      archivingJava(0);

      Ended first = launchWithArchive("now");
      Ended second = launchWithArchive("auto");

      assertEquals(1, usedArchives(first).size(), first.out());
      assertEquals(usedArchives(first), usedArchives(second));
      assertEquals("", second.err());
    }
    // One for each Java, and nothing else.
    assertEquals(2, archivesMade());
    assertEquals(
        List.of("classes-17", "classes-25"),
        keptFiles().stream().map(name -> name.substring(0, 10)).toList());
  }

  @Test
  void shouldMakeTheArchiveAnewWhenAJarHasChanged() throws IOException, InterruptedException {
    archivingJava(0);
    Ended before = launchWithArchive("now");
    write(home.resolve("cep-runner/target/dist/lib/agrona.jar"), "changed");

    Ended between = launchWithArchive("off");
    Ended after = launchWithArchive("now");

    assertEquals(List.of(), usedArchives(between));
    assertNotEquals(usedArchives(before), usedArchives(after));
    assertEquals(usedArchives(after), keptFiles());
  }

  @Test
  void shouldMakeTheArchiveBehindTheCommand() throws IOException, InterruptedException {
    archivingJava(0);
    launchWithArchive("off");
    Path work = home.resolve(".eventflux");
    try (WatchService watch = work.getFileSystem().newWatchService()) {
      work.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);

      Ended first = launchWithArchive("auto");

      assertEquals(List.of(), usedArchives(first));
      while (keptFiles().size() != 1 || !keptFiles().get(0).endsWith(".archive")) {
        WatchKey changed = watch.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(changed, () -> "an archive is made, and nothing else stays");
        changed.pollEvents();
        changed.reset();
      }
    }
    assertEquals(keptFiles(), usedArchives(launchWithArchive("auto")));
  }

  @Test
  void shouldMakeOneArchiveForTwoAtOnce() throws IOException, InterruptedException {
    archivingJava(0);
    launchWithArchive("off");
    List<Process> processes = new ArrayList<>();

    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder =
          new ProcessBuilder(home.resolve("eventflux").toString(), "version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(temp.resolve("err" + i).toFile());
      builder.environment().keySet().removeAll(List.of("EVENTFLUX_JAVA", "EVENTFLUX_OPTS"));
      builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
      builder.environment().put("EVENTFLUX_ARCHIVE", "now");
      processes.add(builder.start());
    }

    for (int i = 0; i < 2; i++) {
      assertTrue(processes.get(i).waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, processes.get(i).exitValue());
      assertEquals("", Files.readString(temp.resolve("err" + i)));
    }
    assertEquals(1, archivesMade());
    assertEquals(1, keptFiles().size(), keptFiles()::toString);
  }

  @Test
  void shouldTakeOverFromAMakerThatDied() throws IOException, InterruptedException {
    archivingJava(0);
    launchWithArchive("off");
    Files.createSymbolicLink(home.resolve(".eventflux/archive.lock"), Path.of("99999999"));
    write(home.resolve(".eventflux/classes-99999999.part"), "half");
    write(home.resolve(".eventflux/classes-99999999.part.list"), "half");

    Ended ended = launchWithArchive("now");

    assertEquals(usedArchives(ended), keptFiles());
    assertEquals(1, archivesMade());
  }

  @Test
  void shouldStartWithoutAnArchiveWhenNoneCanBeMade() throws IOException, InterruptedException {
    archivingJava(1);

    Ended first = launchWithArchive("now");
    Ended second = launchWithArchive("auto");

    assertEquals(List.of(), usedArchives(first));
    assertEquals(0, first.exitCode());
    // Not tried again today.
    assertEquals(new Ended(0, first.out(), ""), second);
    assertEquals(1, archivesMade());
    assertEquals(1, keptFiles().size());
  }

  @Test
  void shouldStartWithoutAnArchiveWhereNothingCanBeWritten()
      throws IOException, InterruptedException {
    archivingJava(0);
    write(home.resolve("cep-runner/target/dist/lib/cep-runner-1.jar"), "");
    // In the way of the folder, also for root, who may write anywhere.
    write(home.resolve(".eventflux"), "");

    for (String mode : List.of("auto", "now")) {
      Ended ended = launchWithArchive(mode);

      assertEquals(0, ended.exitCode());
      assertEquals("", ended.err());
      assertEquals(List.of(), usedArchives(ended));
    }
    assertEquals(0, archivesMade());
  }

  @Test
  void shouldAllowNativeAccessWhereJavaAsksForIt() throws IOException, InterruptedException {
    java("25.0.3");

    assertTrue(
        launch().out().lines().anyMatch("--enable-native-access=ALL-UNNAMED"::equals),
        "native access is enabled");
  }
}
