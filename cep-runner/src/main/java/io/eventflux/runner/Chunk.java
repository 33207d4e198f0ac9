package io.eventflux.runner;

/**
 * The testing knob {@code --chunk}: how many rows are handed on at once. No result depends on it.
 */
final class Chunk {
  private Chunk() {}

  /** The number that {@code text} means; 0 for {@code all}. */
  static int rows(String text) throws CommandException {
    if (text.equals("all")) {
      return 0;
    }
    try {
      int rows = Integer.parseInt(text);
      if (rows > 0) {
        return rows;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, with the same words as for a number below 1.
    }
    throw new CommandException(
        ExitCode.USAGE, "--chunk needs a number of rows or 'all', not '" + text + "'");
  }
}
