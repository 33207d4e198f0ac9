package io.eventflux.core.function.scalar;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.function.FunctionProvider;
import io.eventflux.core.function.FunctionTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions between bytes and text (language 8.2). Pure functions; a null result is SQL NULL. */
public final class BinaryFunctions {
  private BinaryFunctions() {}

  static List<FunctionProvider.ScalarFunction> functions() {
    return new FunctionTable("Binary values", BinaryFunctions.class, false)
        .add(
            "to_base64",
            "toBase64",
            List.of(),
            "Bytes, or the UTF-8 bytes of a text, in base64 with padding.",
            "to_base64(X'0AFF')",
            "'Cv8='",
            "to_base64('abc')",
            "'YWJj'")
        .add(
            "from_base64",
            "fromBase64",
            List.of(),
            "The bytes that a base64 text stands for, padded or not; NULL for any other text.",
            "from_base64('Cv8=')",
            "X'0AFF'",
            "from_base64('?')",
            "NULL")
        .add(
            "to_hex",
            "toHex",
            List.of(),
            "Bytes, or the UTF-8 bytes of a text, as pairs of upper-case hexadecimal digits; or a whole number without leading zeros, a negative one in two's complement.",
            "to_hex(X'0AFF')",
            "'0AFF'",
            "to_hex('abc')",
            "'616263'",
            "to_hex(255)",
            "'FF'")
        .add(
            "from_hex",
            "fromHex",
            List.of(),
            "The bytes that pairs of hexadecimal digits stand for, in any case; NULL for any other text.",
            "from_hex('0aFF')",
            "X'0AFF'",
            "from_hex('abc')",
            "NULL")
        .functions();
  }

  /** {@code to_base64(b)}. */
  public static String toBase64(ByteString bytes) {
    return bytes.toBase64();
  }

  /** {@code to_base64(s)}. */
  public static String toBase64(String text) {
    return utf8(text).toBase64();
  }

  /** {@code from_base64(s)}. */
  public static @Nullable ByteString fromBase64(String text) {
    return ByteString.ofBase64(text);
  }

  /** {@code to_hex(b)}. */
  public static String toHex(ByteString bytes) {
    return bytes.toHex();
  }

  /** {@code to_hex(s)}. */
  public static String toHex(String text) {
    return utf8(text).toHex();
  }

  /** {@code to_hex(n)}. */
  public static String toHex(int number) {
    return Integer.toHexString(number).toUpperCase(Locale.ROOT);
  }

  /** {@code to_hex(n)}. */
  public static String toHex(long number) {
    return Long.toHexString(number).toUpperCase(Locale.ROOT);
  }

  /** {@code from_hex(s)}. */
  public static @Nullable ByteString fromHex(String digits) {
    return ByteString.ofHex(digits);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
