package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import io.eventflux.query.text.SourceText;
import io.eventflux.runner.reference.ReferenceKind;
import io.eventflux.runner.reference.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/language-coverage.md} says of each section of the language what tests say;
 * run with {@code -Dupdate.golden=true} to write it. Evidence is of three kinds:
 *
 * <ul>
 *   <li>Scenario files and tests name sections, as {@code Language 4.4, 4.5}, in their first lines
 *       or in a comment. Tests of the parser show that a section is read, others that it runs.
 *   <li>Files {@code refused*.eventflux} hold statements below such a line. What is not supported
 *       there is what the compiler says now.
 *   <li>{@code ondemand/shop.expected} holds what is said about texts that are executed once.
 *   <li>Descriptors of what is coming, and codes that are not reported.
 * </ul>
 */
class LanguageCoverageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/language-coverage.md");
  private static final String REFUSED =
      "cep-compiler/src/test/resources/io/eventflux/compiler/errors";
  private static final String ON_DEMAND =
      "cep-compiler/src/test/resources/io/eventflux/compiler/ondemand/shop.expected";
  private static final String REFUSED_FILE = "refused";
  private static final Pattern TAG =
      Pattern.compile("\\b[Ll]anguage (\\d+\\.\\d+(?:(?:, | and | to )\\d+\\.\\d+)*)");
  private static final Pattern PART = Pattern.compile("(, | and | to )?(\\d+)\\.(\\d+)");
  private static final String NOT_SUPPORTED = " is not supported yet";
  private static final int NAMED_MAX = 6;

  /** The sections that list codes, by the first digits of these. */
  private static final Map<String, String> CODES =
      Map.of(
          "CEP10", "9.1", "CEP20", "9.2", "CEP21", "9.3", "CEP22", "9.4", "CEP23", "9.5", "CEP30",
          "9.6");

  /** What is known of one section. */
  private static final class Section {
    private final String title;
    private final Set<String> scenarios = new TreeSet<>();
    private final Set<String> tests = new TreeSet<>();
    private final Set<String> parserTests = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();
    private int reportedCount;

    Section(String title) {
      this.title = title;
    }

    String state(boolean isGrammar) {
      boolean runs = !scenarios.isEmpty() || !tests.isEmpty() || reportedCount > 0;
      boolean isRead = !parserTests.isEmpty() || !missing.isEmpty();
      if (runs || (isGrammar && isRead)) {
        return missing.isEmpty() ? "runs" : "part";
      }
      return isRead ? "parses only" : "not tested";
    }
  }

  @Test
  void shouldSayWhatTestsSay() throws IOException {
    Map<String, Section> sections = sections();
    addScenarios(sections);
    addTests(sections);
    addRefused(sections);
    addOnDemand(sections);
    addComing(sections);
    addCodes(sections);
    String page = page(sections);
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(PAGE, page);
    }

    assertEquals(Files.readString(PAGE), page);
  }

  @Test
  void shouldRefuseEveryStatementThatIsListedAsRefused() throws IOException {
    List<String> accepted = new ArrayList<>();
    for (Path file : refused()) {
      String text = Files.readString(file);
      Set<Integer> refused = new TreeSet<>();
      for (Diagnostic each : diagnostics(text)) {
        refused.add(new SourceText("", text).line(each.span().start()));
      }
      List<String> lines = text.lines().toList();
      // Definitions that others need stand in front of the first tag.
      boolean isTagged = false;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        isTagged |= line.startsWith("-- Language");
        boolean isStatement = !line.startsWith("--") && !line.isBlank();
        if (isTagged && isStatement && !refused.contains(i + 1) && !isFiller(line)) {
          accepted.add(line);
        }
      }
    }

    assertEquals(List.of(), accepted);
  }

  /** What annotations of an app need behind them. */
  private static boolean isFiller(String line) {
    return line.equals("define stream S (x int);") || line.equals("from S select x insert into T;");
  }

  private static Map<String, Section> sections() throws IOException {
    Map<String, Section> sections = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            LanguageCoverageTest.class.getResourceAsStream("language-sections.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line -> {
                int space = line.indexOf(' ');
                sections.put(line.substring(0, space), new Section(line.substring(space + 1)));
              });
    }
    return sections;
  }

  private static void addScenarios(Map<String, Section> sections) throws IOException {
    for (Path file : files("cep-runner/src/test/scenarios", ".scenario")) {
      String name = file.toString().replaceFirst(".*scenarios.", "").replace('\\', '/');
      Set<String> tags = new TreeSet<>();
      Files.readString(file)
          .lines()
          .takeWhile(line -> line.startsWith("#"))
          .forEach(line -> tags.addAll(tags(line)));
      assertTrue(!tags.isEmpty(), () -> file + " does not begin with '# Language' and a section");
      for (String tag : tags) {
        section(sections, tag, file).scenarios.add(name.replace(".scenario", ""));
      }
    }
  }

  private static void addTests(Map<String, Section> sections) throws IOException {
    for (Path file : files("", ".java")) {
      String path = file.toString().replace('\\', '/');
      if (path.contains("/src/test/java/") && !path.endsWith("LanguageCoverageTest.java")) {
        String text = Files.readString(file);
        if (!text.contains("@Test") && !text.contains("@ParameterizedTest")) {
          continue;
        }
        String test = path.replaceFirst(".*/", "").replace(".java", "");
        for (String tag : tags(text.replaceAll("\\s+(\\* )?", " "))) {
          Section section = section(sections, tag, file);
          (path.contains("/parse/") ? section.parserTests : section.tests).add(test);
        }
      }
    }
  }

  /** The names of constructs that the compiler refuses below each tag. */
  private static void addRefused(Map<String, Section> sections) throws IOException {
    for (Path file : refused()) {
      String text = Files.readString(file);
      List<List<String>> tagsOfLine = new ArrayList<>();
      List<String> tags = List.of();
      for (String line : text.lines().toList()) {
        tags = line.startsWith("-- Language") ? tags(line) : tags;
        tagsOfLine.add(tags);
      }
      for (Diagnostic each : diagnostics(text)) {
        if (each.code() == DiagnosticCode.NOT_SUPPORTED_YET) {
          String name = each.message().replace(NOT_SUPPORTED, "");
          int line = new SourceText("", text).line(each.span().start());
          for (String tag : tagsOfLine.get(line - 1)) {
            add(section(sections, tag, file), lowerFirst(name));
          }
        }
      }
    }
  }

  /** What cannot be asked of a running app, or told to it. */
  private static void addOnDemand(Map<String, Section> sections) throws IOException {
    for (String line : Files.readString(ROOT.resolve(ON_DEMAND)).lines().toList()) {
      if (line.startsWith("error[CEP1008]: ")) {
        String name = line.replace("error[CEP1008]: ", "").replace(NOT_SUPPORTED, "");
        boolean isSql = name.equals("EXPLAIN") || name.equals("DROP");
        add(Objects.requireNonNull(sections.get(isSql ? "7.6" : "4.10")), lowerFirst(name));
      }
    }
  }

  private static List<Path> refused() throws IOException {
    return files(REFUSED, ".eventflux").stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith(REFUSED_FILE))
        .toList();
  }

  private static List<Diagnostic> diagnostics(String text) {
    return EventFluxCompiler.installed().compile("refused", text).diagnostics();
  }

  private static void addComing(Map<String, Section> sections) {
    for (ReferenceKind kind : ReferenceKind.values()) {
      for (Descriptor each : kind.descriptors(Catalogs.installed())) {
        if (each.isComing()) {
          String number =
              switch (Wording.kind(each)) {
                case "window" -> each.name().startsWith("unique:") ? "4.5" : "4.4";
                case "aggregate" -> "8.7";
                case "stream function" -> "8.9";
                case "store" -> "3.4";
                default -> "3.3";
              };
          add(
              Objects.requireNonNull(sections.get(number)),
              Wording.kind(each) + " '" + each.name() + "'");
        }
      }
    }
  }

  private static void addCodes(Map<String, Section> sections) {
    for (DiagnosticCode code : DiagnosticCode.values()) {
      String number = CODES.get(code.code().substring(0, "CEP00".length()));
      Section section = Objects.requireNonNull(sections.get(number));
      if (Explanation.of(code).isReported()) {
        section.reportedCount++;
      } else {
        section.missing.add(code.name());
      }
    }
  }

  private static void add(Section section, String name) {
    if (section.missing.stream().noneMatch(name::equalsIgnoreCase)) {
      section.missing.add(name);
    }
  }

  private static String lowerFirst(String name) {
    boolean isWord = name.length() > 1 && !Character.isUpperCase(name.charAt(1));
    return isWord ? name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) : name;
  }

  private static List<String> tags(String text) {
    List<String> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      Matcher part = PART.matcher(tag.group(1));
      int last = 0;
      while (part.find()) {
        int minor = Integer.parseInt(part.group(3));
        int first = " to ".equals(part.group(1)) ? last + 1 : minor;
        for (int i = first; i <= minor; i++) {
          tags.add(part.group(2) + "." + i);
        }
        last = minor;
      }
    }
    return tags;
  }

  private static Section section(Map<String, Section> sections, String number, Path file) {
    return Objects.requireNonNull(
        sections.get(number), () -> file + " names section " + number + ", which is not there");
  }

  private static List<Path> files(String folder, String end) throws IOException {
    try (Stream<Path> below = Files.walk(ROOT.resolve(folder))) {
      return below
          .filter(each -> each.toString().endsWith(end) && !each.toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  private static String page(Map<String, Section> sections) {
    StringBuilder page = new StringBuilder("# How much of the language works\n\n");
    page.append(
        """
        This page is made from tests. *runs*: tests or scenarios show that it works, and nothing is refused. *part*: some of it is refused as not supported yet.
        *parses only*: it is read, printed and refused. A section that runs may still lack a sentence that no test asks for. Errors (section 9) count by the codes that
        are reported, the grammar (section 10) by what is read.

        """);
    Map<String, Integer> counts = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, Section> each : sections.entrySet()) {
      Section section = each.getValue();
      String number = each.getKey();
      if (!number.contains(".")) {
        table.append("\n## ").append(number).append(' ').append(section.title).append("\n\n");
        table.append("| section | title | state | shown by | not supported yet |\n");
        table.append("| --- | --- | --- | --- | --- |\n");
        continue;
      }
      String state = section.state(number.startsWith("10."));
      counts.merge(state, 1, Integer::sum);
      Set<String> shown = new TreeSet<>();
      section.scenarios.forEach(name -> shown.add("`" + name + "`"));
      section.tests.forEach(name -> shown.add("`" + name + "`"));
      if (shown.isEmpty()) {
        section.parserTests.forEach(name -> shown.add("`" + name + "`"));
      }
      if (section.reportedCount > 0) {
        shown.add(section.reportedCount + " codes");
      }
      table.append("| ").append(number).append(" | ").append(section.title.replace("|", "\\|"));
      table.append(" | ").append(state).append(" | ").append(String.join(", ", shown));
      table.append(" | ").append(missing(section.missing).replace("|", "\\|")).append(" |\n");
    }
    page.append("| state | sections |\n| --- | ---: |\n");
    counts.forEach(
        (state, count) ->
            page.append("| ").append(state).append(" | ").append(count).append(" |\n"));
    return page.append(table).toString();
  }

  private static String missing(List<String> names) {
    return names.size() <= NAMED_MAX
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED_MAX))
            + " and "
            + (names.size() - NAMED_MAX)
            + " more";
  }
}
