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
import java.util.List;
import java.util.Locale;

/** Comma-separated values. */
public final class CsvFormat implements FormatProvider {
  static final String NAME = "csv";
  static final int FIELD_COUNT_DEFAULT = 4_096;

  private static final FormatDescriptor DESCRIPTOR =
      new FormatDescriptor(
          NAME,
          List.of(),
          List.of(
              new Option(
                  "delimiter",
                  Option.Kind.TEXT,
                  false,
                  ",",
                  List.of(),
                  "The character between fields: one ASCII character, or 'tab'."),
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
              FormatLimits.fields(FIELD_COUNT_DEFAULT),
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

  static byte delimiter(ConnectorOptions options) {
    String text = options.text("delimiter", ",");
    String word = text.toLowerCase(Locale.ROOT);
    if (word.equals("tab") || text.equals("\\t")) {
      return '\t';
    }
    char c = text.length() == 1 ? text.charAt(0) : '\0';
    boolean isUsable =
        (c >= ' ' && c < 0x7F) || c == '\t' || (c > 0 && c < ' ' && c != '\n' && c != '\r');
    if (!isUsable || c == '"') {
      throw new IllegalArgumentException(
          "option 'delimiter' needs one ASCII character other than a quote or line break, or 'tab',"
              + " not '"
              + text
              + "'");
    }
    return (byte) c;
  }
}
