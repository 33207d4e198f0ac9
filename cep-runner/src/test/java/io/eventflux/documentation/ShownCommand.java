package io.eventflux.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command line that a page shows, with what it says comes out. Immutable.
 *
 * @param text the command as a shell takes it
 * @param output the lines shown below it, each with LF; a line of three dots stands for any lines
 * @param exitCode how it ends: 0 unless {@code echo $?} follows
 * @param line its line in the page, from 1
 */
record ShownCommand(String text, String output, int exitCode, int line) {
  private static final String PROMPT = "$ ";
  private static final String ASK_EXIT_CODE = "echo $?";
  private static final String ANY = "...";

  /** How long a run took is the one thing that nobody can foretell. */
  private static final Pattern SPEED = Pattern.compile("in [\\d.,]+ s \\([\\d,]+/s\\)");

  /** The commands of a block of the language {@code console}: those behind a prompt. */
  static List<ShownCommand> ofConsole(MarkdownPage.Block block) {
    List<ShownCommand> commands = new ArrayList<>();
    String[] lines = block.text().split("\n", -1);
    int i = 0;
    while (i < lines.length - 1) {
      if (!lines[i].startsWith(PROMPT)) {
        throw new IllegalArgumentException(
            "line " + (block.line() + i) + ": a console block starts with a command");
      }
      int start = i;
      StringBuilder text = new StringBuilder(lines[i++].substring(PROMPT.length()));
      while (isOpen(text)) {
        text.append('\n').append(lines[i++]);
      }
      StringBuilder output = new StringBuilder();
      while (i < lines.length - 1 && !lines[i].startsWith(PROMPT)) {
        output.append(lines[i++]).append('\n');
      }
      if (text.toString().equals(ASK_EXIT_CODE)) {
        ShownCommand asked = commands.remove(commands.size() - 1);
        int exitCode = Integer.parseInt(output.toString().strip());
        commands.add(new ShownCommand(asked.text(), asked.output(), exitCode, asked.line()));
      } else {
        commands.add(new ShownCommand(text.toString(), output.toString(), 0, block.line() + start));
      }
    }
    return commands;
  }

  /** The commands of an indented block: lines that start the launcher, without outputs. */
  static List<ShownCommand> ofIndented(MarkdownPage.Block block) {
    List<ShownCommand> commands = new ArrayList<>();
    String[] lines = block.text().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].startsWith("./eventflux ")) {
        commands.add(new ShownCommand(lines[i], "", 0, block.line() + i));
      }
    }
    return commands;
  }

  private static boolean isOpen(CharSequence text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'') {
        i++;
        if (i == text.length()) {
          return true;
        }
      }
    }
    return quote != 0;
  }

  /**
   * The words of this command, or an empty list if it needs a shell: pipes, redirections,
   * variables.
   */
  List<String> words() {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isInWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (quote == '"' && (c == '$' || c == '`' || c == '\\')) {
          return List.of();
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        isInWord = true;
      } else if (Character.isWhitespace(c)) {
        if (isInWord) {
          words.add(word.toString());
          word.setLength(0);
          isInWord = false;
        }
      } else if (c == '#' && !isInWord) {
        break;
      } else if ("|&;<>()$`\\*?[~".indexOf(c) >= 0) {
        return List.of();
      } else {
        word.append(c);
        isInWord = true;
      }
    }
    if (isInWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** Whether {@code actual} is what the page shows. */
  boolean isAnsweredBy(String actual) {
    String[] parts = ("\n" + stable(output)).split("\n" + Pattern.quote(ANY) + "(?=\n)", -1);
    String text = "\n" + stable(actual);
    if (!text.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], from - 1);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    String last = parts[parts.length - 1];
    return parts.length == 1
        ? text.equals(last)
        : text.endsWith(last) && text.length() - last.length() >= from - 1;
  }

  private static String stable(String text) {
    return SPEED.matcher(text).replaceAll("in T s (N/s)");
  }
}
