package io.eventflux.persistence;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one attempt to store a checkpoint, {@code checkpoint-0000000042} or, from the
 * second attempt, {@code checkpoint-0000000042-2}.
 *
 * @param epoch the number of the checkpoint
 * @param attempt from 1
 * @param path where it is
 */
record CheckpointFolder(long epoch, int attempt, Path path) {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{10,19})(?:-(\\d{1,9}))?");

  /** Where attempt {@code attempt} of checkpoint {@code epoch} goes. */
  static Path path(Path stateFolder, long epoch, int attempt) {
    return stateFolder.resolve(name(epoch, attempt));
  }

  /** Reads the name of {@code path}; null if it is not one of ours. */
  static @Nullable CheckpointFolder parse(Path path) {
    String name = String.valueOf(path.getFileName());
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    try {
      long epoch = Long.parseLong(matcher.group(1));
      int attempt = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      // One number has one name: no other number of leading zeros, no attempt 0.
      return epoch > 0 && attempt > 0 && name.equals(name(epoch, attempt))
          ? new CheckpointFolder(epoch, attempt, path)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String name(long epoch, int attempt) {
    String name = String.format(Locale.ROOT, "checkpoint-%010d", epoch);
    return attempt == 1 ? name : name + "-" + attempt;
  }
}
