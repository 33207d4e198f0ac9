package io.eventflux.runner.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.ConnectorDescriptor;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.FormatDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.Option;
import io.eventflux.query.catalog.StreamFunctionDescriptor;
import io.eventflux.query.catalog.WindowDescriptor;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Descriptors as JSON, for programs. Stateless; any thread. */
public final class DescriptorJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private static final Descriptor.Visitor<Map<String, Object>> DETAILS =
      new Descriptor.Visitor<>() {
        @Override
        public Map<String, Object> visitFunction(FunctionDescriptor function) {
          return details(
              "nullRule", word(function.nullRule()), "deterministic", function.deterministic());
        }

        @Override
        public Map<String, Object> visitAggregate(AggregateDescriptor aggregate) {
          return details(
              "nullRule",
              word(aggregate.nullRule()),
              "deterministic",
              true,
              "retractable",
              aggregate.retractable());
        }

        @Override
        public Map<String, Object> visitWindow(WindowDescriptor window) {
          return details("expiry", word(window.expiry()));
        }

        @Override
        public Map<String, Object> visitStreamFunction(StreamFunctionDescriptor function) {
          return details("adds", function.adds());
        }

        @Override
        public Map<String, Object> visitConnector(ConnectorDescriptor connector) {
          return details(
              "needsFormat",
              connector.needsFormat(),
              "replayable",
              connector.replayable(),
              "transactional",
              connector.transactional());
        }

        @Override
        public Map<String, Object> visitFormat(FormatDescriptor format) {
          return Map.of();
        }
      };

  private DescriptorJson() {}

  /** An array with one object a line. Ends with LF. */
  public static String array(List<? extends Descriptor> descriptors) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < descriptors.size(); i++) {
      text.append(i == 0 ? "\n" : ",\n").append(object(descriptors.get(i)));
    }
    return text.append("\n]\n").toString();
  }

  private static String object(Descriptor descriptor) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("kind", Wording.kind(descriptor));
      json.writeStringField("name", descriptor.name());
      strings(json, "aliases", descriptor.aliases());
      json.writeStringField("state", Wording.state(descriptor));
      strings(json, "forms", descriptor.forms());
      for (Map.Entry<String, Object> detail : descriptor.accept(DETAILS).entrySet()) {
        json.writeFieldName(detail.getKey());
        if (detail.getValue() instanceof List<?> list) {
          json.writeStartArray();
          for (Object each : list) {
            json.writeString(each.toString());
          }
          json.writeEndArray();
        } else {
          json.writeObject(detail.getValue());
        }
      }
      json.writeStringField("summary", descriptor.summary());
      if (!Wording.options(descriptor).isEmpty()) {
        json.writeArrayFieldStart("options");
        for (Option option : Wording.options(descriptor)) {
          option(json, option);
        }
        json.writeEndArray();
      }
      json.writeArrayFieldStart("examples");
      for (List<String> lines : Wording.examples(descriptor)) {
        json.writeString(String.join("\n", lines));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("text in memory can be written", e);
    }
    return text.toString();
  }

  private static void option(JsonGenerator json, Option option) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", option.key());
    json.writeStringField("takes", word(option.kind()));
    json.writeBooleanField("required", option.required());
    json.writeStringField("default", option.defaultValue());
    strings(json, "choices", option.choices());
    json.writeStringField("summary", option.summary());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> details(Object... pairs) {
    Map<String, Object> details = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      details.put((String) pairs[i], pairs[i + 1]);
    }
    return details;
  }
}
