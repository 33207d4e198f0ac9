package io.eventflux.extension.format;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionRule;
import java.util.List;

/** Comma-separated values. */
public final class CsvFormat implements FormatProvider {
  static final String NAME = "csv";
  private static final Option FIELDS = FormatLimits.fields(4_096);
  private static final byte NO_DELIMITER = -1;

  private static final Option DELIMITER =
      new Option(
              "delimiter",
              Option.Kind.TEXT,
              false,
              ",",
              List.of(),
              "The character between fields: one ASCII character, or 'tab'.")
          .where(
              new OptionRule(
                  "one ASCII character other than a quote or line break, or 'tab'",
                  text -> delimiter(text) != NO_DELIMITER));

  private static final FormatDescriptor DESCRIPTOR =
      new FormatDescriptor(
          NAME,
          List.of(),
          List.of(
              DELIMITER,
              new Option(
                  "header",
                  Option.Kind.FLAG,
                  false,
                  "false",
                  List.of(),
                  "Whether the first line holds names. Read: fields are then matched with columns by"
                      + " name, exactly or else without regard to case; fields of other names are"
                      + " skipped; a column without field is an error. Written: a new target starts"
                      + " with the names of the columns."),
              FormatLimits.RECORD,
              FIELDS,
              FormatLimits.DIGITS,
              FormatLimits.NAME),
          Availability.AVAILABLE,
          "Comma-separated values, one row a line, UTF-8. A field in double quotes can hold"
              + " delimiters, line breaks and doubled quotes. An empty field is NULL; an empty text is"
              + " written as two quotes. Without a header, fields stand in the order of the columns."
              + " Numbers are plain or with an exponent, truth values true/false, t/f, yes/no, y/n or"
              + " 1/0, times ISO text or whole milliseconds.",
          List.of(
              Example.of(
                  "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE) WITH (type = 'source',"
                      + " extension = 'file', format = 'csv', 'file.path' = 'trades.csv',"
                      + " 'csv.header' = 'true')")));

  /** Called by the service loader. */
  public CsvFormat() {}

  @Override
  public FormatDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Decoder decoder(RowSchema schema, ConnectorOptions options) {
    return new CsvDecoder(schema, options);
  }

  @Override
  public Encoder encoder(RowSchema schema, ConnectorOptions options) {
    return new CsvEncoder(schema, options);
  }

  /** The limits that {@code options} set. */
  static FormatLimits limits(ConnectorOptions options) {
    return FormatLimits.of(options, FIELDS);
  }

  /**
   * The character between fields.
   *
   * @throws IllegalArgumentException with a sentence for the user if it is none
   */
  static byte delimiter(ConnectorOptions options) {
    String text = options.text(DELIMITER);
    return delimiter(text == null ? "," : text);
  }

  private static byte delimiter(String text) {
    if (text.equalsIgnoreCase("tab") || text.equals("\\t")) {
      return '\t';
    }
    char c = text.length() == 1 ? text.charAt(0) : '\0';
    boolean isUsable = c > 0 && c < 0x7F && c != '\n' && c != '\r' && c != '"';
    return isUsable ? (byte) c : NO_DELIMITER;
  }
}
