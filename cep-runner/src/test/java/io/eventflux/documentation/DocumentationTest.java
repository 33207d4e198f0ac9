package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the pages say, in their order, and compares. How a page is read:
 *
 * <ul>
 *   <li>A block behind a line that ends with a file name in back-ticks and a colon is that file.
 *   <li>{@code console} blocks: lines behind {@code $} are run in a folder that looks like the
 *       repository; what stands below must come out, three dots stand for any lines. Without output
 *       only success counts. {@code echo $?} shows another exit code than 0. Of other programs than
 *       the launcher only harmless ones are run. Indented lines that start the launcher are run
 *       too.
 *   <li>{@code sql} blocks compile without warnings: as they are if they define a stream, as a part
 *       of an example if they are one word for word, else behind the first {@code sql} block of the
 *       page.
 *   <li>{@code scenario} blocks pass. Without an app of their own they test the {@code sql} block
 *       in front of them.
 *   <li>{@code java} blocks are compiled and run: each for itself if it has a public class, else
 *       all of a page as one program. {@code text} blocks behind a line that ends with "prints:"
 *       are what comes out.
 *   <li>In tables with a column "refused", its examples are refused as not supported yet.
 * </ul>
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Set<String> HARMLESS = Set.of("./eventflux", "cat", "head", "printf", "wc");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]+\\]\\(([^)#]+)(?:#[^)]*)?\\)");

  @TempDir Path temporary;

  private static List<MarkdownPage> pages() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    files.add(ROOT.resolve("CONTRIBUTING.md"));
    for (String folder : List.of("docs", "examples")) {
      try (Stream<Path> below = Files.walk(ROOT.resolve(folder))) {
        below.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      }
    }
    List<MarkdownPage> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(MarkdownPage.read(ROOT, file));
    }
    return pages;
  }

  private interface Check {
    void of(MarkdownPage page)
        throws IOException, InterruptedException, ReflectiveOperationException;
  }

  private static Stream<DynamicTest> each(Check check) throws IOException {
    return pages().stream().map(page -> dynamicTest(page.path().toString(), () -> check.of(page)));
  }

  @TestFactory
  Stream<DynamicTest> shouldDoWhatCommandsShow() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
    return each(this::runCommands);
  }

  private void runCommands(MarkdownPage page) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(temporary, "page");
    Workplace place = new Workplace(folder, ROOT);
    List<String> differences = new ArrayList<>();
    for (MarkdownPage.Block block : page.blocks()) {
      if (!block.fileName().isEmpty()) {
        place.write(block.fileName(), block.text());
        continue;
      }
      List<ShownCommand> commands =
          switch (block.language()) {
            case "console" -> ShownCommand.ofConsole(block);
            case "" -> ShownCommand.ofIndented(block);
            default -> List.of();
          };
      for (ShownCommand command : commands) {
        if (HARMLESS.contains(command.text().split("\\s", 2)[0])) {
          compare(page, command, place.run(command), differences);
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private static void compare(
      MarkdownPage page, ShownCommand command, Workplace.Answer answer, List<String> differences) {
    boolean isAsShown = command.output().isEmpty() || command.isAnsweredBy(answer.shown());
    if (!isAsShown || answer.exitCode() != command.exitCode()) {
      differences.add(
          page.path()
              + ":"
              + command.line()
              + ": "
              + command.text()
              + "\nends with "
              + answer.exitCode()
              + " and shows\n"
              + answer.shown());
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldCompileQueries() throws IOException {
    String examples = exampleTexts();
    return each(
        page -> {
          String prelude = null;
          for (MarkdownPage.Block block : page.blocks("sql")) {
            if (prelude == null && definesStream(block)) {
              prelude = block.text();
            }
            if (!definesStream(block) && examples.contains(block.text().strip())) {
              continue;
            }
            String text = definesStream(block) || prelude == null ? "" : prelude;
            // A page defines its streams once; not every query below reads all of them.
            List<Diagnostic> found =
                EventFluxCompiler.installed()
                    .compile(page.at(block), text + block.text())
                    .diagnostics()
                    .stream()
                    .filter(each -> each.code() != DiagnosticCode.UNUSED_DEFINITION)
                    .toList();
            assertEquals(List.of(), found, page.at(block));
          }
        });
  }

  private static String exampleTexts() throws IOException {
    StringBuilder texts = new StringBuilder();
    try (Stream<Path> below = Files.walk(ROOT.resolve("examples"))) {
      for (Path file : below.filter(each -> each.toString().endsWith(".eventflux")).toList()) {
        texts.append(Files.readString(file));
      }
    }
    return texts.toString();
  }

  private static boolean definesStream(MarkdownPage.Block block) {
    String text = block.text().toLowerCase(Locale.ROOT);
    return text.contains("create stream") || text.contains("define stream");
  }

  @TestFactory
  Stream<DynamicTest> shouldPassScenarios() throws IOException {
    return each(this::runScenarios);
  }

  private void runScenarios(MarkdownPage page) throws IOException, InterruptedException {
    Workplace place = new Workplace(Files.createTempDirectory(temporary, "scenarios"), ROOT);
    String prelude = "";
    String app = "";
    for (MarkdownPage.Block block : page.blocks()) {
      if (!block.fileName().isEmpty()) {
        place.write(block.fileName(), block.text());
      }
      if (block.language().equals("sql")) {
        app = definesStream(block) ? block.text() : prelude + block.text();
        prelude = prelude.isEmpty() ? block.text() : prelude;
      } else if (block.language().equals("scenario") && block.fileName().isEmpty()) {
        boolean hasApp = block.text().startsWith("app");
        boolean hasName = block.text().contains("scenario ");
        String text =
            (hasApp ? "" : "app <<<\n" + app + ">>>\n")
                + (hasName ? "" : "scenario of the page\n")
                + block.text();
        place.write("page.scenario", text);
        Workplace.Answer answer =
            place.run(new ShownCommand("./eventflux test page.scenario", "", 0, block.line()));
        assertEquals(0, answer.exitCode(), () -> page.at(block) + "\n" + answer.shown());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldRunPrograms() throws IOException {
    return each(this::runPrograms);
  }

  private void runPrograms(MarkdownPage page) throws IOException, ReflectiveOperationException {
    StringBuilder imports = new StringBuilder();
    StringBuilder body = new StringBuilder();
    StringBuilder actual = new StringBuilder();
    StringBuilder shown = new StringBuilder();
    for (MarkdownPage.Block block : page.blocks()) {
      if (block.language().equals("java") && block.text().contains("public final class ")) {
        actual.append(
            JavaProgram.output(block.text(), Files.createTempDirectory(temporary, "program")));
      } else if (block.language().equals("java")) {
        Matcher matcher = IMPORT.matcher(block.text());
        while (matcher.find()) {
          imports.append(matcher.group());
        }
        body.append(matcher.reset().replaceAll(""));
      } else if (block.language().equals("text") && block.lead().endsWith("prints:")) {
        shown.append(block.text());
      }
    }
    if (body.length() > 0) {
      String source =
          imports
              + "public final class Page {\n  public static void main(String[] args)"
              + " throws Exception {\n"
              + body
              + "  }\n}\n";
      actual.append(JavaProgram.output(source, Files.createTempDirectory(temporary, "program")));
    }
    assertEquals(shown.toString(), actual.toString());
  }

  @TestFactory
  Stream<DynamicTest> shouldRefuseWhatIsSaidToBeRefused() throws IOException {
    return each(
        page -> {
          int column = -1;
          for (MarkdownPage.TableRow row : page.tableRows()) {
            if (row.cells().contains("refused")) {
              column = row.cells().indexOf("refused");
            } else if (column >= 0 && row.cells().size() > column) {
              String cell = row.cells().get(column);
              if (cell.startsWith("`")) {
                refused(page, row, cell.substring(1, cell.length() - 1));
              }
            }
          }
        });
  }

  private static void refused(MarkdownPage page, MarkdownPage.TableRow row, String statement) {
    String text = page.blocks("sql").get(0).text() + statement + ";\n";
    List<Diagnostic> found =
        EventFluxCompiler.installed().compile(page.path() + ":" + row.line(), text).diagnostics();
    if (found.stream().noneMatch(each -> each.code() == DiagnosticCode.NOT_SUPPORTED_YET)) {
      fail(page.path() + ":" + row.line() + ": " + statement + "\n" + found);
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldLinkToWhatExists() throws IOException {
    return each(
        page -> {
          Path file = ROOT.resolve(page.path());
          Path folder = file.getParent();
          assertNotNull(folder, page.path().toString());
          Matcher link = LINK.matcher(Files.readString(file));
          while (link.find()) {
            if (!link.group(1).contains("://")) {
              Path target = folder.resolve(link.group(1));
              assertTrue(Files.exists(target), () -> page.path() + " links to " + target);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldHaveNoEmptyBlocks() throws IOException {
    return each(
        page ->
            page.blocks()
                .forEach(block -> assertFalse(block.text().isBlank(), () -> page.at(block))));
  }
}
