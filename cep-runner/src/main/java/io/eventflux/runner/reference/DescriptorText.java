package io.eventflux.runner.reference;

import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.Option;
import java.util.ArrayList;
import java.util.List;

/** Descriptors as text for a terminal. Stateless; any thread. */
public final class DescriptorText {
  private static final int NAME_WIDTH_MAX = 28;

  private DescriptorText() {}

  /**
   * One line for each descriptor: name, what it is, state and first sentence. Ends with LF.
   *
   * @param columns where lines are cut, 0 for nowhere
   */
  public static String list(List<? extends Descriptor> descriptors, int columns) {
    int nameWidth = 0;
    int kindWidth = 0;
    for (Descriptor each : descriptors) {
      nameWidth = Math.max(nameWidth, Math.min(NAME_WIDTH_MAX, each.name().length()));
      kindWidth = Math.max(kindWidth, Wording.kind(each).length());
    }
    StringBuilder text = new StringBuilder();
    for (Descriptor each : descriptors) {
      String line =
          padded(each.name(), nameWidth)
              + "  "
              + padded(Wording.kind(each), kindWidth)
              + "  "
              + padded(Wording.state(each), "available".length())
              + "  "
              + Wording.firstSentence(each);
      boolean isCut = columns > 1 && line.length() > columns;
      text.append(isCut ? line.substring(0, columns - 1) + "\u2026" : line).append('\n');
    }
    return text.toString();
  }

  /**
   * Everything about one thing. Ends with LF.
   *
   * @param columns where prose is broken
   */
  public static String page(Descriptor descriptor, int columns) {
    StringBuilder text = new StringBuilder();
    text.append(Wording.kind(descriptor)).append(' ').append(descriptor.name());
    text.append(descriptor.isComing() ? " (coming: not supported yet)\n" : "\n");
    descriptor.forms().forEach(form -> text.append("  ").append(form).append('\n'));
    text.append('\n');
    List<String> prose = new ArrayList<>(List.of(descriptor.summary()));
    prose.addAll(Wording.rules(descriptor));
    if (!descriptor.aliases().isEmpty()) {
      prose.add("Also called " + String.join(", ", descriptor.aliases()) + ".");
    }
    text.append(wrapped(String.join(" ", prose), "", columns));
    List<Option> options = Wording.options(descriptor);
    if (!options.isEmpty()) {
      text.append("\nOptions:\n");
    }
    for (Option option : options) {
      String value = option.defaultValue();
      text.append("  ").append(option.key()).append(" (").append(Wording.takes(option));
      text.append(option.required() ? "; required" : value == null ? "" : "; default " + value);
      text.append(")\n").append(wrapped(option.summary(), "      ", columns));
    }
    List<List<String>> examples = Wording.examples(descriptor);
    if (!examples.isEmpty()) {
      text.append(examples.size() == 1 ? "\nExample:\n" : "\nExamples:\n");
    }
    for (List<String> lines : examples) {
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  /** Words in lines of at most {@code columns} characters, longer words alone; ends with LF. */
  public static String wrapped(String prose, String indent, int columns) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (String word : prose.split(" +", -1)) {
      boolean isEmpty = line.length() == indent.length();
      if (!isEmpty && line.length() + 1 + word.length() > columns) {
        text.append(line).append('\n');
        line.setLength(indent.length());
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
    }
    return text.append(line).append('\n').toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
