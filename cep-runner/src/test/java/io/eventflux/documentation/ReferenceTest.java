package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.core.app.AppMetrics;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.NullRule;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.StreamFunctionDescriptor;
import io.eventflux.query.catalog.WindowDescriptor;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.Explanation;
import io.eventflux.runner.Console;
import io.eventflux.runner.EventFluxCommand;
import io.eventflux.runner.ExitCode;
import io.eventflux.runner.reference.ExplanationText;
import io.eventflux.runner.reference.Wording;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages below {@code docs/reference} are made from descriptors; run with {@code
 * -Dupdate.golden=true} to write them. What the guide lists of the command line is complete.
 */
class ReferenceTest {
  private static final Path FOLDER = Path.of("../docs/reference");
  private static final Path COMMAND_LINE = Path.of("../docs/guide/command-line.md");
  private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)");
  private static final Catalogs CATALOGS = Catalogs.installed();
  private static final String MADE =
      "\nThis page is made from the descriptors that the compiler reads.\n";

  @TestFactory
  Stream<DynamicTest> shouldHoldWhatDescriptorsSay() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("connectors.md", connectors());
    pages.put("formats.md", formats());
    pages.put("windows.md", windows());
    pages.put("functions.md", functions());
    pages.put("aggregates.md", aggregates());
    pages.put("stream-functions.md", streamFunctions());
    pages.put("errors.md", errors());
    pages.put("metrics.md", metrics());
    return pages.entrySet().stream()
        .map(page -> dynamicTest(page.getKey(), () -> compare(page.getKey(), page.getValue())));
  }

  private static void compare(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("update.golden")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
  }

  // ---- pages

  private static String connectors() {
    StringBuilder page = new StringBuilder("# Connectors\n").append(MADE);
    page.append("In `WITH` an option is written behind the name of its connector, as ")
        .append("`'file.path' = 'trades.csv'`; in `@source` and `@sink` without it.\n");
    List<ConnectorDescriptor> all = CATALOGS.connectors().connectors();
    for (ConnectorDescriptor.Role role : ConnectorDescriptor.Role.values()) {
      for (ConnectorDescriptor each : sorted(all.stream().filter(c -> c.role() == role))) {
        section(page, Wording.kind(each) + " ", each);
      }
    }
    return page.append(coming(all)).toString();
  }

  private static String formats() {
    StringBuilder page = new StringBuilder("# Formats\n").append(MADE);
    page.append("In `WITH` an option is written behind the name of its format, as ")
        .append("`'csv.header' = 'true'`; in `@map` without it.\n");
    List<FormatDescriptor> all = CATALOGS.connectors().formats();
    sorted(all.stream()).forEach(each -> section(page, "", each));
    return page.append(coming(all)).toString();
  }

  private static String windows() {
    StringBuilder page = new StringBuilder("# Windows\n").append(MADE);
    page.append("\nIn the classic form `from S#window.length(10)`, in SQL also ")
        .append("`FROM S WINDOW LENGTH(10)`. Examples read `")
        .append(Example.STREAM)
        .append("`; their steps are those of [scenarios](../guide/scenarios.md).\n");
    List<WindowDescriptor> all = CATALOGS.windows().descriptors();
    sorted(all.stream()).forEach(each -> section(page, "", each));
    return page.append(coming(all)).toString();
  }

  private static String streamFunctions() {
    StringBuilder page = new StringBuilder("# Stream functions\n").append(MADE);
    page.append("\nBehind a stream, as `from S#log('seen')`.\n");
    List<StreamFunctionDescriptor> all = CATALOGS.functions().streamFunctions();
    sorted(all.stream()).forEach(each -> section(page, "", each));
    return page.append(coming(all)).toString();
  }

  private static void theme(StringBuilder page, String theme, List<FunctionDescriptor> functions) {
    page.append("\n## ").append(theme).append("\n\n");
    page.append("| function | meaning | examples |\n| --- | --- | --- |\n");
    for (FunctionDescriptor each : sorted(functions.stream())) {
      List<String> sentences = new ArrayList<>(List.of(each.summary()));
      if (each.nullRule() == NullRule.SKIPPED) {
        sentences.add(each.nullRule().sentence());
      }
      if (!aliases(each).isEmpty()) {
        sentences.add(aliases(each).strip());
      }
      row(
          page,
          each.forms().stream().map(form -> "`" + form + "`").collect(Collectors.joining("<br>")),
          String.join(" ", sentences),
          each.examples().stream()
              .map(example -> "`" + example.expression() + "` = `" + example.result() + "`")
              .collect(Collectors.joining("<br>")));
    }
  }

  private static String aggregates() {
    StringBuilder page = new StringBuilder("# Aggregates\n").append(MADE);
    page.append("\nEqual rows in equal order give equal results. Examples read `")
        .append(Example.STREAM)
        .append("`; their steps are those of [scenarios](../guide/scenarios.md).\n");
    List<AggregateDescriptor> all = CATALOGS.functions().aggregates();
    sorted(all.stream()).forEach(each -> section(page, "", each));
    return page.append(coming(all)).toString();
  }

  /** What can be used has a section of its own. */
  private static void section(StringBuilder page, String role, Descriptor each) {
    if (each.isComing()) {
      return;
    }
    page.append("\n## ").append(role).append('`').append(each.name()).append("`\n\n");
    page.append(prose(each)).append('\n').append(aliases(each));
    if (!each.forms().isEmpty()) {
      page.append('\n');
      each.forms().forEach(form -> page.append("- `").append(form).append("`\n"));
    }
    page.append(options(Wording.options(each)));
    for (List<String> lines : Wording.examples(each)) {
      page.append("\n```\n");
      lines.forEach(line -> page.append(line).append('\n'));
      page.append("```\n");
    }
  }

  private static String prose(Descriptor each) {
    List<String> sentences = new ArrayList<>(List.of(each.summary()));
    sentences.addAll(Wording.rules(each));
    return String.join(" ", sentences);
  }

  /** What cannot be used has a row of a table. */
  private static String coming(List<? extends Descriptor> all) {
    List<? extends Descriptor> coming =
        sorted(all.stream().filter(each -> each.availability() == Availability.COMING));
    if (coming.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n## Coming\n\n");
    text.append("The compiler says of these that they are not supported yet.\n\n")
        .append("| name | will do |\n| --- | --- |\n");
    for (Descriptor each : coming) {
      List<String> forms = new ArrayList<>();
      each.forms().forEach(form -> forms.add("`" + form + "`"));
      row(
          text,
          forms.isEmpty()
              ? Wording.kind(each) + " `" + each.name() + "`"
              : String.join("<br>", forms),
          prose(each) + aliases(each).strip().replaceFirst("^(?=.)", " "));
    }
    return text.toString();
  }

  private static String options(List<Option> options) {
    if (options.isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("\n| option | takes | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Option each : options) {
      String value = each.defaultValue();
      row(
          table,
          "`" + each.key() + "`",
          Wording.takes(each),
          each.required() ? "required" : value == null ? "" : "`" + value + "`",
          each.summary());
    }
    return table.toString();
  }

  private static String functions() {
    StringBuilder page = new StringBuilder("# Functions\n").append(MADE);
    page.append("\nNames are matched in any case. Unless the row says otherwise, a NULL argument ")
        .append("gives NULL. OBJECT takes a value of any type, and DECIMAL one of any precision ")
        .append("and scale, which a DECIMAL result has too. What the app knows of the time ")
        .append("zone and the clock: [time](../guide/language.md#time).\n");
    Map<String, List<FunctionDescriptor>> themes = new LinkedHashMap<>();
    for (FunctionDescriptor each : CATALOGS.functions().functions()) {
      themes.computeIfAbsent(each.theme(), theme -> new ArrayList<>()).add(each);
    }
    themes.forEach((theme, functions) -> theme(page, theme, functions));
    return page.toString();
  }

  private static String errors() {
    StringBuilder page = new StringBuilder("# Errors and warnings\n\n");
    page.append(
            "This page is made from what `eventflux help CODE` says. Codes are stable; wording ")
        .append("may improve. Warnings never keep an app from running.\n");
    String section = "";
    for (DiagnosticCode code : DiagnosticCode.values()) {
      Explanation explanation = Explanation.of(code);
      if (!section.equals(sectionOf(code))) {
        section = sectionOf(code);
        page.append("\n## ").append(section).append('\n');
      }
      page.append("\n### ").append(code.code()).append(' ').append(code.name()).append("\n\n");
      page.append(explanation.meaning()).append(ExplanationText.note(explanation)).append("\n\n");
      page.append("This gives it:\n\n").append(explanation.bad().indent(4));
      page.append("\nThis does not:\n\n").append(explanation.good().indent(4));
    }
    return page.toString();
  }

  private static String sectionOf(DiagnosticCode code) {
    return switch (code.code().substring(0, "CEP00".length())) {
      case "CEP10" -> "Text and syntax";
      case "CEP20" -> "Definitions";
      case "CEP21" -> "Names";
      case "CEP22" -> "Types and arguments";
      case "CEP23" -> "Structure of queries";
      case "CEP30" -> "Warnings";
      default -> throw new AssertionError("no section has codes like " + code.code());
    };
  }

  private static String metrics() {
    StringBuilder page = new StringBuilder("# Metrics\n\n");
    page.append("This page is made from the descriptors that the exporter reads. How to look at ")
        .append("metrics, and which matter: [operations](../guide/operations.md).\n");
    String section = "";
    for (MetricDescriptor each : AppMetrics.descriptors()) {
      if (!each.section().equals(section)) {
        section = each.section();
        page.append("\n## ").append(section).append("\n\n");
        page.append(
            "| metric | kind | unit | labels | meaning |\n| --- | --- | --- | --- | --- |\n");
      }
      row(
          page,
          "`" + each.name() + "`",
          each.kind().name().toLowerCase(Locale.ROOT),
          each.unit() == MetricDescriptor.Unit.FLAG
              ? "1 or 0"
              : each.unit().name().toLowerCase(Locale.ROOT),
          each.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
          each.help());
    }
    page.append("\n## Labels\n\n")
        .append("Values of labels are names that the app declares, never values of events.\n\n")
        .append("| label | holds |\n| --- | --- |\n");
    AppMetrics.descriptors().stream()
        .flatMap(each -> each.labels().stream())
        .distinct()
        .forEach(label -> row(page, "`" + label + "`", meaningOfLabel(label)));
    return page.toString();
  }

  private static String meaningOfLabel(String label) {
    return switch (label) {
      case "app" -> "the name of the app";
      case "pipeline" -> "the number of a connected part of the app, from 0";
      case "stream" -> "the name of a stream";
      case "query" -> "the name of a query, or `query_N` for the one in place N";
      case "operator" -> "a query and what its operator does, as `query_1/window`";
      default -> throw new AssertionError("nothing is said about the label '" + label + "'");
    };
  }

  private static String aliases(Descriptor each) {
    return each.aliases().isEmpty()
        ? ""
        : "\nAlso called "
            + each.aliases().stream()
                .map(alias -> "`" + alias + "`")
                .collect(Collectors.joining(", "))
            + ".\n";
  }

  private static void row(StringBuilder table, String... cells) {
    table.append('|');
    for (String cell : cells) {
      table.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    table.append('\n');
  }

  private static <D extends Descriptor> List<D> sorted(Stream<D> descriptors) {
    return descriptors.sorted(Comparator.comparing(Descriptor::name)).toList();
  }

  // ---- the command line

  @Test
  void shouldListEveryOptionOfEveryVerb() throws IOException {
    String page = Files.readString(COMMAND_LINE);
    List<String> missing = new ArrayList<>();
    for (String verb :
        List.of("run", "check", "test", "explain", "generate", "list", "docs", "version")) {
      assertTrue(page.contains("`" + verb), verb);
      Matcher option = OPTION.matcher(help(verb));
      while (option.find()) {
        if (!page.contains("`" + option.group(1)) && !page.contains(", " + option.group(1))) {
          missing.add(verb + " " + option.group(1));
        }
      }
    }

    assertEquals(List.of(), missing);
  }

  private static String help(String verb) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventFluxCommand.execute(
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            false,
            0,
            Map.of()),
        verb,
        "--help");
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldListEveryExitCode() throws IOException {
    List<String> listed =
        MarkdownPage.read(Path.of(".."), COMMAND_LINE).tableRows().stream()
            .map(row -> row.cells().get(0))
            .filter(cell -> cell.matches("\\d+"))
            .toList();

    assertEquals(
        Stream.of(ExitCode.values()).map(each -> Integer.toString(each.code())).toList(), listed);
  }
}
