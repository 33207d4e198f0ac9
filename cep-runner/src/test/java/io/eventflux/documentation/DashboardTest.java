package io.eventflux.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.eventflux.core.app.AppMetrics;
import io.eventflux.core.metric.MetricDescriptor;
import io.eventflux.core.metric.MetricDescriptor.Unit;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The dashboard for Grafana is made from the descriptors of metrics, one panel each; run with
 * {@code -Dupdate.golden=true} to write it.
 */
class DashboardTest {
  private static final Path FILE = Path.of("../docs/grafana/eventflux.json");
  private static final List<String> QUANTILES = List.of("0.5", "0.99", "0.999");
  private static final int COLUMNS = 24;
  private static final int PANEL_WIDTH = 8;
  private static final int PANEL_HEIGHT = 7;
  private static final String APP_FILTER = "{app=~\"$app\"}";

  @Test
  void shouldHoldAPanelForEachDescriptor() throws IOException {
    String text = dashboard();
    if (Boolean.getBoolean("update.golden")) {
      Files.createDirectories(FILE.toAbsolutePath().getParent());
      Files.writeString(FILE, text);
    }

    assertEquals(Files.readString(FILE), text);
  }

  @Test
  void shouldAskForWhatExistsOnly() throws IOException {
    List<String> expressions = expressions(Files.readString(FILE));
    TreeSet<String> asked =
        expressions.stream()
            .flatMap(each -> Pattern.compile("eventflux_[a-z_]+").matcher(each).results())
            .map(MatchResult::group)
            .map(name -> name.replaceFirst("_bucket$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> described =
        AppMetrics.descriptors().stream()
            .map(MetricDescriptor::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(described, asked);
    for (String expression : expressions) {
      assertEquals(count(expression, '('), count(expression, ')'), expression);
      assertTrue(expression.contains(APP_FILTER), expression);
    }
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** The queries of all panels, read back as any JSON reader would. */
  private static List<String> expressions(String json) throws IOException {
    List<String> expressions = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("expr")) {
          expressions.add(parser.nextTextValue());
        }
      }
    }
    return expressions;
  }

  // ---- the dashboard

  private static String dashboard() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
      json.writeStartObject();
      json.writeStringField("uid", "eventflux");
      json.writeStringField("title", "EventFlux");
      json.writeNumberField("schemaVersion", 39);
      json.writeStringField("refresh", "10s");
      json.writeObjectFieldStart("time");
      json.writeStringField("from", "now-1h");
      json.writeStringField("to", "now");
      json.writeEndObject();
      variables(json);
      panels(json);
      json.writeEndObject();
    }
    return text + "\n";
  }

  /** Which Prometheus, and which apps of those that it knows. */
  private static void variables(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("templating");
    json.writeArrayFieldStart("list");
    json.writeStartObject();
    json.writeStringField("name", "datasource");
    json.writeStringField("type", "datasource");
    json.writeStringField("query", "prometheus");
    json.writeEndObject();
    json.writeStartObject();
    json.writeStringField("name", "app");
    json.writeStringField("type", "query");
    datasource(json);
    String anyMetric = AppMetrics.descriptors().get(0).name();
    json.writeStringField("query", "label_values(" + anyMetric + ", app)");
    json.writeNumberField("refresh", 2);
    json.writeBooleanField("multi", true);
    json.writeBooleanField("includeAll", true);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void datasource(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("datasource");
    json.writeStringField("type", "prometheus");
    json.writeStringField("uid", "${datasource}");
    json.writeEndObject();
  }

  /** A row of its own for each section, and below it the panels from left to right. */
  private static void panels(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("panels");
    String section = "";
    int id = 1;
    int x = 0;
    int y = 0;
    for (MetricDescriptor each : AppMetrics.descriptors()) {
      if (!each.section().equals(section)) {
        y += x > 0 ? PANEL_HEIGHT : 0;
        x = 0;
        section = each.section();
        json.writeStartObject();
        json.writeNumberField("id", id++);
        json.writeStringField("type", "row");
        json.writeStringField("title", section);
        place(json, 0, y++, COLUMNS, 1);
        json.writeEndObject();
      }
      panel(json, each, id++, x, y);
      x += PANEL_WIDTH;
      if (x == COLUMNS) {
        x = 0;
        y += PANEL_HEIGHT;
      }
    }
    json.writeEndArray();
  }

  private static void panel(JsonGenerator json, MetricDescriptor each, int id, int x, int y)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("type", "timeseries");
    json.writeStringField("title", title(each));
    json.writeStringField("description", each.help());
    datasource(json);
    place(json, x, y, PANEL_WIDTH, PANEL_HEIGHT);
    json.writeObjectFieldStart("fieldConfig");
    json.writeObjectFieldStart("defaults");
    json.writeStringField("unit", unit(each));
    json.writeEndObject();
    json.writeArrayFieldStart("overrides");
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("targets");
    int target = 0;
    for (Map.Entry<String, String> query : queries(each)) {
      json.writeStartObject();
      json.writeStringField("refId", String.valueOf((char) ('A' + target++)));
      json.writeStringField("expr", query.getKey());
      json.writeStringField("legendFormat", query.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void place(JsonGenerator json, int x, int y, int width, int height)
      throws IOException {
    json.writeObjectFieldStart("gridPos");
    json.writeNumberField("x", x);
    json.writeNumberField("y", y);
    json.writeNumberField("w", width);
    json.writeNumberField("h", height);
    json.writeEndObject();
  }

  /** The words of the name, with "per second" for what only grows. */
  private static String title(MetricDescriptor each) {
    String words =
        each.name()
            .replaceFirst("^eventflux_", "")
            .replaceFirst("_(total|seconds|bytes)$", "")
            .replace('_', ' ');
    return each.kind() == MetricDescriptor.Kind.COUNTER ? words + " per second" : words;
  }

  private static String unit(MetricDescriptor each) {
    if (each.kind() == MetricDescriptor.Kind.COUNTER) {
      return each.unit() == Unit.ROWS ? "rowsps" : "cps";
    }
    return switch (each.unit()) {
      case SECONDS -> "s";
      case BYTES -> "bytes";
      case COUNT, ROWS, FLAG -> "short";
    };
  }

  /** What to ask Prometheus for, each with its legend. */
  private static List<Map.Entry<String, String>> queries(MetricDescriptor each) {
    String legend =
        each.labels().stream().map(label -> "{{" + label + "}}").collect(Collectors.joining(" "));
    return switch (each.kind()) {
      case COUNTER -> List.of(Map.entry(rate(each.name()), legend));
      case GAUGE -> List.of(Map.entry(each.name() + APP_FILTER, legend));
      case HISTOGRAM ->
          QUANTILES.stream()
              .map(
                  quantile ->
                      Map.entry(
                          "histogram_quantile("
                              + quantile
                              + ", sum by ("
                              + String.join(", ", each.labels())
                              + ", le) ("
                              + rate(each.name() + "_bucket")
                              + "))",
                          legend + " " + quantile))
              .toList();
    };
  }

  private static String rate(String name) {
    return "rate(" + name + APP_FILTER + "[$__rate_interval])";
  }
}
