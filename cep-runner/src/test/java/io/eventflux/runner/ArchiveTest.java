package io.eventflux.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes that the {@code eventflux} script makes, with the Java of this test and a
 * small program in place of the command.
 */
class ArchiveTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String PACKAGE = "io.eventflux.runner";

  @TempDir Path temp;

  private Path home;

  /** What a process left behind. */
  private record Ended(int exitCode, String out, String err) {}

  @BeforeEach
  void makeWorkingCopy() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    // Without a blank: Java 17 leaves the classes of jars out whose path has one.
    home = Files.createDirectory(temp.resolve("home")).toRealPath();
    Files.copy(Path.of("..", "eventflux"), home.resolve("eventflux"));
    Path lib = Files.createDirectories(home.resolve("cep-runner/target/dist/lib"));
    try (OutputStream file = Files.newOutputStream(lib.resolve("cep-runner-1.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      add(jar, "EventFluxCommand", "System.out.println(\"it runs\");");
      add(jar, "StartTraining", "EventFluxCommand.main(args);");
    }
  }

  private void add(JarOutputStream jar, String name, String statement) throws IOException {
    Path source = temp.resolve("source").resolve(name + ".java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        "package %s; public class %s { public static void main(String[] args) { %s } }"
            .formatted(PACKAGE, name, statement));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(
        0,
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            temp.toString(),
            "-d",
            temp.toString(),
            source.toString()));
    String file = PACKAGE.replace('.', '/') + '/' + name + ".class";
    jar.putNextEntry(new JarEntry(file));
    jar.write(Files.readAllBytes(temp.resolve(file)));
    jar.closeEntry();
  }

  private Ended launch(String mode, String options, String... arguments)
      throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("eventflux").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("EVENTFLUX_JAVA");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("EVENTFLUX_OPTS", options);
    builder.environment().put("EVENTFLUX_ARCHIVE", mode);
    Process process = builder.start();
    assertTrue(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS), "the script ends");
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Path archive() throws IOException {
    try (var files = Files.list(home.resolve(".eventflux"))) {
      List<Path> archives = files.toList();
      assertEquals(1, archives.size(), archives::toString);
      return archives.get(0);
    }
  }

  private boolean comesFromTheArchive() throws IOException, InterruptedException {
    return launch("auto", "-Xlog:class+load", "run")
        .out()
        .lines()
        .anyMatch(line -> line.contains(PACKAGE + ".EventFluxCommand source: shared objects file"));
  }

  @Test
  void shouldLoadClassesFromTheArchive() throws IOException, InterruptedException {
    assertEquals(new Ended(0, "it runs\n", ""), launch("now", "", "run"));

    assertTrue(comesFromTheArchive());
  }

  @Test
  void shouldRunWhateverTheArchiveHolds() throws IOException, InterruptedException {
    launch("now", "", "run");
    Path archive = archive();
    byte[] whole = Files.readAllBytes(archive);
    byte[] zeroHeader = whole.clone();
    Arrays.fill(zeroHeader, 0, 4096, (byte) 0);
    byte[] otherHeader = whole.clone();
    for (int i = 0; i < 4096; i++) {
      otherHeader[i] ^= (byte) (i * 31 + 7);
    }

    for (byte[] broken :
        List.of(
            new byte[0],
            "no archive".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, 1000),
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, whole.length - 1),
            zeroHeader,
            otherHeader)) {
      Files.delete(archive);
      Files.write(archive, broken);

      assertEquals(new Ended(0, "it runs\n", ""), launch("auto", "", "run"));
    }
  }

  @Test
  void shouldRunWithOptionsThatContradictTheArchive() throws IOException, InterruptedException {
    launch("now", "", "run");
    Path own = temp.resolve("own.jsa");

    for (String options :
        List.of(
            "-XX:+UseParallelGC",
            "-XX:+UseSerialGC",
            "-XX:+UseZGC",
            "-XX:-UseCompressedOops",
            "-XX:ObjectAlignmentInBytes=16",
            "-XX:-TieredCompilation",
            "-XX:TieredStopAtLevel=1",
            "-Xint",
            "-Xshare:off",
            "-Xshare:auto",
            "-XX:SharedArchiveFile=" + own,
            "-XX:ArchiveClassesAtExit=" + own,
            "--add-opens=java.base/java.lang=ALL-UNNAMED")) {
      for (String verb : List.of("run", "check")) {
        Ended ended = launch("auto", options, verb);

        assertEquals(0, ended.exitCode(), options + ": " + ended);
        assertEquals("it runs\n", ended.out(), options);
      }
    }
    // Nor has any of them spoilt it.
    assertTrue(comesFromTheArchive());
  }
}
