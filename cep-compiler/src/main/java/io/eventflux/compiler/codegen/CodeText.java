package io.eventflux.compiler.codegen;

import java.util.ArrayList;
import java.util.List;

/** Lines of Java, indented by their blocks. */
final class CodeText {
  private record Line(int depth, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private int depth;

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Adds a statement or any other whole line. */
  CodeText line(String text) {
    lines.add(new Line(depth, text));
    return this;
  }

  /** Opens a block: the head and a brace. */
  CodeText open(String head) {
    line(head + " {");
    depth++;
    return this;
  }

  /** Closes a block. */
  CodeText close() {
    depth--;
    return line("}");
  }

  /** Closes a block and opens another behind the same brace, as for {@code else}. */
  CodeText next(String middle) {
    depth--;
    line("} " + middle + " {");
    depth++;
    return this;
  }

  /** Adds all lines of {@code other} at the present depth. */
  CodeText append(CodeText other) {
    for (Line line : other.lines) {
      lines.add(new Line(depth + line.depth(), line.text()));
    }
    return this;
  }

  /** The lines with two blanks a block. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      if (!line.text().isEmpty()) {
        text.append("  ".repeat(line.depth())).append(line.text());
      }
      text.append('\n');
    }
    return text.toString();
  }
}
