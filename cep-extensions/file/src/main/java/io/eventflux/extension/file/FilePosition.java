package io.eventflux.extension.file;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A place between two records of a file.
 *
 * @param offset unpacked bytes in front of it
 * @param line the number of the line that starts there, from 1
 * @param before what stands in front of it; null at the start of a file, and in states of versions
 *     that did not keep it
 */
record FilePosition(long offset, long line, @Nullable Digest before) {
  /** How many bytes in front of a place are looked at. */
  static final int COVERED_BYTES_MAX = 256;

  /** The start of a file. */
  static final FilePosition START = new FilePosition(0, 1, null);

  private static final Pattern TEXT =
      Pattern.compile(
          "offset=(\\d{1,18}),line=(\\d{1,18})(?:,crc32c=([0-9a-f]{8}),covers=(\\d{1,3}))?");

  /**
   * Some bytes, so that they are known again.
   *
   * @param crc32c their CRC-32C
   * @param sizeBytes how many there are, from 1 to {@link #COVERED_BYTES_MAX}
   */
  record Digest(int crc32c, int sizeBytes) {
    /** The digest of the bytes in {@code [from, to)}. */
    static Digest of(byte[] bytes, int from, int to) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, from, to - from);
      return new Digest((int) crc.getValue(), to - from);
    }
  }

  /**
   * The place in front of {@code bytes[at]}.
   *
   * @param bytes what has been read; at least the last bytes in front of the place are there, as
   *     many as a digest covers
   */
  static FilePosition of(long offset, long line, byte[] bytes, int at) {
    int covered = (int) Math.min(offset, COVERED_BYTES_MAX);
    return new FilePosition(offset, line, covered == 0 ? null : Digest.of(bytes, at - covered, at));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static FilePosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text);
    }
    long offset = Long.parseLong(matcher.group(1));
    long line = Long.parseLong(matcher.group(2));
    if (matcher.group(3) == null) {
      return new FilePosition(offset, line, null);
    }
    int covered = Integer.parseInt(matcher.group(4));
    if (covered < 1 || covered > Math.min(offset, COVERED_BYTES_MAX)) {
      throw malformed(text);
    }
    int crc32c = Integer.parseUnsignedInt(matcher.group(3), 16);
    return new FilePosition(offset, line, new Digest(crc32c, covered));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("'" + text + "' is not a position in a file");
  }

  /** The position as text that stays readable in later versions. */
  String text() {
    Digest digest = before;
    String place = "offset=" + offset + ",line=" + line;
    return digest == null
        ? place
        : String.format(
            Locale.ROOT, "%s,crc32c=%08x,covers=%d", place, digest.crc32c(), digest.sizeBytes());
  }
}
