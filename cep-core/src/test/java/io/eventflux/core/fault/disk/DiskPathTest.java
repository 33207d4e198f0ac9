package io.eventflux.core.fault.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Paths are those of Unix: every answer is compared with that of a real one. */
class DiskPathTest {
  private static final List<String> TEXTS =
      List.of("", "/", "a", "/a", "b", "a/b", "/a/b", "a//b/", "/a/b/c", "b/c", "c", "a b", "ä/€");

  private static final List<String> DOTTED =
      List.of(".", "..", "./a", "../a", "a/..", "a/../..", "/..", "/../a", "a/./b/../c", "/./a");

  private final FileSystem simulated = new SimulatedDisk().mount();

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldAnswerForOnePathAsUnixDoes() {
    Map<String, Function<Path, Object>> questions = new LinkedHashMap<>();
    questions.put("isAbsolute", Path::isAbsolute);
    questions.put("root", Path::getRoot);
    questions.put("name", Path::getFileName);
    questions.put("parent", Path::getParent);
    questions.put("count", Path::getNameCount);
    questions.put("first", path -> path.getName(0));
    questions.put("sub", path -> path.subpath(1, path.getNameCount()));
    questions.put("normalize", Path::normalize);
    questions.put("names", path -> List.copyOf(names(path)));

    List<String> all = concat(TEXTS, DOTTED);
    questions.forEach(
        (name, question) -> {
          for (String text : all) {
            assertEquals(
                answer(() -> question.apply(FileSystems.getDefault().getPath(text))),
                answer(() -> question.apply(simulated.getPath(text))),
                name + " of '" + text + "'");
          }
        });
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldAnswerForTwoPathsAsUnixDoes() {
    Map<String, BiFunction<Path, Path, Object>> questions = new LinkedHashMap<>();
    questions.put("startsWith", Path::startsWith);
    questions.put("endsWith", Path::endsWith);
    questions.put("resolve", Path::resolve);
    questions.put("resolveSibling", Path::resolveSibling);
    questions.put("relativize", Path::relativize);
    questions.put("equals", Path::equals);
    questions.put("order", (one, other) -> Integer.signum(one.compareTo(other)));

    questions.forEach(
        (name, question) -> {
          for (String one : TEXTS) {
            for (String other : TEXTS) {
              FileSystem real = FileSystems.getDefault();
              assertEquals(
                  answer(() -> question.apply(real.getPath(one), real.getPath(other))),
                  answer(() -> question.apply(simulated.getPath(one), simulated.getPath(other))),
                  name + " of '" + one + "' and '" + other + "'");
            }
          }
        });
  }

  @Test
  void shouldStartAtTheRoot() throws Exception {
    assertEquals("/a/b", simulated.getPath("a", "", "b").toAbsolutePath().toString());
    assertEquals("/", simulated.getPath("").toAbsolutePath().toString());
    assertEquals("simulated:/a%20b", simulated.getPath("a b").toUri().toString());
    Files.createDirectory(simulated.getPath("a"));
    assertEquals(simulated.getPath("/a"), simulated.getPath("a/../a/.").toRealPath());
  }

  @Test
  void shouldRefuseForeignPathsAndNul() {
    Path foreign = new SimulatedDisk().mount().getPath("a");
    Path path = simulated.getPath("a");

    assertThrows(ProviderMismatchException.class, () -> path.resolve(foreign));
    assertThrows(ProviderMismatchException.class, () -> path.resolve(Path.of("a")));
    assertThrows(InvalidPathException.class, () -> simulated.getPath("a\0"));
  }

  private static List<String> concat(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private static List<String> names(Path path) {
    return StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
  }

  /** What came out, as text; of a failure its kind. */
  private static String answer(Supplier<Object> question) {
    try {
      return Objects.toString(question.get());
    } catch (RuntimeException failure) {
      return failure.getClass().getSimpleName();
    }
  }
}
