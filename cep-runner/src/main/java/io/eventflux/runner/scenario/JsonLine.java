package io.eventflux.runner.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON inside a line of a scenario, to Java values and back.
 *
 * <pre>
 *   null -> null     true -> Boolean        "text" -> String
 *   12   -> BigInteger                      12.0, 1e3 -> BigDecimal; -0.0 -> Double
 *   [..] -> List     {..} -> Map, in text order
 * </pre>
 */
final class JsonLine {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonLine() {}

  /**
   * A value and where it ends.
   *
   * @param value see {@link JsonLine}
   * @param end UTF-16 offset behind the value
   */
  record Parsed(@Nullable Object value, int end) {}

  /**
   * Reads the value that starts at {@code start} of {@code line}.
   *
   * @throws LineException if there is no well-formed value
   */
  static Parsed read(String line, int start) throws LineException {
    try (JsonParser parser = FACTORY.createParser(line.substring(start))) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new LineException(start, "a JSON value is missing here");
      }
      Object value = value(parser, token);
      // Forces a scalar to be read to its end; containers are complete already.
      parser.finishToken();
      return new Parsed(value, start + (int) parser.currentLocation().getCharOffset());
    } catch (JsonParseException e) {
      int offset = start + (int) Math.max(0, e.getLocation().getCharOffset());
      throw new LineException(Math.min(offset, line.length()), sentence(e));
    } catch (IOException e) {
      throw new LineException(start, "not a JSON value: " + e.getMessage());
    }
  }

  private static String sentence(JsonParseException e) {
    String text = e.getOriginalMessage();
    if (text.startsWith("Unexpected end-of-input")) {
      return "the JSON value does not end on this line";
    }
    return "not JSON: " + text;
  }

  /** A BigDecimal, which has no zero below zero. */
  private static Number fraction(JsonParser parser) throws IOException {
    BigDecimal number = parser.getDecimalValue();
    boolean isNegativeZero = number.signum() == 0 && parser.getText().startsWith("-");
    return isNegativeZero ? Double.valueOf(-0.0) : number;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      case START_ARRAY -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          values.add(value(parser, t));
        }
        yield values;
      }
      case START_OBJECT -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          values.put(name, value(parser, parser.nextToken()));
        }
        yield values;
      }
      case NOT_AVAILABLE, END_ARRAY, END_OBJECT, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "a value is missing");
    };
  }

  /** Writes a value as JSON on one line, with a blank behind commas and colons. */
  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      out.append('"').append(number).append('"');
    } else if (value instanceof Float number && !Float.isFinite(number)) {
      out.append('"').append(number).append('"');
    } else if (value instanceof BigDecimal number) {
      out.append(number.toPlainString());
    } else if (value instanceof Number number) {
      out.append(number);
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        write(element, out.append(separator));
        separator = ", ";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(String.valueOf(entry.getKey()), out.append(separator));
        write(entry.getValue(), out.append(": "));
        separator = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else {
      out.append('"')
          .append(JsonStringEncoder.getInstance().quoteAsString(String.valueOf(value)))
          .append('"');
    }
  }

  /** Whether a JSON number was written without point and exponent. */
  static boolean isWhole(@Nullable Object value) {
    return value instanceof BigInteger;
  }
}
