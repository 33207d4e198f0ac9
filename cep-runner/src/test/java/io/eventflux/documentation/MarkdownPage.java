package io.eventflux.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of the documentation as far as tests care: its code blocks and the rows of its tables.
 * Immutable.
 *
 * @param path the file, relative to the repository
 * @param blocks code blocks in order
 * @param tableRows cells of the rows of all tables, headers included, with their lines
 */
record MarkdownPage(Path path, List<Block> blocks, List<TableRow> tableRows) {
  private static final String FENCE = "```";
  private static final String INDENT = "    ";
  private static final Pattern FILE_NAME = Pattern.compile("`([\\w./-]+\\.\\w+)`:\\s*$");

  MarkdownPage {
    blocks = List.copyOf(blocks);
    tableRows = List.copyOf(tableRows);
  }

  /**
   * A code block.
   *
   * @param language the word behind the fence; empty for indented blocks
   * @param text the lines, each with LF
   * @param line the line of its first line of text, from 1
   * @param lead the last line of prose in front of it; empty if it follows another block
   */
  record Block(String language, String text, int line, String lead) {
    /** The file that the prose gives this block to, or the empty text. */
    String fileName() {
      Matcher matcher = FILE_NAME.matcher(lead);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  /** One row of a table; cells without the blanks around them. */
  record TableRow(int line, List<String> cells) {}

  static MarkdownPage read(Path root, Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Block> blocks = new ArrayList<>();
    List<TableRow> rows = new ArrayList<>();
    String lead = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int start = i + 1;
        do {
          i++;
        } while (!lines.get(i).startsWith(FENCE));
        blocks.add(
            new Block(
                line.substring(FENCE.length()).strip(),
                text(lines.subList(start, i)),
                start + 1,
                lead));
        lead = "";
      } else if (line.startsWith(INDENT)) {
        int start = i;
        List<String> code = new ArrayList<>();
        while (i < lines.size() && lines.get(i).startsWith(INDENT)) {
          code.add(lines.get(i).substring(INDENT.length()));
          i++;
        }
        i--;
        blocks.add(new Block("", text(code), start + 1, lead));
        lead = "";
      } else if (line.startsWith("|")) {
        String inner = line.strip().replaceAll("^\\||\\|$", "");
        rows.add(
            new TableRow(
                i + 1,
                Pattern.compile("(?<!\\\\)\\|")
                    .splitAsStream(inner)
                    .map(cell -> cell.strip().replace("\\|", "|"))
                    .toList()));
      } else if (!line.isBlank()) {
        lead = line;
      }
    }
    return new MarkdownPage(root.relativize(file), blocks, rows);
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** All blocks of one language. */
  List<Block> blocks(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }

  /** Where a block stands, for messages. */
  String at(Block block) {
    return path + ":" + block.line();
  }
}
