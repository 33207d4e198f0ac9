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

/** JSON, one object a line. */
public final class JsonFormat implements FormatProvider {
  static final String NAME = "json";
  static final int FIELD_COUNT_DEFAULT = 1_000;

  private static final FormatDescriptor DESCRIPTOR =
      new FormatDescriptor(
          NAME,
          List.of("jsonl", "ndjson"),
          List.of(
              new Option(
                  "mapping.*",
                  Option.Kind.TEXT,
                  false,
                  null,
                  List.of(),
                  "Where the value of a column stands in the record, as in mapping.price = '$.a.b[0]'."
                      + " Without it the member with the name of the column is taken. Used for"
                      + " reading only."),
              new Option(
                  "payload",
                  Option.Kind.TEMPLATE,
                  false,
                  null,
                  List.of(),
                  "What is written for a row instead of its columns: any text, with {{column}} where"
                      + " the value of a column stands. Text is escaped for JSON and the quotes"
                      + " around it are the template's; NULL is null. Used for writing only."),
              FormatLimits.RECORD,
              FormatLimits.DEPTH,
              FormatLimits.fields(FIELD_COUNT_DEFAULT),
              FormatLimits.DIGITS,
              FormatLimits.NAME),
          Availability.AVAILABLE,
          "JSON objects, one a line, UTF-8. Members that no column asks for are skipped; a member that"
              + " is missing or null gives NULL. A text column also takes numbers, truth values,"
              + " objects and arrays, as they are written. ARRAY is an array, MAP and ROW are objects,"
              + " JSON and OBJECT any value, BINARY is base64 text. Times are ISO text or whole"
              + " milliseconds."
              + " Written are the columns in order, times as text, NaN and infinities as null.",
          List.of(
              Example.of(
                  "CREATE STREAM Trades (symbol VARCHAR, price DOUBLE) WITH (type = 'source',"
                      + " extension = 'file', format = 'json', 'file.path' = 'trades.jsonl',"
                      + " 'json.mapping.price' = '$.quote.price')")));

  /** Called by the service loader. */
  public JsonFormat() {}

  @Override
  public FormatDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Decoder decoder(RowSchema schema, ConnectorOptions options) {
    return new JsonDecoder(schema, options);
  }

  @Override
  public Encoder encoder(RowSchema schema, ConnectorOptions options) {
    FormatLimits.of(options, FIELD_COUNT_DEFAULT);
    String payload = options.text("payload");
    return payload == null ? new JsonEncoder(schema) : new TemplateEncoder(schema, payload);
  }
}
