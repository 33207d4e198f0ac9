package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} names in code spans exists: paths, packages and types. */
class ArchitecturePageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/architecture.md");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*");
  private static final Pattern PACKAGE =
      Pattern.compile("(?:core|compiler|query|runner)(?:\\.\\w+)+(?:\\.\\*)?");
  private static final Pattern MODULE = Pattern.compile("cep-[\\w-]+(?:/[\\w/.*-]+)?|examples/.*");

  /** Packages and types below the root package, as {@code core.plan.PlanNode}. */
  private static Set<String> names() throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> all = Files.walk(ROOT)) {
      for (Path file :
          all.filter(each -> each.toString().endsWith(".java"))
              .filter(each -> each.toString().contains("/src/"))
              .toList()) {
        String path = file.toString().replaceFirst(".*/java/", "").replaceFirst("\\.java$", "");
        if (path.startsWith("io/eventflux/")) {
          String name = path.substring("io/eventflux/".length()).replace('/', '.');
          names.add(name);
          for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            names.add(name.substring(0, dot));
          }
        }
      }
    }
    return names;
  }

  @Test
  void shouldNameOnlyWhatExists() throws IOException {
    Set<String> names = names();
    List<String> missing = new ArrayList<>();
    int seen = 0;
    Matcher span = SPAN.matcher(Files.readString(PAGE));
    while (span.find()) {
      String text = span.group(1);
      boolean exists;
      if (MODULE.matcher(text).matches()) {
        exists = Files.exists(ROOT.resolve(text.replaceFirst("/\\*$", "")));
      } else if (PACKAGE.matcher(text).matches()) {
        exists = names.contains(text.replaceFirst("\\.\\*$", ""));
      } else if (TYPE.matcher(text).matches()) {
        exists = names.stream().anyMatch(name -> name.endsWith("." + text));
      } else {
        continue;
      }
      seen++;
      if (!exists) {
        missing.add(text);
      }
    }

    assertEquals(List.of(), missing);
    assertFalse(seen < 30, "the page names things");
  }

  @Test
  void shouldListThePackagesOfTheCore() throws IOException {
    Path core = ROOT.resolve("cep-core/src/main/java/io/eventflux/core");
    List<String> missing = new ArrayList<>();
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("## The packages of cep-core"));
    try (Stream<Path> below = Files.walk(core)) {
      for (Path info : below.filter(each -> each.endsWith("package-info.java")).toList()) {
        Path folder = info.getParent();
        if (folder == null || folder.equals(core)) {
          continue;
        }
        String name = core.relativize(folder).toString().replace('/', '.');
        String inFamily = name.replaceFirst("^operator(?=\\.)", "");
        if (!table.contains("`" + name + "`") && !table.contains("`" + inFamily + "`")) {
          missing.add(name);
        }
      }
    }

    assertEquals(List.of(), missing);
  }
}
