package io.eventflux.extension.format;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.connector.ConnectorOptions;
import io.eventflux.core.connector.Decoder;
import io.eventflux.core.connector.Encoder;
import io.eventflux.core.connector.FormatProvider;
import io.eventflux.core.function.JsonPath;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Example;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.GivenOptions;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.OptionProblem;
import io.eventflux.query.catalog.OptionRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON, one object a line. */
public final class JsonFormat implements FormatProvider {
  static final String NAME = "json";
  private static final Option FIELDS = FormatLimits.fields(1_000);

  private static final Option MAPPING =
      new Option(
              "mapping.*",
              Option.Kind.TEXT,
              false,
              null,
              List.of(),
              "Where the value of a column stands in the record, as in mapping.price = '$.a.b[0]'."
                  + " Without it the member with the name of the column is taken. Used for"
                  + " reading only.")
          .where(
              new OptionRule(
                  "a path such as '$.a.b[0]' or '$[''a b'']'",
                  path -> JsonPath.problem(path) == null));

  private static final FormatDescriptor DESCRIPTOR =
      new FormatDescriptor(
          NAME,
          List.of("jsonl", "ndjson"),
          List.of(
              MAPPING,
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
              FIELDS,
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
                      + " 'json.mapping.price' = '$.quote.price')")),
          JsonFormat::problems);

  /** Called by the service loader. */
  public JsonFormat() {}

  @Override
  public FormatDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Decoder decoder(RowSchema schema, ConnectorOptions options) {
    DESCRIPTOR.rule().require(options.given(ConnectorDescriptor.Role.SOURCE, schema));
    return new JsonDecoder(schema, paths(schema, options), FormatLimits.of(options, FIELDS));
  }

  /** Where the value of each column stands. */
  private static List<JsonPath> paths(RowSchema schema, ConnectorOptions options) {
    GivenOptions given = options.given(ConnectorDescriptor.Role.SOURCE, schema);
    Map<String, JsonPath> paths = new HashMap<>();
    options
        .named(MAPPING)
        .forEach(
            (name, path) -> {
              GivenOptions.Column column = given.column(name);
              assert column != null : "the rule has been asked";
              paths.put(column.name(), JsonPath.parse(path));
            });
    return schema.fields().stream()
        .map(field -> paths.getOrDefault(field.name(), JsonPath.member(field.name())))
        .toList();
  }

  private static List<OptionProblem> problems(GivenOptions given) {
    // Who writes has no use for a mapping, whatever it names.
    return given.role() == ConnectorDescriptor.Role.SOURCE
        ? given.columnProblems(MAPPING)
        : List.of();
  }

  @Override
  public Encoder encoder(RowSchema schema, ConnectorOptions options) {
    // Nothing is bounded when writing; limits that make no sense are refused all the same.
    FormatLimits.of(options, FIELDS);
    String payload = options.text("payload");
    return payload == null ? new JsonEncoder(schema) : new TemplateEncoder(schema, payload);
  }
}
