package io.eventflux.runner.scenario;

import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenario files. A mistake in a line is noted and reading goes on with the next line, so
 * that all mistakes of a file are reported at once. One instance a file; not thread-safe.
 */
public final class ScenarioParser {
  private static final List<String> KEYWORDS =
      List.of(
          "app",
          "scenario",
          "send",
          "advance",
          "expect",
          "expect-query",
          "expect-error",
          "query",
          "row",
          "rows",
          "checkpoint",
          "restart",
          "skip");
  private static final Pattern PLACE = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  private final Path path;
  private final List<String> lines;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final List<ScenarioFormatException.Mistake> mistakes = new ArrayList<>();

  /** Index of the line to be read next. */
  private int next;

  private @Nullable SourceText app;
  private @Nullable Draft draft;

  /** A scenario whose lines are still being read. */
  private static final class Draft {
    final String name;
    final int line;
    final SourceText app;
    final List<Step> steps = new ArrayList<>();
    int lastLine;
    @Nullable String skipReason;

    Draft(String name, int line, SourceText app) {
      this.name = name;
      this.line = line;
      this.lastLine = line;
      this.app = app;
    }

    Scenario scenario() {
      return new Scenario(name, line, lastLine, app, steps, skipReason);
    }
  }

  private ScenarioParser(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines;
  }

  /**
   * Reads a file and the app files that it names.
   *
   * @throws IOException if the file itself cannot be read
   * @throws ScenarioFormatException if it is not a scenario file
   */
  public static ScenarioFile parse(Path path) throws IOException, ScenarioFormatException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
    } catch (CharacterCodingException e) {
      throw new ScenarioFormatException(
          List.of(
              new ScenarioFormatException.Mistake(
                  path.toString(), 1, 1, "the file is not UTF-8 text", "")));
    }
    return parse(path, text);
  }

  /**
   * Reads a text as the content of {@code path}, which need not exist.
   *
   * @throws ScenarioFormatException if it is not a scenario file
   */
  public static ScenarioFile parse(Path path, String text) throws ScenarioFormatException {
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = List.of(withoutMark.split("\r\n|[\r\n]", -1));
    ScenarioParser parser = new ScenarioParser(path, lines);
    parser.parseLines();
    if (!parser.mistakes.isEmpty()) {
      throw new ScenarioFormatException(parser.mistakes);
    }
    return new ScenarioFile(path, lines, parser.scenarios);
  }

  private void parseLines() {
    while (next < lines.size()) {
      int line = next++;
      try {
        parseLine(new LineReader(lines.get(line)), line + 1);
      } catch (LineException e) {
        note(line, e);
      }
      if (draft != null && !lines.get(next - 1).isBlank() && !isComment(next - 1)) {
        draft.lastLine = next;
      }
    }
    finishScenario();
    if (scenarios.isEmpty() && mistakes.isEmpty()) {
      mistakes.add(mistake(0, 0, "the file has no scenario; write 'scenario NAME'"));
    }
  }

  private boolean isComment(int index) {
    return lines.get(index).stripLeading().startsWith("#");
  }

  private void note(int index, LineException e) {
    mistakes.add(mistake(index, e.offset(), String.valueOf(e.getMessage())));
  }

  private ScenarioFormatException.Mistake mistake(int index, int offset, String message) {
    String text = lines.get(index);
    int column = text.codePointCount(0, Math.min(offset, text.length())) + 1;
    return new ScenarioFormatException.Mistake(path.toString(), index + 1, column, message, text);
  }

  private void parseLine(LineReader in, int line) throws LineException {
    if (in.atEnd()) {
      return;
    }
    int start = in.position();
    String keyword = in.word();
    switch (keyword) {
      case "app" -> parseApp(in, line);
      case "scenario" -> parseScenario(in, line);
      case "skip" -> {
        Draft scenario = scenario(start);
        String reason = in.text("the reason");
        in.end();
        scenario.skipReason = reason;
      }
      case "send" -> add(start, parseSend(in, line));
      case "advance" -> {
        ScenarioTime time = in.time();
        in.end();
        add(start, new Step.Advance(line, time));
      }
      case "expect" -> add(start, parseExpect(in, line, Subject.Kind.STREAM));
      case "expect-query" -> add(start, parseExpect(in, line, Subject.Kind.QUERY));
      case "expect-error" -> add(start, parseExpectError(in, line));
      case "query" -> add(start, parseOnDemand(in, line));
      case "checkpoint" -> {
        in.end();
        add(start, new Step.Checkpoint(line));
      }
      case "restart" -> {
        in.end();
        add(start, new Step.Restart(line));
      }
      case "row", "rows" -> throw new LineException(start, keyword + " must follow a query line");
      default -> throw new LineException(start, unknown(keyword));
    }
  }

  private static String unknown(String keyword) {
    List<String> near = NearMatches.of(keyword, KEYWORDS);
    return "no scenario line starts with '"
        + keyword
        + "'"
        + (near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?");
  }

  private void add(int start, Step step) throws LineException {
    scenario(start).steps.add(step);
  }

  private Draft scenario(int start) throws LineException {
    Draft current = draft;
    if (current == null) {
      throw new LineException(start, "a 'scenario NAME' line must come first");
    }
    return current;
  }

  private void finishScenario() {
    if (draft != null) {
      scenarios.add(draft.scenario());
      draft = null;
    }
  }

  private void parseApp(LineReader in, int line) throws LineException {
    finishScenario();
    int start = in.position();
    if (!in.takes("<<<")) {
      parseAppPath(in, start);
      return;
    }
    in.end();
    StringBuilder text = new StringBuilder();
    while (next < lines.size()) {
      String each = lines.get(next++);
      if (each.strip().equals(">>>")) {
        app = new SourceText(path + " (app at line " + line + ")", text.toString());
        return;
      }
      text.append(each).append('\n');
    }
    app = new SourceText(path.toString(), text.toString());
    throw new LineException(start, "this app does not end; write >>> on a line of its own");
  }

  private void parseAppPath(LineReader in, int start) throws LineException {
    // Whatever goes wrong, the scenarios below must not be blamed for a missing app.
    app = new SourceText(path.toString(), "");
    String name;
    if (in.sees('"')) {
      name = in.text("the path of the app");
      in.end();
    } else {
      name = in.rest();
    }
    if (name.isEmpty()) {
      throw new LineException(start, "the app is missing here: <<< or the path of a file");
    }
    try {
      Path file = path.resolveSibling(name);
      app = new SourceText(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new LineException(start, "the app file is not UTF-8 text");
    } catch (IOException | InvalidPathException e) {
      throw new LineException(start, "the app file cannot be read");
    }
  }

  private void parseScenario(LineReader in, int line) throws LineException {
    int start = in.position();
    String name = in.rest();
    finishScenario();
    SourceText program = app;
    if (program == null) {
      throw new LineException(start, "an app must come before the first scenario");
    }
    draft = new Draft(name, line, program);
    if (name.isEmpty()) {
      throw new LineException(start, "the name of the scenario is missing here");
    }
  }

  private static Step parseSend(LineReader in, int line) throws LineException {
    String stream = in.name("stream");
    ScenarioTime time = in.optionalTime();
    int start = in.position();
    Object value = in.json();
    in.end();
    List<Step.EventValues> events = new ArrayList<>();
    if (value instanceof Map<?, ?> || (value instanceof List<?> list && !isUnit(list))) {
      events.add(event(value, start));
    } else if (value instanceof List<?> unit) {
      for (Object each : unit) {
        events.add(event(each, start));
      }
    } else {
      throw new LineException(
          start,
          "an event is [value, ...] or {\"column\": value, ...}; several are [[...], [...]]");
    }
    return new Step.Send(line, stream, time, events);
  }

  /** A list of lists or objects is a unit of several events; anything else is one event. */
  private static boolean isUnit(List<?> list) {
    return !list.isEmpty()
        && list.stream().allMatch(each -> each instanceof List || each instanceof Map);
  }

  private static Step.EventValues event(@Nullable Object value, int start) throws LineException {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      map.forEach((name, each) -> named.put(String.valueOf(name), each));
      return new Step.EventValues(null, named);
    }
    if (value instanceof List<?> list) {
      return new Step.EventValues(new ArrayList<>(list), null);
    }
    throw new LineException(start, "an event is [value, ...] or {\"column\": value, ...}");
  }

  private Step parseExpect(LineReader in, int line, Subject.Kind kind) throws LineException {
    Subject subject = new Subject(kind, in.name(kind.word()));
    if (in.takes("nothing")) {
      in.end();
      return new Step.ExpectNothing(line, subject);
    }
    if (in.takes("unordered")) {
      in.end();
      List<ExpectedRow> rows = rowsUntilEnd();
      return new Step.ExpectUnordered(line, next, subject, rows);
    }
    return new Step.ExpectRow(line, subject, row(in, line));
  }

  private List<ExpectedRow> rowsUntilEnd() throws LineException {
    int opening = next - 1;
    List<ExpectedRow> rows = new ArrayList<>();
    while (next < lines.size()) {
      int index = next++;
      LineReader in = new LineReader(lines.get(index));
      if (in.takes("end")) {
        in.end();
        return rows;
      }
      if (!in.atEnd()) {
        in.takes("row");
        try {
          rows.add(row(in, index + 1));
        } catch (LineException e) {
          note(index, e);
        }
      }
    }
    note(
        opening, new LineException(0, "this block does not end; write 'end' on a line of its own"));
    return rows;
  }

  private static ExpectedRow row(LineReader in, int line) throws LineException {
    int start = in.position();
    if (!in.sees('[') || !(in.json() instanceof List<?> values)) {
      throw new LineException(start, "a row is missing here, as [\"IBM\", 12.5]");
    }
    ScenarioTime time = in.optionalTime();
    boolean expired = in.takes("expired");
    if (time == null) {
      time = in.optionalTime();
    }
    in.end();
    return new ExpectedRow(line, new ArrayList<>(values), time, expired);
  }

  private static Step parseExpectError(LineReader in, int line) throws LineException {
    DiagnosticCode code = null;
    if (in.takes("at")) {
      return place(in, line, null, "");
    }
    if (!in.atEnd() && !in.sees('"')) {
      int start = in.position();
      String name = in.word();
      Optional<DiagnosticCode> found = DiagnosticCode.named(name);
      if (found.isEmpty()) {
        throw new LineException(start, "there is no error code '" + name + "'");
      }
      code = found.get();
    }
    String part = in.sees('"') ? in.text("a part of the message") : "";
    if (in.takes("at")) {
      return place(in, line, code, part);
    }
    in.end();
    return new Step.ExpectError(line, code, part, 0, 0);
  }

  private static Step place(LineReader in, int line, @Nullable DiagnosticCode code, String part)
      throws LineException {
    int start = in.position();
    Matcher place = PLACE.matcher(in.word());
    if (!place.matches()) {
      throw new LineException(start, "a place is missing here, as 3:14 (line and column)");
    }
    in.end();
    return new Step.ExpectError(
        line, code, part, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
  }

  /**
   * Rows follow the query on lines {@code row [...]}; {@code rows unordered} may stand in front.
   */
  private Step parseOnDemand(LineReader in, int line) throws LineException {
    String text = in.text("the query");
    in.end();
    boolean unordered = false;
    int lastLine = line;
    List<ExpectedRow> rows = new ArrayList<>();
    while (next < lines.size()) {
      LineReader reader = new LineReader(lines.get(next));
      int index = next;
      if (reader.atEnd()) {
        next++;
        continue;
      }
      try {
        if (rows.isEmpty() && reader.takes("rows")) {
          int start = reader.position();
          if (!reader.takes("unordered")) {
            throw new LineException(start, "'unordered' is missing here");
          }
          reader.end();
          unordered = true;
        } else if (reader.takes("row")) {
          rows.add(row(reader, index + 1));
        } else {
          break;
        }
      } catch (LineException e) {
        note(index, e);
      }
      next++;
      lastLine = next;
    }
    return new Step.OnDemand(line, lastLine, text, unordered, rows);
  }
}
