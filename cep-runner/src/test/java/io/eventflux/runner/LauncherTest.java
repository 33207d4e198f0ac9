package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dsun.net.httpserver.nodelay=true",
                "-Deventflux.stdout.terminal=false",
                "-Deventflux.stderr.terminal=false",
                "-Deventflux.columns=0",
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
  void shouldAllowNativeAccessWhereJavaAsksForIt() throws IOException, InterruptedException {
    java("25.0.3");

    assertTrue(
        launch().out().lines().anyMatch("--enable-native-access=ALL-UNNAMED"::equals),
        "native access is enabled");
  }
}
