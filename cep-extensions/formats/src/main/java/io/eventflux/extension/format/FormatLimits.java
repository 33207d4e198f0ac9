package io.eventflux.extension.format;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.query.catalog.Option;
import java.util.List;

/**
 * How large the parts of a record may be, so that hostile input costs no more than its length.
 *
 * @param recordSizeMaxBytes bytes of a record
 * @param depthMax objects and lists around a value
 * @param fieldCountMax members of one object, or fields of one line
 * @param digitCountMax digits of a number
 * @param nameLengthMax characters of a name
 */
record FormatLimits(
    int recordSizeMaxBytes, int depthMax, int fieldCountMax, int digitCountMax, int nameLengthMax) {
  static final Option RECORD =
      number("max.record", Option.Kind.SIZE, "1MiB", "The longest record that is accepted.");
  static final Option DIGITS =
      number("max.digits", Option.Kind.NUMBER, "100", "The most digits a number can have.");
  static final Option NAME =
      number("max.name", Option.Kind.NUMBER, "256", "The most characters a name can have.");
  static final Option DEPTH =
      number("max.depth", Option.Kind.NUMBER, "64", "How deep objects and arrays can be nested.");
  private static final int DEPTH_LARGEST = 1_000;

  /** The option that bounds the count of fields, with its default. */
  static Option fields(int defaultCount) {
    return number(
        "max.fields",
        Option.Kind.NUMBER,
        Integer.toString(defaultCount),
        "The most fields that a record or an object in it can have.");
  }

  /**
   * The limits that {@code options} set.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  static FormatLimits of(ConnectorOptions options, int fieldCountDefault) {
    long recordSize = options.sizeBytes("max.record", Decoder.RECORD_SIZE_DEFAULT_BYTES);
    if (recordSize < 1 || recordSize > 1 << 30) {
      throw new IllegalArgumentException("option 'max.record' must be from 1 byte to 1GiB");
    }
    return new FormatLimits(
        (int) recordSize,
        positive(options, "max.depth", 64, DEPTH_LARGEST),
        positive(options, "max.fields", fieldCountDefault, 1 << 20),
        positive(options, "max.digits", 100, 10_000),
        positive(options, "max.name", 256, 1 << 20));
  }

  private static int positive(ConnectorOptions options, String key, int defaultValue, int max) {
    long value = options.number(key, defaultValue);
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("option '" + key + "' must be from 1 to " + max);
    }
    return (int) value;
  }

  private static Option number(String key, Option.Kind kind, String defaultValue, String summary) {
    return new Option(key, kind, false, defaultValue, List.of(), summary);
  }
}
