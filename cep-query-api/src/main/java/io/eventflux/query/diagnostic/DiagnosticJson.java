package io.eventflux.query.diagnostic;

import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives diagnostics to programs: one JSON object each, places with line, column (both from 1) and
 * offset (from 0).
 */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /**
   * Writes diagnostics as a JSON array.
   *
   * @param source the text they are about
   * @param diagnostics what to write, in this order
   * @return one line of JSON, ASCII only
   */
  public static String write(SourceText source, List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(each -> write(source, each))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * Writes one diagnostic as a JSON object.
   *
   * @param source the text it is about
   * @param diagnostic what to write
   * @return one line of JSON, ASCII only
   */
  public static String write(SourceText source, Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    out.append("{\"code\":").append(quoted(diagnostic.code().code()));
    out.append(",\"name\":").append(quoted(diagnostic.code().name()));
    out.append(",\"severity\":").append(quoted(diagnostic.severity().word()));
    out.append(",\"message\":").append(quoted(diagnostic.message()));
    out.append(",\"file\":").append(quoted(source.name()));
    out.append(',').append(range(source, diagnostic.span()));
    if (diagnostic.label() != null) {
      out.append(",\"label\":").append(quoted(diagnostic.label()));
    }
    out.append(",\"labels\":")
        .append(
            diagnostic.labels().stream()
                .map(
                    label ->
                        "{"
                            + range(source, label.span())
                            + ",\"text\":"
                            + quoted(label.text())
                            + "}")
                .collect(Collectors.joining(",", "[", "]")));
    out.append(",\"facts\":")
        .append(
            diagnostic.facts().stream()
                .map(DiagnosticJson::quoted)
                .collect(Collectors.joining(",", "[", "]")));
    if (diagnostic.suggestion() != null) {
      out.append(",\"suggestion\":").append(quoted(diagnostic.suggestion()));
    }
    return out.append('}').toString();
  }

  private static String range(SourceText source, Span span) {
    return "\"start\":"
        + position(source, span.start())
        + ",\"end\":"
        + position(source, span.end());
  }

  private static String position(SourceText source, int offset) {
    return "{\"line\":"
        + source.line(offset)
        + ",\"column\":"
        + source.column(offset)
        + ",\"offset\":"
        + offset
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
