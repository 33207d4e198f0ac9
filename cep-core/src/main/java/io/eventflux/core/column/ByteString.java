package io.eventflux.core.column;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The value of a BINARY column: bytes that never change and are compared by content, so that they
 * can be keys. Immutable.
 */
public final class ByteString {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes of an array, which is copied. */
  public static ByteString copyOf(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /** The bytes that pairs of hexadecimal digits stand for, in any case; null for any other text. */
  public static @Nullable ByteString ofHex(String digits) {
    try {
      return new ByteString(HEX.parseHex(digits));
    } catch (IllegalArgumentException notHexadecimal) {
      return null;
    }
  }

  /** The bytes that a base64 text stands for, padded or not; null for any other text. */
  public static @Nullable ByteString ofBase64(String text) {
    try {
      return new ByteString(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** How many bytes there are. */
  public int sizeBytes() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Two upper-case hexadecimal digits a byte, as a literal has them. */
  public String toHex() {
    return HEX.formatHex(bytes);
  }

  /** The bytes in base64 with padding, as JSON and CSV have them. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As {@link #toHex}. */
  @Override
  public String toString() {
    return toHex();
  }
}
