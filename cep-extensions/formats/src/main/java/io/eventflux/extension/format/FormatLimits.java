package io.eventflux.extension.format;

import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionRule;
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
      number("max.record", Option.Kind.SIZE, "1MiB", "The longest record that is accepted.")
          .where(OptionRule.size(1, 1 << 30, "from 1B to 1GiB"));
  static final Option DIGITS =
      number("max.digits", Option.Kind.NUMBER, "100", "The most digits a number can have.")
          .where(OptionRule.number(1, 10_000));
  static final Option NAME =
      number("max.name", Option.Kind.NUMBER, "256", "The most characters a name can have.")
          .where(OptionRule.number(1, 1 << 20));
  static final Option DEPTH =
      number("max.depth", Option.Kind.NUMBER, "64", "How deep objects and arrays can be nested.")
          .where(OptionRule.number(1, 1_000));

  /** The option that bounds the count of fields, with its default. */
  static Option fields(int defaultCount) {
    return number(
            "max.fields",
            Option.Kind.NUMBER,
            Integer.toString(defaultCount),
            "The most fields that a record or an object in it can have.")
        .where(OptionRule.number(1, 1 << 20));
  }

  /**
   * The limits that {@code options} set.
   *
   * @param fields the option that bounds the count of fields
   * @throws IllegalArgumentException with a sentence for the user if one is out of range
   */
  static FormatLimits of(ConnectorOptions options, Option fields) {
    return new FormatLimits(
        (int) options.sizeBytes(RECORD),
        (int) options.number(DEPTH),
        (int) options.number(fields),
        (int) options.number(DIGITS),
        (int) options.number(NAME));
  }

  private static Option number(String key, Option.Kind kind, String defaultValue, String summary) {
    return new Option(key, kind, false, defaultValue, List.of(), summary);
  }
}
