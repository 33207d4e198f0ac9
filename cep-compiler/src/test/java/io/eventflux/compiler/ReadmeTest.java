package io.eventflux.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, runs and prints what the README says. */
final class ReadmeTest {
  private static final Pattern PROGRAM =
      Pattern.compile("<!-- embedding -->\n```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void shouldRunProgramOfReadme(@TempDir Path folder) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher matcher = PROGRAM.matcher(readme);
    assertTrue(matcher.find(), "the README shows a program");
    Path source = folder.resolve("Desk.java");
    Files.writeString(source, matcher.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    int exitCode =
        compiler.run(
            null,
            null,
            null,
            "--release",
            "17",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());

    assertEquals(0, exitCode);
    assertEquals("IBM pays 26.3\n", output(folder));
    assertTrue(readme.contains("This prints `IBM pays 26.3`."), "the README says what it prints");
  }

  /** Runs the program in a class loader of its own, as a container would. */
  private static String output(Path folder) throws Exception {
    PrintStream original = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Desk")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(original);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
