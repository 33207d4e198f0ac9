package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.eventflux.core.app.AppMetrics;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.connector.SinkProvider;
import io.eventflux.core.connector.SourceProvider;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.operator.WindowProvider;
import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.WindowDescriptor;
import io.eventflux.runner.Console;
import io.eventflux.runner.EventFluxCommand;
import io.eventflux.runner.ExitCode;
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
import java.util.ServiceLoader;
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
    ConnectorRegistry installed = ConnectorRegistry.installed();
    StringBuilder page = new StringBuilder("# Connectors\n").append(MADE);
    page.append("In `WITH` an option is written behind the name of its connector, as ")
        .append("`'file.path' = 'trades.csv'`; in `@source` and `@sink` without it.\n");
    List<ConnectorDescriptor> sources =
        sorted(installed.sources().stream().map(SourceProvider::descriptor));
    List<ConnectorDescriptor> sinks =
        sorted(installed.sinks().stream().map(SinkProvider::descriptor));
    for (ConnectorDescriptor each : sources) {
      connector(page, each, "source");
    }
    for (ConnectorDescriptor each : sinks) {
      connector(page, each, "sink");
    }
    return page.toString();
  }

  private static void connector(StringBuilder page, ConnectorDescriptor each, String role) {
    page.append("\n## ").append(role).append(" `").append(each.name()).append("`\n\n");
    page.append(each.summary());
    page.append(each.needsFormat() ? " Needs a format." : " Needs no format.");
    if (each.role() == ConnectorDescriptor.Role.SOURCE) {
      page.append(each.replayable() ? " Can be replayed." : " Cannot be replayed.");
    }
    page.append('\n').append(aliases(each)).append(options(each.options()));
  }

  private static String formats() {
    StringBuilder page = new StringBuilder("# Formats\n").append(MADE);
    page.append("In `WITH` an option is written behind the name of its format, as ")
        .append("`'csv.header' = 'true'`; in `@map` without it.\n");
    List<FormatDescriptor> formats =
        sorted(ConnectorRegistry.installed().formats().stream().map(FormatProvider::descriptor));
    for (FormatDescriptor each : formats) {
      page.append("\n## `").append(each.name()).append("`\n\n");
      page.append(each.summary()).append('\n');
      page.append(aliases(each)).append(options(each.options()));
    }
    return page.toString();
  }

  private static String options(List<Option> options) {
    if (options.isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("\n| option | takes | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Option each : options) {
      String takes =
          switch (each.kind()) {
            case TEXT -> "text";
            case NUMBER -> "whole number";
            case FLAG -> "true or false";
            case DURATION -> "duration, as `30 sec`";
            case SIZE -> "size, as `64MiB`";
            case CHOICE ->
                each.choices().stream()
                    .map(choice -> "`" + choice + "`")
                    .collect(Collectors.joining(", "));
          };
      String value = each.defaultValue();
      row(
          table,
          "`" + each.key() + "`",
          takes,
          each.required() ? "required" : value == null ? "" : "`" + value + "`",
          each.summary());
    }
    return table.toString();
  }

  private static String windows() {
    StringBuilder page = new StringBuilder("# Windows\n").append(MADE);
    page.append("\nIn the classic form `from S#window.length(10)`, in SQL also ")
        .append("`FROM S WINDOW LENGTH(10)`.\n");
    List<WindowDescriptor> windows =
        sorted(
            ServiceLoader.load(WindowProvider.class).stream()
                .map(provider -> provider.get().descriptor()));
    for (WindowDescriptor each : windows) {
      page.append("\n## `").append(each.name()).append("`\n\n");
      page.append(each.summary());
      page.append(each.sliding() ? " Sliding." : " In batches.").append('\n');
      page.append(aliases(each)).append('\n');
      for (List<WindowDescriptor.Parameter> signature : each.signatures()) {
        page.append("- `").append(each.name()).append('(');
        page.append(
            signature.stream()
                .map(
                    parameter ->
                        parameter.name() + " " + parameter.kind().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
        page.append(")`\n");
      }
    }
    return page.toString();
  }

  private static String functions() {
    StringBuilder page = new StringBuilder("# Functions\n").append(MADE);
    page.append(
            "\nNames are matched in any case. Unless a summary says otherwise, a NULL argument ")
        .append("gives NULL.\n\n| function | meaning | examples |\n| --- | --- | --- |\n");
    List<FunctionDescriptor> functions = new ArrayList<>();
    ServiceLoader.load(FunctionProvider.class)
        .forEach(
            provider -> provider.functions().forEach(each -> functions.add(each.descriptor())));
    for (FunctionDescriptor each : sorted(functions.stream())) {
      row(
          page,
          signatures(each.name(), each.signatures()),
          each.summary() + aliases(each).strip().replaceFirst("^(?=.)", " "),
          each.examples().stream()
              .map(example -> "`" + example.expression() + "` = `" + example.result() + "`")
              .collect(Collectors.joining("<br>")));
    }
    return page.toString();
  }

  private static String aggregates() {
    StringBuilder page = new StringBuilder("# Aggregates\n").append(MADE);
    page.append("\nAn aggregate that is not marked as sliding cannot be used behind a sliding ")
        .append("window.\n\n| aggregate | meaning | sliding |\n| --- | --- | --- |\n");
    List<AggregateDescriptor> aggregates = new ArrayList<>();
    ServiceLoader.load(FunctionProvider.class)
        .forEach(
            provider -> provider.aggregates().forEach(each -> aggregates.add(each.descriptor())));
    for (AggregateDescriptor each : sorted(aggregates.stream())) {
      row(
          page,
          signatures(each.name(), each.signatures()),
          each.summary() + aliases(each).strip().replaceFirst("^(?=.)", " "),
          each.retractable() ? "yes" : "no");
    }
    return page.toString();
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

  private static String signatures(String name, List<FunctionDescriptor.Signature> signatures) {
    return signatures.stream()
        .map(
            each ->
                "`"
                    + name
                    + each.parameters().stream()
                        .map(type -> type.sqlName())
                        .collect(Collectors.joining(", ", "(", each.variadic() ? ", ...)" : ")"))
                    + " "
                    + each.returns().sqlName()
                    + "`")
        .distinct()
        .collect(Collectors.joining("<br>"));
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
    for (String verb : List.of("run", "check", "test", "explain", "generate", "version")) {
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
