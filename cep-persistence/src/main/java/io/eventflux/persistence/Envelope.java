package io.eventflux.persistence;

import io.eventflux.core.state.Crc32c;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is the same in every small file of a state folder and in all versions of its format:
 *
 * <pre>
 *   magic 8 bytes | format version 4 | body ... | CRC-32C 4, of all bytes before it
 * </pre>
 *
 * The check comes first, so that a damaged version is told from a newer one. Big-endian. Stateless.
 */
final class Envelope {
  /** The format that is written. */
  static final int FORMAT_VERSION = 1;

  /** The oldest format that is read: that of the version before, once there is one. */
  static final int FORMAT_VERSION_MIN = 1;

  private static final int HEADER_SIZE_BYTES = 12;
  private static final int CHECK_SIZE_BYTES = 4;

  private Envelope() {}

  /** A file of kind {@code magic} in the present format. */
  static byte[] seal(long magic, byte[] body) {
    return seal(magic, FORMAT_VERSION, body);
  }

  /** A file of kind {@code magic} in format {@code version}. */
  static byte[] seal(long magic, int version, byte[] body) {
    ByteBuffer file =
        ByteBuffer.allocate(HEADER_SIZE_BYTES + body.length + CHECK_SIZE_BYTES)
            .putLong(magic)
            .putInt(version)
            .put(body);
    return file.putInt(Crc32c.of(file.array(), 0, file.position())).array();
  }

  /** What is wrong with the bytes of a file of kind {@code magic}; null if they are whole. */
  static @Nullable String damage(long magic, byte[] bytes) {
    if (bytes.length < HEADER_SIZE_BYTES + CHECK_SIZE_BYTES) {
      return "it has only " + bytes.length + " bytes";
    }
    int checked = bytes.length - CHECK_SIZE_BYTES;
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (file.getInt(checked) != Crc32c.of(bytes, 0, checked)) {
      return "its checksum does not match";
    }
    return file.getLong(0) == magic ? null : "it is another kind of file";
  }

  /** The format of a whole file. */
  static int version(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(Long.BYTES);
  }

  /** A reader over the body of a whole file. */
  static StateReader body(byte[] bytes) {
    return new StateReader(
        Arrays.copyOfRange(bytes, HEADER_SIZE_BYTES, bytes.length - CHECK_SIZE_BYTES));
  }

  /**
   * Appends a text, code unit by code unit: unlike UTF-8 this gives back every string, also one
   * with half a surrogate pair.
   */
  static void putText(StateWriter writer, String text) {
    writer.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      writer.putByte(text.charAt(i) >>> 8);
      writer.putByte(text.charAt(i));
    }
  }

  /**
   * The next text.
   *
   * @throws StateFormatException if there is none
   */
  static String getText(StateReader reader) {
    char[] text = new char[reader.getCount(Character.BYTES)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) ((reader.getByte() & 0xFF) << 8 | (reader.getByte() & 0xFF));
    }
    return new String(text);
  }
}
