package io.eventflux.query.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a code means, for whoever meets it for the first time. The texts stand in {@code
 * explanations.txt} beside this class. Immutable.
 *
 * @param code the code
 * @param isReported whether the compiler reports it; otherwise that is coming
 * @param isGoodSupported whether the good text can be run; otherwise it is not supported yet
 * @param meaning what is wrong and what to do, in sentences
 * @param bad a text that gives the code and nothing else; lines that end with LF
 * @param good a text that gives nothing; lines that end with LF
 */
public record Explanation(
    DiagnosticCode code,
    boolean isReported,
    boolean isGoodSupported,
    String meaning,
    String bad,
    String good) {
  private static final String FILE = "explanations.txt";
  private static final String TITLE = "## ";
  private static final String UNREPORTED = "unreported";
  private static final String UNSUPPORTED = "unsupported";
  private static final String INDENT = "    ";

  /** The texts, read when one is asked for. */
  private static final class Texts {
    private static final Map<DiagnosticCode, Explanation> ALL = read();
  }

  /**
   * The explanation of a code.
   *
   * @param code any code
   * @return its explanation; there is one for each
   */
  public static Explanation of(DiagnosticCode code) {
    return Objects.requireNonNull(Texts.ALL.get(code), () -> FILE + " has no " + code);
  }

  private static Map<DiagnosticCode, Explanation> read() {
    String text;
    try (InputStream in = Explanation.class.getResourceAsStream(FILE)) {
      text =
          new String(
              Objects.requireNonNull(in, FILE + " is in this jar").readAllBytes(),
              StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(FILE + " cannot be read", e);
    }
    Map<DiagnosticCode, Explanation> all = new EnumMap<>(DiagnosticCode.class);
    String[] sections = text.split("(?m)^" + TITLE);
    for (String section : List.of(sections).subList(1, sections.length)) {
      Explanation explanation = explanation(section);
      if (all.put(explanation.code(), explanation) != null) {
        throw new AssertionError(FILE + " has " + explanation.code() + " twice");
      }
    }
    return all;
  }

  private static Explanation explanation(String section) {
    List<String> lines = section.lines().toList();
    List<String> title = List.of(lines.get(0).split(" "));
    List<String> marks = title.subList(1, title.size());
    if (!List.of(UNREPORTED, UNSUPPORTED).containsAll(marks)) {
      throw new AssertionError(FILE + " has a mark that means nothing: " + title);
    }
    StringBuilder meaning = new StringBuilder();
    StringBuilder bad = new StringBuilder();
    StringBuilder good = new StringBuilder();
    StringBuilder part = meaning;
    for (String line : lines.subList(1, lines.size())) {
      if (line.equals("bad")) {
        part = bad;
      } else if (line.equals("good")) {
        part = good;
      } else if (line.startsWith(INDENT)) {
        part.append(line.substring(INDENT.length())).append('\n');
      } else if (!line.isEmpty()) {
        part.append(part.length() == 0 ? "" : " ").append(line);
      }
    }
    return new Explanation(
        DiagnosticCode.valueOf(title.get(0)),
        !marks.contains(UNREPORTED),
        !marks.contains(UNSUPPORTED),
        meaning.toString(),
        bad.toString(),
        good.toString());
  }
}
