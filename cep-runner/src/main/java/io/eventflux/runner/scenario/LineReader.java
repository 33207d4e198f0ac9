package io.eventflux.runner.scenario;

import io.eventflux.query.text.DurationText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one line of a scenario from left to right. Not thread-safe. */
final class LineReader {
  private final String line;
  private int position;

  LineReader(String line) {
    this.line = line;
    skipBlanks();
  }

  /** Where the next thing starts, in UTF-16 units from 0. */
  int position() {
    return position;
  }

  /** Whether nothing but blanks or a comment is left. */
  boolean atEnd() {
    return position == line.length() || line.charAt(position) == '#';
  }

  /** Whether {@code c} comes next. */
  boolean sees(char c) {
    return position < line.length() && line.charAt(position) == c;
  }

  /** Whether {@code word} comes next as a whole word; reads it if so. */
  boolean takes(String word) {
    int end = position + word.length();
    boolean found =
        line.startsWith(word, position)
            && (end == line.length() || Character.isWhitespace(line.charAt(end)));
    if (found) {
      moveTo(end);
    }
    return found;
  }

  /** The characters up to the next blank; empty at the end. */
  String word() {
    int start = position;
    int end = start;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    moveTo(end);
    return line.substring(start, end);
  }

  /** The name of a stream or query, bare or in back-ticks. */
  String name(String what) throws LineException {
    if (atEnd()) {
      throw mistake("the name of a " + what + " is missing here");
    }
    if (!sees('`')) {
      int start = position;
      int end = start;
      while (end < line.length() && " \t[{@".indexOf(line.charAt(end)) < 0) {
        end++;
      }
      if (end == start) {
        throw mistake("the name of a " + what + " is missing here");
      }
      moveTo(end);
      return line.substring(start, end);
    }
    StringBuilder name = new StringBuilder();
    int i = position + 1;
    while (i < line.length()) {
      char c = line.charAt(i++);
      if (c != '`') {
        name.append(c);
      } else if (i < line.length() && line.charAt(i) == '`') {
        name.append(c);
        i++;
      } else {
        moveTo(i);
        return name.toString();
      }
    }
    throw mistake("this back-tick is not closed");
  }

  /** The time behind an {@code @}, or null if no {@code @} comes next. */
  @Nullable ScenarioTime optionalTime() throws LineException {
    if (!sees('@')) {
      return null;
    }
    int start = position++;
    return time(start);
  }

  /** {@code @T}, {@code @+D} or {@code +D}. */
  ScenarioTime time() throws LineException {
    ScenarioTime time = sees('+') ? time(position) : optionalTime();
    if (time == null) {
      throw mistake("a time is missing here, as @100, @1s or +250ms");
    }
    return time;
  }

  private ScenarioTime time(int start) throws LineException {
    boolean relative = sees('+');
    if (relative) {
      position++;
    }
    int end = position;
    while (end < line.length() && " \t[{".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    String text = line.substring(position, end);
    OptionalLong millis = DurationText.millis(text);
    if (millis.isEmpty() && !relative) {
      millis = instant(text);
    }
    if (millis.isEmpty()) {
      throw new LineException(
          start,
          "not a time: "
              + line.substring(start, end)
              + "; write @100 (milliseconds), @1s, @+250ms or @2024-05-01T12:00:00Z");
    }
    moveTo(end);
    return new ScenarioTime(relative, millis.getAsLong());
  }

  private static OptionalLong instant(String text) {
    try {
      return OptionalLong.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException notAnInstant) {
      return OptionalLong.empty();
    }
  }

  /** The JSON value that comes next. */
  @Nullable Object json() throws LineException {
    JsonLine.Parsed parsed = JsonLine.read(line, position);
    moveTo(parsed.end());
    return parsed.value();
  }

  /** A JSON string, described as {@code what} when it is missing. */
  String text(String what) throws LineException {
    int start = position;
    if (!sees('"') || !(json() instanceof String text)) {
      throw new LineException(start, what + " in double quotes is missing here");
    }
    return text;
  }

  /** Everything that is left, comment included, without blanks at the end. */
  String rest() {
    String rest = line.substring(position).stripTrailing();
    position = line.length();
    return rest;
  }

  /** Refuses anything that is left. */
  void end() throws LineException {
    if (!atEnd()) {
      throw mistake("nothing more is expected on this line");
    }
  }

  /** A mistake at the present position. */
  LineException mistake(String message) {
    return new LineException(position, message);
  }

  private void moveTo(int newPosition) {
    position = newPosition;
    skipBlanks();
  }

  private void skipBlanks() {
    while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
      position++;
    }
  }
}
